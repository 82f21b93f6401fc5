"""What a person sees at a terminal: colours, as `NO_COLOR` and `--color` say, and a pager, as git has it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from ticker_clean.cli.output import whole_file
from ticker_clean.styled import Line, harmless

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"fg": "green", "bold": True},
    "heading": {"bold": True},
    "ticker": {"fg": "cyan"},
    "spark": {"fg": "cyan"},
    "date": {"fg": "cyan"},
    "byline": {"fg": "magenta"},
    "caption": {"fg": "magenta"},
    "dropped": {"fg": "bright_black", "strikethrough": True},
    "label": {"fg": "blue"},
    "quiet": {"fg": "bright_black"},
    "mark": {"fg": "yellow"},
}


def color_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--color` and `--pager` for a command that shows something to a person."""
    command = click.option(
        "--pager/--no-pager", default=None, help="Through $PAGER. Default: when standard output is a terminal."
    )(command)
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="Default: auto, on a terminal unless NO_COLOR is set.",
    )(command)


def wants_color(choice: str) -> bool:
    """Is there to be colour? https://no-color.org: a non-empty NO_COLOR turns it off, an explicit option beats it."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(lines: Iterable[Line], *, color: str, pager: bool | None) -> None:
    """Print the lines, through a pager where standard output is a terminal. Whatever they hold is made harmless."""
    colored = wants_color(color)
    texts = (_rendered(line, colored=colored) + "\n" for line in lines)
    command = os.environ.get("PAGER", "less")
    if pager or (pager is None and sys.stdout.isatty() and command not in ("", "cat")):
        _page(texts, command or "less")
        return
    with whole_file("-") as out:
        for text in texts:
            out.write(text.encode())


def _rendered(line: Line, *, colored: bool) -> str:
    return "".join(
        click.style(harmless(span.text), **_STYLES[span.role]) if colored and span.role else harmless(span.text)
        for span in line
    )


def _page(texts: Iterable[str], command: str) -> None:
    """Feed the pager until it has enough. `LESS=FRX`, unless set: colours, and no paging of what fits a screen."""
    import subprocess

    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    # a shell runs it, as $PAGER is a command line: `less -S`
    with subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S602
        assert process.stdin  # noqa: S101  # it is a pipe
        try:
            for text in texts:
                process.stdin.write(text.encode())
            process.stdin.close()
        except BrokenPipeError:
            pass  # the reader quit
        while True:
            try:
                process.wait()
                break
            except KeyboardInterrupt:
                continue  # Ctrl-C is the pager's, as in git
