"""Copies from the Wayback Machine: the archive's toolbar and its rewritten links are undone.

The page tells its address and time in the address it was saved from, in the toolbar's script, or in the closing
comment.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ticker_clean.containers.times import archived_on_time, digits_time
from ticker_clean.model import SavedPage

_ADDRESS = re.compile(r"https?://web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_REWRITTEN = re.compile(
    rb"""([\s"'](?:href|src|action|content|poster|cite|srcset|data-[\w-]{1,40})\s{0,9}=\s{0,9}["']?)  # an attribute
         (?:(?:https?:)?//web\.archive\.org)?/web/\d{14}(?:[a-z]{2}_)?/(?=https?:|mailto:|//|javascript:)""",
    re.IGNORECASE | re.VERBOSE,
)
_WOMBAT = re.compile(rb"""__wm\.wombat\(\s*["']([^"'\s]{1,8192})["']\s*,\s*["'](\d{14})["']""")
_TOOLBAR_FIELD = re.compile(rb"""id=["']wmtbURL["'][^<>]{0,200}?value=["']([^"']{1,8192})["']""")
_CLOSING = re.compile(rb"FILE ARCHIVED ON ([^<>]{10,40}?) AND RETRIEVED")
_INSERTS = (
    (b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", b"<!-- END WAYBACK TOOLBAR INSERT -->"),
    (b'<script src="//archive.org/includes/', b"<!-- End Wayback Rewrite JS Include -->"),
    (
        b'<script type="text/javascript" src="https://web-static.archive.org/',
        b"<!-- End Wayback Rewrite JS Include -->",
    ),
)


def undo(page: SavedPage) -> SavedPage:
    """The page as it was before the Wayback Machine, with its address and the time of its capture.

    A page from elsewhere is returned as it is. An address of the archive is replaced by that of the page in any case,
    and the time at which a copy was saved by that at which the archive captured the page.
    """
    data = page.data
    if address := _ADDRESS.match(page.url or ""):
        url = address[2] if "://" in address[2][:9] else "http://" + address[2]  # what the archive takes it for
        saved_at = digits_time(address[1])
    elif b"WAYBACK TOOLBAR INSERT" in data or b"FILE ARCHIVED ON" in data or b"__wm.wombat(" in data:
        url, saved_at = _told(data)
    else:
        return page
    if b"web.archive.org/web/" in data or b"/web/" in data:
        data = _REWRITTEN.sub(rb"\1", data)
    for begin, end in _INSERTS:
        data = _without(data, begin, end)
    if url:
        page = replace(page, url=url, url_source="wayback")
    if saved_at:
        page = replace(page, saved_at=saved_at, saved_source="wayback")
    return replace(page, data=data)


def _told(data: bytes) -> tuple[str | None, str | None]:
    """Address and time from the archive's own script, field and comment."""
    url = saved_at = None
    if found := _WOMBAT.search(data):
        url, saved_at = found[1], digits_time(found[2].decode())
    elif found := _TOOLBAR_FIELD.search(data):
        url = found[1]
    if not saved_at and (found := _CLOSING.search(data)):
        saved_at = archived_on_time(found[1].decode("ascii", "replace"))
    from html import unescape

    return unescape(url.decode("utf-8", "replace")) if url else None, saved_at


def _without(data: bytes, begin: bytes, end: bytes) -> bytes:
    start = data.find(begin)
    stop = data.find(end, start) if start >= 0 else -1
    return data if stop < 0 else data[:start] + data[stop + len(end) :]


URL = "the address in /web/YYYYMMDDhhmmss/…, else the toolbar's"
SAVED = "the fourteen digits in that address, else the comment FILE ARCHIVED ON"
