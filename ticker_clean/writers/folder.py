"""A folder with one file a table: the files take their names together, when all are whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from ticker_clean.errors import OutputError


@contextmanager
def whole_files(folder: Path, names: Iterable[str]) -> Iterator[dict[str, BinaryIO]]:
    """Files to write, by name; what else is in the folder stays. After an error the folder is as it was before.

    Raises an `OutputError` where the folder cannot be made or written.
    """
    try:
        folder.mkdir(exist_ok=True)
        hidden = TemporaryDirectory(prefix=".ticker-clean.", dir=folder)
    except OSError as error:
        raise OutputError(f"Cannot write into the folder {str(folder)!r}: {error.strerror}.") from error
    with hidden as beside:
        with ExitStack() as stack:
            files: dict[str, BinaryIO] = {}
            for name in names:
                files[name] = stack.enter_context((Path(beside) / name).open("wb"))
            yield files
        for name in files:
            (Path(beside) / name).replace(folder / name)
