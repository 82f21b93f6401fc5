"""Unpacking gzip, deflate and brotli within limits, telling cut and damaged data apart from whole."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from ticker_clean.containers.kind import FREE_OF_RATIO, Limits
from ticker_clean.errors import PageError, TooLargeError, TruncatedError, UnreadableError, UnsupportedError

_BLOCK = 1 << 14
_GZIP = zlib.MAX_WBITS + 16
GZIP_MAGIC = b"\x1f\x8b"


def check_ratio(packed: int, unpacked: int, limits: Limits) -> None:
    """Raise `TooLargeError` where data expands more than text does."""
    if unpacked > FREE_OF_RATIO and unpacked > packed * limits.max_ratio:
        raise TooLargeError(f"The data expands to more than {limits.max_ratio} times its size.")


def gunzip(data: bytes, limits: Limits) -> bytes:
    """The contents of a gzip file of one or more members, each checked against its own length and checksum.

    What follows the last member is padding. Raises `TooLargeError`, `TruncatedError` for a cut member,
    `UnreadableError` for a damaged one.
    """
    parts: list[bytes] = []
    at = size = members = 0
    while data.startswith(GZIP_MAGIC, at):
        members += 1
        if members > limits.max_members:
            raise TooLargeError(f"The gzip file has more than {limits.max_members:,} members.")
        at, size = _inflate(data, at, _GZIP, parts, size, limits)
    return b"".join(parts)


def _inflate(data: bytes, at: int, wbits: int, parts: list[bytes], size: int, limits: Limits) -> tuple[int, int]:
    """Unpack one compressed stream that begins at `at` into `parts` of `size` bytes; both move on."""
    inflater = zlib.decompressobj(wbits)
    start, before = at, size
    while not inflater.eof:
        block = data[at : at + _BLOCK]
        if not block:
            raise TruncatedError("The compressed data ends before its end mark.")
        try:
            part = inflater.decompress(block, limits.max_page_bytes + 1 - size)
        except zlib.error as error:
            raise UnreadableError("The compressed data is damaged.") from error
        at += len(block) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
        size += len(part)
        parts.append(part)
        if size > limits.max_page_bytes:
            raise TooLargeError(f"The page expands to more than the limit of {limits.max_page_bytes:,} bytes.")
        check_ratio(at - start, size - before, limits)
    return at, size


def decode_content(body: bytes, coding: str, limits: Limits) -> bytes:
    """The body of an HTTP response without its `Content-Encoding`, which may list several codings.

    A body that is not packed although the header says so (crawlers keep the header) is returned as it is. Raises
    `UnsupportedError` for a coding that cannot be read here.
    """
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        if name in ("gzip", "x-gzip"):
            body = gunzip(body, limits) if body.startswith(GZIP_MAGIC) else body
        elif name == "deflate":
            body = _undeflate(body, limits)
        elif name == "br":
            body = _unbrotli(body, limits)
        elif name not in ("", "identity"):
            raise UnsupportedError(f"The body is packed as {name}, which cannot be read.")
    return body


def _undeflate(body: bytes, limits: Limits) -> bytes:
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # RFC 9110 says zlib, some servers send it bare
        parts: list[bytes] = []
        try:
            _inflate(body, 0, wbits, parts, 0, limits)
        except UnreadableError:
            continue
        return b"".join(parts)
    return body


def _unbrotli(body: bytes, limits: Limits) -> bytes:
    try:
        import brotli
    except ImportError as error:
        raise UnsupportedError("The body is packed with brotli; run: pip install 'ticker-clean[brotli]'") from error
    unpacker = brotli.Decompressor()
    if not hasattr(unpacker, "can_accept_more_data"):  # before 1.2 it could not be told to stop
        raise UnsupportedError("The body is packed with brotli; run: pip install -U 'ticker-clean[brotli]'")
    parts = []
    size = 0
    try:
        part = unpacker.process(body, output_buffer_limit=_BLOCK)
        while part or not unpacker.can_accept_more_data():
            size += len(part)
            if size > limits.max_page_bytes:
                raise TooLargeError(f"The page expands to more than the limit of {limits.max_page_bytes:,} bytes.")
            check_ratio(len(body), size, limits)
            parts.append(part)
            part = unpacker.process(b"", output_buffer_limit=_BLOCK)
    except brotli.error as error:
        if parts:
            raise UnreadableError("The compressed data is damaged.") from error
        return body
    if not unpacker.is_finished():
        raise TruncatedError("The compressed data ends before its end mark.")
    return b"".join(parts)


class GzipMembers(io.RawIOBase):
    """The contents of a gzip file of many members, as one stream in constant memory.

    `zlib`, `gzip` and warcio stop at the first damaged byte, or pass over a cut end in silence. This raises a
    `PageError` once for each cut, damaged or overblown member, and the next read goes on at the next member.
    """

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._packed = b""
        """What was read of the file and not yet unpacked."""
        self._member = zlib.decompressobj(_GZIP)
        self._read = self._unpacked = 0
        """Bytes of the present member, packed and unpacked."""
        self._position = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io.BufferedReader hands a memoryview
        while True:
            if self._member.eof and not self._next_member():
                return 0
            block = self._member.unconsumed_tail or self._packed or self._stream.read(_BLOCK)
            if not block:
                return self._end_of_file()
            if not self._member.unconsumed_tail:
                self._packed = b""
                self._read += len(block)
            try:
                unpacked = self._member.decompress(block, len(buffer))
            except zlib.error:
                self._resume(block)
                raise UnreadableError("The compressed data is damaged.") from None
            self._unpacked += len(unpacked)
            try:
                check_ratio(self._read, self._unpacked, self._limits)
            except PageError:
                self._resume(self._member.unconsumed_tail)
                raise
            if unpacked:
                self._position += len(unpacked)
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)

    def _next_member(self) -> bool:
        """Go to where the next member begins; False at the end of the file."""
        packed = self._member.unused_data.lstrip(b"\0")
        while len(packed) < len(GZIP_MAGIC) and (block := self._stream.read(_BLOCK)):
            packed = (packed + block).lstrip(b"\0")
        self._start_member(packed)
        if packed and not packed.startswith(GZIP_MAGIC):
            self._resume(packed)
            raise UnreadableError("Between the compressed members stands something else.")
        return bool(packed)

    def _start_member(self, packed: bytes) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(_GZIP)
        self._read = self._unpacked = 0

    def _resume(self, packed: bytes) -> None:
        """Look for the next beginning of a member after the damage, in the file if not in these bytes."""
        packed = packed[1:]
        while (found := packed.find(GZIP_MAGIC + b"\x08")) < 0:
            block = self._stream.read(_BLOCK)
            if not block:
                packed, found = b"", 0
                break
            packed = packed[-2:] + block
        self._start_member(packed[found:])

    def _end_of_file(self) -> int:
        if not self._read:
            return 0
        self._start_member(b"")
        raise TruncatedError("The file ends inside a compressed member.")
