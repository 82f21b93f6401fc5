"""`ticker-clean extract`: pages in, rows out."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ticker_clean.cli.inputs import given_paths, listed_files, refuse_to_overwrite
from ticker_clean.cli.output import whole_file
from ticker_clean.cli.progress import Progress, clock, counted

if TYPE_CHECKING:
    from ticker_clean.corpus.parcels import Parcel
    from ticker_clean.corpus.run import Corpus, Tables
    from ticker_clean.writers import Rows

FORMATS = ("json", "jsonl", "csv", "sqlite", "parquet")
TABLES = ("rates", "articles", "pages", "failures")
_NEEDS_PATH = {
    "csv": "CSV holds one table: name it with --only rates|articles|pages|failures, or a folder for all with -o.",
    "sqlite": "SQLite needs a file: -o FILE.db.",
    "parquet": "Parquet needs a folder: -o FOLDER.",
}
_BESIDE_DATABASES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file while it is written."""
_MIB = 1 << 20


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="Write here instead of standard output; a folder for parquet, and for csv without --only.",
)
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="json", help="Default: json.")
@click.option("--only", type=click.Choice(TABLES), help="The rows of one table alone.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes. Default: one a processor.")
@click.option(
    "--page-timeout",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="A page that takes longer is a failure.",
)
@click.option(
    "--max-page-bytes",
    type=click.IntRange(1),
    default=64 * _MIB,
    show_default=True,
    metavar="BYTES",
    help="A page that is larger, or expands to more, is a failure.",
)
@click.option(
    "--max-ratio",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    metavar="N",
    help="Packed bytes that expand to more than N times as many are a failure.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Remember finished pages here; the next run reads only what is new or changed, and writes all.",
)
@click.option("--dry-run", is_flag=True, help="List what would be read, with its format, and read nothing.")
@click.option("--strict", is_flag=True, help="Stop at the first page that cannot be read.")
@click.option("--audit", is_flag=True, help="List the text that was dropped, not only its counts.")
@click.option("--progress/--no-progress", default=None, help="Default: when standard error is a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but usage errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what became of each page and file, and every warning.")
@click.pass_context
def extract(ctx: click.Context, /, paths: tuple[str, ...], output: str, format_: str, **options: Any) -> None:
    """Clean saved pages: files, folders (read through, in order of path), or - for standard input.

    Exit status: 0 all well; 1 a page failed or there was none; 2 wrong usage; 130 on Ctrl-C.

    \b
    ticker-clean extract pages/ -o pages.json
    ticker-clean extract pages/ -f jsonl | jq -r 'select(.table=="articles").title'
    ticker-clean extract crawls/ -o all.json --state all.state
    curl -s https://example.org/ | ticker-clean extract - --only articles
    """
    paths = given_paths(ctx, paths)
    refuse_output(output, format_, options["only"])
    written = [path for path in (output, options["state"]) if path and path != "-"]
    refuse_to_overwrite(written, paths)
    from ticker_clean.containers import Limits
    from ticker_clean.corpus.run import Corpus, Tables

    corpus = Corpus(
        paths,
        jobs=options["jobs"],
        audit=options["audit"],
        page_timeout=options["page_timeout"],
        limits=Limits(max_page_bytes=options["max_page_bytes"], max_ratio=options["max_ratio"]),
        state=options["state"],
        leave_out=frozenset(os.path.realpath(path) + end for path in written for end in ("", *_BESIDE_DATABASES)),
        stdin=sys.stdin.buffer,
    )
    if options["dry_run"]:
        ctx.exit(0 if listed_files(corpus) else 1)
    signal.signal(signal.SIGTERM, _stop)
    run = _Run(corpus, Tables(), options, is_shown=_wants_progress(options, output))
    run.write(output, format_)
    ctx.exit(1 if run.tables.failures or not run.tables.pages else 0)


def _stop(number: int, frame: object) -> NoReturn:
    """End as if by Ctrl-C: workers go, the state stays, a half-written output does not."""
    raise SystemExit(128 + number)


def refuse_output(output: str, format_: str, only: str | None) -> None:
    """Raise a `UsageError` where standard output cannot hold the format."""
    if output == "-" and (format_ in ("sqlite", "parquet") or (format_ == "csv" and not only)):
        raise click.UsageError(_NEEDS_PATH[format_])


