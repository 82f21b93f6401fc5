"""One page, saved in every way: the same text, its URL and its time, whatever stands around it."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import textwrap
import zlib
from collections import Counter
from pathlib import Path

import pytest
import saving
from newsroom import FIVE, STORIES, dump
from newsroom_html import html
from saving import ISO, PNG, URL

from ticker_clean.clean import clean_page
from ticker_clean.containers import (
    KINDS,
    Limits,
    archivebox_page,
    companion_reason,
    folder_evidence,
    formats,
    is_named_like_a_page,
    read_pages,
)
from ticker_clean.containers.marks import MARKS
from ticker_clean.model import CleanPage, Failure, SavedPage

HERE = Path(__file__).parent
PAGE = html([STORIES[3], STORIES[-1], STORIES[7]], FIVE, "semantic")


def read(data: bytes, source: str = "x", **options: object) -> list[SavedPage | Failure]:
    return list(read_pages(io.BytesIO(data), source, **options))  # type: ignore[arg-type]


def only(data: bytes, source: str = "x", **options: object) -> SavedPage:
    (page,) = read(data, source, **options)
    assert isinstance(page, SavedPage), page
    return page


def failure(data: bytes, source: str = "x", **options: object) -> tuple[str, str]:
    (failed,) = read(data, source, **options)
    assert isinstance(failed, Failure), failed
    assert failed.detail[0].isupper()
    assert failed.detail.endswith(".") or "pip install" in failed.detail or "run:" in failed.detail
    return failed.error, failed.page


NO_SCHEME = "//tienshancourier.example/news?day=2025-11-07&page=2"
IN_UTC6 = "2025-11-07T14:30:00+06:00"
WAYS: dict[str, tuple[bytes, str, str, tuple[str | None, str | None], tuple[str | None, str | None]]] = {
    # way: (bytes, name of the file, format, (URL, which mark told), (time, which mark told))
    "html": (PAGE.encode(), "a.html", "dump", (None, None), (None, None)),
    "html.gz": (gzip.compress(PAGE.encode()), "a.html.gz", "dump", (None, None), (None, None)),
    "html, UTF-16": (("\ufeff" + PAGE).encode("utf-16-le"), "a.htm", "dump", (None, None), (None, None)),
    "html, windows-1251": (
        PAGE.replace('"utf-8"', '"windows-1251"').encode("cp1251", "xmlcharrefreplace"),
        "a.html",
        "dump",
        (None, None),
        (None, None),
    ),
    "html, GB18030": (PAGE.replace('"utf-8"', '"gb2312"').encode("gb18030"), "a", "dump", (None, None), (None, None)),
    "Chrome complete": (saving.chrome_complete(PAGE), "a.html", "dump", (URL, "saved-from"), (None, None)),
    "complete, UTF-16": (
        ("\ufeff" + saving.chrome_complete(PAGE).decode()).encode("utf-16"),
        "a.html",
        "dump",
        (URL, "saved-from"),
        (None, None),
    ),
    "Chrome MHTML": (saving.chrome_mhtml(PAGE), "a.mhtml", "mhtml", (URL, "mhtml"), (ISO, "mhtml")),
    "MHTML named .html": (saving.chrome_mhtml(PAGE), "a.html", "mhtml", (URL, "mhtml"), (ISO, "mhtml")),
    "IE mht": (saving.ie_mht(PAGE), "a.mht", "mhtml", (URL, "mhtml"), (IN_UTC6, "mhtml")),
    "Opera mht": (saving.opera_mht(PAGE), "a.mht", "mhtml", (URL, "mhtml"), (ISO, "mhtml")),
    "mht of one part": (saving.single_part_mht(PAGE), "a.mht", "mhtml", (URL, "mhtml"), (ISO, "mhtml")),
    "SingleFile": (saving.singlefile(PAGE), "a.html", "dump", (URL, "singlefile"), (IN_UTC6, "singlefile")),
    "SingleFile, old": (
        saving.singlefile_before_2021(PAGE),
        "a.html",
        "dump",
        (URL, "singlefile"),
        (IN_UTC6, "singlefile"),
    ),
    "monolith": (saving.monolith(PAGE), "a.html", "dump", (URL, "monolith"), (ISO, "monolith")),
    "Save Page WE": (saving.save_page_we(PAGE), "a.html", "dump", (URL, "savepage"), (ISO, "savepage")),
    "WebScrapBook": (saving.web_scrap_book(PAGE), "index.html", "dump", (URL, "scrapbook"), (ISO, "scrapbook")),
    "Maoxian": (saving.maoxian(PAGE), "a.html", "dump", (URL, "maoxian"), (None, None)),
    "HTTrack": (saving.httrack(PAGE), "a.html", "dump", (NO_SCHEME, "httrack"), (ISO, "httrack")),
    "Wayback": (saving.wayback(PAGE), "a.html", "dump", (URL, "wayback"), (ISO, "wayback")),
    "webarchive": (saving.webarchive(PAGE), "a.webarchive", "webarchive", (URL, "webarchive"), (None, None)),
    "webarchive, XML": (saving.webarchive(PAGE, xml=True), "a", "webarchive", (URL, "webarchive"), (None, None)),
    "webarchive, koi8-r": (
        saving.webarchive(PAGE.replace('"utf-8"', '"koi8-r"'), "koi8-r"),
        "a.webarchive",
        "webarchive",
        (URL, "webarchive"),
        (None, None),
    ),
    "warc": (saving.warc(PAGE), "a.warc", "warc", (URL, "warc"), (ISO, "warc")),
    "warc.gz": (saving.warc_gz(PAGE), "a.warc.gz", "warc", (URL, "warc"), (ISO, "warc")),
    "warc.gz of one member": (gzip.compress(saving.warc(PAGE)), "a.warc.gz", "warc", (URL, "warc"), (ISO, "warc")),
    "wacz": (saving.wacz(PAGE), "a.wacz", "wacz", (URL, "warc"), (ISO, "warc")),
    "zip": (
        saving.zipped({"a.html": PAGE.encode(), "a_files/f.html": b"<p>Frame", "t.png": PNG}),
        "a.zip",
        "zip",
        (None, None),
        (None, None),
    ),
    "zip of SingleFile": (
        saving.zipped({"a.html": saving.singlefile(PAGE)}),
        "a.zip",
        "zip",
        (URL, "singlefile"),
        (IN_UTC6, "singlefile"),
    ),
    "zip of MHTML": (saving.zipped({"a.mht": saving.ie_mht(PAGE)}), "a", "mhtml", (URL, "mhtml"), (IN_UTC6, "mhtml")),
    "zip of WARC": (saving.zipped({"x/a.warc.gz": saving.warc_gz(PAGE)}), "a", "warc", (URL, "warc"), (ISO, "warc")),
    "mht.gz": (gzip.compress(saving.chrome_mhtml(PAGE)), "a.gz", "mhtml", (URL, "mhtml"), (ISO, "mhtml")),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_saving_tells_what_it_knows(way: str) -> None:
    data, name, format_, url, saved = WAYS[way]
    page = only(data, name)
    many = format_ in ("warc", "wacz", "zip") or way.startswith("zip")
    assert page.source == (f"{name}#1" if many else name)
    assert (page.format, (page.url, page.url_source), (page.saved_at, page.saved_source)) == (format_, url, saved)
    assert page.warnings == ()


def test_wet_gives_the_text_dump() -> None:
    page = only(saving.wet(dump(STORIES[:2])), "a.wet.gz")
    assert (page.format, page.url, page.saved_at, page.source) == ("wet", URL, ISO, "a.wet.gz#1")
    assert page.data.decode() == dump(STORIES[:2])


@pytest.fixture(scope="module")
def plain() -> CleanPage:
    return cleaned(PAGE.encode())


def cleaned(data: bytes, source: str = "a.html") -> CleanPage:
    return clean_page(only(data, source))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_saving_gives_the_same_articles_and_rates(way: str, plain: CleanPage) -> None:
    data, name, format_, (url, _), (saved_at, _) = WAYS[way]
    clean = cleaned(data, name)
    assert len(clean.articles) == 3
    assert clean.page.articles == plain.page.articles
    assert clean.snapshot == plain.snapshot
    assert clean.page.dropped == plain.page.dropped
    assert clean.page.warnings == ()
    assert clean.page.format == format_.replace("dump", "html")
    assert (clean.page.url, clean.page.saved_at) == (url, saved_at)


def test_what_is_no_page_is_counted() -> None:
    skipped: Counter[str] = Counter()
    for way in ("warc", "wacz", "zip", "Chrome MHTML", "webarchive"):
        only(WAYS[way][0], WAYS[way][1], skipped=skipped)
    assert skipped == {
        "warcinfo record": 2,
        "request record": 2,
        "response of type image/png": 2,
        "HTTP status 301": 2,
        "revisit record": 2,
        "other file of a WACZ": 3,
        "companion": 1,
        "image": 1,
        "part of an MHTML file": 1,
        "frame of an MHTML file": 1,
        "resource of a webarchive": 1,
        "frame of a webarchive": 1,
    }


def test_pages_of_one_file_are_numbered() -> None:
    members = {f"{n}.html": f"<p>Story {n}".encode() for n in range(3)}
    data = saving.zipped({**members, "b.warc.gz": saving.warc_gz(PAGE), "c.txt.gz": gzip.compress(b"Story 4")})
    pages = read(data, "a.zip")
    assert [page.source for page in pages if isinstance(page, SavedPage)] == [f"a.zip#{n}" for n in range(1, 6)]


CODINGS = {
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("is_chunked", [True, False], ids=["chunked", "whole"])
def test_http_bodies_are_unpacked(coding: str, is_chunked: bool) -> None:
    body = CODINGS[coding](PAGE.encode())
    headers = {"Content_Encoding": coding}
    if is_chunked:
        body, headers["Transfer_Encoding"] = saving.chunked(body), "chunked"
    page = only(saving.response_record(body, **headers), "a.warc")
    assert page.data.decode() == PAGE


def test_bare_deflate_and_bodies_that_are_not_packed_as_declared() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bare = packer.compress(PAGE.encode()) + packer.flush()
    records = [
        saving.response_record(bare, Content_Encoding="deflate"),
        saving.response_record(PAGE.encode(), Content_Encoding="gzip", Transfer_Encoding="chunked"),
    ]
    assert [page.data.decode() for page in read(b"".join(records)) if isinstance(page, SavedPage)] == [PAGE, PAGE]


def test_brotli_bodies() -> None:
    brotli = pytest.importorskip("brotli", minversion="1.2")
    data = saving.response_record(brotli.compress(PAGE.encode()), Content_Encoding="br")
    assert only(data).data.decode() == PAGE
    assert failure(saving.response_record(brotli.compress(PAGE.encode())[:-9], Content_Encoding="br"))[0] == "truncated"
    bomb = saving.response_record(brotli.compress(b" " * 50_000_000), Content_Encoding="br")
    assert failure(bomb)[0] == "too-large"


def test_a_coding_nobody_can_read_is_named() -> None:
    assert failure(saving.response_record(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd")) == ("unsupported", "x#1")


def test_the_charset_of_the_http_header_reaches_the_page() -> None:
    data = saving.response_record("Курс".encode("koi8-r"), type_='Text/HTML; Charset="KOI8-R"')
    assert only(data).charset == "KOI8-R"


def without(name: str, data: bytes) -> str:
    """What a process without the package says of the data."""
    program = f"""
        import io, sys
        sys.modules[{name!r}] = None
        from ticker_clean.containers import read_pages
        for item in read_pages(io.BytesIO(sys.stdin.buffer.read()), "a.warc"):
            print(item.error, item.detail)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )
    return done.stdout.decode().strip()


