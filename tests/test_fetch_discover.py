"""Which pages does a site have? Feeds, sitemaps and WordPress, served by a real server."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from web_site import WebSite, error, html, page, redirect

from ticker_clean.errors import FetchError
from ticker_clean.fetch.client import Client, Manners
from ticker_clean.fetch.discover import head_links, xml_links
from ticker_clean.fetch.journal import Entry
from ticker_clean.fetch.scrape import find_targets

RSS = """<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Новости&nbsp;дня</title><link>https://news.example/</link>
<atom:link href="https://news.example/feed" rel="self" type="application/rss+xml"/>
<item><title>Мост</title><link>
  https://news.example/1?a=b&amp;c=d
</link><media:group><link>https://news.example/not</link></media:group></item>
<item><guid>https://news.example/2</guid></item>
<item><guid isPermaLink="false">7</guid><title>no address</title></item>
<item><guid isPermaLink="false">8</guid><atom:link rel="self" href="/x"/><atom:link href="https://news.example/3"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://news.example/"/>
<entry><link rel="edit" href="/edit/1"/><link rel="alternate" href="/1"/><link href="/other"/></entry>
<entry><link href="2"/><source><link href="/not"/></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>https://news.example/</link></channel><item><link>https://news.example/1</link></item></rdf:RDF>"""
URLSET = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{0}/1</loc><image:image><image:loc>{0}/1.jpg</image:loc></image:image></url><url><loc>{0}/2</loc></url></urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>"""


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as running:
        yield running


Discover = Callable[..., list[str]]


@pytest.fixture
def discover(site: WebSite) -> Discover:
    """The paths that a site of 127.0.0.1 lists; what failed as `path: error`."""

    def run(kind: str, path: str = "/", **manners: Any) -> list[str]:
        with closing(Client(Manners(**{"delay": 0.0, "backoff": 0.01, **manners}))) as client:
            found = list(find_targets([site.url(path)], client, kind))
        lines = [f"{each.url}: {each.error}" if isinstance(each, Entry) else each.url for each in found]
        return [line.removeprefix(site.url("")) for line in lines]

    return run


@pytest.mark.parametrize(
    ("document", "pages"),
    [
        pytest.param(
            RSS.encode("cp1251"),
            ["https://news.example/1?a=b&c=d", "https://news.example/2", "https://news.example/3"],
            id="rss-2",
        ),
        pytest.param(ATOM.encode("utf-16"), ["/1", "2"], id="atom"),
        pytest.param(RDF.encode(), ["https://news.example/1"], id="rss-1"),
        pytest.param(URLSET.format("").encode("utf-8-sig"), ["/1", "/2"], id="sitemap"),
        pytest.param(b"<rss/>", [], id="empty"),
    ],
)
def test_links_of_feeds_and_sitemaps(document: bytes, pages: list[str]) -> None:
    assert xml_links(document).pages == pages


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"<rss><channel>", "its XML is broken: "),
        (b"<rss>\xff</rss>", "its XML is broken: "),
        (b"", "its XML is broken: "),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "its XML is broken: "),
        (
            b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>',
            "its XML declares entities of its own, which are not read",
        ),
        (
            b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>',
            "its XML declares entities of its own, which are not read",
        ),
    ],
)
def test_xml_that_is_not_read(document: bytes, sentence: str) -> None:
    with pytest.raises(FetchError) as failure:
        xml_links(document)
    assert str(failure.value).startswith(sentence)


def test_links_of_a_head() -> None:
    found = head_links(
        b"<head><link rel='alternate nofollow' TYPE=Application/RSS+xml href=' /a '><link rel=icon href=/i><link rel=x>"
    )
    assert [(sorted(link.relations), link.type, link.href) for link in found] == [
        (["alternate", "nofollow"], "application/rss+xml", "/a"),
        (["icon"], "", "/i"),
    ]


FEED = "<rss>" + "".join(f"<item><link>{link}</link></item>" for link in ("/1", "mailto:a@b", "/1")) + "</rss>"
FEED_FOUND = ["/1", "mailto:a@b: only http and https are fetched"]


def test_the_feed_that_a_page_names(site: WebSite, discover: Discover) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in ("/rss", "/comments")
    )
    site.pages = {"/": redirect("/home"), "/home": page(html("News", links)), "/rss": page(FEED, "text/xml")}
    assert discover("feed") == FEED_FOUND
    assert site.asked == ["/", "/home", "/rss"]


def test_the_feed_itself(site: WebSite, discover: Discover) -> None:
    site.pages = {"/rss": page(FEED, "application/rss+xml")}
    assert discover("feed", "/rss") == FEED_FOUND


def test_a_feed_that_no_page_names(site: WebSite, discover: Discover) -> None:
    site.pages = {"/": page(html("News")), "/feed/": page(html("Not found")), "/feed.xml": page(FEED, "text/html")}
    assert discover("feed") == FEED_FOUND
    assert site.asked == ["/", "/feed/", "/rss.xml", "/feed.xml"]


def test_no_feed(site: WebSite, discover: Discover) -> None:
    xhtml = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'
    site.pages = {"/": page(xhtml)}
    assert discover("feed") == ["/: no feed was found on this site"]


def test_a_sitemap_index_with_its_parts(site: WebSite, discover: Discover) -> None:
    parts = ["/a.xml", "/b.xml.gz", "/none.xml", "/list.txt", "/index.xml", "/page.xml"]
    index = INDEX.format("".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts))
    site.pages = {
        "/robots.txt": page(f"User-agent: *\nDisallow:\nSitemap: {site.url('/index.xml')}", "text/plain"),
        "/index.xml": page(index, "application/xml"),
        "/a.xml": page(URLSET.format(""), "text/xml"),
        "/b.xml.gz": page(gzip.compress(URLSET.format("/b").encode()), "application/x-gzip"),
        "/list.txt": page("/3\n\n/2\n", "text/plain"),
        "/page.xml": page(html("Not found")),
    }
    assert discover("sitemap") == [
        "/1",
        "/2",
        "/b/1",
        "/b/2",
        "/none.xml: the server answered 404 (Not Found)",
        "/3",
        "/page.xml: it is a page, not a sitemap",
    ]
    assert site.asked == ["/index.xml", *parts[:4], "/page.xml"]


def test_a_sitemap_that_robots_txt_does_not_name(site: WebSite, discover: Discover) -> None:
    site.pages = {"/sitemap.xml": page(URLSET.format(""), "text/xml")}
    assert discover("sitemap", "/news/today?a=b") == ["/1", "/2"]
    assert discover("sitemap", "/sitemap.xml") == ["/1", "/2"]


def test_a_sitemap_that_is_a_bomb(site: WebSite, discover: Discover) -> None:
    site.pages = {"/sitemap.xml": page(gzip.compress(bytes(60_000_000)), "application/gzip")}
    assert discover("sitemap") == ["/sitemap.xml: it is larger than 52.4288 MB"]


def posts(*links: str) -> str:
    return json.dumps([{"link": link} for link in links])


@pytest.mark.parametrize(
    ("front", "root"),
    [
        (page(html("News"), Link='</wp-json/>; rel="https://api.w.org/"'), "/wp-json/wp/v2/posts?"),
        (page(html("News", '<link rel="https://api.w.org/" href="/json">')), "/json/wp/v2/posts?"),
        (page(html("News", '<link rel="https://api.w.org/" href="/?rest_route=/">')), "/?rest_route=/wp/v2/posts&"),
    ],
)
def test_wordpress(site: WebSite, discover: Discover, front: Any, root: str) -> None:
    query = f"{root}_fields=link&per_page=100&page="
    site.pages = {
        "/": front,
        f"{query}1": page(posts("/1", "/2"), "application/json; charset=UTF-8", X_WP_TotalPages="2"),
        f"{query}2": page(posts("/3"), "application/json", X_WP_TotalPages="2"),
    }
    assert discover("wp") == ["/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("{}", "answers something else than posts"),
        ('[{"id": 1}]', "answers something else than posts"),
        ("<p>", "does not answer in JSON"),
        ("[" * 100_000, "does not answer in JSON"),
    ],
)
def test_wordpress_that_answers_something_else(site: WebSite, discover: Discover, answer: str, sentence: str) -> None:
    site.pages = {
        "/": page(html("News", '<link rel="https://api.w.org/" href="/json/">')),
        "/json/wp/v2/posts?_fields=link&per_page=100&page=1": page(answer, "application/json"),
    }
    assert discover("wp") == [f"/: the WordPress interface {sentence}"]


def test_no_wordpress(site: WebSite, discover: Discover) -> None:
    site.pages = {"/": page(html("News")), "/gone": error(410)}
    assert discover("wp") == ["/: this site does not say that it is made with WordPress"]
    assert discover("wp", "/gone") == ["/gone: the server answered 410 (Gone)"]


def test_what_robots_txt_forbids_is_not_discovered(site: WebSite, discover: Discover) -> None:
    site.pages = {
        "/robots.txt": page("User-agent: *\nDisallow: /sitemap.xml", "text/plain"),
        "/sitemap.xml": page(URLSET.format(""), "text/xml"),
    }
    assert discover("sitemap") == [
        "/sitemap.xml: robots.txt of the site forbids it; --ignore-robots fetches it all the same"
    ]
    assert site.asked == []
