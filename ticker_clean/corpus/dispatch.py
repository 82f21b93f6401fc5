"""Files spread over workers in batches, and their pages brought back into the order of the files.

A bounded number of files is handed out and not yet through, and a bounded number of bytes waits for its turn: when
results pile up behind a slow page, all workers but the one that has it wait.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from ticker_clean.corpus.files import page_name
from ticker_clean.corpus.parcels import pack
from ticker_clean.corpus.reading import End, Part, message_of, stripe_of
from ticker_clean.corpus.workers import Pool
from ticker_clean.model import Failure

_BATCH_FILES, _BATCH_BYTES, _BATCH_NAMES = 32, 1 << 20, 4096
"""A batch has at most so many files, bytes of content and characters of names: some 50 ms of work, a short message."""
_PLANNED = 2048
"""Files that are handed out and not yet through."""
_BACKLOG = 32 << 20
"""Bytes of results that may wait for their turn."""
_POLL_EVERY = 64
"""Files that need no worker before a look at the workers all the same."""

Entry = TypeVar("Entry")


class Told(NamedTuple):
    """A page of a file, or, without a parcel, the end of the file."""

    number: int
    parcel: bytes = b""
    end: End | None = None


class Given(NamedTuple, Generic[Entry]):
    """An entry of the output, and the file to be read for it."""

    entry: Entry
    part: Part | None = None
    """None where nothing needs to be read."""
    size: int = 0
    """Bytes, as far as it is known."""
    is_shared: bool = False
    """Whether all workers read it together."""


class _Backlog:
    """How many bytes of results wait for their turn."""

    size = 0


class Batch:
    """Files for one worker to read, or one stripe of a file that all share; a `workers.Task`."""

    def __init__(self, parts: list[Part], backlog: _Backlog | None = None, stripe: int = 0, stripes: int = 1) -> None:
        self.parts = parts
        self.done = False
        self.told: deque[Told] = deque()
        """What the worker told of the files, one after the other."""
        self._backlog = backlog or _Backlog()
        self._stripe, self._stripes = stripe, stripes
        self._at = 0
        """The file at hand."""
        self._number = 0
        """The page of it that is being cleaned, or the last one that was told or passed over."""
        self._name: str | None = None
        """The name of the page that is being cleaned, where its file may hold many."""
        self._is_wanted = True

    def message(self) -> bytes:
        first, *others = self.parts[self._at :]
        return message_of([first._replace(skip=max(first.skip, self._number)), *others], self._stripe, self._stripes)

    def take(self, frame: bytes) -> None:
        kind = frame[:1]
        if kind == b"e":
            end, _, parcel = frame[1:].partition(b"\n")
            self._end(End(*json.loads(end)), parcel)
            return
        self._number = int.from_bytes(frame[1:5], "big")
        self._name = frame[5:].decode() if kind == b"a" else None
        if kind == b"p":
            self._tell(Told(self._number, frame[5:]))

    def lost(self, error: str, detail: str) -> bool:
        if self._at == len(self.parts):
            return False
        if self._name is not None:  # that page is to blame; the others of its file can still be read
            self._tell(Told(self._number, pack(Failure(self._name, error, detail))))
            self._name = None
            return True
        name = page_name(self.parts[self._at].name)
        if self._number:
            detail = f"{detail} What comes after page {self._number:,} was not reached."
        self._end(End(self._number + 1, is_settled=False), pack(Failure(name, error, detail)))
        return self._at < len(self.parts)

    def next(self) -> Told:
        """What was told first and not yet taken."""
        told = self.told.popleft()
        self._backlog.size -= len(told.parcel)
        return told

    def drop(self) -> None:
        """Nobody wants what else is told."""
        self._is_wanted = False
        while self.told:
            self.next()

    def _tell(self, told: Told) -> None:
        if self._is_wanted:
            self.told.append(told)
            self._backlog.size += len(told.parcel)

    def _end(self, end: End, parcel: bytes) -> None:
        if parcel:
            self._tell(Told(end.pages, parcel))
        self._tell(Told(end.pages + 1, end=end))
        self._at += 1
        self._number, self._name = 0, None


class Dispatch(Generic[Entry]):
    """Reads what it is given, in order."""

    def __init__(self, pool: Pool, given: Iterator[Given[Entry]]) -> None:
        self._pool = pool
        self._given = given
        self._backlog = _Backlog()
        self._plan: deque[tuple[Entry, list[Batch]]] = deque()
        self._open = Batch([], self._backlog)
        """The batch that is being filled."""
        self._bytes = self._names = self._batches = 0

    def results(self) -> Iterator[tuple[Entry, Iterator[Told]]]:
        """Each entry with what was told of its file, which must be taken before the next entry is."""
        while True:
            for _ in range(_POLL_EVERY):
                self._fill()
                if not self._plan:
                    return
                entry, batches = self._plan.popleft()
                yield entry, self._told(batches) if batches else iter(())
            self._pool.poll()

    def _told(self, batches: list[Batch]) -> Iterator[Told]:
        told = Told(batches[0].parts[0].skip)
        while not told.end:
            batch = batches[stripe_of(told.number + 1, len(batches))]
            while not batch.told:
                self._fill()
                self._pool.poll(batch, first_only=self._backlog.size > _BACKLOG)
            told = batch.next()
            yield told
        if len(batches) > 1:
            for batch in batches:
                batch.drop()

    def _fill(self) -> None:
        """Hand out files while workers have room, and not too many are on the way."""
        while len(self._plan) < _PLANNED and self._pool.has_room():
            given = next(self._given, None)
            if given is None:
                break
            entry, part, size, is_shared = given
            if part is None:
                self._plan.append((entry, []))
            elif is_shared:
                self._close_batch()
                batches = [Batch([part], self._backlog, i, self._pool.size) for i in range(self._pool.size)]
                self._plan.append((entry, batches))
                self._pool.share(batches)
            else:
                self._plan.append((entry, [self._open]))
                self._open.parts.append(part)
                self._bytes += size
                self._names += len(part.path) + len(part.name)
                # the first batches are small, so that a small folder, too, keeps all workers busy
                files = min(_BATCH_FILES, 1 + self._batches // self._pool.size)
                if len(self._open.parts) >= files or self._bytes >= _BATCH_BYTES or self._names >= _BATCH_NAMES:
                    self._close_batch()
        self._close_batch()

    def _close_batch(self) -> None:
        """Give the batch to a worker."""
        if self._open.parts:
            self._batches += 1
            self._pool.give(self._open)
            self._open = Batch([], self._backlog)
            self._bytes = self._names = 0