def test_what_is_missing_is_said() -> None:
    told = "unsupported WARC files need warcio; run: pip install 'ticker-clean[warc]'"
    assert without("warcio.recordloader", saving.warc(PAGE)) == told
    told = without("brotli", saving.response_record(b"\x0b\x02\x80x\x03", Content_Encoding="br"))
    assert told.startswith("unsupported The body is packed with brotli; run: pip install 'ticker-clean[brotli]'")


# --- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 4, 40, 200, 400, 600])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_cut_last_record_is_a_failure_and_the_others_are_kept(cut: int, pack: object) -> None:
    records = [saving.response_record(f"<p>Story {n}</p>".encode() * 40) for n in range(3)]
    data = b"".join(map(pack, records))  # type: ignore[arg-type]
    is_whole = cut <= 4  # the line breaks after the record, or gzip's length and checksum
    last = data[: -min(cut, len(pack(records[2])) - 3)]  # type: ignore[operator]
    items = read(last, "a.warc")
    assert [type(item) for item in items[:3]] == [SavedPage, SavedPage, SavedPage if is_whole else Failure]
    assert [item.error for item in items if isinstance(item, Failure)] == ["truncated"] * (
        pack is not bytes or not is_whole
    )


def test_a_cut_record_that_is_no_page_is_a_failure_too() -> None:
    records = [saving.response_record(b"<p>Story"), saving.response_record(PNG * 99, type_="image/png")]
    items = read(b"".join(records)[:-500])
    assert isinstance(items[0], SavedPage)
    assert isinstance(items[1], Failure)
    assert items[1].error == "truncated"


