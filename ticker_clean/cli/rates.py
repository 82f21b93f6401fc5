"""`ticker-clean rates`: the rates of many pages as a time series."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from ticker_clean.cli.inputs import given_paths, refuse_to_overwrite
from ticker_clean.cli.output import whole_file
from ticker_clean.cli.progress import counted
from ticker_clean.cli.terminal import color_options, show

if TYPE_CHECKING:
    from ticker_clean.model import Snapshot
    from ticker_clean.series import Series, Snapshots

FORMATS = ("table", "csv", "json", "jsonl", "wide-csv")
_DAY = click.DateTime(["%Y-%m-%d"])


def _pairs(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    for value in values:
        if not re.fullmatch(r"[A-Za-z]{3}(/[A-Za-z]{3})?", value):
            raise click.BadParameter(f"{value!r} is no pair such as KGS/USD.")
    return frozenset(value.upper() for value in values)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option(
    "--pair", "pairs", multiple=True, metavar="BASE[/QUOTE]", callback=_pairs, help="Only this pair; repeatable."
)
@click.option("--from", "first", type=_DAY, metavar="DAY", help="From this day (2025-05-07) on.")
@click.option("--to", "last", type=_DAY, metavar="DAY", help="Up to this day.")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="Default: table on a terminal, else csv.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of standard output.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes. Default: one a processor.")
@click.option("--chart", metavar="FILE", help="Draw an .svg or .png; then print only what -f or -o asks for.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but usage errors.")
@color_options
@click.pass_context
def rates(ctx: click.Context, /, paths: tuple[str, ...], pairs: frozenset[str], **options: Any) -> None:
    """The exchange rates of saved pages as time series, a value a line, by pair and day.

    Each value stands as it was printed. A day whose pages print several values for a pair has a line for each, marked
    several-values; a value with one significant digit is marked one-digit. In wide-csv each snapshot has a row.

    Exit status: 0 all well; 1 a page failed or no rate was found; 2 wrong usage; 130 on Ctrl-C.

    \b
    ticker-clean rates pages/
    ticker-clean rates pages/ --pair KGS/USD --from 2025-01-01 -f csv
    ticker-clean rates pages/ --chart rates.svg
    """
    paths = given_paths(ctx, paths)
    refuse_to_overwrite([path for path in (options["output"], options["chart"]) if path and path != "-"], paths)
    from ticker_clean.errors import OutputError
    from ticker_clean.series import Snapshots, series_of

    chart = options["chart"]
    if chart and Path(chart).suffix.lower() not in (".svg", ".png"):
        raise click.UsageError(f"A chart is an .svg or a .png: {chart!r}.")

    snapshots = Snapshots()
    failures = _read(paths, snapshots, options)
    limits = [day and f"{day:%Y-%m-%d}" for day in (options["first"], options["last"])]
    chosen = snapshots.by_day(*limits)
    if any(limits) and snapshots.undated:
        _say(f"left out for want of a day: {counted(snapshots.undated, 'snapshot')}", options)
    series = series_of(chosen, pairs)
    try:
        if chart:
            from ticker_clean.chart import draw

            with whole_file(chart) as out:
                draw(series, out, Path(chart).suffix.lower()[1:])
        if not chart or options["format_"] or options["output"] != "-":
            _write(chosen, series, pairs, options)
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    if not series:
        _say("no rates were found", options)
    ctx.exit(1 if failures or not series else 0)


def _write(
    chosen: list[tuple[Snapshot, int]], series: list[Series], pairs: frozenset[str], options: dict[str, Any]
) -> None:
    format_ = options["format_"] or ("table" if options["output"] == "-" and sys.stdout.isatty() else "csv")
    if format_ == "table" and options["output"] == "-":
        from ticker_clean.rates_table import rates_table

        show(rates_table(series), color=options["color"], pager=options["pager"])
        return
    with whole_file(options["output"]) as out:
        _write_rows(out, format_, chosen, series, pairs)


def _write_rows(
    out: BinaryIO, format_: str, chosen: list[tuple[Snapshot, int]], series: list[Series], pairs: frozenset[str]
) -> None:
    from ticker_clean.rates_table import rates_table
    from ticker_clean.series import COLUMNS, wide
    from ticker_clean.writers import csv, json, jsonl

    rows = [value.to_row() for one in series for value in one.values]
    if format_ == "table":
        for line in rates_table(series):
            out.write("".join(span.text for span in line).encode() + b"\n")
        out.flush()
    elif format_ == "wide-csv":
        names, rows = wide(chosen, pairs)
        csv.write_rows(
            out, ("date", "snapshot", *names, "marks"), [{**row, "marks": "; ".join(row["marks"])} for row in rows]
        )
    elif format_ == "csv":
        csv.write_rows(out, COLUMNS, [{**row, "marks": " ".join(row["marks"])} for row in rows])
    else:
        write = json.write if format_ == "json" else jsonl.write
        write([[("rates", row) for row in rows]], out, only="rates", pretty=out is sys.stdout.buffer and out.isatty())


def _read(paths: tuple[str, ...], snapshots: Snapshots, options: dict[str, Any]) -> int:
    """Read the pages and collect their snapshots; how many failed."""
    from ticker_clean.corpus.parcels import row_of
    from ticker_clean.corpus.run import Corpus

    failures = 0
    with closing(Corpus(paths, jobs=options["jobs"], stdin=sys.stdin.buffer).parcels()) as parcels:
        for parcel in parcels:
            if parcel.failure:
                failures += 1
                _say(f"{parcel.page}: {parcel.notes[0]}", options)
            elif parcel.snapshot:
                snapshots.add_rows([row_of("rates", text) for text in parcel.rates])
    return failures


def _say(text: str, options: dict[str, Any]) -> None:
    if not options["quiet"]:
        from ticker_clean.styled import harmless

        click.echo(harmless(text), err=True)
