"""`ticker-clean extract`: pages in, rows out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ticker_clean.cli.output import whole_file

if TYPE_CHECKING:
    from ticker_clean.corpus import Tables
    from ticker_clean.model import CleanPage, Failure
    from ticker_clean.writers import Rows

FORMATS = ("json", "jsonl", "csv")
TABLES = ("rates", "articles", "pages", "failures")
@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of standard output.")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="json", help="Default: json.")
@click.option("--only", type=click.Choice(TABLES), help="The rows of one table alone.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes. Default: one a processor.")
@click.option("--strict", is_flag=True, help="Stop at the first page that cannot be read.")
@click.option("--audit", is_flag=True, help="List the text that was dropped, not only its counts.")
@click.option("--progress/--no-progress", default=None, help="Default: when standard error is a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but usage errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what became of each page, and every warning.")
@click.pass_context
def extract(ctx: click.Context, /, paths: tuple[str, ...], output: str, format_: str, **options: Any) -> None:
    """Clean saved pages: files, folders (read through, in order of path), or - for standard input.

    Exit status: 0 all well; 1 a page failed or there was none; 2 wrong usage; 130 on Ctrl-C.

    \b
    ticker-clean extract pages/ -o pages.json
    ticker-clean extract pages/ -f jsonl | jq -r 'select(.table=="articles").title'
    curl -s https://example.org/ | ticker-clean extract - --only articles
    """
    if not paths:
        if sys.stdin.isatty():
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        paths = ("-",)
    if format_ == "csv" and not options["only"]:
        raise click.UsageError("CSV holds one table: name it with --only rates|articles|pages|failures.")
    if missing := [path for path in paths if path != "-" and not os.path.lexists(path)]:
        raise click.UsageError(f"There is no file or folder {missing[0]!r}.")
    from ticker_clean.corpus import Tables
    from ticker_clean.writers import writer

    tables = Tables(audit=options["audit"])
    rows = _rows(paths, tables, options)
    with whole_file(output) as out:
        writer(format_)(rows, out, only=options["only"], pretty=output == "-" and sys.stdout.isatty())
    if not options["quiet"] and (options["verbose"] or options["progress"] or sys.stderr.isatty()):
        click.echo(
            f"{tables.pages} pages, {tables.articles} articles ({tables.repeats} repeats), "
            f"{tables.snapshots} snapshots, {tables.failures} failures",
            err=True,
        )
    if not tables.pages and not tables.failures and not options["quiet"]:
        click.echo("ticker-clean: nothing to read was found", err=True)
    ctx.exit(1 if tables.failures or not tables.pages else 0)


def _rows(paths: tuple[str, ...], tables: Tables, options: dict[str, Any]) -> Rows:
    """The rows of each page as it is done, with what is to be said of it."""
    for result in _results(paths):
        rows = tables.rows(result)
        _tell(result, options)
        yield rows
        if options["strict"] and tables.failures:
            return


def _results(paths: tuple[str, ...]) -> Iterator[CleanPage | Failure]:
    from ticker_clean.corpus import clean_bytes, clean_paths

    for path in paths:
        if path == "-":
            yield clean_bytes(sys.stdin.buffer.read(), "-")
        else:
            yield from clean_paths([path])


def _tell(result: CleanPage | Failure, options: dict[str, Any]) -> None:
    from ticker_clean.model import Failure

    if options["quiet"]:
        return
    if isinstance(result, Failure):
        click.echo(f"{result.page}: {result.detail}", err=True)
    elif options["verbose"]:
        page = result.page
        click.echo(f"{page.page}: {page.format}, {page.encoding}, {len(page.articles)} articles", err=True)
        for warning in page.warnings:
            click.echo(f"{page.page}: {warning}", err=True)
