"""MHTML (RFC 2557) by Chrome, Edge, Internet Explorer, Opera and others: the root part of the message is the page.

Only the headers and the root part are handed to `email`; the parts between, mostly images, are passed over by their
boundary, so that a large file costs no more than a search.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ticker_clean.containers.kind import Item, Kind, Reading, read_whole
from ticker_clean.containers.times import mail_time
from ticker_clean.errors import TooDeepError, TooLargeError, TruncatedError, UnreadableError, UnsupportedError
from ticker_clean.model import SavedPage

if TYPE_CHECKING:
    from email.message import Message

_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]*\S")
_MHTML_HEADER = re.compile(rb"^(?:MIME-Version|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)
_CONTENT_TYPE = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_MOST_HEADER_BYTES = 1 << 14
"""Headers hold a URL, of at most some 8 kB in browsers, and a title; `email` is quadratic in odd parameters."""
_DEEPEST = 3
"""multipart/mixed around multipart/related around multipart/alternative is the deepest that was seen."""
_TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    head = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if not _HEADER_LINE.match(head):
        return False
    end = _HEADER_END.search(head)
    headers = head[: end.start()] if end else head
    return bool(_MHTML_HEADER.search(headers)) or (
        name.lower().removesuffix(".gz").endswith((".mht", ".mhtml", ".eml")) and bool(_CONTENT_TYPE.search(headers))
    )


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The page in an MHTML file. Raises a `PageError` where it has no root part of text, or a cut one."""
    data = read_whole(stream, reading.limits.max_file_bytes, "file").lstrip(b"\xef\xbb\xbf \r\n\t")
    message, start = _headers(data, 0)
    root, body, is_whole = _root(message, data, start, len(data), reading)
    page = _decoded(root, body)
    if not is_whole and not page.rstrip().lower().endswith(b"</html>"):
        raise TruncatedError("The file ends inside the page.")
    if len(page) > reading.limits.max_page_bytes:
        raise TooLargeError(f"The page is over the limit of {reading.limits.max_page_bytes:,} bytes.")
    url = next(
        filter(None, (_address(message, "Snapshot-Content-Location"), _address(root, "Content-Location"))),
        _address(message, "Content-Location"),
    )
    saved_at = mail_time(str(message["Date"])) if message["Date"] else None
    yield SavedPage(
        page,
        source,
        "mhtml",
        url=url,
        url_source="mhtml" if url else None,
        saved_at=saved_at,
        saved_source="mhtml" if saved_at else None,
        charset=_charset(root),
        warnings=() if is_whole else ("The file has no closing boundary.",),
    )


def _headers(data: bytes, start: int) -> tuple[Message, int]:
    """The headers that begin at `start`, and where their body does."""
    from email import message_from_bytes

    end = _HEADER_END.search(data, start, start + _MOST_HEADER_BYTES)
    if data[start : start + 2] == b"\r\n" or data[start : start + 1] == b"\n":
        return message_from_bytes(b""), start + (2 if data[start : start + 1] == b"\r" else 1)  # no headers at all
    if not end and len(data) - start > _MOST_HEADER_BYTES:
        raise TooLargeError(f"The headers of a part are over {_MOST_HEADER_BYTES:,} bytes.")
    stop = end.end() if end else len(data)
    return message_from_bytes(data[start:stop]), stop