def test_a_damaged_record_in_the_middle_costs_itself_alone() -> None:
    records = [gzip.compress(saving.response_record(f"<p>Story {n}</p>".encode() * 40)) for n in range(5)]
    records[1] = records[1][:60] + b"\xff" * 20 + records[1][80:]
    records[3] = b"garbage without a header"
    items = read(b"".join(records))
    assert [item.error if isinstance(item, Failure) else item.data[:10] for item in items] == [
        b"<p>Story 0",
        "unreadable",
        b"<p>Story 2",
        "unreadable",
        b"<p>Story 4",
    ]


def test_a_record_without_a_length_and_one_with_a_wrong_one() -> None:
    good = saving.response_record(b"<p>Story")
    nameless = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"
    wrong = good.replace(b"Content-Length: ", b"Content-Length: -")
    assert [type(item) for item in read(nameless + good + good)] == [Failure, SavedPage, SavedPage]
    assert [type(item) for item in read(good + wrong + good)][::2] == [SavedPage, SavedPage]


def test_what_stands_between_records_is_counted() -> None:
    good = saving.response_record(b"<p>Story")
    skipped: Counter[str] = Counter()
    assert len(read(good + b"a line too many\r\n" + good, skipped=skipped)) == 2
    assert skipped == {"bytes between records": 17}


