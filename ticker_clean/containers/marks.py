"""Marks that browsers and archivers leave in an HTML page: where it was saved from, and when.

Each is one function and one line of `MARKS`; the first one that tells the URL, and the first that tells the time, is
believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ticker_clean.containers import wayback
from ticker_clean.containers.times import digits_time, mail_time, script_time
from ticker_clean.dates import iso_time
from ticker_clean.model import SavedPage

_BEFORE, _AFTER = 1 << 8, 1 << 13
"""Bytes around a sign in which its mark stands: longest is a URL, some 8 kB in browsers."""
_LONGEST_HEAD = 1 << 16


class Told(NamedTuple):
    """What a mark tells."""

    url: str | None = None
    saved_at: str | None = None
    warning: str | None = None
    charset: str | None = None
    """As the HTTP header declared it."""


class Mark(NamedTuple):
    """A mark, named as in `url_source` and `saved_source`."""

    name: str
    files: str
    url: str
    saved: str
    sign: bytes
    """Bytes without which there is no such mark: a cheap first look."""
    within: int | None
    """In how many bytes at the beginning of a page the sign must stand; None: anywhere."""
    find: Callable[[str], Told | None]
    """Reads the text around the sign."""


def with_marks(page: SavedPage) -> SavedPage:
    """The page with the URL and the time that marks in it tell, where its container told none; a Wayback copy undone.

    >>> page = with_marks(SavedPage(b"<!-- saved from url=(0019)https://example.org -->\\n<html>", "a.html"))
    >>> page.url, page.url_source
    ('https://example.org', 'saved-from')
    """
    data = page.data
    if b"<" not in data[:1024]:
        return page
    if b"\0" in data[:64]:  # UTF-16: the marks are ASCII, so they read the same without the zero bytes
        data = data[:_LONGEST_HEAD].replace(b"\0", b"")
    for mark in MARKS:
        at = data.find(mark.sign, 0, mark.within or len(data))
        if at < 0 or not (told := mark.find(data[max(0, at - _BEFORE) : at + _AFTER].decode("utf-8", "replace"))):
            continue
        if told.url and not page.url:
            page = replace(page, url=told.url, url_source=mark.name)
        if told.saved_at and not page.saved_at:
            page = replace(page, saved_at=told.saved_at, saved_source=mark.name)
        if told.charset and not page.charset:
            page = replace(page, charset=told.charset)
        if told.warning:
            page = replace(page, warnings=(*page.warnings, told.warning))
    return wayback.undo(page)


def _web(url: str) -> str | None:
    """The address, if it is one of the web: `about:internet` and `file:` tell no source."""
    url = _unescaped(url.strip())
    return url if url.startswith(("https://", "http://")) and "\ufffd" not in url else None


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


_SAVED_FROM = re.compile(r"<!--\s*saved from url=\((\d{1,6})\)(\S+?)\s*-->", re.IGNORECASE)


def saved_from(text: str) -> Told | None:
    """The Mark of the Web of Chrome, Edge and Internet Explorer.

    The number is the length of the URL; Internet Explorer ignores the mark if it is larger than that (MSDN ms537628).
    `--` in a URL is written `-%2D` (Chromium, `FrameSerializer::MarkOfTheWebDeclaration`).
    """
    if not (found := _SAVED_FROM.search(text)):
        return None
    url, length = found[2], int(found[1])
    odd = length > len(url) and not url.startswith("about:")
    warning = f"The saved-from mark gives {length} as the length of a URL of {len(url)} characters." if odd else None
    return Told(_web(url.replace("-%2D", "--")), None, warning)


_SINGLEFILE = re.compile(
    r"SingleFile\s+url:\s*(\S+)(?:\s+saved date:[ \t]*([^\n]*))?", re.IGNORECASE
)  # after `Page saved with`, in older releases `Archive processed by` or `Processed by`


def singlefile(text: str) -> Told | None:
    found = _SINGLEFILE.search(text)
    return Told(_web(found[1]), script_time(found[2] or "")) if found else None


_MONOLITH = re.compile(r"<!--\s*Saved from (\S+|local source) at (\S+) using monolith", re.IGNORECASE)


def monolith(text: str) -> Told | None:
    found = _MONOLITH.search(text)
    return Told(_web(found[1]), iso_time(found[2])) if found else None


_META = re.compile(r"""<meta\s[^<>]*?name=["']?savepage-(url|date)["']?[^<>]*?content=(?:"([^"]*)"|'([^']*)')""")


def save_page_we(text: str) -> Told | None:
    told = {name: double or single for name, double, single in _META.findall(text)}
    return Told(_web(told.get("url", "")), script_time(_unescaped(told.get("date", "")))) if told else None


_ATTRIBUTE = re.compile(r"""data-scrapbook-(source|create)=(?:"([^"]*)"|'([^']*)')""")


def web_scrap_book(text: str) -> Told | None:
    """The attributes of `<html>`; the time is UTC (danny0838/webscrapbook#237)."""
    told = {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
    return Told(_web(told.get("source", "")), digits_time(told.get("create", ""))) if told else None


_MAOXIAN = re.compile(r"<!--\s*OriginalSrc:\s*(\S+?)\s*-->")


def maoxian(text: str) -> Told | None:
    found = _MAOXIAN.search(text)
    return Told(_web(found[1])) if found else None


_FETCH = re.compile(r"<!-- Saved by ticker-clean at (\S+)(?: charset=(\S+))? -->")


def fetch(text: str) -> Told | None:
    """The comment of `ticker-clean fetch`; the URL is in the Mark of the Web before it."""
    found = _FETCH.search(text)
    return Told(None, iso_time(found[1]), None, found[2]) if found else None


_HTTRACK = re.compile(r"<!-- Mirrored from (\S+) by HTTrack Website Copier/[^,<>]*(?:,\s*([^<>]*?))?\s*-->")


def httrack(text: str) -> Told | None:
    """The comment tells host and path, but no scheme: the URL is given as it is, after `//`."""
    if not (found := _HTTRACK.search(text)):
        return None
    return Told(_web(found[1]) or "//" + _unescaped(found[1]), mail_time(found[2] or ""))


MARKS = (
    Mark("singlefile", "SingleFile", "its comment", "its comment", b"SingleFile", 1 << 14, singlefile),
    Mark("monolith", "monolith", "its comment", "its comment", b"Saved from ", 1 << 14, monolith),
    Mark("savepage", "Save Page WE", "meta savepage-url", "meta savepage-date", b"savepage-url", None, save_page_we),
    Mark(
        "scrapbook",
        "WebScrapBook",
        "data-scrapbook-source",
        "data-scrapbook-create",
        b"data-scrapbook-source",
        1 << 14,
        web_scrap_book,
    ),
    Mark("maoxian", "Maoxian Web Clipper", "OriginalSrc comment", "not told", b"OriginalSrc:", 1 << 14, maoxian),
    Mark("httrack", "HTTrack", "its comment, without a scheme", "its comment", b"<!-- Mirrored from ", None, httrack),
    Mark(
        "fetch", "`ticker-clean fetch`", "Mark of the Web", "its comment", b"<!-- Saved by ticker-clean", 1 << 14, fetch
    ),
    Mark(
        "saved-from",
        "Chrome, Edge and Internet Explorer, page with a folder of files",
        "Mark of the Web: saved from url=(NNNN)",
        "not told",
        b"saved from url=",
        1 << 14,
        saved_from,
    ),
)
"""Who leaves which mark. Archivers go before browsers: a page can be archived after it was saved, not before."""
