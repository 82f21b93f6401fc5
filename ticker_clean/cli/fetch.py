"""`ticker-clean fetch`: addresses in, saved pages out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from ticker_clean.cli.extract import FORMATS, TABLES, extract, refuse_output
from ticker_clean.cli.progress import Progress

if TYPE_CHECKING:
    from ticker_clean.fetch.client import Client
    from ticker_clean.fetch.journal import Entry, Journal
    from ticker_clean.fetch.page_folder import Store

DISCOVER = ("feed", "sitemap", "wp")


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("-d", "--folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Save here.")
@click.option("--from", "list_", type=click.File(encoding="utf-8", errors="replace"), help="Read URLs, one a line.")
@click.option("--discover", type=click.Choice(DISCOVER), help="Fetch the pages that each URL's site lists.")
@click.option("--pages", metavar="FIRST-LAST", help="Put each of these numbers where a URL says {page}.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Fetch the first N pages.")
@click.option("--skip-saved", is_flag=True, help="Do not ask whether a saved page has changed.")
@click.option("--warc", type=click.Path(dir_okay=False, path_type=Path), help="Append to this .warc.gz instead.")
@click.option("--extract", "and_extract", is_flag=True, help="Then print what `extract` finds in the pages.")
@click.option("-o", "--output", default="-", metavar="FILE", help="With --extract: write here.")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="json", help="With --extract.")
@click.option("--only", type=click.Choice(TABLES), help="With --extract: the rows of one table alone.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, help="Seconds between requests to a host. Default: 1.")
@click.option("--contact", metavar="ADDRESS", help="Where the people of a site can reach you; sent with each request.")
@click.option("--ignore-robots", is_flag=True, help="Fetch what robots.txt forbids, and without its Crawl-delay.")
@click.option("--allow-private", is_flag=True, help="Let redirects, links and names lead to private addresses.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=60.0, help="Seconds a page. Default: 60.")
@click.option("--max-size", type=click.FloatRange(0, min_open=True), default=20.0, help="MB a page. Default: 20.")
@click.option("--progress/--no-progress", default=None, help="Default: when standard error is a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but usage errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what became of each page.")
@click.pass_context
def fetch(ctx: click.Context, /, urls: tuple[str, ...], folder: Path, warc: Path | None, **options: Any) -> None:
    """Save web pages, politely, for `extract` to read; FOLDER/fetch.jsonl tells what became of each URL.

    A URL may be - to read a list of them from standard input. The same command again fetches only what is missing,
    failed or changed.

    Exit status: 0 all well; 1 a page failed or there was none; 2 wrong usage; 130 on Ctrl-C.

    \b
    ticker-clean fetch --discover feed https://example.org/ -d pages
    ticker-clean fetch --pages 1-50 'https://example.org/news?page={page}' -d pages
    ticker-clean fetch --from urls.txt -d pages --extract --only rates -f csv > rates.csv
    """
    typed = _typed(urls, options["list_"], options["pages"])
    if options["and_extract"]:
        refuse_output(options["output"], options["format_"], options["only"])
    if not (options["contact"] or "").isprintable() or not (options["contact"] or "").isascii():
        raise click.UsageError("--contact goes into a header of HTTP: ASCII on one line, please.")
    if warc and not warc.name.endswith(".warc.gz"):
        raise click.UsageError("--warc writes a .warc.gz; name the file so.")
    if warc and find_spec("warcio") is None:
        raise click.UsageError("--warc needs warcio: pip install 'ticker-clean[warc]'.")
    from ticker_clean.fetch.client import Client, Manners
    from ticker_clean.fetch.journal import Journal
    from ticker_clean.fetch.page_folder import PageFolder, WarcFile

    manners = Manners(
        delay=options["delay"],
        contact=options["contact"],
        ignore_robots=options["ignore_robots"],
        allow_private=options["allow_private"],
        timeout=options["timeout"],
        max_bytes=int(options["max_size"] * 1e6),
    )
    try:
        for place in (folder, warc.parent) if warc else (folder,):
            place.mkdir(parents=True, exist_ok=True)
        store = WarcFile(warc, folder) if warc else PageFolder(folder)
        with closing(Client(manners, record=warc is not None)) as client, closing(Journal(folder)) as journal:
            entries = list(_told(_fetched(typed, client, store, journal, options), options))
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror or error}") from error
    status = 1 if not entries or any(entry.outcome == "failed" for entry in entries) else 0
    if options["and_extract"]:
        # Feeds are saved, too, but are no pages.
        files = sorted({str(store.path(entry.file)) for entry in entries if entry.file and entry.file[-4:] != ".xml"})
        status = max(status, _extract(ctx, files, options))
    ctx.exit(status)


def _typed(urls: tuple[str, ...], list_: Iterable[str] | None, pages: str | None) -> list[str]:
    """The URLs as the user gave them, one for each page number."""
    from ticker_clean.fetch.targets import listed, numbered, page_numbers

    given = [url for url in urls if url != "-"]
    given += listed(sys.stdin) if "-" in urls else ()
    given += listed(list_) if list_ else ()
    if not urls and not list_:
        raise click.UsageError("Nothing to fetch: give URLs, or a list of them with --from.")
    if any("{page}" in url for url in given) != (pages is not None):
        raise click.UsageError("--pages and a URL with {page} in it need each other.")
    if pages is None:
        return given
    try:
        numbers = page_numbers(pages)
    except ValueError as error:
        raise click.UsageError(f"--pages: {error}.") from error
    return [page for url in given for page in (numbered(url, numbers) if "{page}" in url else [url])]


def _fetched(
    typed: list[str], client: Client, store: Store, journal: Journal, options: dict[str, Any]
) -> Iterator[Entry | int]:
    """What became of each page; before that, as soon as it is known, how many there are."""
    from ticker_clean.fetch.scrape import fetch_pages, find_targets
    from ticker_clean.fetch.targets import Target

    targets: list[Target] = []
    for found in find_targets(typed, client, options["discover"]):
        if isinstance(found, Target):
            targets.append(found)
        else:
            journal.append(found)
            yield found
        if len(targets) == options["limit"]:
            break
    yield len(targets)
    yield from fetch_pages(targets, client, store, journal, skip_saved=options["skip_saved"])


def _told(results: Iterator[Entry | int], options: dict[str, Any]) -> Iterator[Entry]:
    """Each result, and on standard error what is to be said of it."""
    quiet, verbose = options["quiet"], options["verbose"]
    progress = not quiet and (sys.stderr.isatty() if options["progress"] is None else options["progress"])
    outcomes = dict.fromkeys(("saved", "unchanged", "failed"), 0)
    line = Progress(None)
    for entry in results:
        if isinstance(entry, int):
            line = Progress(entry if progress else None)
            continue
        outcomes[entry.outcome] += 1
        if not quiet and (verbose or entry.error):
            line.clear()
            click.echo(f"{entry.url}: {entry.error or entry.outcome}", err=True)
        through = sum(outcomes.values())
        line.show(files=through, pages=through - outcomes["failed"], failures=outcomes["failed"])
        yield entry
    line.clear()
    if not quiet and not any(outcomes.values()):
        click.echo("ticker-clean: nothing to fetch was found", err=True)
    elif not quiet:
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in outcomes.items()), err=True)


def _extract(ctx: click.Context, files: list[str], options: dict[str, Any]) -> int:
    """Print what `extract` finds in the files, and return its exit status."""
    named = {name: options[name] for name in ("output", "format_", "only", "quiet", "verbose", "progress")}
    with TemporaryDirectory() as nothing:  # for without any path `extract` would read standard input
        try:
            ctx.invoke(extract, paths=tuple(files or [nothing]), **named)
        except click.exceptions.Exit as done:
            return done.exit_code
    return 0
