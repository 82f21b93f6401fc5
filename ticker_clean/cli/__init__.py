"""The command `ticker-clean`: one module a subcommand, each thin. The only home of click.

A subcommand's module is imported when it is called, and imports what it needs when it runs: `--help` starts nothing.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from ticker_clean import __version__

COMMANDS = {
    "extract": "Clean saved pages: rates, articles, pages and failures as tables.",
    "fetch": "Save web pages, politely, for `extract` to read.",
    "rates": "The exchange rates of saved pages as time series.",
    "explain": "Show what each block of a saved page was taken for, and why.",
    "formats": "List what can be read.",
    "schema": "Print the JSON Schema of the document that `extract` writes.",
}
"""Each is a module here that holds a command of the same name; `--help` lists them so."""
STOPPED = 130
"""Exit status on Ctrl-C: 128 + SIGINT, as shells have it."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101  # of our own modules
        command.short_help = COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Saved news pages in; clean articles and one exchange-rate snapshot a page out, as JSON.

    \b
    ticker-clean extract pages/ > pages.json
    ticker-clean extract pages/ --only rates --format csv
    """


def main() -> NoReturn:
    """Run the command; every way out has its exit status."""
    status = 0
    _open_what_is_closed()
    try:
        status = cli.main(prog_name="ticker-clean", standalone_mode=False) or 0
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except OSError as error:  # what is read and what is written elsewhere has its own sentence
        from ticker_clean.cli.output import give_up_standard_output

        give_up_standard_output()
        if not isinstance(error, BrokenPipeError):
            click.echo(f"Error: Cannot write standard output: {error.strerror or error}.", err=True)
            status = 1
    except (KeyboardInterrupt, click.Abort):
        status = STOPPED
    sys.exit(status)


def _open_what_is_closed() -> None:
    """Give a standard stream that the caller closed (`<&-`) the null device: then no file takes its number.

    It is opened to read, even for standard output: rows that go nowhere are told, not taken for written.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
