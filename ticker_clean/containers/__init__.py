"""Every kind of file that people save pages in. Each kind is one module with one `KIND`, and one line of `KINDS`.

What a file is, is told by its content; its name only breaks a tie. `read_pages` gives the pages of any of them, one
at a time: a WARC or a zip is never in memory as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from ticker_clean.containers import gzipped, mhtml, page, wacz, warc, wayback, webarchive, zipped
from ticker_clean.containers.folder import (
    Evidence,
    archivebox_page,
    companion_reason,
    folder_evidence,
    is_named_like_a_page,
    with_evidence,
)
from ticker_clean.containers.kind import Item, Limits, Reading
from ticker_clean.containers.marks import MARKS, with_marks
from ticker_clean.errors import EmptyError, PageError
from ticker_clean.model import Failure, Row, SavedPage

__all__ = [
    "Evidence",
    "Limits",
    "archivebox_page",
    "companion_reason",
    "folder_evidence",
    "formats",
    "is_named_like_a_page",
    "read_pages",
]

KINDS = (
    warc.KIND,  # before gzip, of which a WARC is a special case; WACZ before zip likewise
    wacz.KIND,
    zipped.KIND,
    gzipped.KIND,
    webarchive.KIND,
    mhtml.KIND,
    page.KIND,  # whatever is none of the others
)
_HEAD = 4096


def read_pages(
    stream: BinaryIO,
    source: str,
    limits: Limits | None = None,
    skipped: Counter[str] | None = None,
    evidence: Evidence | None = None,
) -> Iterator[SavedPage | Failure]:
    """The pages in a file, and a failure for each part of it that cannot be read.

    The stream must be seekable. `source` is the path of the file; pages of a container that can hold several are
    named `source#1` and so on. What is found inside and is no page is counted in `skipped` by a few words. `evidence`
    is what the folder tells (`folder_evidence`), believed where the file itself tells nothing. Never raises
    `PageError`: a file that cannot be read at all is one failure.

    >>> import io
    >>> [page.format for page in read_pages(io.BytesIO(b"Rates held."), "rates.txt")]
    ['dump']
    """
    reading = Reading(limits or Limits(), Counter() if skipped is None else skipped, _read)
    try:
        for item in _read(stream, source, reading):
            if isinstance(item, SavedPage) and item.source == source:  # not one of several
                item = with_evidence(item, evidence)
            yield item
    except PageError as error:
        yield Failure(source, error.error, str(error))


def _read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise EmptyError("The file is empty.")
    kind = next(kind for kind in KINDS if kind.matches(head, stream, source))
    stream.seek(0)
    for item in kind.read(stream, source, reading):
        yield with_marks(item) if isinstance(item, SavedPage) else item


def formats() -> list[Row]:
    """What can be read, by which extra, and how the URL and the time of capture are known: a row for each."""
    kinds = [(kind.name, kind.files, kind.extra, kind.url, kind.saved) for kind in KINDS]
    marks = [("html", mark.files, None, mark.url, mark.saved) for mark in MARKS]
    others = [
        ("html", "Wayback Machine copies, toolbar and links undone", None, wayback.URL, wayback.SAVED),
        ("html", "ArchiveBox snapshots, one page of each", None, "index.json", "index.json"),
        ("html", "wget and other mirrors", None, "folders named host/path, without a scheme", "not told"),
        ("html", "downloads on Windows, with their zone mark", None, "Zone.Identifier: HostUrl", "not told"),
    ]
    return [
        dict(zip(("format", "files", "extra", "url", "saved"), row, strict=True)) for row in (*kinds, *marks, *others)
    ]
