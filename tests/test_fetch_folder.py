"""What a fetched page looks like on disk: names, marks, the journal, the WARC."""

from __future__ import annotations

import gzip
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from warcio.archiveiterator import ArchiveIterator
from web_site import WebSite, html, page, redirect

from ticker_clean.errors import FetchError
from ticker_clean.fetch.client import Answer, Client, Manners
from ticker_clean.fetch.journal import Entry, Journal
from ticker_clean.fetch.page_folder import PageFolder, Store, WarcFile, readable_stem, write_whole
from ticker_clean.fetch.scrape import fetch_pages
from ticker_clean.fetch.targets import parse_target

STORY = html("The bridge at Uzgen was opened to lorries on Monday.")
CAPTURED = "2026-11-22T10:00:00Z"


def answer(body: bytes, content_type: str = "text/html", url: str = "https://news.example/a") -> Answer:
    return Answer(url, 200, CaseInsensitiveDict({"Content-Type": content_type}), body, CAPTURED)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://news.example/", "news.example"),
        ("https://news.example/2026/11/22/bridge-opens/", "news.example_2026_11_22_bridge-opens"),
        ("https://news.example/index.php?page=12&sort=new", "news.example_index_page-12-sort-new"),
        ("http://127.0.0.1:8080/a.html", "127.0.0.1-8080_a"),
        ("http://[::1]:80/a", "1-80_a"),
        ("https://news.example/%D0%9D%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "news.example_новости"),
        ("https://news.example/../../etc/passwd", "news.example_etc_passwd"),
        ("https://news.example/..%2f..%2fetc%2fpasswd%00", "news.example_etc_passwd"),
        ("https://news.example/a%5Cb:c*d%3Fe%22f%3Cg%3Eh%7Ci", "news.example_a-b-c-d-e-f-g-h-i"),
        ("https://news.example/...", "news.example"),
        ("https://aux/", "_aux"),
        ("https://com1.example/", "_com1.example"),
    ],
)
def test_names_are_readable(url: str, stem: str) -> None:
    assert readable_stem(url) == stem


@given(st.text(max_size=300), st.text(max_size=300))
def test_names_are_safe_on_every_file_system(path: str, query: str) -> None:
    try:
        url = parse_target(f"https://news.example/{path}?{query}").url
    except FetchError:
        return
    stem = readable_stem(url)
    assert re.fullmatch(r"[\w.-]+", stem)
    assert stem == stem.casefold() == unicodedata.normalize("NFC", stem)
    assert stem.startswith("news.example")
    assert not stem.endswith((".", "-"))
    assert len(stem.encode()) <= 100


@given(st.lists(st.text("aA./%?#-é\u0301_", max_size=12), min_size=2, max_size=6))
def test_no_page_overwrites_a_different_one(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    folder = tmp_path_factory.mktemp("pages")
    store, owners = PageFolder(folder), {}
    for url in [parse_target(f"https://news.example/{path}").url for path in paths]:
        owners[store.save(answer(url.encode(), url=url), owners)] = url
    assert len(owners) == len(set(owners.values()))
    for name, url in owners.items():
        assert (folder / name).read_bytes().endswith(b"-->\n" + url.encode())
    assert sorted(path.name for path in folder.iterdir()) == sorted(owners)


@pytest.mark.parametrize("theirs", ["news.example_a.html", "News.Example_A.html"])
def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path, theirs: str) -> None:
    (tmp_path / theirs).write_bytes(b"mine")
    name = PageFolder(tmp_path).save(answer(STORY.encode()), {})
    assert re.fullmatch(r"news\.example_a-[0-9a-f]{12}\.html", name)
    assert (tmp_path / theirs).read_bytes() == b"mine"


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"before")
    with pytest.raises(TypeError):
        write_whole(tmp_path / "page.html", "no bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_bytes() == b"before"


# --- marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html", ""),
        ("text/html; charset=windows-1251", " charset=windows-1251"),
        ('text/html;charset="UTF-8"', " charset=UTF-8"),
        ("text/html; charset=--><script>", ""),
        ("application/xhtml+xml; charset=koi8-r", " charset=koi8-r"),
        ("", ""),
    ],
)
def test_source_time_and_charset_go_before_the_page(tmp_path: Path, content_type: str, charset: str) -> None:
    body = "<html>Мост</html>".encode("cp1251")
    name = PageFolder(tmp_path).save(answer(body, content_type, "https://news.example/a--b---c?x=-"), {})
    assert (tmp_path / name).read_bytes() == (
        b"<!-- saved from url=(0037)https://news.example/a-%2Db-%2D-c?x=- -->\n"
        b"<!-- Saved by ticker-clean at 2026-11-22T10:00:00Z" + charset.encode() + b" -->\n" + body
    )


