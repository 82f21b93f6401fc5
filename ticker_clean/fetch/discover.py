"""Which pages does a site have? Asked of its feed, its sitemaps or its WordPress interface."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.parsers import expat

from ticker_clean.errors import FetchError
from ticker_clean.fetch.client import HTML_TYPES, PAGE_TYPES, Answer, Client, HTTPStatusError
from ticker_clean.fetch.http_body import expand
from ticker_clean.fetch.targets import Target, listed, parse_target

KINDS = ("feed", "sitemap", "wp")

_FEED_LINK_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_FEED_PLACES = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml")
"""Where feeds lie that no page names: of WordPress and of common site generators."""
_SITEMAP_TYPES = PAGE_TYPES | {"application/gzip", "application/x-gzip", "application/octet-stream"}
_SITEMAP_BYTES = 52_428_800
"""sitemaps.org: 50 MB uncompressed at the most."""
_SITEMAPS = 50_000
"""sitemaps.org: as many as one index may list."""
_WP_RELATION = "https://api.w.org/"
"""How a WordPress site links its REST interface (REST API Handbook, Discovery)."""
_WP_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?https://api\.w\.org/"?')
_WP_PER_PAGE = 100
"""As many as WordPress gives at once."""
_LONGEST_URL = 10_000
"""Characters. RFC 9110, 4.1 has programs support at least 8,000."""
_HEAD = 300_000
"""Bytes of a page in which its links to feeds must lie."""

_ATOM = "http://www.w3.org/2005/Atom"
_RSS1 = "http://purl.org/rss/1.0/"
_SPACES = frozenset({"", _ATOM, _RSS1, "http://www.sitemaps.org/schemas/sitemap/0.9"})
_XML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)|\xff\xfe<\0|\xfe\xff\0<"
)


def discover(kind: str, site: Target, client: Client) -> Iterator[Target | tuple[str, FetchError]]:
    """The pages that a site names, without repeats; in between, what failed: its URL and why.

    `kind` is one of `KINDS`. The site may be given as any of its pages, or as the feed or sitemap itself.
    """
    ways = {"feed": _from_feed, "sitemap": _from_sitemaps, "wp": _from_wordpress}
    seen: set[str] = set()
    try:
        for base, link in ways[kind](site, client):
            if isinstance(link, FetchError):
                yield base.url, link
                continue
            try:
                page = parse_target(link, base)
            except FetchError as error:
                yield link, error
                continue
            if page.url not in seen:
                seen.add(page.url)
                yield page
    except FetchError as error:
        yield site.url, error


_Found = Iterator[tuple[Target, str | FetchError]]
"""Links, each with the document that it is relative to."""


def _from_feed(site: Target, client: Client) -> _Found:
    answer = client.get(site)
    if not is_xml(answer.body):
        links = head_links(answer.body)
        named = [link.href for link in links if "alternate" in link.relations and link.type in _FEED_LINK_TYPES]
        # The first is the site's own; those after it are of its comments or single sections.
        answer = _first_xml(named[:1] or _FEED_PLACES, parse_target(answer.url, site), client)
    feed = parse_target(answer.url, site)
    for link in xml_links(answer.body).pages:
        yield feed, link


def _first_xml(places: Iterable[str], base: Target, client: Client) -> Answer:
    for place in places:
        try:
            answer = client.get(parse_target(place, base))
        except HTTPStatusError:
            continue
        if is_xml(answer.body):
            return answer
    raise FetchError("no feed was found on this site")


def _from_sitemaps(site: Target, client: Client) -> _Found:
    if re.search(r"\.(xml|gz|txt)$", site.url):
        queue = [site]
    else:
        queue = [parse_target(link, site) for link in client.robots.sitemaps(site)]
        queue = queue or [parse_target("/sitemap.xml", site)]
    seen = {sitemap.url for sitemap in queue}
    for sitemap in queue:  # grows by the sitemaps that an index lists
        try:
            links = _read_sitemap(sitemap, client)
            found = [parse_target(link, sitemap) for link in links.sitemaps]
        except FetchError as error:
            yield sitemap, error
            continue
        new = [target for target in found if target.url not in seen][: _SITEMAPS - len(queue)]
        seen.update(target.url for target in new)
        queue += new
        for link in links.pages:
            yield sitemap, link


def _read_sitemap(sitemap: Target, client: Client) -> XMLLinks:
    answer = client.get(sitemap, types=_SITEMAP_TYPES, max_bytes=_SITEMAP_BYTES)
    data = answer.body
    if data.startswith(b"\x1f\x8b"):
        data = expand([data], "gzip", _SITEMAP_BYTES)
    if is_xml(data):
        return xml_links(data)
    if answer.media_type in HTML_TYPES:
        raise FetchError("it is a page, not a sitemap")
    return XMLLinks(pages=list(listed(data.decode("utf-8-sig", "replace").splitlines())))


def _from_wordpress(site: Target, client: Client) -> _Found:
    root = _wordpress_root(site, client)
    posts = f"{root.url.rstrip('/')}/wp/v2/posts"
    query = f"{'&' if '?' in posts else '?'}_fields=link&per_page={_WP_PER_PAGE}"
    page = last = 1
    while page <= last:
        listing = parse_target(f"{posts}{query}&page={page}", root)
        answer = client.get(listing, types={"application/json"}, max_bytes=_SITEMAP_BYTES)
        for link in _post_links(answer.body):
            yield listing, link
        total = answer.headers.get("X-WP-TotalPages", "")
        last = int(total) if total.isdecimal() else last
        page += 1


def _post_links(data: bytes) -> list[str]:
    try:
        posts = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FetchError("the WordPress interface does not answer in JSON") from error
    links = [post.get("link") for post in posts if isinstance(post, dict)] if isinstance(posts, list) else [None]
    named = [link for link in links if isinstance(link, str)]
    if len(named) != len(links):
        raise FetchError("the WordPress interface answers something else than posts")
    return named


def _wordpress_root(site: Target, client: Client) -> Target:
    answer = client.get(site, types=HTML_TYPES)
    base = parse_target(answer.url, site)
    if header := _WP_LINK.search(answer.headers.get("Link", "")):
        return parse_target(header[1], base)
    for link in head_links(answer.body):
        if _WP_RELATION in link.relations:
            return parse_target(link.href, base)
    raise FetchError("this site does not say that it is made with WordPress")


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A `<link>` of a page."""

    relations: frozenset[str]
    type: str
    href: str


