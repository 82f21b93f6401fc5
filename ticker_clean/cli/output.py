"""Where a command writes: standard output, or a file that takes its name only when it is whole."""

from __future__ import annotations

import fcntl
import glob
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import click

_PART = ".part"


@contextmanager
def whole_file(name: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name only when it is whole.

    A link is followed. What is no file (a named pipe, /dev/null) is written as it stands, never replaced.
    """
    if name == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.flush()
        except BrokenPipeError:
            give_up_standard_output()
            raise click.exceptions.Exit(0) from None
        return
    if os.path.exists(name or ".") and not os.path.isfile(name):  # noqa: PTH110, PTH113
        with _device(name) as out:
            yield out
        return
    target = Path(os.path.realpath(name))
    try:
        _remove_leftovers(target)
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_PART, dir=target.parent)
        with suppress(OSError):  # a file system without locks; there, leftovers stay
            fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        raise click.UsageError(f"Cannot write {name!r}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(target)
    except BaseException as error:  # whatever ended the run, the half-written file goes
        Path(beside).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise click.ClickException(f"Cannot write {name!r}: {error.strerror or error}.") from error
        raise


def give_up_standard_output() -> None:
    """Whoever read us has enough, as `head` does, or the disk is full; what is still buffered has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _device(name: str) -> Iterator[BinaryIO]:
    try:
        device = os.fdopen(os.open(name or ".", os.O_WRONLY), "wb")
    except OSError as error:
        raise click.UsageError(f"Cannot write {name!r}: {error.strerror}.") from error
    try:
        with device as out:
            yield out
    except BrokenPipeError:
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        raise click.ClickException(f"Cannot write {name!r}: {error.strerror}.") from error


def _remove_leftovers(target: Path) -> None:
    """Remove what runs that were killed left beside the target: half-written files that no run holds locked."""
    for beside in target.parent.glob(f".{glob.escape(target.name)}.*{_PART}"):
        with suppress(OSError), beside.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            beside.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