@pytest.mark.parametrize(
    ("body", "content_type", "suffix"),
    [
        pytest.param(b"\xef\xbb\xbf" + STORY.encode(), "text/html", ".html", id="utf-8-bom"),
        pytest.param(STORY.encode("utf-16"), "text/html", ".html", id="utf-16-bom"),
        pytest.param(STORY.encode("utf-16-le"), "text/html", ".html", id="utf-16-le-bare"),
        pytest.param(STORY.encode("utf-16-be"), "text/html", ".html", id="utf-16-be-bare"),
        pytest.param("Ю".encode("utf-16-be"), "text/html; charset=UTF-16BE", ".html", id="utf-16-declared"),
        pytest.param(b"\xff\xfe\0\0" + STORY.encode("utf-32-le"), "text/html", ".html", id="utf-32"),
        pytest.param(b"KGS/USD = 0.01144 0%\n", "text/plain; charset=utf-8", ".txt", id="text"),
        pytest.param(b"<rss></rss>", "application/rss+xml", ".xml", id="feed"),
    ],
)
def test_pages_that_a_mark_would_damage_are_kept_as_they_came(
    tmp_path: Path, body: bytes, content_type: str, suffix: str
) -> None:
    name = PageFolder(tmp_path).save(answer(body, content_type), {})
    assert name == f"news.example_a{suffix}"
    assert (tmp_path / name).read_bytes() == body


# --- the journal -----------------------------------------------------------------------------------------------------


def test_the_journal_is_read_back(tmp_path: Path) -> None:
    entry = Entry("https://news.example/ы", "saved", CAPTURED, 200, "https://news.example/", 9, "a.html", etag='"1"')
    for line in (entry, Entry("https://news.example/ы", "failed", CAPTURED, error="no")):
        with closing(Journal(tmp_path)) as journal:
            journal.append(line)
    assert Journal(tmp_path).page("https://news.example/ы") == entry
    assert Journal(tmp_path).owners == {"a.html": "https://news.example/"}
    assert len((tmp_path / "fetch.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_half_written_line_costs_no_other(tmp_path: Path) -> None:
    lines = ['{"url": "u", "outcome": "saved", "time": "t", "file": "a.html"}', "[]", '{"url": 1}', '{"url": "v", "out']
    (tmp_path / "fetch.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with closing(Journal(tmp_path)) as journal:
        journal.append(Entry("w", "saved", "t", file="b.html"))
    journal = Journal(tmp_path)
    assert [bool(journal.page(url)) for url in "uvw"] == [True, False, True]


@pytest.mark.parametrize("file", ["../outside.html", "/etc/passwd", "deep/er.html", "", ".."])
def test_a_journal_that_names_files_elsewhere_is_not_believed(tmp_path: Path, file: str) -> None:
    (tmp_path / "pages" / "deep").mkdir(parents=True)
    for path in ("outside.html", "pages/deep/er.html"):
        (tmp_path / path).write_bytes(b"")
    assert not PageFolder(tmp_path / "pages").holds(Entry("u", "saved", "t", file=file))


# --- WARC ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite({"/old": redirect("/new"), "/new": page(STORY, ETag="1"), "/b": page(STORY)}) as running:
        yield running


def run(site: WebSite, store: Store, folder: Path, *paths: str) -> list[Entry]:
    targets = [parse_target(site.url(path).replace("//", "//reader:secret@")) for path in paths]
    with closing(Client(Manners(delay=0), record=True)) as client, closing(Journal(folder)) as journal:
        for target in targets:
            client.trust(target)
        return list(fetch_pages(targets, client, store, journal))


def records(data: bytes) -> list[tuple[str, str, bytes]]:
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data))
    ]


