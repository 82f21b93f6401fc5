"""What is known of an article besides its text: url, published, authors, language, dateline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ticker_clean.dates import day_line
from ticker_clean.identity import article_id, letters
from ticker_clean.model import Article, Block, Dateline, Draft, Furniture, Metadata

_LEAD = re.compile(r"^\W*(?:(?:\w+\s+)?by:?\s+|[^\W\d]+(?:\s[^\W\d]+)?\s*:\s*)", re.IGNORECASE)
_WHOLE_URL = re.compile(r"https?://[\w.-]+/[\w./%~+=&?-]*[\w/]")
"""A URL that `urljoin`, which takes two of them apart, gives back as it is, as most are."""
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bи\b)\s*")
_TITLE_MARK = re.compile(r"\s+(?:[|»«•·–—-]|::)\s+|\s*\|\s*")
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?=\D|$)")
_MORE_FROM = re.compile(r"(?:articles|posts|stories) (?:from|by)\s*(.+)", re.IGNORECASE)
_PLACE = r"[^\W\d_][\w.’'`\-]*(?:\s[^\W\d_][\w.’'`\-]*){0,3}"
_DATELINE = re.compile(
    rf"""(?P<place> {_PLACE} (?:,\s{_PLACE})? ) (?:,\s\d{{1,2}}\s\w+|,\s\w+\.?\s\d{{1,2}})?  # OSH, Kyrgyzstan, May 7
         (?: \s?\((?P<agency>[^()\n]{{2,40}})\)\s?[—–\-]+\s   # with an agency, any letter case
           | (?P<bare>\s?[—–]+\s|\s-+\s) )                 # without one
      """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class StoryClaims:
    """What structured data says of one article."""

    title: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    body: str | None = None


@dataclass(slots=True)
class Claims:
    """What a page says of itself outside its text, as found: not yet weighed, not yet trusted."""

    language: str | None = None
    """`<html lang>`."""
    title: str | None = None
    canonical: str | None = None
    metas: dict[str, list[str]] = field(default_factory=dict)
    """Contents of `<meta>`, by what they tell."""
    stories: list[StoryClaims] = field(default_factory=list)
    """Articles in JSON-LD."""
    broken_json: int = 0
    """Blocks of JSON-LD that could not be read."""

    def titles(self) -> tuple[str, ...]:
        """What the page calls itself or its one article, the surest first."""
        found = [self.stories[0].title] if len(self.stories) == 1 else []
        found += [*self.metas.get("og:title", ())[:1], *self.metas.get("twitter:title", ())[:1], self.title]
        return tuple(dict.fromkeys(title for title in found if title))

    def headline(self) -> str | None:
        """The title without the name of the site, for a page whose text has no headline.

        >>> Claims(title="Snow closes the pass | The Courier").headline()
        'Snow closes the pass'
        """
        for title in self.titles():
            if title != self.title:
                return title
            parts = _TITLE_MARK.split(title)
            return max(parts, key=len).strip() or None
        return None


def page_metadata(claims: Claims, times: Sequence[str] = (), authors: Sequence[str] = ()) -> Metadata:
    """What a page says of itself, weighed: the more specific mark wins, `*_source` names it, a warning a conflict.

    `times` and `authors` are what the markup of its one article says. In order: url from `rel=canonical`, Open Graph,
    JSON-LD; published and authors from JSON-LD (which speaks of the article), Open Graph and `<meta>` (of the page),
    the article's own `<time>` and author links.
    """
    warnings: list[str] = []
    if claims.broken_json:
        warnings.append(f"{claims.broken_json} JSON-LD block(s) could not be read.")
    story = claims.stories[0] if len(claims.stories) == 1 else StoryClaims()
    metas = claims.metas
    og_url = next(iter(metas.get("og:url", ())), None)
    canonical = absolute(og_url or "", claims.canonical) if claims.canonical else None
    told = (("canonical", canonical), ("og:url", og_url), ("json-ld", story.url))
    urls = [(source, url) for source, url in told if url and url.startswith(("http://", "https://"))]
    published = [("json-ld", story.published)]
    published += [("meta", value) for value in (*metas.get("published", ()), *metas.get("date", ()))]
    published += [("time", value) for value in times[:1]]
    dated = [(source, time) for source, value in published if (time := iso_time(value))]
    people = [
        ("json-ld", _people(story.authors, claims)),
        ("meta", _people((*metas.get("author", ()), *metas.get("article:author", ())), claims)),
        ("markup", _people(authors, claims)),
    ]
    named = [(source, names) for source, names in people if names]
    for what, days in (("published", {time[:10] for _, time in dated}), ("url", {_bare(url) for _, url in urls})):
        if len(days) > 1:
            said = ", ".join(f"{source} says {value}" for source, value in (dated if what == "published" else urls))
            warnings.append(f"Marks of the page disagree on {what}, the first is taken: {said}.")
    language = (
        claims.language
        or story.language
        or next((value for key in ("content-language", "og:locale") for value in metas.get(key, ())), None)
    )
    return Metadata(
        title=next(iter(claims.titles()), None),
        url=urls[0][1] if urls else None,
        url_source=urls[0][0] if urls else None,
        published=dated[0][1] if dated else None,
        published_source=dated[0][0] if dated else None,
        authors=named[0][1] if named else (),
        authors_source=named[0][0] if named else None,
        language=language.replace("_", "-").strip() or None if language else None,
        warnings=tuple(warnings),
    )


def absolute(base: str, url: str) -> str:
    """A URL as it is meant on the page at `base`; one with a host is its own.

    >>> absolute("https://courier.example/news/snow", "/about"), absolute("", "https://courier.example/")
    ('https://courier.example/about', 'https://courier.example/')
    """
    if _WHOLE_URL.fullmatch(url):
        return url
    from urllib.parse import urljoin  # slow to import, and dumps have no use for it

    return urljoin(base, url)


def iso_time(value: str | None) -> str | None:
    """A day or time in ISO 8601, from that form or the one of RFC 2822, or from a day as pages print it.

    Nothing is added: a month without a day is no day.

    >>> iso_time("2025-11-07T08:30:00+0600"), iso_time("20251107"), iso_time("7 November 2025"), iso_time("2025-11")
    ('2025-11-07T08:30:00+06:00', '2025-11-07', '2025-11-07', None)
    """
    value = (value or "").strip()
    if not 8 <= len(value) <= 60:
        return None
    try:
        if len(value) in (8, 10):
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat()
    except ValueError:  # not ISO 8601
        pass
    found = _ISO_START.match(value)
    if found and found[0] != value:
        return iso_time(found[0])
    from email.utils import parsedate_to_datetime  # slow to import, and dumps have no use for it

    try:
        return parsedate_to_datetime(value).isoformat()
    except ValueError:  # not RFC 2822
        return day_line(value)


def _people(names: Sequence[str], claims: Claims) -> tuple[str, ...]:
    """The names that can be people's: no address, no handle, not the site's own name."""
    site = {letters(name) for name in claims.metas.get("og:site_name", ())}
    people = (told for told in names if "://" not in told and "@" not in told)
    found = (name for told in people for name in byline_names(told))
    return tuple(dict.fromkeys(name for name in found if letters(name) not in site))


def _bare(url: str) -> str:
    """A URL without what may differ between two that mean the same page."""
    return re.sub(r"^https?://(?:www\.)?|#.*$|/$", "", url)


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
        own_url = absolute(url or metadata.url or "", opening.url)
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


def byline_names(line: str) -> tuple[str, ...]:
    """The people that a byline names.

    >>> byline_names("- Written by Asel Nurova and Timur Kim"), byline_names("Автор: Айпери Осмонова")
    (('Asel Nurova', 'Timur Kim'), ('Айпери Осмонова',))
    """
    names = _AND.split(_LEAD.sub("", line.strip()).strip(" .|"))
    return tuple(name.strip() for name in names if name.strip())


def _names(block: Block) -> tuple[str, ...]:
    if block.reason == "byline":
        return tuple(name for line in block.lines for name in byline_names(line))
    if block.reason == "author" and (found := _MORE_FROM.search(block.plain)):
        return (found[1].strip(),)
    return ()
