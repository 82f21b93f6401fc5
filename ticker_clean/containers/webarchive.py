"""Safari's webarchive: a property list, binary or XML; the main resource is the page (WebCore's `LegacyWebArchive`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ticker_clean.containers.kind import Item, Kind, Reading, read_whole
from ticker_clean.errors import TooDeepError, TooLargeError, UnreadableError, UnsupportedError
from ticker_clean.model import SavedPage


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    return head.startswith(b"bplist0") or b"<!DOCTYPE plist" in head[:512] or b"<plist" in head[:512]


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The page in a webarchive. Raises a `PageError` where the property list is damaged or holds no page."""
    main = _property_list(read_whole(stream, reading.limits.max_file_bytes, "file"), reading)
    page = main.get("WebResourceData")
    if isinstance(page, str):
        page = page.encode()
    if not isinstance(page, bytes):
        raise UnsupportedError("The main resource of the webarchive holds no data.")
    type_ = main.get("WebResourceMIMEType") or "text/html"
    if type_ not in ("text/html", "application/xhtml+xml", "text/plain"):
        raise UnsupportedError(f"The main resource of the webarchive is of type {type_}.")
    if len(page) > reading.limits.max_page_bytes:
        raise TooLargeError(f"The page is over the limit of {reading.limits.max_page_bytes:,} bytes.")
    url = main.get("WebResourceURL")
    has_url = isinstance(url, str) and url.startswith(("http://", "https://"))
    charset = main.get("WebResourceTextEncodingName")
    yield SavedPage(
        page,
        source,
        "webarchive",
        url=url if has_url else None,
        url_source="webarchive" if has_url else None,
        charset=charset if isinstance(charset, str) else None,
    )


def _property_list(data: bytes, reading: Reading) -> dict[str, Any]:
    """The main resource of the property list, the others counted."""
    import plistlib
    import struct
    from xml.parsers.expat import ExpatError

    try:
        archive = plistlib.loads(data)
    except RecursionError as error:
        raise TooDeepError("The property list is nested too deep.") from error
    except (
        plistlib.InvalidFileException,
        ExpatError,
        struct.error,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        MemoryError,
    ) as error:  # plistlib lets its own slips through for damaged files
        raise UnreadableError("The property list is damaged.") from error
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(main, dict):
        raise UnsupportedError("This is a property list, but no webarchive.")
    for key, what in (("WebSubresources", "resource"), ("WebSubframeArchives", "frame")):
        if isinstance(others := archive.get(key), list) and others:
            reading.skipped[f"{what} of a webarchive"] += len(others)
    return main


KIND = Kind(
    name="webarchive",
    files="webarchive by Safari, binary or XML",
    url="WebResourceURL of the main resource",
    saved="not told",
    matches=matches,
    read=read,
)
