"""One JSON document with all tables, or one table's rows as an array. Rows wait in temporary files, not in memory."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from ticker_clean.model import SCHEMA_VERSION, TABLES
from ticker_clean.writers import Rows, TextRows
from ticker_clean.writers.text_json import encoded, row_json

_SPOOL_BYTES = 1 << 20
"""A table stays in memory up to so many bytes, so that small runs touch no disk."""


def write(rows: Rows | TextRows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None:
    """Write the document; with `only`, the bare array of that table."""
    tables = (only,) if only else TABLES
    line, space = (b"\n", b" ") if pretty else (b"", b"")
    with ExitStack() as stack:
        spools = {table: stack.enter_context(SpooledTemporaryFile(_SPOOL_BYTES)) for table in tables}
        for page in rows:
            for table, row in page:
                if spool := spools.get(table):
                    spool.write(b"," + line if spool.tell() else line)
                    spool.write(row if isinstance(row, bytes) else encoded(row_json(row, pretty=pretty)))
        if not only:
            out.write(b'{"schema_version":%b%d' % (space, SCHEMA_VERSION))
        for table, spool in spools.items():
            if not only:
                out.write(b',%b"%b":%b' % (line, table.encode(), space))
            out.write(b"[")
            end = spool.tell()
            spool.seek(0)
            shutil.copyfileobj(spool, out, 1 << 20)
            out.write((line if end else b"") + b"]")
        out.write(b"\n" if only else b"}\n")
    out.flush()
