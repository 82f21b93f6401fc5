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
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ticker_clean.model import Failure

_RUN = 50_000
"""So many names of one folder are sorted in memory; a folder with more is sorted by merging files, 5 MB at a time."""
_COMPANIONS = ("_files", ".files")
_SKIPPED = {
    "image": "jpg jpeg png gif svg webp avif bmp ico tif tiff",
    "style": "css",
    "script": "js mjs map",
    "font": "woff woff2 ttf otf eot",
}
_BY_SUFFIX = {suffix: reason for reason, suffixes in _SKIPPED.items() for suffix in suffixes.split()}


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
    paths: Iterable[str | Path], *, leave_out: frozenset[str] = frozenset(), skipped: Counter[str] | None = None
) -> Iterator[Found | Failure]:
    """The files to read, in order: each path as given, in place of a folder its files.

    `leave_out` are real paths that are not read if found in a folder: what the run itself writes. `skipped` counts,
    by reason, the files in folders that are no pages: hidden ones, `*_files` that browsers put beside a page, images,
    styles, scripts, fonts, links to folders, special files. A folder or a file that cannot be looked at is a `Failure`.
    """
    skipped = Counter() if skipped is None else skipped
    for path in map(os.fspath, paths):
        if path == "-":
            yield Found(path, 0, 0, False, False)
            continue
        try:
            status = os.stat(path)
        except OSError as error:
            yield Failure(page_name(path), "unreadable", os_sentence(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(path, leave_out, skipped)
        else:
            yield _found(path, status, in_folder=False)


def _walk(folder: str, leave_out: frozenset[str], skipped: Counter[str]) -> Iterator[Found | Failure]:
    real = os.path.realpath(folder) if leave_out else ""
    try:
        with ExitStack() as stack:
            for name in _sorted_names(folder, stack):
                path = os.path.join(folder, name)  # noqa: PTH118  # a Path for each of a million files is slow
                if leave_out and os.path.join(real, name) in leave_out:  # noqa: PTH118
                    skipped["output"] += 1
                else:
                    yield from _entry(path, name, leave_out, skipped)
    except OSError as error:
        yield Failure(page_name(folder), "unreadable", os_sentence(error))


def _entry(path: str, name: str, leave_out: frozenset[str], skipped: Counter[str]) -> Iterator[Found | Failure]:
    if reason := _companion_reason(name):
        skipped[reason] += 1
        return
    try:
        status = os.lstat(path)
        is_link = stat.S_ISLNK(status.st_mode)
        if is_link:
            status = os.stat(path)
    except OSError as error:
        yield Failure(page_name(path), "unreadable", os_sentence(error))
        return
    if stat.S_ISREG(status.st_mode):
        yield _found(path, status, in_folder=True)
    elif not stat.S_ISDIR(status.st_mode):
        skipped["special file"] += 1
    elif is_link:
        skipped["link to a folder"] += 1
    else:
        yield from _walk(path, leave_out, skipped)


def _companion_reason(name: str) -> str | None:
    if name.startswith("."):
        return "hidden"
    if name.endswith(_COMPANIONS):
        return "companion"
    return _BY_SUFFIX.get(name.rpartition(".")[2].lower()) if "." in name else None


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
    for path in map(os.fspath, paths):
        if os.path.isdir(path):  # noqa: PTH112
            folders.append(path)
        else:
            total += 1
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if _companion_reason(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
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