def test_a_warc_holds_what_went_over_the_wire(site: WebSite, tmp_path: Path) -> None:
    warc = tmp_path / "news.warc.gz"
    [entry, failed] = run(site, WarcFile(warc, tmp_path), tmp_path, "/old", "/none")
    assert (entry.file, failed.outcome) == ("news.warc.gz", "failed")
    found = records(warc.read_bytes())
    assert [(kind, url) for kind, url, _ in found] == [
        ("warcinfo", None),
        ("response", site.url("/old")),
        ("request", site.url("/old")),
        ("response", site.url("/new")),
        ("request", site.url("/new")),
    ]
    assert found[3][2] == STORY.encode()
    assert b"Authorization" not in b"".join(body for *_, body in found)
    assert b"Host: 127.0.0.1" in warc_text(warc)


def warc_text(warc: Path) -> bytes:
    return gzip.decompress(warc.read_bytes())


def test_a_second_run_adds_only_what_is_new(site: WebSite, tmp_path: Path) -> None:
    warc = tmp_path / "news.warc.gz"
    run(site, WarcFile(warc, tmp_path), tmp_path, "/new")
    first = warc.read_bytes()
    entries = run(site, WarcFile(warc, tmp_path), tmp_path, "/new", "/b")
    assert [entry.outcome for entry in entries] == ["unchanged", "saved"]
    assert warc.read_bytes().startswith(first)
    assert [url for kind, url, _ in records(warc.read_bytes()) if kind == "response"] == [
        site.url("/new"),
        site.url("/b"),
    ]


@pytest.mark.parametrize("left", [1, 2, 5, 9, 12, 60, -1])
def test_a_half_written_record_is_cut_off(site: WebSite, tmp_path: Path, left: int) -> None:
    warc = tmp_path / "news.warc.gz"
    run(site, WarcFile(warc, tmp_path), tmp_path, "/new")
    whole = warc.read_bytes()
    last = whole.rindex(b"\x1f\x8b\x08\0\0\0\0\0")
    half = whole[last:][:left]
    warc.write_bytes(whole + half)
    run(site, WarcFile(warc, tmp_path), tmp_path, "/b")
    assert warc.read_bytes().startswith(whole)
    assert [url for kind, url, _ in records(warc.read_bytes()) if kind == "response"] == [
        site.url("/new"),
        site.url("/b"),
    ]


def test_a_whole_warc_of_another_program_is_left_whole(site: WebSite, tmp_path: Path) -> None:
    warc = tmp_path / "news.warc.gz"
    record = b"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:x>\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    theirs = gzip.compress(record, mtime=1234567)
    warc.write_bytes(theirs)
    run(site, WarcFile(warc, tmp_path), tmp_path, "/b")
    assert warc.read_bytes().startswith(theirs)
    assert [kind for kind, *_ in records(warc.read_bytes())] == ["metadata", "response", "request"]


def test_pages_and_warc_do_not_stand_in_for_each_other(site: WebSite, tmp_path: Path) -> None:
    run(site, PageFolder(tmp_path), tmp_path, "/new")
    [entry] = run(site, WarcFile(tmp_path / "news.warc.gz", tmp_path), tmp_path, "/new")
    assert (entry.outcome, entry.status) == ("saved", 200)
    rows = [json.loads(line) for line in (tmp_path / "fetch.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["file"] for row in rows] == [f"127.0.0.1-{site.port}_new.html", "news.warc.gz"]
