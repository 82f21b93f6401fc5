"""WARC and WET (ISO 28500), gzipped or not: one page for each HTTP response of HTML and each `conversion` record.

warcio parses the headers of the records. Lengths are checked here, for warcio gives a cut record as an empty one
without an error. After a cut or damaged record the reading goes on at the next line that begins one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from ticker_clean.containers.expand import GZIP_MAGIC, GzipMembers, decode_content
from ticker_clean.containers.kind import Item, Kind, Limits, Reading, numbered
from ticker_clean.dates import iso_time
from ticker_clean.errors import PageError, TooLargeError, TruncatedError, UnreadableError, UnsupportedError
from ticker_clean.model import Failure, SavedPage

_BLOCK = 1 << 16
_MOST_HEADER_BYTES = 1 << 20
"""Bytes of the headers of one record; cookies and policies make some of them 100 kB long."""
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    if head.startswith(GZIP_MAGIC):
        try:
            head = GzipMembers(io.BytesIO(head), Limits()).read(16) or b""
        except PageError:
            return False
    if head.startswith(b"filedesc://"):
        raise UnsupportedError("This is an ARC file, the forerunner of WARC; run: warcio recompress IN OUT")
    return head.startswith(b"WARC/")


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The pages of a WARC, one after the other, in constant memory. A record that fails is a failure of its own.

    Raises `UnsupportedError` where warcio is not installed.
    """
    return numbered(records(stream, reading, "warc"), source)


def records(stream: BinaryIO, reading: Reading, format_: str) -> Iterator[Item]:
    """The pages of a WARC without their names; `format_` is that of pages in HTTP responses."""
    import logging

    try:
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.recordloader import ArcWarcRecordLoader
    except ImportError as error:
        raise UnsupportedError("WARC files need warcio; run: pip install 'ticker-clean[warc]'") from error
    if not (logger := logging.getLogger("warcio")).handlers:
        logger.addHandler(logging.NullHandler())  # it would write to standard error
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    lines = _Lines(GzipMembers(stream, reading.limits) if packed else _Plain(stream))
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    while True:
        record = None
        try:
            if not (first := lines.next_record(reading)):
                return
            record = loader.parse_record_stream(lines, first, "warc", no_record_parse=True)
            lines.end_header()
            _check_header(record, lines)
            page = _page(record, lines, loader, reading, format_)
            _skip_rest(record)
        except ArchiveLoadFailed:
            yield Failure("", UnreadableError.error, "A record begins with a version of WARC that is not known.")
        except PageError as error:
            url = record and record.rec_headers.get_header("WARC-Target-URI")
            yield Failure("", error.error, f"{error} It is a record of {url}." if url else str(error))
        else:
            if page:
                yield page


def _page(record: Any, lines: _Lines, loader: Any, reading: Reading, format_: str) -> SavedPage | None:
    """The page that a record holds, or None, counted in `reading.skipped`."""
    headers = record.rec_headers
    type_ = _media_type(record.content_type or "")
    charset = None
    if record.rec_type == "response":
        http = _http_headers(record, loader)
        lines.end_header()
        reason = _why_no_page(http) if http else "response without HTTP"
        if reason:
            reading.skipped[reason] += 1
            return None
        body = _http_body(_block(record, reading.limits), http, reading.limits)
        charset = _charset(http.get_header("Content-Type") or "")
    elif record.rec_type == "conversion" and type_ == "text/plain":
        body, format_ = _block(record, reading.limits), "wet"
    elif record.rec_type == "resource" and type_ in _HTML_TYPES:
        body = _block(record, reading.limits)
    else:
        reading.skipped[f"{record.rec_type} record"] += 1
        return None
    if not body:
        reading.skipped["empty response"] += 1
        return None
    url = headers.get_header("WARC-Target-URI")
    saved_at = iso_time(headers.get_header("WARC-Date") or "")
    cut = headers.get_header("WARC-Truncated")
    return SavedPage(
        body,
        "",
        format_,
        url=url,
        url_source="warc" if url else None,
        saved_at=saved_at,
        saved_source="warc" if saved_at else None,
        charset=charset,
        warnings=(f"The crawler cut this page short (WARC-Truncated: {cut}).",) if cut else (),
    )


