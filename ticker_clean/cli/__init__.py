"""The command `ticker-clean`: one module a subcommand, each thin. The only home of click.

A subcommand's module imports what it needs when it runs, so that `--help` starts nothing else.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from ticker_clean import __version__
from ticker_clean.cli.output import give_up_standard_output

COMMANDS = ("extract", "fetch", "rates", "explain", "formats", "schema")
"""Each is a module here that holds a command of the same name; listed in this order by `--help`."""
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
        return command


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
