"""Any number of pages: found, cleaned on all processors, and given back in order, each article and snapshot once.

The order of the output is that of the files (`files.find_files`), whatever the number of workers; results that come
early wait, and when too many wait, their workers do. A page that fails, hangs or takes its worker with it is a row of
`failures`, and the run goes on.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ticker_clean.containers import Limits
from ticker_clean.corpus.dispatch import Batch, Dispatch, Given, Told
from ticker_clean.corpus.files import Found, Skip, count_files, find_files, os_sentence, page_name
from ticker_clean.corpus.parcels import Parcel, pack, unpack, with_same_as
from ticker_clean.corpus.reading import Part, Reader, begins_like_many, copy_pipe, format_of
from ticker_clean.corpus.repeats import Met
from ticker_clean.corpus.state import Known, State, code_version
from ticker_clean.corpus.workers import Pool, run_here
from ticker_clean.model import CleanPage, Failure

PAGE_TIMEOUT = 30.0
"""Seconds for one page; an ordinary one takes some milliseconds."""
_SMALL = 1 << 20
"""Bytes of a single input for which no worker is started."""
_SHARED = 1 << 20
"""Bytes of a container from which on all workers read it together."""
_TRANSIENT = ("timeout", "crashed", "unreadable")
"""Failures that the next run may not meet again; such a page is not remembered, nor what follows it in its file."""


def clean_paths(paths: Iterable[str | Path]) -> Iterator[CleanPage | Failure]:
    """Clean every page under the paths, in order; a page that cannot be read is a `Failure`, never an exception.

    In this process and one after the other, without a time limit; `Corpus` is the parallel form, which gives rows.
    """
    reader = Reader()
    with ExitStack() as stack:
        pipes = _Pipes(stack)
        for found in find_files(paths):
            part = found if isinstance(found, Failure) else pipes.part(found)
            if isinstance(part, Failure):
                yield part
            else:
                yield from reader.results(part)


class _Entry(NamedTuple):
    """A file in the order of the output."""

    found: Found | Failure
    known: Known | None = None
    """What an earlier run knew of it."""
    holds: bool = False
    """Whether that still holds, for size and time are the same; if not, only reading will tell."""


class _Pipes:
    """Standard input, and pipes that the user names, as files that can be read again: copies of them."""

    def __init__(self, stack: ExitStack, stdin: BinaryIO | None = None) -> None:
        self._stack = stack
        self._stdin = stdin
        self._copies: dict[str, str] = {}

    def part(self, found: Found) -> Part | Failure:
        """What is to be read of an input; a failure where a pipe cannot be copied."""
        if found.is_regular:
            return Part(found.path, found.path, found.in_folder)
        if found.path not in self._copies:
            copy = self._stack.enter_context(tempfile.NamedTemporaryFile())  # noqa: SIM115  # the stack closes it
            try:
                if found.path == "-":
                    copy_pipe(self._stdin or sys.stdin.buffer, copy, Limits())
                else:
                    with Path(found.path).open("rb") as pipe:
                        copy_pipe(pipe, copy, Limits())
            except OSError as error:
                return Failure(page_name(found.path), "unreadable", os_sentence(error))
            copy.flush()
            self._copies[found.path] = copy.name
        return Part(self._copies[found.path], found.path)


class Corpus:
    """A run over many pages; `parcels` does it, and the counters tell how far it is.

    `jobs` is the number of worker processes (default: one a processor). `leave_out` are real paths that are not read
    though they lie in a folder that is. With `state`, pages that an earlier run finished are not read again. POSIX
    systems only; call it where no other threads are running, for workers are forked.
    """

    def __init__(
        self,
        paths: Iterable[str | Path],
        *,
        jobs: int | None = None,
        audit: bool = False,
        page_timeout: float = PAGE_TIMEOUT,
        limits: Limits | None = None,
        state: str | None = None,
        leave_out: frozenset[str] = frozenset(),
        stdin: BinaryIO | None = None,
    ) -> None:
        self.skipped: Counter[str] = Counter()
        """What is no page, by reason: files in folders, and what files hold besides pages."""
        self.files = 0
        """Files that are through."""
        self._paths = list(paths)
        self._jobs = jobs or processors()
        self._timeout = page_timeout
        limits = limits or Limits()
        self._reader = Reader(limits, audit, hashed=state is not None)
        self._version = f"{limits} {audit}"
        self._state_path = state
        self._leave_out = leave_out
        self._stdin = stdin
        self._on_skip: Skip | None = None

    def parcels(self, on_skip: Skip | None = None) -> Generator[Parcel]:
        """Every page, in order. Closing the iterator ends the workers and keeps the state.

        `on_skip` is told of each file that is passed over, some of them before the pages that stand before them.
        Raises a `StateError` where the state cannot be read or kept.
        """
        self._on_skip = on_skip
        with ExitStack() as stack:
            pipes = _Pipes(stack, self._stdin)
            alone = self._alone(pipes)
            yield from self._read_here(alone) if alone else self._read_in_parallel(pipes, stack)

    def count(self) -> int:
        """About how many files there are, found quickly."""
        return count_files(self._paths)

    def formats(self) -> Iterator[tuple[str, str, int]]:
        """Each file that would be read, by name, format and size in bytes; or the kind of its failure, and 0."""
        for found in find_files(self._paths, leave_out=self._leave_out, skip=self._skip):
            if isinstance(found, Failure):
                yield found.page, found.error, 0
            else:
                yield page_name(found.path), format_of(found), found.size

    def _alone(self, pipes: _Pipes) -> Part | None:
        """The only input, if it is a small file or a small page from a pipe: no worker is started for it."""
        if len(self._paths) != 1 or self._state_path or Path(self._paths[0]).is_dir():
            return None
        found = next(find_files(self._paths))
        part = found if isinstance(found, Failure) else pipes.part(found)
        return part if isinstance(part, Part) and Path(part.path).stat().st_size <= _SMALL else None

    def _read_here(self, part: Part) -> Iterator[Parcel]:
        batch = Batch([part])
        run_here(batch, self._reader.work, self._timeout)
        self.files += 1
        yield from self._pages(part.name, batch.told)

    def _read_in_parallel(self, pipes: _Pipes, stack: ExitStack) -> Iterator[Parcel]:
        state = None
        if self._state_path:
            state = State(self._state_path, f"{code_version()} {self._version}")
            stack.callback(state.close)
        pool = stack.enter_context(Pool(self._jobs, self._reader.work, self._timeout))
        for entry, told in Dispatch(pool, self._given(state, pipes)).results():
            if isinstance(entry.found, Failure):
                yield unpack(pack(entry.found))
            elif state and entry.found.is_regular:
                yield from self._kept(entry, entry.found, told, state)
            else:
                yield from self._pages(entry.found.path, told)
            self.files += 1

    def _given(self, state: State | None, pipes: _Pipes) -> Iterator[Given[_Entry]]:
        """The files, with what is known of them and what is to be read."""
        for found in find_files(self._paths, leave_out=self._leave_out, skip=self._skip):
            part = found if isinstance(found, Failure) else pipes.part(found)
            if isinstance(part, Failure) or isinstance(found, Failure):
                yield Given(_Entry(part if isinstance(part, Failure) else found))
                continue
            known = state.known(found.path) if state and found.is_regular else None
            holds = False
            if known:
                holds = (known.size, known.mtime_ns) == (found.size, found.mtime_ns)
                if holds and known.is_whole:
                    yield Given(_Entry(found, known, holds))
                    continue
                part = part._replace(skip=known.pages if holds else 0, sha256=known.sha256)
            size = found.size if found.is_regular else Path(part.path).stat().st_size
            is_shared = size >= _SHARED and begins_like_many(part.path)
            yield Given(_Entry(found, known, holds), part, size, is_shared)

    def _skip(self, path: str, reason: str) -> None:
        self.skipped[reason] += 1
        if self._on_skip:
            self._on_skip(path, reason)

    def _skip_inside(self, path: str, pages: int, skipped: dict[str, int]) -> None:
        """Count what a file holds besides its pages; a file that holds nothing else is passed over itself."""
        self.skipped.update(skipped)
        if self._on_skip and skipped and not pages:
            self._on_skip(path, ", ".join(skipped))

    def _pages(self, path: str, told: Iterable[Told]) -> Iterator[Parcel]:
        for page in told:
            if page.end:
                self._skip_inside(path, page.end.pages, page.end.skipped)
            else:
                yield unpack(page.parcel)

    def _kept(self, entry: _Entry, found: Found, told: Iterator[Told], state: State) -> Iterator[Parcel]:
        """The pages of a file: those the state knows, then those that are read, which it is given to keep."""
        known = entry.known
        if known and entry.holds:
            yield from map(unpack, state.parcels(known))
            state.go_on(known)
            self._skip_inside(found.path, known.pages, known.skipped)
        is_begun = entry.holds
        is_kept = True
        for page in told:
            end = page.end
            if end and end.is_same and known:
                yield from map(unpack, state.parcels(known))
                state.go_on(known)
                end = end._replace(pages=known.pages, skipped=known.skipped)
            elif not is_begun:
                state.begin(found.path, found.size, found.mtime_ns)
                is_begun = True
            if end:
                self._skip_inside(found.path, end.pages, end.skipped)
                if is_kept and end.is_settled:
                    state.finish(end.pages, end.size, end.mtime_ns, end.sha256, end.skipped)
            else:
                parcel = unpack(page.parcel)
                is_kept = is_kept and parcel.failure not in _TRANSIENT
                if is_kept:
                    state.add(page.number, page.parcel)
                yield parcel


class Tables:
    """Pages as rows of the tables, each article and each snapshot once; counts what passed."""

    def __init__(self) -> None:
        self.pages = self.articles = self.repeats = self.snapshots = 0
        self.failures: Counter[str] = Counter()
        """By kind."""
        self._met = Met()
        self._snapshots: set[bytes] = set()

    def rows(self, parcel: Parcel) -> list[tuple[str, bytes]]:
        """The rows that a page adds, as (table, JSON text): new rates, new articles, and its page or failure."""
        if parcel.failure:
            self.failures[parcel.failure] += 1
            return [("failures", parcel.rows[0])]
        self.pages += 1
        rows: list[tuple[str, bytes]] = []
        if parcel.snapshot and (id_ := bytes.fromhex(parcel.snapshot)) not in self._snapshots:
            self._snapshots.add(id_)
            self.snapshots += 1
            rows.extend(("rates", row) for row in parcel.rates)
        for row, sketch in zip(parcel.articles, parcel.sketches, strict=True):
            is_new, version = self._met.meet(sketch)
            if is_new:
                self.articles += 1
                rows.append(("articles", with_same_as(row, version)))
            else:
                self.repeats += 1
        rows.append(("pages", parcel.rows[-1]))
        return rows


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
