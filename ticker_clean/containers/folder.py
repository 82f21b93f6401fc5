"""What the place of a file tells: which files beside a page are no pages, and where a mirrored page came from.

Pure functions of paths and names; whoever walks the folder (or lists the zip) calls them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from ticker_clean.containers.times import epoch_time
from ticker_clean.dates import iso_time
from ticker_clean.model import SavedPage

_COMPANION_FOLDERS = ("_files", ".files", "_bestanden", "_archivos", "_fichiers", "_ficheiros", "-Dateien", "-filer")
"""Endings of the folders that browsers write beside a page, frames included (PyWebScrapBook,
`SUPPORT_FOLDER_SUFFIXES`); Internet Explorer translates the word."""
_REASONS = {
    "image": "jpg jpeg jpe jfif png gif svg svgz webp avif bmp ico cur tif tiff heic psd",
    "style": "css scss less",
    "script": "js mjs cjs map wasm swf jar class",
    "font": "woff woff2 ttf otf eot",
    "media": "mp3 mp4 m4a m4v webm ogg oga ogv wav flac aac avi mov mkv mpg mpeg flv wmv m3u m3u8 ts vtt srt",
    "document": "pdf doc docx xls xlsx ppt pptx odt ods odp rtf epub djvu ps",
    "data": "xml json jsonl ndjson json5 yaml yml csv tsv rss atom xsl xsd rdf plist toml ini conf sqlite sqlite3 db"
    " parquet cdx cdxj idx warcinfo har log bak orig tmp part crdownload download",
    "program": "exe com dll so dylib msi apk dmg iso bin py pyc php sh bat cmd ps1 c h cpp java",
    "archive": "tar tgz bz2 xz zst 7z rar lzma",
}
_BY_SUFFIX = {suffix: reason for reason, suffixes in _REASONS.items() for suffix in suffixes.split()}
_BY_NAME = {"robots.txt": "data", "hts-log.txt": "data", "sitemap.xml": "data", "thumbs.db": "data"}
_PAGE_SUFFIX = re.compile(
    r"\.(?:[xs]?html?|xht|mhtml?|mht|eml|webarchive|warc|wet|wacz|zip|gz|txt|text)$", re.IGNORECASE
)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?:[a-z]{2}|com|org|net|info|biz|edu|gov|mil|int|news|media|press|online|site|agency|asia|app|dev|xyz|world|today"
    r"|live|example|xn--[a-z0-9-]+)(?:[:+]\d{2,5})?|(?:localhost|(?:\d{1,3}\.){3}\d{1,3})[:+]\d{2,5}",
    re.IGNORECASE,
)
_ZONE_URL = re.compile(r"^HostUrl=(https?://\S+)", re.MULTILINE)


class Evidence(NamedTuple):
    """What stands around a file; for `with_evidence`."""

    url: str | None = None
    url_source: str | None = None
    saved_at: str | None = None
    saved_source: str | None = None


def companion_reason(path: str) -> str | None:
    """Why a file found in a folder or a zip is no page of its own, in one word; None for what may be one.

    >>> companion_reason("news/Rates_files/frame.html"), companion_reason("news/logo.PNG")
    ('companion', 'image')
    >>> companion_reason("news/rates.html"), companion_reason("news/rates"), companion_reason("news/.DS_Store")
    (None, None, 'hidden')
    """
    *folders, name = path.split("/")
    if any(folder.startswith(".") and folder.strip(".") for folder in (*folders, name)) or "__MACOSX" in folders:
        return "hidden"
    if any(folder.endswith(_COMPANION_FOLDERS) or folder == "hts-cache" for folder in folders):
        return "companion"
    if ":" in name and name.endswith((":Zone.Identifier", ":encryptable")):
        return "companion"
    lower = name.lower().removesuffix(".gz")
    return _BY_NAME.get(lower) or _BY_SUFFIX.get(lower.rpartition(".")[2] if "." in lower else "")


def is_named_like_a_page(path: str) -> bool:
    """Whether the name promises a page: found in a folder, such a file fails where another is passed over."""
    return bool(_PAGE_SUFFIX.search(path))


def folder_evidence(path: str, siblings: Collection[str], read: Callable[[str], bytes]) -> Evidence | None:
    """What the folder tells of the page at `path`: an ArchiveBox index, a Windows zone mark, or a mirror's host name.

    `siblings` are the names in the page's folder; `read` gives the bytes of one of them.
    """
    name = path.rpartition("/")[2]
    if "index.json" in siblings and (told := archivebox_evidence(read("index.json"))):
        return told
    if (mark := f"{name}:Zone.Identifier") in siblings:
        found = _ZONE_URL.search(read(mark).decode("utf-8", "replace"))
        if found:
            return Evidence(found[1], "zone-identifier")
    url = mirror_url(path)
    return Evidence(url, "mirror-path") if url else None


def with_evidence(page: SavedPage, told: Evidence | None) -> SavedPage:
    """The page with what its place tells, where neither its container nor a mark in it told."""
    if told and told.url and not page.url:
        page = replace(page, url=told.url, url_source=told.url_source)
    if told and told.saved_at and not page.saved_at:
        page = replace(page, saved_at=told.saved_at, saved_source=told.saved_source)
    return page


def mirror_url(path: str) -> str | None:
    """The address of a page that wget or another mirror wrote to `host/path`; no scheme is known, so it begins `//`.

    The last folder named like a host counts. `index.html`, and `.html` after a query (wget's `-E`), were added.

    >>> mirror_url("mirror/news.example.org/2025/rates/index.html")
    '//news.example.org/2025/rates/'
    >>> mirror_url("mirror/example.org/list?page=2.html"), mirror_url("saved/rates.html")
    ('//example.org/list?page=2', None)
    """
    *folders, name = path.split("/")
    for position in range(len(folders) - 1, -1, -1):
        if _HOST.fullmatch(folders[position]):
            break
    else:
        return None
    from urllib.parse import quote

    host = folders[position].replace("+", ":").lower()
    if "?" in name or "@" in name:  # wget writes @ for ? where the file system forbids it
        name = re.sub(r"\.html?$", "", name).replace("@", "?", 1)
    elif name.lower() in ("index.html", "index.htm"):
        name = ""
    rest = "/".join((*folders[position + 1 :], name))
    return f"//{host}/" + quote(os.fsencode(rest), safe="/?%&=;+,@:!$'()*~#")


ARCHIVEBOX_PAGES = ("singlefile.html", "output.html")
"""The whole pages in an ArchiveBox snapshot, the best first: SingleFile's has its own marks, Chrome's DOM dump none."""


def archivebox_evidence(index: bytes) -> Evidence | None:
    """What an ArchiveBox `index.json` tells (`core/models.py: write_index_json`); None if it is none."""
    told = _archivebox_index(index)
    if told is None:
        return None
    timestamp = told.get("timestamp")
    saved_at = iso_time(str(told.get("bookmarked_at") or "")) or epoch_time(str(timestamp or ""))
    return Evidence(str(told["url"]), "archivebox", saved_at, "archivebox" if saved_at else None)


def archivebox_page(names: Collection[str], index: bytes) -> str | None:
    """Which file of an ArchiveBox snapshot to read, as a path below its folder; None if the folder is none.

    A snapshot holds the same page three times and more; the others are copies. `names` are the names in the folder.
    """
    told = _archivebox_index(index)
    if told is None:
        return None
    for name in ARCHIVEBOX_PAGES:
        if name in names:
            return name
    copies = told.get("canonical")
    copy = copies.get("wget_path") if isinstance(copies, dict) else None
    is_below = isinstance(copy, str) and ".." not in copy.split("/") and copy.split("/")[0] in names
    return copy if is_below else None


def _archivebox_index(index: bytes) -> dict[str, object] | None:
    import json

    try:
        told = json.loads(index)
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(told, dict) and isinstance(told.get("url"), str) and ("timestamp" in told or "history" in told)
    return told if is_one else None