def test_a_page_that_the_crawler_cut_is_kept_with_a_warning() -> None:
    data = saving.warc_record(
        "response", URL, saving.http_response(b"<p>Sto"), "application/http", WARC_Truncated="length"
    )
    assert only(data).warnings == ("The crawler cut this page short (WARC-Truncated: length).",)


GZ = gzip.compress(PAGE.encode())
ZIP = saving.zipped({"a.html": PAGE.encode() * 3})
BOMB = gzip.compress(b"\0" * (128 << 20))
DAMAGE = {
    "empty": (b"", "empty"),
    "cut gzip": (GZ[:-20], "truncated"),
    "gzip without its checksum": (GZ[:-3], "truncated"),
    "damaged gzip": (GZ[:60] + b"\xff" * 40 + GZ[100:], "unreadable"),
    "gzip bomb": (BOMB, "too-large"),
    "WARC bomb": (gzip.compress(saving.response_record(b" " * (100 << 20))), "too-large"),
    "gzip in gzip in gzip": (gzip.compress(gzip.compress(GZ)), "too-deep"),
    "cut zip": (ZIP[:-30], "truncated"),
    "zip of another end": (ZIP[:-22] + b"PK\5\6" + b"\xff" * 18, "too-large"),
    "Office document": (saving.zipped({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}), "unsupported"),
    "ARC": (b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 76\n1 0 A", "unsupported"),
    "MHTML without a boundary": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nText.", "unreadable"),
    "MHTML cut in its page": (saving.chrome_mhtml(PAGE)[:3000], "truncated"),
    "MHTML cut in base64": (saving.ie_mht(PAGE)[:-900], "truncated"),
    "MHTML cut before its page": (saving.chrome_mhtml(PAGE)[:330], "unreadable"),
    "MHTML of a picture": (b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\n\x89PNG", "unsupported"),
    "cut webarchive": (saving.webarchive(PAGE)[:-80], "unreadable"),
    "cut XML webarchive": (saving.webarchive(PAGE, xml=True)[:-80], "unreadable"),
    "webarchive of nothing": (b"bplist00", "unreadable"),
    "another property list": (b'<?xml version="1.0"?><plist version="1.0"><dict/></plist>', "unsupported"),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "ha">]><plist><string>&a;</string></plist>',
        "unreadable",
    ),
    "XML nested too deep": (b"<plist>" + b"<array>" * 100_000 + b"</array>" * 100_000 + b"</plist>", "unsupported"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_one_failure_with_a_sentence(damage: str) -> None:
    data, error = DAMAGE[damage]
    assert failure(data, "a.html")[0] == error


def nested_plist(depth: int) -> bytes:
    """A binary property list of arrays, each in the one before."""
    objects = [b"\xa1" + (n + 1).to_bytes(4) for n in range(depth)] + [b"\x50"]
    offsets = [8]
    for item in objects:
        offsets.append(offsets[-1] + len(item))
    table = b"".join(offset.to_bytes(4) for offset in offsets[:-1])
    trailer = bytes(6) + b"\4\4" + len(objects).to_bytes(8) + bytes(8) + offsets[-1].to_bytes(8)
    return b"bplist00" + b"".join(objects) + table + trailer


def test_a_property_list_nested_too_deep() -> None:
    assert failure(nested_plist(50_000))[0] == "too-deep"
    assert failure(nested_plist(10))[0] == "unsupported"


def test_an_mhtml_without_its_last_boundary_is_read_if_its_page_is_whole() -> None:
    data = saving.chrome_mhtml(PAGE)
    page = only(data[: data.index(b"------Multi", data.index(b"</html>")) - 2])
    assert page.data.rstrip().endswith(b"</html>")
    assert page.warnings == ("The file has no closing boundary.",)


def test_an_mhtml_whose_header_names_no_boundary_is_parted_by_what_stands_there() -> None:
    data = saving.chrome_mhtml(PAGE).replace(b'\tboundary="----MultipartBoundary--fZkGEHEdUXq----"\r\n', b"")
    assert only(data).url == URL


def test_members_that_fail_are_failures_of_their_own() -> None:
    data = bytearray(saving.zipped({"a.html": b"<p>One", "b.html": b"<p>Two" * 99, "c.html": b"<p>Three"}))
    at = data.index(b"b.html") + 6
    data[at : at + 8] = b"\xff" * 8
    items = read(bytes(data), "a.zip")
    assert [item.error if isinstance(item, Failure) else item.source for item in items] == [
        "a.zip#1",
        "unreadable",
        "a.zip#3",
    ]
    assert isinstance(items[1], Failure)
    assert (items[1].page, items[1].detail) == ("a.zip#2", "The member is damaged. It is 'b.html'.")


def test_encrypted_members() -> None:
    data = bytearray(saving.zipped({"a.html": b"<p>One"}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert failure(bytes(data)) == ("unsupported", "x#1")


def test_a_zip_bomb_by_member_and_by_count() -> None:
    bomb = saving.zipped({"a.html": b" " * (20 << 20)})
    assert failure(bomb)[0] == "too-large"
    assert failure(saving.zipped({f"{n}.html": b"" for n in range(9)}), limits=Limits(max_members=8)) == (
        "too-large",
        "x",
    )


def test_archives_are_nested_one_level() -> None:
    inner = saving.zipped({"a.html": b"<p>One"})
    assert only(saving.zipped({"inner.zip": inner})).data == b"<p>One"
    assert failure(saving.zipped({"b.zip": saving.zipped({"c.zip": inner})}))[0] == "too-deep"


def test_hostile_member_names_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        "/etc/page.html",
        "../../page.html",
        "C:\\page.html",
        "..\\page.html",
        "\udcff.html".encode("utf-8", "replace").decode(),
    ]
    assert len(read(saving.zipped(dict.fromkeys(names, b"<p>One")))) == len(names)
    assert list(tmp_path.iterdir()) == []


def test_limits_are_kept_for_each_kind() -> None:
    limits = Limits(max_page_bytes=1000)
    for way in ("html", "html.gz", "Chrome MHTML", "IE mht", "webarchive", "warc", "warc.gz", "zip", "wacz"):
        assert failure(WAYS[way][0], limits=limits)[0] == "too-large", way


@pytest.mark.parametrize("name", ["a.html", "a.warc", "a.zip", "a.mht", "a.webarchive", "a.gz", "a.txt", "a"])
@pytest.mark.parametrize("way", ["html", "Chrome MHTML", "webarchive", "warc.gz", "wacz", "zip", "html.gz"])
def test_the_content_decides_not_the_name(way: str, name: str) -> None:
    assert only(WAYS[way][0], name).format == WAYS[way][2]


@pytest.mark.parametrize(
    "text",
    [
        "From: our desk\n\nThe ferry is back.",
        "Moscow: the ferry is back.\n\nIt sails daily.",
        "WARC: what is it?\n",
        "• KGS/USD = 0.01144 0%",
        "bplists explained",
    ],
)
def test_a_dump_is_a_dump(text: str) -> None:
    assert only(text.encode()).format == "dump"


# --- marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "url", "warned"),
    [
        ("<!-- saved from url=(0014)about:internet -->", None, False),
        ("<!-- saved from url=(0022)https://a.example/x-%2Dy -->", "https://a.example/x--y", False),
        ("<!-- saved from url=(0018)https://a.example/xyz -->", "https://a.example/xyz", False),
        ("<!-- saved from url=(0099)https://a.example/xyz -->", "https://a.example/xyz", True),
        ("<!-- saved from url=(0021)file:///C:/pages/a.htm -->", None, False),
        ("<!--saved from url=(0018)http://a.example/x-->", "http://a.example/x", False),
        ("<!-- Saved from local source at 2025-11-07T08:30:00Z using monolith v2.8.1 -->", None, False),
        (
            f"<!-- Saved from https://a.example/{'x' * 2000} at 2025-11-07T08:30:00Z using monolith v2.8.1 -->",
            f"https://a.example/{'x' * 2000}",
            False,
        ),
        ("<p>A story on how pages are saved from url=(0018)http://a.example/x", None, False),
    ],
)
def test_marks_of_the_web(mark: str, url: str | None, warned: bool) -> None:
    page = only(f"<!DOCTYPE html>\n{mark}\n<html><p>One".encode())
    assert (page.url, bool(page.warnings)) == (url, warned)


def test_a_container_is_believed_before_the_marks_inside() -> None:
    page = only(saving.response_record(saving.singlefile(PAGE), "https://other.example/"))
    assert (page.url, page.url_source, page.saved_at, page.saved_source) == (
        "https://other.example/",
        "warc",
        ISO,
        "warc",
    )


def test_wayback_copies_are_as_the_page_was() -> None:
    page = only(saving.wayback(PAGE))
    assert b"web.archive.org/web/" not in page.data
    assert b"Wayback Machine" not in page.data
    assert page.data.count(b'href="https://tienshancourier.example/') >= PAGE.count('href="/') > 3


def test_a_wayback_address_of_any_container_is_unwrapped() -> None:
    address = "https://web.archive.org/web/20190301120000id_/http://a.example/list?x=1"
    page = only(saving.response_record(b"<p>One", address))
    assert (page.url, page.url_source) == ("http://a.example/list?x=1", "wayback")
    assert (page.saved_at, page.saved_source) == ("2019-03-01T12:00:00+00:00", "wayback")


# --- folders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a/page.html", None),
        ("a/page.html.gz", None),
        ("a/page", None),
        ("a/page.txt", None),
        ("a/list?page=2", None),
        ("a/crawl.warc.gz", None),
        ("../a/page.html", None),
        ("./page.html", None),
        ("a/page_files/frame.html", "companion"),
        ("a/page.files/frame.htm", "companion"),
        ("a/page.html:Zone.Identifier", "companion"),
        ("a/.cache/page.html", "hidden"),
        ("mirror/hts-cache/new.zip", "companion"),
        ("__MACOSX/a/page.html", "hidden"),
        ("a/photo.JPG", "image"),
        ("a/style.css.gz", "style"),
        ("a/app.min.js", "script"),
        ("a/index.json", "data"),
        ("a/robots.txt", "data"),
        ("a/pages.tar.gz", "archive"),
    ],
)
def test_companions_are_known_by_name(path: str, reason: str | None) -> None:
    assert companion_reason(path) == reason


