"""Files and folders: which are to be read, in which order, and which are passed over.

A folder is walked in the order of the names, a folder within it where its name stands, so the order never depends on
the file system. Symbolic links to folders are not followed (a loop would have no end), links to files are. FIFOs,
sockets and devices inside folders are never opened. Memory does not grow with the number of files in a folder.
"""

from __future__ import annotations

import heapq
import os
import stat
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from ticker_clean.containers import archivebox_page, companion_reason
from ticker_clean.model import Failure

_RUN = 50_000
"""So many names of one folder are sorted in memory; a folder with more is sorted by merging files, 5 MB at a time."""
_INDEX_BYTES = 1 << 20
"""An ArchiveBox index has some 5 kB."""
_RACY = 100_000_000
"""Nanoseconds; file systems count time in steps of some 10 ms."""


Skip: TypeAlias = Callable[[str, str], object]
"""Is told the path of a file or folder that is passed over, and the reason in a few words."""


class Found(NamedTuple):
    """A file to read."""

    path: str
    """As given, or joined with the path inside the folder; `-` is standard input."""
    size: int
    """Bytes; 0 where only reading tells, as for a pipe."""
    mtime_ns: int
    is_regular: bool
    in_folder: bool
    """Whether it was found in a folder, and not named by the user."""


def find_files(
    paths: Iterable[str | Path], *, leave_out: frozenset[str] = frozenset(), skip: Skip = lambda path, reason: None
) -> Iterator[Found | Failure]:
    """The files to read, in order: each path as given, in place of a folder its files.

    `leave_out` are real paths that are not read if found in a folder: what the run itself writes. `skip` is told
    what in folders is no page, and why (`companion_reason`): hidden files, `*_files` that browsers put beside a page,
    images, styles, scripts, fonts; links to folders; special files; the further copies of one page in an ArchiveBox
    snapshot. A folder or a file that cannot be looked at is a `Failure`.
    """
    for path in map(str, paths):
        if path == "-":
            yield Found(path, 0, 0, False, False)
            continue
        try:
            status = os.stat(path)
        except OSError as error:
            yield Failure(page_name(path), "unreadable", os_sentence(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(path, leave_out, skip)
        else:
            yield _found(path, status, in_folder=False)


def _walk(top: str, leave_out: frozenset[str], skip: Skip) -> Iterator[Found | Failure]:
    inside = [_entries(top, leave_out, skip)]
    """The folders on the way down; no recursion, for paths can be deeper than the stack."""
    while inside:
        entry = next(inside[-1], None)
        if entry is None:
            inside.pop()
        elif isinstance(entry, str):
            inside.append(_entries(entry, leave_out, skip))
        else:
            yield entry


def _entries(folder: str, leave_out: frozenset[str], skip: Skip) -> Iterator[Found | Failure | str]:
    """What a folder holds, in order: files, failures, and the paths of the folders in it."""
    real = os.path.realpath(folder) if leave_out else ""
    try:
        if only := _archivebox_page(folder):
            for name in _visible(folder):
                if name != only.partition("/")[0]:
                    skip(os.path.join(folder, name), "copy")
            yield _look(os.path.join(folder, only))
            return
        with ExitStack() as stack:
            for name in _sorted_names(folder, stack):
                path = os.path.join(folder, name)
                if leave_out and os.path.join(real, name) in leave_out:
                    skip(path, "output")
                else:
                    yield from _entry(path, name, skip)
    except OSError as error:
        yield Failure(page_name(folder), "unreadable", os_sentence(error))


def _entry(path: str, name: str, skip: Skip) -> Iterator[Found | Failure | str]:
    try:
        status = os.lstat(path)
        is_link = stat.S_ISLNK(status.st_mode)
        is_folder = stat.S_ISDIR(status.st_mode)
        if reason := companion_reason(f"{name}/" if is_folder else name):
            skip(path, reason)
            return
        if is_link:
            status = os.stat(path)
    except OSError as error:
        yield Failure(page_name(path), "unreadable", os_sentence(error))
        return
    if is_folder:
        yield path
    elif stat.S_ISREG(status.st_mode):
        yield _found(path, status, in_folder=True)
    else:
        skip(path, "link to a folder" if stat.S_ISDIR(status.st_mode) else "special file")


def _look(path: str) -> Found | Failure:
    try:
        return _found(path, os.stat(path), in_folder=True)
    except OSError as error:
        return Failure(page_name(path), "unreadable", os_sentence(error))


def _visible(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (entry.name for entry in entries if not entry.name.startswith("."))


class Names(Collection[str]):
    """The names in a folder, looked up one by one: of a million of them only a few are asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and os.path.lexists(os.path.join(self._folder, name))

    def __iter__(self) -> Iterator[str]:
        return iter(os.listdir(self._folder))

    def __len__(self) -> int:
        return len(os.listdir(self._folder))

    def read(self, name: str) -> bytes:
        """The first bytes of one of the files; none where it cannot be read, or is no regular file."""
        path = os.path.join(self._folder, name)
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                return b""
            with open(path, "rb") as file:
                return file.read(_INDEX_BYTES)
        except OSError:
            return b""


def _archivebox_page(folder: str) -> str | None:
    names = Names(folder)
    return archivebox_page(names, names.read("index.json")) if "index.json" in names else None


def _found(path: str, status: os.stat_result, *, in_folder: bool) -> Found:
    return Found(path, status.st_size, status.st_mtime_ns, stat.S_ISREG(status.st_mode), in_folder)


def _sorted_names(folder: str, stack: ExitStack) -> Iterator[str]:
    """The names in a folder in order of their bytes' code points; runs of a huge one wait sorted in temporary files."""
    with os.scandir(folder) as entries:
        names = (entry.name for entry in entries)
        run = sorted(islice(names, _RUN))
        runs: list[Iterator[str]] = []
        while len(run) == _RUN:
            file = stack.enter_context(tempfile.TemporaryFile())
            # a name may hold a line break, but never a slash
            file.writelines(os.fsencode(name).replace(b"\n", b"/") + b"\n" for name in run)
            file.seek(0)
            runs.append(_names_in(file))
            run = sorted(islice(names, _RUN))
    return heapq.merge(*runs, run)


def _names_in(file: BinaryIO) -> Iterator[str]:
    for line in file:
        yield os.fsdecode(line[:-1].replace(b"/", b"\n"))


def count_files(paths: Iterable[str | Path]) -> int:
    """About how many files `find_files` will find: for a progress bar, quickly, without an order or a look at them."""
    total = 0
    folders = []
    for path in map(str, paths):
        if os.path.isdir(path):
            folders.append(path)
        else:
            total += 1
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if companion_reason(f"{entry.name}/" if is_folder else entry.name):
                        continue
                    if is_folder:
                        folders.append(entry.path)
                    else:
                        total += 1
        except OSError:  # the walk will tell
            continue
    return total


def page_name(path: str | Path) -> str:
    """The path as text; bytes of a name that are not UTF-8 are shown as `\\\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def os_sentence(error: OSError) -> str:
    """What the system says, as a sentence.

    >>> os_sentence(FileNotFoundError(2, "No such file or directory"))
    'No such file or directory.'
    """
    return f"{error.strerror or type(error).__name__}."


def believed(mtime_ns: int) -> int:
    """The time of change of a file that is about to be read; -1 if it changed so lately that it may change again and
    keep its time, so that the time proves nothing."""
    return -1 if time.time_ns() - mtime_ns < _RACY else mtime_ns
