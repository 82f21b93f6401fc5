"""A draft to an article: what its markup, its byline, its page and its dateline say of it."""

from __future__ import annotations

import re

from ticker_clean.bylines import byline_names
from ticker_clean.identity import article_id
from ticker_clean.model import Article, Block, Dateline, Draft, Furniture, Metadata
from ticker_clean.urls import joined

_MORE_FROM = re.compile(r"(?:articles|posts|stories) (?:from|by)\s*(.+)", re.IGNORECASE)
_PLACE = r"[^\W\d_][\w.’'`\-]*(?:\s[^\W\d_][\w.’'`\-]*){0,3}"
_DATELINE = re.compile(
    rf"""(?P<place> {_PLACE} (?:,\s{_PLACE})? ) (?:,\s\d{{1,2}}\s\w+|,\s\w+\.?\s\d{{1,2}})?  # OSH, Kyrgyzstan, May 7
         (?: \s?\((?P<agency>[^()\n]{{2,40}})\)\s?[—–\-]+\s   # with an agency, any letter case
           | (?P<bare>\s?[—–]+\s|\s-+\s) )                 # without one
      """,
    re.VERBOSE,
)


def article_of(
    draft: Draft, metadata: Metadata, furniture: Furniture, *, page: str, position: int, url: str | None, alone: bool
) -> Article:
    """The article of a draft, with what its markup, its byline and its page say of it.

    `position` counts from 1 on `page`, which was saved from `url` as far as its file knows. `alone` says that it is the
    only article of its page, so that what the page says of itself holds for it.
    """
    opening = draft.opening
    byline = tuple(name for block in draft.furniture for name in _names(block))
    authors = byline or (opening.authors if opening else ()) or (metadata.authors if alone else ())
    if not authors and furniture.author:
        authors = (furniture.author,)
    teaser = any(block.reason == "continue-reading" for block in draft.furniture)
    complete = not teaser and not (opening and opening.complete is False)
    own_url = metadata.url or url if alone else None
    if opening and opening.url:
        own_url = joined(url or metadata.url, opening.url)
    text = "\n\n".join(block.plain for block in draft.body if block.kind != "caption")
    return Article(
        id=article_id(draft.title, text),
        title=draft.title,
        body=draft.body,
        authors=tuple(dict.fromkeys(authors)),
        published=(opening.published if opening else None) or (metadata.published if alone else None),
        dateline=next((dateline_of(block.text) for block in draft.body if block.kind == "paragraph"), None),
        language=metadata.language,
        url=own_url,
        complete=complete,
        confidence=draft.confidence,
        page=page,
        position=position,
    )


def dateline_of(text: str) -> Dateline | None:
    """The place, and the desk if it is named, that a report opens with.

    >>> dateline_of("OSH (AP) — The first snow fell."), dateline_of("Osh, Kyrgyzstan - The first snow fell.")
    (Dateline(place='OSH', agency='AP'), Dateline(place='Osh, Kyrgyzstan', agency=None))
    >>> dateline_of("The plan – if it is one – failed.")
    """
    found = _DATELINE.match(text)
    if not found:
        return None
    place = found["place"]
    # without an agency only capitals, or a city and its country, tell a dateline from a clause before a dash
    if not found["agency"] and not place.isupper() and ", " not in place:
        return None
    if not all(word[0].isupper() for word in place.split() if word[0].isalpha()):
        return None
    return Dateline(place, found["agency"] and found["agency"].strip())


def _names(block: Block) -> tuple[str, ...]:
    if block.reason == "byline":
        return tuple(name for line in block.lines for name in byline_names(line))
    if block.reason == "author" and (found := _MORE_FROM.search(block.plain)):
        return (found[1].strip(),)
    return ()
