"""One file in a worker: its pages, each cleaned and packed as it is met, and told in frames.

A frame is a letter and what belongs to it. `p`: a page, its number in the file (4 bytes) and its parcel. `a`: the page
of that number is about to be cleaned, and its name. `t`: the reading goes on after the page of that number. `e`: the
end of the file, with an `End` as JSON; the parcel of a file's only page comes with it, after a line break.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from ticker_clean.charset import decode, looks_like_html
from ticker_clean.clean import clean_page
from ticker_clean.containers import KINDS, Limits, folder_evidence, is_named_like_a_page, page, read_pages
from ticker_clean.corpus.files import Found, Names, believed, os_sentence, page_name
from ticker_clean.corpus.parcels import pack
from ticker_clean.corpus.workers import Send
from ticker_clean.errors import EmptyError, PageError
from ticker_clean.model import CleanPage, Failure, SavedPage

_HEAD = 4096
_WHOLE = 8 << 20
"""A file up to so many bytes is read in one go."""
_MANY = (b"WARC/", b"\x1f\x8b", b"PK\3\4")
"""How files begin that may hold any number of pages: WARC, gzip (of a WARC), zip and WACZ."""
STRIPE = 8
"""Pages that follow each other in a shared file and go to one worker."""
_TICK = 0.25
"""Seconds between signs of life while pages are passed over."""


class Part(NamedTuple):
    """A file to read, or what is to be read of it."""

    path: str
    """Where it is opened."""
    name: str
    """What its pages are called after, as given (not yet `page_name`)."""
    in_folder: bool = False
    skip: int = 0
    """So many pages are known already."""
    sha256: str | None = None
    """The file is not read if it still has this hash."""


class End(NamedTuple):
    """What became of a file."""

    pages: int
    """How many it holds, as far as it could be read."""
    is_settled: bool = True
    """Whether the same bytes would give the same again; not so where the system failed."""
    is_same: bool = False
    """Whether the hash was the one given; nothing was read then."""
    size: int = 0
    mtime_ns: int = 0
    sha256: str | None = None
    skipped: dict[str, int] = {}  # noqa: RUF012  # never changed


def number_bytes(number: int) -> bytes:
    return number.to_bytes(4, "big")


def may_hold_many(head: bytes) -> bool:
    """Whether a file that begins so may hold many pages."""
    return head.startswith(_MANY)


@dataclass(frozen=True, slots=True)
class Reader:
    """How files are read in this run."""

    limits: Limits = field(default_factory=Limits)
    audit: bool = False
    hashed: bool = False
    """Whether the hash of each file is wanted."""

    def work(self, message: bytes, send: Send) -> None:
        """Read the files that a message of `message_of` names."""
        parts, (stripe, stripes) = json.loads(message)
        for part in parts:
            self._read(Part(*part), stripe, stripes, send)

    def pages(self, part: Part) -> Iterator[SavedPage | Failure]:
        """The pages of a file as they were saved, one by one."""
        try:
            with open_file(part.path) as stream:
                yield from self._items(stream, part, Counter())
        except OSError as error:
            yield Failure(page_name(part.name), "unreadable", os_sentence(error))

    def results(self, part: Part) -> Iterator[CleanPage | Failure]:
        """The pages of a file, one by one."""
        yield from self._cleaned(self.pages(part), part, Counter())

    def _items(self, stream: BinaryIO, part: Part, skipped: Counter[str]) -> Iterator[SavedPage | Failure]:
        name = page_name(part.name)
        folder = os.path.dirname(part.path)  # noqa: PTH120
        siblings = Names(folder)
        evidence = folder_evidence(part.name, siblings, siblings.read) if part.path == part.name else None
        for item in read_pages(stream, name, self.limits, skipped, evidence):
            if isinstance(item, Failure) and is_no_page(item, part):
                skipped["no page"] += 1
            else:
                yield item

    def _cleaned(
        self, items: Iterable[SavedPage | Failure], part: Part, skipped: Counter[str]
    ) -> Iterator[CleanPage | Failure]:
        for item in items:
            result = clean(item)
            if is_no_page(result, part):
                skipped["no page"] += 1
            else:
                yield result

    def _read(self, part: Part, stripe: int, stripes: int, send: Send) -> None:
        skipped: Counter[str] = Counter()
        end = End(0)
        results: list[CleanPage | Failure] = []
        """Of a file that holds one page or few; those of a larger one are told as they come."""
        number = 0

        def tick() -> None:
            send(b"t" + number_bytes(part.skip))

        try:
            with open_file(part.path) as stream:
                status = stream.status if isinstance(stream, Whole) else os.fstat(stream.fileno())
                digest = _sha256(stream, tick) if self.hashed else None
                end = end._replace(size=status.st_size, mtime_ns=believed(status.st_mtime_ns), sha256=digest)
                if digest and digest == part.sha256:
                    send(b"e" + json.dumps(end._replace(is_same=True)).encode())
                    return
                items = self._items(stream, part, skipped)
                if may_hold_many(stream.read(8)):
                    for number in self._read_many(items, part.skip, stripe, stripes, send):  # noqa: B007  # the last
                        pass
                else:
                    number = part.skip
                    results = list(self._cleaned(items, part, skipped))[number:]
        except OSError as error:
            end = end._replace(is_settled=False)
            results = [Failure(page_name(part.name), "unreadable", os_sentence(error))]
        end = end._replace(pages=number + len(results), skipped=dict(skipped))
        parcels = [pack(result, audit=self.audit) for result in results]
        for at, parcel in enumerate(parcels[:-1], end.pages - len(parcels) + 1):
            send(b"p" + number_bytes(at) + parcel)
        send(b"e" + b"\n".join([json.dumps(end).encode(), *parcels[-1:]]))

    def _read_many(
        self, items: Iterable[SavedPage | Failure], skip: int, stripe: int, stripes: int, send: Send
    ) -> Iterator[int]:
        """Read the pages that are in our stripe and not known, telling each; yields the number of every page."""
        told = time.monotonic()
        for number, item in enumerate(items, 1):
            if number > skip and stripe_of(number, stripes) == stripe:
                name = item.source if isinstance(item, SavedPage) else item.page
                send(b"a" + number_bytes(number) + name.encode("utf-8", "backslashreplace"))
                send(b"p" + number_bytes(number) + pack(clean(item), audit=self.audit))
                told = time.monotonic()
            elif time.monotonic() > told + _TICK:
                send(b"t" + number_bytes(number))
                told = time.monotonic()
            yield number


def message_of(parts: Iterable[Part], stripe: int = 0, stripes: int = 1) -> bytes:
    """The message that lets `Reader.work` read the files, or of one file the pages in one of several stripes."""
    return json.dumps([[*parts], [stripe, stripes]]).encode()


def stripe_of(number: int, stripes: int) -> int:
    """Which stripe the page of that number is in."""
    return (number - 1) // STRIPE % stripes


def is_no_page(item: CleanPage | Failure, part: Part) -> bool:
    """Whether a file in a folder is passed over: it cannot be read, and its name does not promise a page."""
    return (
        part.in_folder
        and isinstance(item, Failure)
        and item.error == "unsupported"
        and item.page == page_name(part.name)
        and not is_named_like_a_page(part.name)
    )


def clean(item: SavedPage | Failure) -> CleanPage | Failure:
    """Clean one page, or say why it cannot be."""
    if isinstance(item, Failure):
        return item
    try:
        return clean_page(item)
    except PageError as error:
        return Failure(item.source, error.error, str(error))
    except Exception as error:  # noqa: BLE001  # a fault of ours over one page may cost that page, never a long run
        return Failure(item.source, "crashed", f"A fault of ticker-clean, please report it: {error!r}.")


class Whole(io.BytesIO):
    """A file that was read in one go."""

    def __init__(self, data: bytes, status: os.stat_result) -> None:
        super().__init__(data)
        self.status = status


@contextmanager
def open_file(path: str) -> Iterator[Whole | BinaryIO]:
    """The file as a stream that can be wound back."""
    with Path(path).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if status.st_size <= _WHOLE:
            yield Whole(file.readall(), status)
        else:
            with Path(path).open("rb", buffering=1 << 18) as stream:
                yield stream


def copy_pipe(pipe: IO[bytes], copy: IO[bytes], limits: Limits) -> None:
    """Copy what can be read only once; not much more than the largest page, unless many may follow each other."""
    block = pipe.read(1 << 16)
    left = sys.maxsize if may_hold_many(block) else limits.max_file_bytes
    while block and left >= 0:
        copy.write(block)
        left -= len(block)
        block = pipe.read(1 << 16)


def begins_like_many(path: str) -> bool:
    """Whether the file may hold many pages; not so where it cannot be read, which its reader will tell."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            return may_hold_many(file.read(8) or b"")
    except OSError:
        return False


def format_of(found: Found) -> str:
    """The format of a file as its first bytes tell it: `warc`, `mhtml`, `html`, `dump`, ..., or the kind of failure."""
    if not found.is_regular:
        return "unknown"
    try:
        with Path(found.path).open("rb") as file:
            head = file.read(_HEAD)
            if not head:
                return EmptyError.error
            name = next(kind for kind in KINDS if kind.matches(head, file, found.path)).name
        if name != page.KIND.name:
            return name
        text, *_ = decode(head[:-4] if len(head) == _HEAD else head, None)  # not within a character
        return "html" if looks_like_html(text) else "dump"
    except PageError as error:
        return error.error
    except OSError:
        return "unreadable"


def _sha256(stream: BinaryIO, tick: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
        tick()
    stream.seek(0)
    return digest.hexdigest()
