"""One page, saved in every way: the same text, its URL and its time, whatever stands around it."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import textwrap
import zipfile
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
from ticker_clean.model import Failure, SavedPage

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