def _wants_progress(options: dict[str, Any], output: str) -> bool:
    """On a terminal, but not between the rows that are printed there."""
    if options["progress"] is None:
        return not options["quiet"] and sys.stderr.isatty() and not (output == "-" and sys.stdout.isatty())
    return bool(options["progress"])


class _Run:
    """One run, and what is said of it on standard error."""

    def __init__(self, corpus: Corpus, tables: Tables, options: dict[str, Any], *, is_shown: bool) -> None:
        self.tables = tables
        self._corpus = corpus
        self._options = options
        self._progress = Progress(corpus.count() if is_shown else None)
        self._is_shown = is_shown

    def write(self, output: str, format_: str) -> None:
        """Write the rows of all pages, then say how it went. Raises a `ClickException` where they cannot be written."""
        from ticker_clean.errors import OutputError, StateError, WorkerError

        begun = time.monotonic()
        try:
            with closing(self._parcels()) as parcels:
                self._write(parcels, output, format_)
        except OutputError as error:
            raise click.UsageError(str(error)) from error
        except (StateError, WorkerError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:  # of files to read none: that would be a failure's row
            if output == "-":
                raise
            raise click.ClickException(f"Cannot write {output!r}: {error.strerror or error}.") from error
        finally:
            self._progress.clear()
        if not self._options["quiet"]:
            self._sum_up(time.monotonic() - begun)

    def _write(self, parcels: Iterator[Parcel], output: str, format_: str) -> None:
        from ticker_clean.writers import TEXT_FORMATS, path_writer, text_writer, writer

        only = self._options["only"]
        pretty = output == "-" and sys.stdout.isatty()
        rows = map(self.tables.rows, parcels)
        if write_into := path_writer(format_, only):
            write_into(_parsed(rows), Path(output), only=only)
            return
        with whole_file(output) as out:
            if format_ in TEXT_FORMATS and not pretty:
                text_writer(format_)(rows, out, only=only)
            else:
                writer(format_)(_parsed(rows), out, only=only, pretty=pretty)

    def _parcels(self) -> Generator[Parcel]:
        """Each page as it is done, with what is to be said of it."""
        with closing(self._corpus.parcels(self._tell_skipped if self._options["verbose"] else None)) as parcels:
            for parcel in parcels:
                self._tell(parcel)
                yield parcel
                self._progress.show(
                    files=self._corpus.files, pages=self.tables.pages, failures=self.tables.failures.total()
                )
                if self._options["strict"] and parcel.failure:
                    return

    def _tell(self, parcel: Parcel) -> None:
        if self._options["verbose"] or parcel.failure:
            self._say(parcel.page, *parcel.notes)

    def _tell_skipped(self, path: str, reason: str) -> None:
        from ticker_clean.corpus.files import page_name

        self._say(page_name(path), f"skipped ({reason})")

    def _say(self, page: str, *notes: str) -> None:
        if self._options["quiet"]:
            return
        from ticker_clean.styled import harmless

        self._progress.clear()
        for note in notes:
            click.echo(harmless(f"{page}: {note}"), err=True)

    def _sum_up(self, seconds: float) -> None:
        tables, skipped = self.tables, self._corpus.skipped
        if self._is_shown or self._options["verbose"] or sys.stderr.isatty():
            click.echo(
                f"{counted(tables.pages, 'page')}, {counted(tables.articles, 'article')} "
                f"({counted(tables.repeats, 'repeat')}), {counted(tables.snapshots, 'snapshot')}, "
                f"{counted(tables.failures.total(), 'failure')}{_by_kind(tables.failures)}"
                f"{f', {skipped.total():,} skipped{_by_kind(skipped)}' if skipped else ''}, {clock(seconds)}",
                err=True,
            )
        if not tables.pages and not tables.failures:
            click.echo("ticker-clean: nothing to read was found", err=True)


def _by_kind(counts: Counter[str]) -> str:
    told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))
    return f" ({told})" if told else ""


def _parsed(rows: Iterator[list[tuple[str, bytes]]]) -> Rows:
    from ticker_clean.corpus.parcels import row_of

    for page in rows:
        yield [(table, row_of(table, text)) for table, text in page]