def _http_headers(record: Any, loader: Any) -> Any:
    if not (record.rec_headers.get_header("WARC-Target-URI") or "").startswith(("http:", "https:")):
        return None
    try:
        return loader.http_parser.parse(record.raw_stream)
    except EOFError:  # an empty record
        return None


def _why_no_page(http: Any) -> str | None:
    status = (http.statusline or "").partition(" ")[0]
    if not status.startswith("2"):
        return f"HTTP status {status}" if status.isdecimal() else "response without a status"
    type_ = _media_type(http.get_header("Content-Type") or "")
    return None if type_ in _HTML_TYPES else f"response of type {type_ or 'unknown'}"


def _check_header(record: Any, lines: _Lines) -> None:
    length = record.rec_headers.get_header("Content-Length")
    if length is None and not lines.peek(1):
        raise TruncatedError("The file ends inside the headers of a record.")
    if length is None or not length.strip().isdecimal():
        raise UnreadableError("A record tells no length.")


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _charset(content_type: str) -> str | None:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \t\"'") or None
    return None


def _block(record: Any, limits: Limits) -> bytes:
    """What a record holds. Raises `TruncatedError` where it is less than the record's header says."""
    if record.raw_stream.limit > limits.max_page_bytes:
        _skip_rest(record)
        raise TooLargeError(f"The record is over the limit of {limits.max_page_bytes:,} bytes.")
    data: bytes = record.raw_stream.read()
    _check_length(record)
    return data


def _skip_rest(record: Any) -> None:
    while record.raw_stream.read(_BLOCK):
        pass
    _check_length(record)


def _check_length(record: Any) -> None:
    if record.raw_stream.limit:
        raise TruncatedError(f"The record ends {record.raw_stream.limit:,} bytes before its length.")


def _http_body(block: bytes, http: Any, limits: Limits) -> bytes:
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        block = _dechunk(block)
    coding = http.get_header("Content-Encoding")
    return decode_content(block, coding, limits) if coding else block


def _dechunk(body: bytes) -> bytes:
    """The body without its chunk sizes (RFC 9112, 7.1); as it is, where the crawler took them out already."""
    chunks: list[bytes] = []
    start = 0
    while (end := body.find(b"\r\n", start, start + 1024)) >= 0:
        try:
            size = int(body[start:end].partition(b";")[0].strip() or b"x", 16)
        except ValueError:
            size = -1
        if size < 0:
            break
        if size == 0:
            return b"".join(chunks)
        chunks.append(body[end + 2 : end + 2 + size])
        start = end + 4 + size
    if not chunks:
        return body
    raise TruncatedError("The body ends inside a chunk.")


class _Plain(io.RawIOBase):
    """An open file as the raw part of a buffer, without closing it when the buffer goes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io.BufferedReader hands a memoryview
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Lines(io.BufferedReader):
    """The unpacked WARC, for warcio to read lines from, with a limit to what a hostile header can hold."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw, _BLOCK)
        self._header_bytes = 0

    def next_record(self, reading: Reading) -> bytes:
        """The line that begins the next record, past everything else; empty at the end of the file."""
        self._header_bytes = 0
        while (line := super().readline(_BLOCK)) and not line.startswith(b"WARC/"):
            if line.strip():
                reading.skipped["bytes between records"] += len(line)
            if b"WARC/".startswith(line):
                raise TruncatedError("The file ends inside the headers of a record.")
        return line

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(_BLOCK if size is None or size < 0 else min(size, _BLOCK))
        self._header_bytes += len(line)
        if self._header_bytes > _MOST_HEADER_BYTES:
            raise TooLargeError(f"The headers of a record are over {_MOST_HEADER_BYTES:,} bytes.")
        return line

    def end_header(self) -> None:
        self._header_bytes = 0


KIND = Kind(
    name="warc",
    files="WARC and WARC.gz by crawlers, wget --warc-file and ArchiveBox; WET (pages of format wet)",
    url="WARC-Target-URI",
    saved="WARC-Date",
    matches=matches,
    read=read,
    extra="warc",
)