def head_links(page: bytes) -> list[HeadLink]:
    """The links in the head of an HTML page.

    >>> head_links(b'<link rel="alternate" type="application/rss+xml" href="/rss">')[0].href
    '/rss'
    """
    parser = _HeadParser()
    parser.feed(page[:_HEAD].decode("utf-8", "replace"))
    return parser.links


class _HeadParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[HeadLink] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            named = {name: value or "" for name, value in attrs}
            if href := named.get("href", "").strip():
                relations = frozenset(named.get("rel", "").lower().split())
                self.links.append(HeadLink(relations, named.get("type", "").strip().lower(), href))


def is_xml(data: bytes) -> bool:
    """Whether a document is a feed or a sitemap, by how it begins (XHTML may begin with an XML declaration, too)."""
    return _XML_START.match(data) is not None and b"<html" not in data[:1000].lower()


@dataclass(frozen=True, slots=True)
class XMLLinks:
    """What a feed or a sitemap lists."""

    pages: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


def xml_links(data: bytes) -> XMLLinks:
    """The links in RSS (0.9 to 2.0), Atom, a sitemap or a sitemap index, in order.

    Entities of its own are refused: they can grow a small document to gigabytes. Raises FetchError.

    >>> xml_links(b"<rss><channel><item><link> https://news.example/1 </link></item></channel></rss>").pages
    ['https://news.example/1']
    """
    reader = _LinkReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.UseForeignDTD(True)  # feeds use HTML's names, such as &nbsp;, without a DTD: not known is then no error
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FetchError(f"its XML is broken: {error}") from error
    return reader.links


class _LinkReader:
    def __init__(self) -> None:
        self.links = XMLLinks()
        self._open: list[str] = []
        self._text = ""
        self._guid = ""
        self._found = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._open.append(local if space in _SPACES else name)
        self._text = ""
        if local in ("item", "entry"):
            self._found = self._guid = ""
        is_link = space == _ATOM and local == "link" and self._inside("entry", "item")
        if is_link and attributes.get("rel", "alternate") == "alternate":
            self._found = self._found or attributes.get("href", "")
        if local == "guid" and attributes.get("isPermaLink", "true") == "true":
            self._guid = "?"

    def text(self, text: str) -> None:
        if len(self._text) < _LONGEST_URL:
            self._text += text

    def end(self, name: str) -> None:
        local = self._open[-1]
        text = self._text.strip()
        if local == "link" and self._inside("item"):
            self._found = text or self._found
        elif local == "guid" and self._guid == "?":
            self._guid = text
        elif local == "loc" and self._inside("url"):
            self.links.pages.append(text)
        elif local == "loc" and self._inside("sitemap"):
            self.links.sitemaps.append(text)
        elif local in ("item", "entry") and (self._found or self._guid):
            self.links.pages.append(self._found or self._guid)
        self._open.pop()
        self._text = ""

    def entity(self, *declaration: object) -> None:
        raise FetchError("its XML declares entities of its own, which are not read")

    def _inside(self, *parents: str) -> bool:
        return len(self._open) > 1 and self._open[-2] in parents
