"""`ticker-clean explain`: a look at what was done with a page."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ticker_clean.cli.terminal import color_options, show

if TYPE_CHECKING:
    from ticker_clean.model import Failure, SavedPage
    from ticker_clean.styled import Line

_WIDTH = 100
"""Columns where standard output is no terminal and COLUMNS is not set."""


@click.command()
@click.argument("page", type=click.Path())
@click.option("--full", is_flag=True, help="All the text, not the first lines of each block.")
@color_options
@click.pass_context
def explain(ctx: click.Context, /, page: str, full: bool, color: str, pager: bool | None) -> None:
    """Show a saved page from top to bottom: what each block was taken for, and why.

    PAGE is a file, - for standard input, or one page of a container, such as crawl.warc.gz#3.

    \b
    ticker-clean explain pages/page.html
    ticker-clean explain --full --color always page.txt | less -R
    """
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    failures: list[Failure] = []
    show(_lines(page, width, failures, full=full), color=color, pager=pager)
    for failure in failures:
        from ticker_clean.styled import harmless

        click.echo(harmless(f"{failure.page}: {failure.detail}"), err=True)
    ctx.exit(1 if failures else 0)


def _lines(page: str, width: int, failures: list[Failure], *, full: bool) -> Iterator[Line]:
    from ticker_clean.clean import label_page
    from ticker_clean.errors import PageError
    from ticker_clean.explain import explain as explained
    from ticker_clean.model import Failure

    number = 0
    for saved in _saved_pages(page):
        if isinstance(saved, Failure):
            failures.append(saved)
            continue
        try:
            labelled = label_page(saved)
        except PageError as error:
            failures.append(Failure(saved.source, error.error, str(error)))
            continue
        if number:
            yield ()
            yield ()
        number += 1
        yield from explained(labelled, width=width, full=full)


def _saved_pages(page: str) -> Iterator[SavedPage | Failure]:
    """The pages of the file that PAGE names, or the one of them that `#N` after it names."""
    from ticker_clean.corpus.files import page_name
    from ticker_clean.corpus.reading import Part, Reader, copy_pipe
    from ticker_clean.model import SavedPage

    reader = Reader()
    if page == "-":
        with tempfile.NamedTemporaryFile(prefix="ticker-clean-") as copy:
            copy_pipe(sys.stdin.buffer, copy, reader.limits)
            copy.flush()
            yield from reader.pages(Part(copy.name, "-"))
        return
    path = page
    while not os.path.lexists(path) and "#" in path:
        path = path.rpartition("#")[0]
    if os.path.isdir(path):  # noqa: PTH112
        raise click.UsageError(f"{path!r} is a folder: name a page in it.")
    if not os.path.lexists(path):
        raise click.UsageError(f"There is no file {page!r}.")
    for item in reader.pages(Part(path, path)):
        name = item.source if isinstance(item, SavedPage) else item.page
        if path == page or name == page_name(page):
            yield item
            if path != page:
                return
    if path != page:
        raise click.UsageError(f"There is no page {page!r}.")
