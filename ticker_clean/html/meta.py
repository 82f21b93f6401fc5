"""What the head of an HTML page and its structured data say: JSON-LD, Open Graph, microdata, `<time>`, `rel=canonical`.

Only reads: `claims.page_metadata` weighs what was found here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ticker_clean.html.claims import Claims, StoryClaims
from ticker_clean.html.tree import Element

_STORY_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|NewsArticle|LiveBlogPosting)$")
"""The types of schema.org whose items are articles; `Article` ends the names of most of its subtypes."""

_METAS = {
    "og:title": "og:title",
    "og:url": "og:url",
    "og:type": "og:type",
    "og:locale": "og:locale",
    "og:site_name": "og:site_name",
    "article:published_time": "published",
    "og:article:published_time": "published",
    "datepublished": "published",
    "article:author": "article:author",
    "author": "author",
    "twitter:title": "twitter:title",
    "citation_title": "og:title",
    "citation_author": "author",
    "date": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "dcterms.date": "date",
    "dcterms.created": "date",
    "parsely-pub-date": "published",
    "pubdate": "date",
    "publishdate": "date",
    "publish-date": "date",
    "sailthru.date": "date",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "content-language": "content-language",
    "language": "content-language",
    "dc.language": "content-language",
}
"""Names and properties of `<meta>`: Open Graph, Dublin Core, Highwire and the common custom ones."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST_JSON = 12


def claims_of(root: Element) -> Claims:
    """All that a page says of itself outside its text."""
    claims = Claims(language=root.get("lang") or root.get(_XML_LANG) or root.get("xml:lang"))
    for el in root.iter("meta", "link", "title", "script"):
        tag = el.tag
        if tag == "meta":
            name = el.get("property") or el.get("name") or el.get("http-equiv")
            key = _METAS.get(name.lower()) if name else None
            content = el.get("content") if key else None
            if key and content and content.strip():
                claims.metas.setdefault(key, []).append(" ".join(content.split()))
        elif tag == "link":
            if el.get("rel", "").lower() == "canonical" and el.get("href"):
                claims.canonical = claims.canonical or el.get("href").strip()
        elif tag == "title":
            parent = el.getparent()
            if claims.title is None and el.text and (parent is None or parent.tag != "svg"):
                claims.title = " ".join("".join(el.itertext()).split())
        elif "ld+json" in el.get("type", "").lower():
            _read_json(el.text or "", claims)
    return claims


def _read_json(text: str, claims: Claims) -> None:
    if not text.strip():
        return
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("//]]>").removesuffix("]]>")
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        claims.broken_json += 1
        return
    for item in _items(data, 0):
        types = item.get("@type")
        names = types if isinstance(types, list) else [types]
        if any(isinstance(name, str) and _STORY_TYPES.search(name) for name in names):
            claims.stories.append(_story(item))


def _items(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD document that may describe an article, outermost first."""
    if depth > _DEEPEST_JSON:
        return
    if isinstance(data, list):
        for one in data:
            yield from _items(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage", "blogPost", "hasPart"):
            if isinstance(data.get(key), dict | list):
                yield from _items(data[key], depth + 1)


def _story(item: dict[str, Any]) -> StoryClaims:
    url = item.get("url") or item.get("mainEntityOfPage") or item.get("@id")
    if isinstance(url, dict):
        url = url.get("@id") or url.get("url")
    body = item.get("articleBody") or item.get("text")
    return StoryClaims(
        title=_text(item.get("headline") or item.get("name")),
        url=url if isinstance(url, str) and url.startswith(("http://", "https://", "/")) else None,
        published=_text(item.get("datePublished") or item.get("dateCreated")),
        authors=tuple(_names(item.get("author") or item.get("creator"), 0)),
        language=_text(item.get("inLanguage")),
        body=body if isinstance(body, str) else None,
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: Any, depth: int) -> Iterator[str]:
    """The names of the people; an organisation is no author."""
    if isinstance(value, str):
        if value.strip() and not value.startswith(("http:", "https:")):
            yield " ".join(value.split())
    elif isinstance(value, list) and depth < _DEEPEST_JSON:
        for one in value:
            yield from _names(one, depth + 1)
    elif isinstance(value, dict) and value.get("@type") not in ("Organization", "NewsMediaOrganization"):
        yield from _names(value.get("name"), depth + 1) if depth < _DEEPEST_JSON else ()
