"""`ticker-clean schema`: the contract of the output, for programs."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the document that `extract --format json` writes."""
    from importlib.resources import files

    click.echo(files("ticker_clean").joinpath("schema.json").read_text(encoding="utf-8"), nl=False)