def test_the_own_index_of_a_mirror_is_no_page() -> None:
    skipped: Counter[str] = Counter()
    index = (
        b"<html><head><title>Local index - HTTrack Website Copier</title></head><body>Index of locally available sites"
    )
    assert read(index, "mirror/index.html", skipped=skipped) == []
    assert skipped == {"HTTrack's own index": 1}


def test_names_that_promise_a_page() -> None:
    assert all(map(is_named_like_a_page, ["a.html", "a.HTM", "a.mhtml", "a.mht", "a.txt", "a.html.gz", "a.wacz"]))
    assert not any(map(is_named_like_a_page, ["a", "a.dat", "html", "a.htmlx"]))


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("mirror/tienshancourier.example/news/index.html", "//tienshancourier.example/news/"),
        ("mirror/news.org/2025/rates/index.html", "//news.org/2025/rates/"),
        ("news.org/rates.html", "//news.org/rates.html"),
        ("web/old.org/web/new.kg:8080/a", "//new.kg:8080/a"),
        ("news.org/list?page=2.html", "//news.org/list?page=2"),
        ("news.org/list@page=2&x=1.html", "//news.org/list?page=2&x=1"),
        ("127.0.0.1:8000/новости.html", "//127.0.0.1:8000/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.html"),
        ("localhost+8000/a b.html", "//localhost:8000/a%20b.html"),
        ("news.org/\udcff.html", "//news.org/%FF.html"),
        ("pages.old/rates.html", None),
        ("news.org", None),
        ("rates.html", None),
    ],
)
def test_mirrors_tell_the_address_by_their_folders(path: str, url: str | None) -> None:
    told = folder_evidence(path, (), lambda name: b"")
    assert (told and (told.url, told.url_source)) == (url and (url, "mirror-path"))


