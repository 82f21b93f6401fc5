"""A zip of saved pages, read member by member: nothing is written anywhere, so a member's name can do no harm."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import IO, TYPE_CHECKING, BinaryIO

from ticker_clean.charset import refuse_noise
from ticker_clean.containers.expand import check_ratio
from ticker_clean.containers.folder import Evidence, companion_reason, is_named_like_a_page, mirror_url, with_evidence
from ticker_clean.containers.kind import Item, Kind, Limits, Reading, numbered
from ticker_clean.errors import PageError, TooLargeError, TruncatedError, UnreadableError, UnsupportedError
from ticker_clean.model import Failure

if TYPE_CHECKING:
    import zipfile

_BLOCK = 1 << 20
_END = b"PK\5\6"
_LONGEST_END = (1 << 16) + 22
"""The end record of a zip has 22 bytes and a comment of at most 65,535 (APPNOTE 4.3.16)."""
_ENCRYPTED = 1
_OTHER_ZIPS = {
    "[Content_Types].xml": "an Office document",
    "META-INF/MANIFEST.MF": "a Java archive",
    "META-INF/container.xml": "an EPUB book",
    "META-INF/manifest.xml": "an OpenDocument file",
    "AndroidManifest.xml": "an Android program",
}


@cache
def damage() -> tuple[type[Exception], ...]:
    """What `zipfile` raises for damage: OSError comes from bz2, ValueError and OverflowError from odd offsets."""
    import struct
    import zipfile
    from lzma import LZMAError

    return zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, struct.error, ValueError, OverflowError


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    return head.startswith((b"PK\3\4", _END))


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The pages of a zip in the order of its directory; a member that fails is a failure of its own.

    Raises a `PageError` where the zip has no directory, too many members, or is another format's wrapping.
    """
    with opened(stream, reading.limits) as archive:
        names = set(archive.namelist())
        if wrapped := next((what for name, what in _OTHER_ZIPS.items() if name in names), None):
            raise UnsupportedError(f"This is {wrapped}, not a zip of pages.")
        yield from numbered(_pages(archive, reading), source)


def _pages(archive: zipfile.ZipFile, reading: Reading) -> Iterator[Item]:
    for member in archive.infolist():
        if member.is_dir():
            continue
        path = member.filename.replace("\\", "/")
        if reason := companion_reason(path):
            reading.skipped[reason] += 1
            continue
        try:
            data = unpacked(archive, member, reading.limits)
            if not is_named_like_a_page(path) and _is_noise(data):
                reading.skipped["no page"] += 1
                continue
            url = mirror_url(path)
            for item in reading.inside(io.BytesIO(data), path):
                yield _placed(item, path, Evidence(url, "mirror-path") if url else None)
        except PageError as error:
            yield _failure(error, path)


def _placed(item: Item, path: str, told: Evidence | None) -> Item:
    if isinstance(item, Failure):
        return replace(item, detail=f"{item.detail} It is {path!r}.")
    page = with_evidence(item, told)
    return replace(page, format="zip") if page.format == "dump" else page


def _failure(error: PageError, path: str) -> Failure:
    return Failure("", error.error, f"{error} It is {path!r}.")


def _is_noise(data: bytes) -> bool:
    try:
        refuse_noise(data)
    except UnsupportedError:
        return not data.startswith((b"PK\3\4", b"\x1f\x8b", b"bplist0"))
    return not data


def opened(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip in a stream. Raises `TruncatedError`, `TooLargeError` or `UnreadableError`."""
    import zipfile

    if (count := _member_count(stream)) > limits.max_members:
        raise TooLargeError(f"The zip holds {count:,} members, over the limit of {limits.max_members:,}.")
    try:
        return zipfile.ZipFile(stream)
    except NotImplementedError as error:
        raise UnsupportedError("The zip is of a later version than can be read.") from error
    except damage() as error:
        raise UnreadableError("The directory of the zip is damaged.") from error


def _member_count(stream: BinaryIO) -> int:
    """How many members the directory promises, before `zipfile` makes an object of each; 0xFFFF for zip64: many."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _LONGEST_END))
    tail = stream.read(_LONGEST_END)
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise TruncatedError("The zip ends before its directory.")
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    zip64 = tail.rfind(b"PK\6\6", 0, at)
    if zip64 >= 0:
        count = int.from_bytes(tail[zip64 + 32 : zip64 + 40], "little")
        directory = int.from_bytes(tail[zip64 + 40 : zip64 + 48], "little")
    return max(count, directory // (46 + 1024))  # an entry has 46 bytes and its name


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    """The contents of a member, whatever size its header promises. Raises a `PageError`."""
    parts = []
    size = 0
    with open_member(archive, member) as stream:
        try:
            while part := stream.read(_BLOCK):
                size += len(part)
                if size > limits.max_page_bytes:
                    raise TooLargeError(f"The member expands to more than {limits.max_page_bytes:,} bytes.")
                check_ratio(member.compress_size, size, limits)
                parts.append(part)
        except damage() as error:
            raise UnreadableError("The member is damaged.") from error
    return b"".join(parts)


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """The member as a stream. Raises `UnsupportedError` if it is encrypted, `UnreadableError` if it is damaged."""
    if member.flag_bits & _ENCRYPTED:
        raise UnsupportedError("The member is encrypted.")
    try:
        return archive.open(member)
    except NotImplementedError as error:
        raise UnsupportedError("The member is packed in a way that cannot be read.") from error
    except damage() as error:
        raise UnreadableError("The member is damaged.") from error
    except RuntimeError as error:  # zipfile, where only the member's own header tells of encryption
        raise UnsupportedError("The member is encrypted.") from error


KIND = Kind(
    name="zip",
    files="zip of pages of any of the other kinds",
    url="as inside, else folders named host/path",
    saved="as inside",
    matches=matches,
    read=read,
)
