"""What is read: the paths as given, listed for `--dry-run`, and kept from being overwritten."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ticker_clean.corpus.run import Corpus

_OURS = (
    b'{"schema_version"',
    b"{\n",
    b"[",
    b'{"table"',
    b'{"',
    b"SQLite format 3\0",
    b"PAR1",
    b"snapshot,",
    b"id,",
    b"page,",
)
"""How files begin that we write."""


def given_paths(ctx: click.Context, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths, or standard input where none is given and it is no terminal. Else the help, and exit status 2."""
    if not paths and sys.stdin.isatty():
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)
    if missing := [path for path in paths if path != "-" and not os.path.lexists(path)]:
        raise click.UsageError(f"There is no file or folder {missing[0]!r}.")
    return paths or ("-",)


def refuse_to_overwrite(written: Iterable[str], paths: Iterable[str]) -> None:
    """Raise a `UsageError` where an output is an input: named so, or a page in a folder that is to be read."""
    for output in written:
        if not os.path.isfile(output):  # noqa: PTH113
            continue
        real = os.path.realpath(output)
        for path in paths:
            folder = os.path.realpath(path)
            if path != "-" and (folder == real or (real.startswith(os.path.join(folder, "")) and not _is_ours(real))):  # noqa: PTH118
                raise click.UsageError(f"{output!r} is to be read; it would be overwritten.")


def _is_ours(path: str) -> bool:
    with Path(path).open("rb") as file:
        head = file.read(32)
    return not head or head.startswith(_OURS)


def listed_files(corpus: Corpus) -> int:
    """Print each file that would be read, its format and its size, parted by tabs; how many there are."""
    from ticker_clean.styled import harmless

    number = 0
    for path, format_, size in corpus.formats():
        number += 1
        click.echo(f"{harmless(path)}\t{format_}\t{size}")
    return number