def _root(
    message: Message, data: bytes, start: int, stop: int, reading: Reading, depth: int = 0
) -> tuple[Message, bytes, bool]:
    """Headers and body of the root part, and whether a boundary ends it.

    It is the part that `start` names, else the first one of HTML, else the first (RFC 2387, 3.2); in a
    multipart/alternative the last one of HTML is the fullest, but no browser writes more than one.
    """
    if message.get_content_maintype() != "multipart":
        return message, data[start:stop], True
    if depth > _DEEPEST:
        raise TooDeepError("The parts of the message are nested too deep.")
    boundary = _boundary(message, data, start)
    wanted = str(message.get_param("start") or "").strip()
    first: tuple[Message, int, int, bool] | None = None
    chosen: tuple[Message, int, int, bool] | None = None
    frames = 0
    for number, (part_start, part_stop, is_whole) in enumerate(_parts(data, boundary, start, stop)):
        if number == reading.limits.max_members:
            raise TooLargeError(f"The message has more than {number:,} parts.")
        part, body_start = _headers(data, part_start)
        found = (part, min(body_start, part_stop), part_stop, is_whole)
        first = first or found
        type_ = part.get_content_type() if part["Content-Type"] else "text/plain"
        is_page = type_ in ("text/html", "application/xhtml+xml") or type_.startswith("multipart/")
        frames += is_page
        if (str(part["Content-ID"] or "").strip() == wanted) if wanted else is_page:
            chosen = chosen or found
        elif not is_page:
            reading.skipped["part of an MHTML file"] += 1
    if frames > 1:
        reading.skipped["frame of an MHTML file"] += frames - 1
    chosen = chosen or first
    if not chosen:
        raise TruncatedError("The file ends before its first part.")
    part, body_start, part_stop, is_whole = chosen
    part, body, is_inner_whole = _root(part, data, body_start, part_stop, reading, depth + 1)
    return part, body, is_whole and is_inner_whole


def _boundary(message: Message, data: bytes, start: int) -> bytes:
    """The line that parts the message: as declared, else the first that begins with two hyphens."""
    try:
        declared = message.get_boundary()
    except (ValueError, LookupError, TypeError):  # what email raises for odd RFC 2231 parameters
        declared = None
    if declared:
        boundary = b"--" + declared.encode("ascii", "surrogateescape" if declared.isascii() else "replace")
        if data.find(boundary, start) >= 0:
            return boundary
    found = re.compile(rb"^(--[^\s\x00-\x1f][^\r\n\x00-\x1f]{0,200}?)[ \t]*\r?$", re.MULTILINE).search(data, start)
    if not found:
        raise UnreadableError("The message has several parts, but no boundary parts them.")
    return found[1]


def _parts(data: bytes, boundary: bytes, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """Where each part begins and ends, and whether a boundary ends it."""
    position = _find_line(data, boundary, start, stop)
    while position >= 0:
        line_end = data.find(b"\n", position, stop)
        if line_end < 0 or data.startswith(b"--", position + len(boundary)):
            return
        following = _find_line(data, boundary, line_end, stop)
        end = following if following >= 0 else stop
        if following >= 0:  # the line break before a boundary is part of it (RFC 2046, 5.1.1)
            end -= 2 if data[end - 2 : end] == b"\r\n" else 1
        yield line_end + 1, max(line_end + 1, end), following >= 0
        position = following


def _find_line(data: bytes, boundary: bytes, start: int, stop: int) -> int:
    """Where a line begins with the boundary, -1 if none does."""
    while (found := data.find(boundary, start, stop)) >= 0:
        if found == 0 or data[found - 1 : found] in (b"\n", b"\r"):
            return found
        start = found + len(boundary)
    return -1


def _decoded(part: Message, body: bytes) -> bytes:
    """The body without its transfer encoding. Raises `UnsupportedError` where it is no text."""
    if part["Content-Type"] and part.get_content_type() not in _TEXT_TYPES:
        raise UnsupportedError(f"The root part of the message is of type {part.get_content_type()}.")
    encoding = str(part["Content-Transfer-Encoding"] or "").strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error as error:
            raise TruncatedError("The page's base64 is not whole.") from error
    return body


def _address(message: Message, name: str) -> str | None:
    """A web address from a header, which may be folded or an RFC 2047 word."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    value = str(message[name] or "")
    if "=?" in value:
        try:
            value = str(make_header(decode_header(value)))
        except (HeaderParseError, LookupError, ValueError):
            return None
    value = re.sub(r"\s+", "", value)
    return value if value.startswith(("http://", "https://")) else None


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):  # what email raises for odd RFC 2231 parameters
        return None


KIND = Kind(
    name="mhtml",
    files="MHTML (.mht, .mhtml, also named .html) by Chrome, Edge, Internet Explorer, Opera, UnMHT",
    url="Snapshot-Content-Location, else the root part's Content-Location",
    saved="Date",
    matches=matches,
    read=read,
)
