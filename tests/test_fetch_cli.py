"""The command `fetch` as its user meets it, against a real server; and from there to articles and rates."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from newsroom import ENGLISH, FIVE, FOUR, RUSSIAN, STORIES, Story, Ticker, dump
from newsroom_html import article_html
from newsroom_html import html as html_page
from web_site import WebSite, error, html, page

STORY = html("The bridge at Uzgen was opened to lorries on Monday.")


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite({"/a": page(STORY, ETag="1"), "/b": page(STORY, ETag="2"), "/none": error(404)}) as running:
        yield running


def journal(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "fetch.jsonl").read_text(encoding="utf-8").splitlines()]


def test_help_starts_nothing() -> None:
    program = (
        "import sys; from ticker_clean.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, "fetch", "--help"], capture_output=True, env=environment, check=True
    )
    assert b"--discover" in done.stdout
    assert not {"requests", "urllib3", "protego", "lxml", "bs4"} & {*done.stderr.decode().split()}


def test_pages_are_saved_and_journalled(site: WebSite, command: Run, tmp_path: Path) -> None:
    done = command("fetch", site.url("/a"), site.url("/none"), "-d", "new/pages", "--delay", "0")
    assert (done.returncode, done.stdout) == (1, b"")
    url = site.url("/none")
    assert done.stderr.decode() == f"{url}: the server answered 404 (Not Found)\n1 saved, 0 unchanged, 1 failed\n"
    rows = journal(tmp_path / "new" / "pages")
    assert [(row["url"], row["status"], row["file"]) for row in rows] == [
        (site.url("/a"), 200, f"127.0.0.1-{site.port}_a.html"),
        (url, 404, None),
    ]
    assert sorted(rows[0]) == sorted(
        [
            "url",
            "outcome",
            "time",
            "status",
            "final_url",
            "bytes",
            "file",
            "error",
            "content_type",
            "etag",
            "last_modified",
            "sha256",
        ]
    )


def test_the_same_command_again(site: WebSite, command: Run) -> None:
    arguments = ("fetch", site.url("/a"), site.url("/b"), "-d", "pages", "--delay", "0", "-v")
    assert command(*arguments).returncode == 0
    again = command(*arguments)
    assert again.returncode == 0
    assert again.stderr.decode().splitlines()[-1] == "0 saved, 2 unchanged, 0 failed"
    site.log.clear()
    assert command(*arguments, "--skip-saved").returncode == 0
    assert site.log == []


def test_lists_of_urls(site: WebSite, command: Run, tmp_path: Path) -> None:
    listed = f"# two of three\n\n{site.url('/b')}\n".encode()
    (tmp_path / "urls.txt").write_bytes(listed)
    options = ("-d", "pages", "--delay", "0", "-q")
    for arguments, stdin in ((("--from", "urls.txt"), b""), (("--from", "-"), listed), (("-",), listed)):
        done = command("fetch", *arguments, *options, stdin=stdin)
        assert (done.returncode, done.stderr) == (0, b"")
    assert site.asked == ["/b"] * 3


def test_numbered_pages(site: WebSite, command: Run) -> None:
    site.pages = {f"/news?page={n}": page(STORY) for n in range(1, 20)}
    done = command("fetch", "--pages", "9-11", site.url("/news?page={page}"), "-d", "pages", "--delay", "0")
    assert (done.returncode, done.stderr) == (0, b"3 saved, 0 unchanged, 0 failed\n")
    assert site.asked == [f"/news?page={n}" for n in (9, 10, 11)]


def test_discovered_pages_up_to_a_limit(site: WebSite, command: Run) -> None:
    items = "".join(f"<item><link>{link}</link></item>" for link in ("/b", "ftp://127.0.0.1/", "/a", "/none"))
    site.pages["/feed"] = page(f"<rss>{items}</rss>", "text/xml")
    done = command("fetch", "--discover", "feed", site.url("/feed"), "-d", "p", "--delay", "0", "--limit", "2")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "ftp://127.0.0.1/: only http and https are fetched",
        "2 saved, 0 unchanged, 1 failed",
    ]
    assert site.asked == ["/feed", "/b", "/a"]


def test_links_to_private_addresses_need_leave(site: WebSite, command: Run) -> None:
    with WebSite({"/secret": page(STORY)}) as inner:
        site.pages["/feed"] = page(f"<rss><item><link>{inner.url('/secret')}</link></item></rss>", "text/xml")
        arguments = ("fetch", "--discover", "feed", site.url("/feed"), "-d", "p", "--delay", "0")
        assert b"--allow-private" in command(*arguments).stderr
        assert inner.log == []
        assert command(*arguments, "--allow-private").returncode == 0


def test_nothing_found_is_said(site: WebSite, command: Run) -> None:
    site.pages["/feed"] = page("<rss></rss>", "text/xml")
    done = command("fetch", "--discover", "feed", site.url("/feed"), "-d", "p", "--delay", "0")
    assert (done.returncode, done.stderr) == (1, b"ticker-clean: nothing to fetch was found\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("https://news.example/",), id="no-folder"),
        pytest.param(("-d", "p"), id="no-url"),
        pytest.param(("-d", "p", "https://news.example/{page}"), id="no-pages"),
        pytest.param(("-d", "p", "https://news.example/", "--pages", "1-2"), id="no-place-for-pages"),
        pytest.param(("-d", "p", "https://news.example/{page}", "--pages", "2-1"), id="backwards"),
        pytest.param(("-d", "p", "https://news.example/{page}", "--pages", "all"), id="no-numbers"),
        pytest.param(("-d", "p", "https://news.example/", "--delay", "-1"), id="negative-delay"),
        pytest.param(("-d", "p", "https://news.example/", "--extract", "-f", "csv"), id="csv-of-what"),
        pytest.param(("-d", "p", "https://news.example/", "--contact", "me\nX: y"), id="contact-of-two-lines"),
        pytest.param(("-d", "p", "--from", "nowhere.txt"), id="no-list"),
        pytest.param(("-d", "p", "https://news.example/", "--warc", "all.warc"), id="warc-name"),
    ],
)
def test_wrong_usage(command: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = command("fetch", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: " in done.stderr
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("url", ["ftp://reader:secret@news.example/", "http://reader:secret@[news/", "reader:secret@x"])
def test_what_is_no_address_fails_alone_and_keeps_its_secrets(
    site: WebSite, command: Run, tmp_path: Path, url: str
) -> None:
    done = command("fetch", url, site.url("/a"), "-d", "pages", "--delay", "0")
    assert done.returncode == 1
    assert done.stderr.endswith(b"1 saved, 0 unchanged, 1 failed\n")
    assert b"Traceback" not in done.stderr
    assert b"secret" not in done.stderr + (tmp_path / "pages" / "fetch.jsonl").read_bytes()


def test_a_folder_that_cannot_be(site: WebSite, command: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = command("fetch", site.url("/a"), "-d", "file/pages")
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("warc", [False, True], ids=["files", "warc"])
def test_ctrl_c_leaves_a_usable_folder_and_the_next_run_goes_on(
    site: WebSite, command: Run, tmp_path: Path, warc: bool
) -> None:
    site.pages = {f"/{n}": page(STORY.replace("Uzgen", f"Uzgen {n}"), ETag=str(n)) for n in range(20)}
    arguments = ["fetch", *(site.url(path) for path in site.pages), "-d", "pages", "--delay", "0.1"]
    arguments += ["--warc", "pages.warc.gz"] * warc
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(
        [sys.executable, "-m", "ticker_clean", *arguments], cwd=tmp_path, env=environment, stderr=subprocess.PIPE
    )
    while len(site.asked) < 5:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, talk = running.communicate(timeout=20)
    assert running.returncode == 130
    assert b"Traceback" not in talk
    done = [row["url"] for row in journal(tmp_path / "pages")]
    assert 4 <= len(done) < 20
    site.log.clear()
    arguments[-1 - 2 * warc] = "0"
    assert command(*arguments, "--skip-saved").returncode == 0
    assert len(site.asked) == 20 - len(done)
    rows = journal(tmp_path / "pages")
    assert sorted(row["url"] for row in rows) == sorted(map(site.url, site.pages))
    if not warc:
        for row in rows:
            data = (tmp_path / "pages" / row["file"]).read_bytes().split(b"-->\n", 2)[-1]
            assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert [path for path in (tmp_path / "pages").iterdir() if path.suffix == ".part"] == []


# --- from a site to its articles and rates -------------------------------------------------------------------------


@dataclass
class NewsPage:
    """A page of the made-up site, and what is on it."""

    stories: Sequence[Story]
    ticker: Ticker
    data: bytes
    type: str = "text/html"


def news_pages() -> dict[str, NewsPage]:
    """60 pages by path: each story alone by two templates of HTML and as text, and six listings."""
    pages = {}
    for number, story in enumerate(STORIES):
        ticker = FIVE if number % 2 else FOUR
        for template in ("json-ld", "wordpress"):
            markup, type_ = article_html(story, ticker, template), "text/html"
            data = markup.encode()
            if story in RUSSIAN:  # in the charset of old, which the header alone tells
                data, type_ = markup.replace('<meta charset="utf-8">', "").encode("cp1251"), "text/html; charset=cp1251"
            pages[f"/{template}/{number}"] = NewsPage([story], ticker, data, type_)
        pages[f"/text/{number}"] = NewsPage([story], FIVE, dump([story], FIVE).encode(), "text/plain")
    for number, markup in enumerate(("semantic", "wp-classic", "cards", "drupal", "microdata", "hashed-classes")):
        stories = ENGLISH[number * 2 :][:5]
        pages[f"/news?page={number}"] = NewsPage(stories, FIVE, html_page(stories, FIVE, markup).encode())
    return pages


PAGES = news_pages()


@pytest.fixture
def news_site(site: WebSite) -> WebSite:
    links = "".join(f"<url><loc>{path}</loc></url>" for path in PAGES)
    site.pages = {
        path: page(news.data, news.type, ETag=f'"{hashlib.sha256(news.data).hexdigest()}"')
        for path, news in PAGES.items()
    } | {"/sitemap.xml": page(f"<urlset>{links}</urlset>", "text/xml")}
    return site


def test_from_a_site_to_its_articles_and_rates(news_site: WebSite, command: Run, tmp_path: Path) -> None:
    assert len(PAGES) == 60
    arguments = ("fetch", "--discover", "sitemap", news_site.url(), "-d", "pages", "--delay", "0", "--extract", "-q")
    done = command(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == command("extract", "pages", "-q").stdout
    document = json.loads(done.stdout)
    rows = {Path(row["page"]).name: row for row in document["pages"]}
    articles = {row["id"]: row for row in document["articles"]}
    for entry in journal(tmp_path / "pages"):
        news, row = PAGES[entry["url"].removeprefix(news_site.url(""))], rows[entry["file"]]
        assert [articles[id_]["title"] for id_ in row["articles"]] == [story.title for story in news.stories]
        for id_, story in zip(row["articles"], news.stories, strict=True):
            assert _holds(articles[id_]["text"], story), (entry["url"], story.title)
        rates = [(rate["base"], rate["rate_text"]) for rate in document["rates"] if rate["snapshot"] == row["snapshot"]]
        assert rates == [(pair[:3], digits) for pair, digits, _ in news.ticker.rows]
        if news.type != "text/plain":
            assert (row["url"], row["saved_at"]) == (entry["url"], entry["time"].replace("Z", "+00:00"))

    news_site.log.clear()
    assert command(*arguments).stdout == done.stdout
    assert sum(request.sent for request in news_site.log if request.path in PAGES) == 0
    assert len([request for request in news_site.log if "If-None-Match" in request.headers]) == 60


def test_pages_and_warc_give_the_same(news_site: WebSite, command: Run) -> None:
    links = "".join(f"<url><loc>{path}</loc></url>" for path, news in PAGES.items() if "html" in news.type)
    news_site.pages["/sitemap.xml"] = page(f"<urlset>{links}</urlset>", "text/xml")
    arguments = ("fetch", "--discover", "sitemap", news_site.url(), "--delay", "0", "--extract", "-q", "-d")
    documents = [json.loads(command(*arguments, *more).stdout) for more in (("a",), ("b", "--warc", "b/all.warc.gz"))]
    files, warc = (
        sorted(json.dumps([row[name] for name in ("articles", "snapshot", "encoding", "dropped")]) for row in rows)
        for rows in (document["pages"] for document in documents)
    )
    assert files == warc
    assert len(files) == 42


def _holds(text: str, story: Story) -> bool:
    """Whether the text holds every line of the story's body but its captions, in order."""
    at = 0
    for line in (line for block in story.blocks if block.kind != "caption" for line in block.lines):
        at = text.find(line, at)
        if at < 0:
            return False
    return True
