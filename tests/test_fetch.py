"""Fetching from a real server: what is taken, what is refused, and how politely. The server's log is the witness."""

from __future__ import annotations

import gzip
import io
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from email.utils import formatdate
from pathlib import Path
from typing import Any

import brotli
import pytest
import trustme
from warcio.archiveiterator import ArchiveIterator
from web_site import WebSite, error, html, in_order, page, raw, redirect, write

from ticker_clean.fetch.client import Client, Manners
from ticker_clean.fetch.journal import Entry, Journal
from ticker_clean.fetch.page_folder import PageFolder
from ticker_clean.fetch.scrape import fetch_pages, find_targets
from ticker_clean.fetch.targets import Target, parse_target

STORY = html("The bridge at Uzgen was opened to lorries on Monday.")

Fetch = Callable[..., list[Entry]]


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Fetch URLs into `tmp_path / "pages"` and return what became of each. Quick unless told otherwise."""

    def run(*urls: str, **manners: Any) -> list[Entry]:
        folder = tmp_path / "pages"
        folder.mkdir(exist_ok=True)
        manners = {"delay": 0.0, "backoff": 0.01, "timeout": 30.0, **manners}
        with closing(Client(Manners(**manners))) as client, closing(Journal(folder)) as journal:
            targets = [target for target in find_targets(urls, client) if isinstance(target, Target)]
            return list(fetch_pages(targets, client, PageFolder(folder), journal))

    return run


def saved(entry: Entry, folder: Path) -> bytes:
    """The bytes of a saved page, behind our marks."""
    assert entry.file
    return (folder / "pages" / entry.file).read_bytes().split(b"-->\n", 2)[-1]


def refusal(entries: list[Entry], folder: Path) -> str:
    """The error of the one page that was asked for; nothing but the journal may be in the folder."""
    [entry] = entries
    assert (entry.outcome, entry.file) == ("failed", None)
    assert [path.name for path in (folder / "pages").iterdir()] == ["fetch.jsonl"]
    return entry.error or ""


# --- redirects ---------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_the_final_address_is_kept(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/old": redirect("/newer", 301), "/newer": redirect("new?a=b", 308), "/new?a=b": page(STORY)}
    [entry] = fetch(site.url("/old#top"))
    assert (entry.url, entry.final_url, entry.status) == (site.url("/old"), site.url("/new?a=b"), 200)
    assert saved(entry, tmp_path) == STORY.encode()
    assert site.asked == ["/old", "/newer", "/new?a=b"]


def test_a_circle_of_redirects_ends(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/a": redirect("/b"), "/b": redirect("/a")}
    assert refusal(fetch(site.url("/a")), tmp_path) == "it redirects in a circle"
    assert site.asked == ["/a", "/b"]


def test_a_chain_without_end_ends(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(50)}
    assert refusal(fetch(site.url("/0")), tmp_path) == "it redirects more than 10 times"
    assert len(site.asked) == 11


@pytest.mark.parametrize("where", ["ftp://127.0.0.1/a", "file:///etc/passwd", "javascript:alert(1)", "data:,x"])
def test_a_redirect_to_another_scheme_is_refused(site: WebSite, fetch: Fetch, tmp_path: Path, where: str) -> None:
    site.pages = {"/": redirect(where)}
    assert refusal(fetch(site.url()), tmp_path) == "only http and https are fetched"


def test_a_redirect_to_what_is_no_address_is_refused(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/": redirect("http://[1")}
    assert refusal(fetch(site.url()), tmp_path) == "this is no web address"


def test_a_redirect_with_a_body_without_end_costs_nothing(site: WebSite, fetch: Fetch) -> None:
    def endless(handler: Any) -> None:
        handler.close_connection = True
        write(handler, b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n")
        while True:
            write(handler, bytes(65536))

    site.pages = {"/": endless, "/page": page(STORY)}
    assert [entry.outcome for entry in fetch(site.url(), timeout=10.0)] == ["saved"]
    assert site.log[1].sent < 20_000_000  # what fits into the buffers of the connection


# --- private addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"])
def test_a_redirect_to_a_private_address_is_refused(site: WebSite, fetch: Fetch, tmp_path: Path, host: str) -> None:
    with WebSite({"/secret": page(STORY)}) as inner:
        site.pages = {"/": redirect(inner.url("/secret", host))}
        assert "--allow-private" in refusal(fetch(site.url()), tmp_path)
        assert inner.log == []


def test_a_redirect_to_a_private_address_is_followed_where_that_is_allowed(site: WebSite, fetch: Fetch) -> None:
    with WebSite({"/open": page(STORY)}) as inner:
        site.pages = {"/": redirect(inner.url("/open"))}
        [entry] = fetch(site.url(), allow_private=True)
        assert entry.final_url == inner.url("/open")


def test_a_public_name_at_a_private_address_is_refused(
    site: WebSite, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **named: Any) -> Any:
        return real("127.0.0.1" if host == "news.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    site.pages = {"/": page(STORY)}
    url = site.url(host="news.example")
    assert "news.example is at the private address 127.0.0.1" in refusal(fetch(url), tmp_path)
    assert site.log == []
    assert [entry.outcome for entry in fetch(url, allow_private=True)] == ["saved"]


# --- servers in trouble --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence", "asked"),
    [
        pytest.param(raw(stay=20), "127.0.0.1 stopped answering", 2, id="stalls"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-Le", stay=20), "127.0.0.1 stopped answering", 2, id="in-headers"),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\n\r\n<p>", *[b"."] * 200, every=0.1), "it took longer than 1 s", 1, id="drips"
        ),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n", *[b"."] * 200, every=0.1),
            "it took longer than 1 s",
            1,
            id="drips-with-length",
        ),
        pytest.param(raw(*[b"H"] * 200, every=0.1), "it took longer than 1 s", 1, id="drips-headers"),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<p>short"), "the answer ended too early", 2, id="cut"
        ),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<p>short"),
            "the answer ended too early",
            2,
            id="cut-chunk",
        ),
        pytest.param(raw(), "the server closed the connection without an answer", 2, id="hangs-up"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "the server's answer is not HTTP", 2, id="not-http"),
        pytest.param(error(404), "the server answered 404 (Not Found)", 1, id="404"),
        pytest.param(error(599), "the server answered 599", 1, id="599"),
        pytest.param(error(204), "the server answered 204 (No Content)", 1, id="204"),
        pytest.param(error(304), "the server answered 304 (Not Modified)", 1, id="304-unasked"),
        pytest.param(page(" \n"), "the page is empty", 1, id="empty"),
    ],
)
def test_what_gives_no_page(
    site: WebSite, fetch: Fetch, tmp_path: Path, answer: Any, sentence: str, asked: int
) -> None:
    site.pages = {"/": answer}
    assert refusal(fetch(site.url(), timeout=1.0), tmp_path) == sentence
    assert len(site.asked) == asked


def test_a_host_that_is_not_there(fetch: Fetch, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    sentence = refusal(fetch(f"http://127.0.0.1:{port}/"), tmp_path)
    assert sentence.endswith("robots.txt cannot be read: 127.0.0.1 refused the connection")


def test_more_bytes_than_declared_do_not_reach_the_next_page(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {
        "/a": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n<p>short, and then some"),
        "/b": page(STORY),
    }
    first, second = fetch(site.url("/a"), site.url("/b"))
    assert saved(first, tmp_path) == b"<p>short"
    assert saved(second, tmp_path) == STORY.encode()


def test_a_busy_server_gets_the_break_it_asks_for(site: WebSite, fetch: Fetch) -> None:
    def in_two_seconds(handler: Any) -> None:
        error(503, Retry_After=formatdate(time.time() + 2, usegmt=True))(handler)

    site.pages = {
        "/a": in_order(error(429, Retry_After="1"), page(STORY)),
        "/b": in_order(in_two_seconds, page(STORY)),
    }
    entries = fetch(site.url("/a"), site.url("/b"))
    assert [entry.outcome for entry in entries] == ["saved", "saved"]
    assert site.pauses("/a")[0] >= 1
    assert site.pauses("/b")[0] > 0.9  # the date was cut to whole seconds


def test_a_server_that_asks_for_a_long_break_is_left_alone(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/a": error(429, Retry_After="3600"), "/b": page(STORY)}
    first, second = fetch(site.url("/a"), site.url("/b"))
    assert first.error == second.error
    assert (first.error or "").startswith("the server asked for a break of 3600 s;")
    assert site.asked == ["/a"]


def test_pauses_grow_while_a_server_fails(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/": in_order(error(500), error(502), error(503), page(STORY))}
    assert [entry.status for entry in fetch(site.url(), backoff=0.1, delay=0.05)] == [200]
    assert all(pause >= least for pause, least in zip(site.pauses("/"), (0.05, 0.2, 0.4), strict=True))


def test_a_server_that_keeps_failing_is_given_up(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/": error(500)}
    assert refusal(fetch(site.url(), retries=2), tmp_path) == "the server answered 500 (Internal Server Error)"
    assert len(site.asked) == 3


# --- bodies ------------------------------------------------------------------------------------------------------


def _deflate(data: bytes, wbits: int) -> bytes:
    compressor = zlib.compressobj(wbits=wbits)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        pytest.param(gzip.compress(STORY.encode()), "gzip", id="gzip"),
        pytest.param(gzip.compress(STORY[:9].encode()) + gzip.compress(STORY[9:].encode()), "x-gzip", id="members"),
        pytest.param(gzip.compress(STORY.encode()) + b"\0\0\0", "gzip", id="padding"),
        pytest.param(_deflate(STORY.encode(), 15), "deflate", id="deflate"),
        pytest.param(_deflate(STORY.encode(), -15), "deflate", id="deflate-unwrapped"),
        pytest.param(brotli.compress(STORY.encode()), "br", id="brotli"),
        pytest.param(STORY.encode(), "identity", id="identity"),
    ],
)
def test_compressed_pages(site: WebSite, fetch: Fetch, tmp_path: Path, body: bytes, coding: str) -> None:
    site.pages = {"/": page(body, Content_Encoding=coding)}
    [entry] = fetch(site.url())
    assert saved(entry, tmp_path) == STORY.encode()
    assert entry.bytes == len(STORY)
    assert site.log[0].headers["Accept-Encoding"] == "gzip, deflate, br"


@pytest.mark.parametrize(
    ("body", "coding", "sentence"),
    [
        pytest.param(b"\x1f\x8b" + STORY.encode(), "gzip", "its gzip compression is broken", id="broken-gzip"),
        pytest.param(STORY.encode(), "gzip", "its gzip compression is broken", id="not-gzip"),
        pytest.param(gzip.compress(STORY.encode())[:-9], "gzip", "its gzip compression ends too early", id="cut-gzip"),
        pytest.param(b"\xff" * 99, "br", "its br compression is broken", id="broken-brotli"),
        pytest.param(brotli.compress(STORY.encode())[:-5], "br", "its br compression ends too early", id="cut-brotli"),
        pytest.param(b"?", "zstd", "it came compressed as 'zstd', which was not asked for", id="zstd"),
        pytest.param(gzip.compress(bytes(9_000_000)), "gzip", "it is larger than 1 MB", id="bomb"),
        pytest.param(brotli.compress(bytes(9_000_000)), "br", "it is larger than 1 MB", id="brotli-bomb"),
    ],
)
def test_compression_that_is_not_taken(
    site: WebSite, fetch: Fetch, tmp_path: Path, body: bytes, coding: str, sentence: str
) -> None:
    site.pages = {"/": page(body, Content_Encoding=coding)}
    assert refusal(fetch(site.url(), max_bytes=1_000_000), tmp_path) == sentence
    assert site.asked == ["/"]


def test_five_gigabytes_are_not_taken(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    def stream(handler: Any) -> None:
        handler.close_connection = True
        write(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(5_000_000_000 // 65536):
            write(handler, b" " * 65536)

    site.pages = {"/": stream}
    assert refusal(fetch(site.url(), max_bytes=1_000_000), tmp_path) == "it is larger than 1 MB"
    assert site.log[-1].sent < 50_000_000


def test_five_declared_gigabytes_are_not_even_begun(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/": page(STORY, Content_Length="5000000000")}
    assert refusal(fetch(site.url()), tmp_path) == "it is larger than 20 MB"


@pytest.mark.parametrize("type_", ["image/png", "application/pdf", "application/json", "text/css", "video/mp4"])
def test_other_types_are_refused(site: WebSite, fetch: Fetch, tmp_path: Path, type_: str) -> None:
    site.pages = {"/": page(STORY, type_)}
    assert refusal(fetch(site.url()), tmp_path) == f"it is of the type {type_!r}, which is not fetched"


def test_no_type_at_all(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {"/page": page(STORY, None), "/noise": page(b"\x89PNG\0\0\0\r" * 9, None)}
    first, second = fetch(site.url("/page"), site.url("/noise"))
    assert saved(first, tmp_path) == STORY.encode()
    assert second.error == "it is no text, and the server declared no type"


# --- robots.txt and delays -----------------------------------------------------------------------------------------


def robots(*lines: str) -> Any:
    return page("\n".join(("User-agent: *", *lines)), "text/plain")


def test_what_robots_txt_forbids_is_not_asked_for(site: WebSite, fetch: Fetch) -> None:
    site.pages = {
        "/robots.txt": robots("Disallow: /private/", "Allow: /private/door"),
        "/private/door": page(STORY),
        "/private/room": page(STORY),
        "/way": redirect("/private/room"),
    }
    entries = fetch(*(site.url(path) for path in ("/private/door", "/private/room", "/way")))
    assert [entry.outcome for entry in entries] == ["saved", "failed", "failed"]
    assert "robots.txt of the site forbids it" in (entries[1].error or "")
    assert site.asked == ["/private/door", "/way"]
    assert [request.path for request in site.log].count("/robots.txt") == 1


def test_robots_txt_can_be_ignored(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/robots.txt": robots("Disallow: /"), "/": page(STORY)}
    assert [entry.outcome for entry in fetch(site.url(), ignore_robots=True)] == ["saved"]
    assert [request.path for request in site.log] == ["/"]


def test_rules_for_our_name_go_first(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/robots.txt": robots("Disallow:", "", "User-agent: ticker-clean", "Disallow: /"), "/": page(STORY)}
    assert [entry.outcome for entry in fetch(site.url())] == ["failed"]
    assert site.asked == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error(404), "saved"),
        (error(403), "saved"),
        (error(500), "failed"),
        (error(429), "failed"),
        (redirect("/robots.txt"), "failed"),
        (page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "text/html"), "failed"),
    ],
)
def test_a_robots_txt_that_cannot_be_read_forbids_everything(
    site: WebSite, fetch: Fetch, answer: Any, outcome: str
) -> None:
    site.pages = {"/robots.txt": answer, "/a": page(STORY), "/b": page(STORY)}
    assert [entry.outcome for entry in fetch(site.url("/a"), site.url("/b"), retries=1)] == [outcome] * 2
    assert site.asked == (["/a", "/b"] if outcome == "saved" else [])


def test_one_request_at_a_time_with_the_delay_between(site: WebSite, fetch: Fetch) -> None:
    site.pages = {f"/{n}": page(STORY) for n in range(4)} | {"/go": redirect("/3")}
    fetch(*(site.url(path) for path in ("/0", "/1", "/go")), delay=0.1)
    assert [request.path for request in site.log] == ["/robots.txt", "/0", "/1", "/go", "/3"]
    assert min(site.pauses()) >= 0.1
    assert len({request.connection for request in site.log}) == 1


@pytest.mark.parametrize(("crawl_delay", "least"), [("0.3", 0.3), ("0.01", 0.1), ("soon", 0.1)])
def test_the_longer_of_both_delays_counts(site: WebSite, fetch: Fetch, crawl_delay: str, least: float) -> None:
    site.pages = {"/robots.txt": robots(f"Crawl-delay: {crawl_delay}"), "/a": page(STORY), "/b": page(STORY)}
    fetch(site.url("/a"), site.url("/b"), delay=0.1)
    assert min(site.pauses("/a", "/b")) >= least


def test_a_crawl_delay_of_hours_is_not_waited_for(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/robots.txt": robots("Crawl-delay: 7200"), "/a": page(STORY)}
    assert [entry.error for entry in fetch(site.url("/a"))] == [
        "robots.txt of the site asks for 7200 s between two pages"
    ]


def test_the_delay_of_one_host_is_spent_with_the_others(site: WebSite, fetch: Fetch) -> None:
    site.pages = {f"/{n}": page(STORY) for n in range(3)}
    urls = [site.url(f"/{n}", host) for host in ("127.0.0.1", "localhost") for n in range(3)]
    entries = fetch(*urls, delay=0.1)
    assert [entry.url for entry in entries] == [url for pair in zip(urls[:3], urls[3:], strict=True) for url in pair]


def test_who_asks(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/": page(STORY)}
    fetch(site.url(), contact="desk@news.example")
    for request in site.log:
        name, _, contact = request.headers["User-Agent"].partition(" ")
        assert name.startswith("ticker-clean/")
        assert contact == "(+desk@news.example)"
        assert not {"Referer", "Cookie", "Authorization"} & request.headers.keys()


def test_cookies_live_for_one_run(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/a": page(STORY, Set_Cookie="seen=1; Path=/"), "/b": page(STORY)}
    for _ in range(2):
        fetch(site.url("/a"), site.url("/b"))
    assert [request.headers.get("Cookie") for request in site.log] == [None, None, "seen=1"] * 2


# --- credentials -----------------------------------------------------------------------------------------------------


def test_credentials_go_to_their_own_site_and_nowhere_else(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    with WebSite({"/": page(STORY)}) as other:
        site.pages = {"/": redirect("/in"), "/in": page(STORY), "/out": redirect(other.url())}
        urls = [site.url(path).replace("//", "//re%40der:pass%20word@") for path in ("/", "/out", "/none")]
        entries = fetch(*urls, allow_private=True)
        assert [entry.outcome for entry in entries] == ["saved", "saved", "failed"]
        sent = [request.headers.get("Authorization") for request in site.log]
        assert sent == ["Basic cmVAZGVyOnBhc3Mgd29yZA=="] * 5
        assert not any("Authorization" in request.headers for request in other.log)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "pages").iterdir())
    assert b"pass" not in kept
    assert b"re%40der" not in kept


def test_a_proxy_of_the_environment_is_used(site: WebSite, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url())
    monkeypatch.setenv("no_proxy", "")
    site.pages = {
        "http://news.example/": redirect("http://127.0.0.1:1/secret"),
        "http://news.example/a": page(STORY),
    }
    refused, taken = fetch("http://news.example/", "http://news.example/a")
    assert refused.error == "127.0.0.1 is a private address; --allow-private fetches from there"
    assert taken.outcome == "saved"
    assert [request.path for request in site.log][1:] == list(site.pages)


def test_netrc_is_not_read(site: WebSite, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login reader password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    site.pages = {"/": page(STORY)}
    fetch(site.url())
    assert not any("Authorization" in request.headers for request in site.log)


# --- the second run --------------------------------------------------------------------------------------------------


def test_a_second_run_transfers_no_page_that_is_unchanged(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {
        "/etag": page(STORY, ETag='W/"1"'),
        "/date": page(STORY, Last_Modified="Sat, 21 Nov 2026 10:00:00 GMT"),
        "/moved": redirect("/etag"),
    }
    urls = [site.url(path) for path in site.pages]
    first = fetch(*urls)
    files = {path.name: path.read_bytes() for path in (tmp_path / "pages").glob("*.html")}
    site.log.clear()
    second = fetch(*urls)
    assert [(entry.outcome, entry.status) for entry in second] == [("unchanged", 304)] * 3
    assert [entry.file for entry in second] == [entry.file for entry in first]
    asked = {request.path: request.headers for request in site.log}
    assert asked["/etag"]["If-None-Match"] == 'W/"1"'
    assert asked["/date"]["If-Modified-Since"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert "If-None-Match" not in asked["/moved"]
    assert sum(request.sent for request in site.log) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "pages").glob("*.html")} == files


def test_the_same_page_from_a_server_that_knows_no_conditions_is_not_written_again(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    site.pages = {"/": page(STORY)}
    [first] = fetch(site.url())
    kept = tmp_path / "pages" / (first.file or "")
    kept.write_bytes(b"touched")
    assert [(entry.outcome, entry.status) for entry in fetch(site.url())] == [("unchanged", 200)]
    assert kept.read_bytes() == b"touched"


def test_what_is_missing_failed_or_changed_is_fetched_again(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.pages = {name: page(STORY, ETag=name) for name in ("/gone", "/changed", "/same")} | {"/failed": error(404)}
    urls = [site.url(path) for path in site.pages]
    gone, *_ = fetch(*urls)
    (tmp_path / "pages" / (gone.file or "")).unlink()
    site.pages |= {"/changed": page(STORY + "<p>Update</p>", ETag="/2"), "/failed": page(STORY)}
    entries = fetch(*urls)
    assert [entry.outcome for entry in entries] == ["saved", "saved", "unchanged", "saved"]
    assert saved(entries[1], tmp_path).endswith(b"<p>Update</p>")
    assert len(list((tmp_path / "pages").glob("*.html"))) == 4


def test_a_failure_does_not_lose_what_was_saved(site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/": in_order(page(STORY, ETag="1"), error(404), page(STORY, ETag="1"))}
    outcomes = [entry.outcome for _ in range(3) for entry in fetch(site.url())]
    assert outcomes == ["saved", "failed", "unchanged"]


# --- https -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_site(authority: trustme.CA) -> Iterator[WebSite]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with WebSite({"/": page(STORY)}, context) as running:
        yield running


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))


def test_certificates_are_verified(secure_site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    assert "the certificate of 127.0.0.1 is not valid" in refusal(fetch(secure_site.url()), tmp_path)
    assert secure_site.log == []


@pytest.mark.usefixtures("trusted")
def test_a_trusted_certificate(site: WebSite, secure_site: WebSite, fetch: Fetch) -> None:
    site.pages = {"/": redirect(secure_site.url())}
    entries = fetch(secure_site.url(), site.url(), allow_private=True)
    assert [(entry.outcome, entry.final_url) for entry in entries] == [("saved", secure_site.url())] * 2
    assert entries[0].file == entries[1].file


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_refused(secure_site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    sentence = refusal(fetch(secure_site.url(host="localhost")), tmp_path)
    assert "the certificate of localhost is not valid" in sentence


@pytest.mark.usefixtures("trusted")
def test_a_redirect_from_https_to_http_is_refused(
    site: WebSite, secure_site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    secure_site.pages = {"/": redirect(site.url())}
    assert "from https to http" in refusal(fetch(secure_site.url(), allow_private=True), tmp_path)
    assert site.log == []


@pytest.mark.usefixtures("trusted")
def test_a_warc_of_a_secure_site(secure_site: WebSite) -> None:
    with closing(Client(Manners(delay=0.0), record=True)) as client:
        target = parse_target(secure_site.url("/"))
        client.trust(target)
        capture = client.get(target).capture
    response, request = (
        (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(capture))
    )
    assert response == (secure_site.url("/"), STORY.encode())
    assert request[0] == response[0]


@pytest.mark.usefixtures("trusted")
def test_dripping_over_tls(secure_site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    secure_site.pages = {"/": raw(b"HTTP/1.1 200 OK\r\n\r\n<p>", *[b"."] * 100, every=0.1)}
    assert refusal(fetch(secure_site.url(), timeout=1.0), tmp_path) == "it took longer than 1 s"