def test_a_windows_zone_mark_tells_the_address() -> None:
    zone = f"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://x.example/\r\nHostUrl={URL}\r\n".encode()
    told = folder_evidence("d/a.html", {"a.html", "a.html:Zone.Identifier"}, lambda name: zone)
    page = only(PAGE.encode(), "d/a.html", evidence=told)
    assert (page.url, page.url_source) == (URL, "zone-identifier")


def test_an_archivebox_snapshot_is_one_page() -> None:
    index = saving.archivebox_index()
    names = {"index.json", "index.html", "singlefile.html", "output.html", "tienshancourier.example", "warc"}
    assert archivebox_page(names, index) == "singlefile.html"
    assert archivebox_page(names - {"singlefile.html"}, index) == "output.html"
    assert archivebox_page({"tienshancourier.example"}, index) == "tienshancourier.example/news.html"
    assert archivebox_page(names, b'{"url": "https://a.example"}') is None
    assert archivebox_page(names, b"[" * 100_000) is None
    told = folder_evidence("archive/1762504200/output.html", names, lambda name: index)
    page = only(PAGE.encode(), "archive/1762504200/output.html", evidence=told)
    assert (page.url, page.url_source, page.saved_at, page.saved_source) == (URL, "archivebox", ISO, "archivebox")


