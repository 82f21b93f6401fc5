"""What a page says of itself outside its text, weighed: the head and the structured data that `meta` reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ticker_clean.bylines import byline_names
from ticker_clean.dates import iso_time
from ticker_clean.identity import letters
from ticker_clean.model import Metadata
from ticker_clean.urls import joined

_TITLE_MARK = re.compile(r"\s+(?:[|»«•·–—-]|::)\s+|\s*\|\s*")


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
    canonical = joined(og_url, claims.canonical) if claims.canonical else None
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


def _people(names: Sequence[str], claims: Claims) -> tuple[str, ...]:
    """The names that can be people's: no address, no handle, not the site's own name."""
    site = {letters(name) for name in claims.metas.get("og:site_name", ())}
    people = (told for told in names if "://" not in told and "@" not in told)
    found = (name for told in people for name in byline_names(told))
    return tuple(dict.fromkeys(name for name in found if letters(name) not in site))


def _bare(url: str) -> str:
    """A URL without what may differ between two that mean the same page."""
    return re.sub(r"^https?://(?:www\.)?|#.*$|/$", "", url)
