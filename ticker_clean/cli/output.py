"""Where a command writes: standard output, or a file that takes its name only when it is whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click


@contextmanager
def whole_file(name: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if name == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.flush()
        except BrokenPipeError:
            # whoever read us has enough, as `head` does; what is still buffered has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None
        return
    target = Path(name)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise click.UsageError(f"Cannot write {name!r}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(target)
    except BaseException:  # whatever ended the run, the half-written file goes
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