def test_what_the_file_tells_goes_before_its_folder() -> None:
    told = folder_evidence("news.org/a.html", (), lambda name: b"")
    assert only(saving.singlefile(PAGE), "news.org/a.html", evidence=told).url == URL
    assert only(WAYS["zip"][0], "news.org/a.zip", evidence=told).url is None


def test_a_zip_of_a_mirror_tells_its_addresses() -> None:
    pages = read(saving.zipped({"m/news.org/a/index.html": b"<p>One", "m\\news.org\\b.html": b"<p>Two", "m/c": PNG}))
    assert [page.url for page in pages if isinstance(page, SavedPage)] == ["//news.org/a/", "//news.org/b.html"]


# --- files by real programs ------------------------------------------------------------------------------------------

SAVED = HERE / "data" / "saved"
ADDRESS = "http://tienshancourier.example/news/today"
REAL = {
    "chrome.mhtml": (ADDRESS, "mhtml", "2026-11-22T00:50:01+00:00", "mhtml"),
    "singlefile.html": (ADDRESS, "singlefile", "2026-11-22T00:50:30+00:00", "singlefile"),
    "wget.warc.gz": (ADDRESS, "warc", "2026-11-22T00:49:32+00:00", "warc"),
    "plain.warc": (ADDRESS, "warc", "2026-11-22T00:49:32+00:00", "warc"),
    "httrack/tienshancourier.example/news/today.html": (
        ADDRESS.removeprefix("http:"),
        "httrack",
        "2026-11-22T00:49:34+00:00",
        "httrack",
    ),
    "wget/tienshancourier.example/news/today.html": (
        "//tienshancourier.example/news/today.html",
        "mirror-path",
        None,
        None,
    ),
    "chromium-dom.html": (None, None, None, None),
}


@pytest.mark.parametrize("name", REAL)
def test_files_by_real_programs(name: str) -> None:
    page = only((SAVED / name).read_bytes(), name, evidence=folder_evidence(name, (), lambda name: b""))
    assert (page.url, page.url_source, page.saved_at, page.saved_source) == REAL[name]
    original = cleaned((SAVED / "page.html").read_bytes())
    clean = clean_page(page)
    assert len(clean.articles) == 3
    assert (clean.page.articles, clean.snapshot) == (original.page.articles, original.snapshot)


def test_every_kind_and_mark_is_listed() -> None:
    rows = formats()
    assert len(rows) >= len(KINDS) + len(MARKS)
    assert {row["format"] for row in rows} >= {kind.name for kind in KINDS}
    assert all(row["files"] and row["url"] and row["saved"] for row in rows)
    assert {row["extra"] for row in rows} == {None, "warc"}
