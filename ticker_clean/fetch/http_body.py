"""From the chunks of an HTTP body to its bytes: decompressed, never over a limit, never cut off unnoticed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, Protocol

from ticker_clean.errors import FetchError

try:
    import brotli
except ImportError:  # the extra `brotli` is not installed: servers are not told that we read it
    brotli = None
# Before 1.2 a chunk is expanded without a limit: 64 KB of brotli can be gigabytes.
HAS_BROTLI = hasattr(getattr(brotli, "Decompressor", None), "can_accept_more_data")
_BROKEN: tuple[type[Exception], ...] = (zlib.error, brotli.error) if HAS_BROTLI else (zlib.error,)
ACCEPT_ENCODING = "gzip, deflate, br" if HAS_BROTLI else "gzip, deflate"


class _Decoder(Protocol):
    def expand(self, data: bytes, room: int) -> bytes:
        """What `data` expands to; may stop once it is more than `room` bytes."""

    @property
    def complete(self) -> bool: ...


class _Zlib:
    """gzip, with one member or several (RFC 1952, 2.2), or deflate, with or without the wrapper of zlib.

    RFC 9110, 8.4.1.2 asks for the wrapper and notes that some servers leave it out.
    """

    def __init__(self, coding: str) -> None:
        self._wbits = 31 if coding == "gzip" else 0
        self._inflate: Any = None

    def expand(self, data: bytes, room: int) -> bytes:
        expanded = b""
        while data and len(expanded) <= room:
            if self._inflate is None:
                if not self._wbits:
                    # CMF says deflate (8) in its low bits; an unwrapped stream of a page does not begin so.
                    self._wbits = 15 if data[0] & 0x0F == 8 else -15
                self._inflate = zlib.decompressobj(self._wbits)
            expanded += self._inflate.decompress(data, room + 1 - len(expanded))
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                if self._wbits != 31 or not data.startswith(b"\x1f"):  # padding after the end is ignored
                    break
                self._inflate = None
        return expanded

    @property
    def complete(self) -> bool:
        return self._inflate is not None and self._inflate.eof


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()

    def expand(self, data: bytes, room: int) -> bytes:
        expanded: bytes = self._decompressor.process(data, output_buffer_limit=room + 1)
        while len(expanded) <= room and not self._decompressor.can_accept_more_data():
            expanded += self._decompressor.process(b"", output_buffer_limit=room + 1 - len(expanded))
        return expanded

    @property
    def complete(self) -> bool:
        return bool(self._decompressor.is_finished())


def _decoder(coding: str) -> _Decoder | None:
    coding = coding.strip().lower().removeprefix("x-")
    if coding in ("", "identity"):
        return None
    if coding in ("gzip", "deflate"):
        return _Zlib(coding)
    if coding == "br" and HAS_BROTLI:
        return _Brotli()
    raise FetchError(f"it came compressed as {coding!r}, which was not asked for")


def expand(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The body whose chunks came with this `Content-Encoding`.

    Raises FetchError for a body over `limit` bytes, before or after decompression, as soon as that is known; for one
    that does not decompress; and for one that ends before its compression does.
    """
    decoder = _decoder(coding)
    body = bytearray()
    received = 0
    try:
        for chunk in chunks:
            received += len(chunk)
            body += decoder.expand(chunk, limit - len(body)) if decoder else chunk
            if max(received, len(body)) > limit:
                raise FetchError(too_large(limit))
    except _BROKEN as error:
        raise FetchError(f"its {coding} compression is broken") from error
    if decoder and received and not decoder.complete:
        raise FetchError(f"its {coding} compression ends too early")
    return bytes(body)


def too_large(limit: int) -> str:
    return f"it is larger than {limit / 1e6:g} MB"
