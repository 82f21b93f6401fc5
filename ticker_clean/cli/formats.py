"""`ticker-clean formats`: what can be read."""

from __future__ import annotations

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def formats(*, as_json: bool) -> None:
    """List what can be read, by which extra, and how the URL and the capture time of a page are known.

    A file is known by its content, whatever its name.
    """
    import json

    from ticker_clean.containers import formats as known

    for row in known():
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        extra = f" (needs the extra [{row['extra']}])" if row["extra"] else ""
        click.echo(f"{row['format']:<12}{row['files']}{extra}")
        click.echo(f"{'':<12}url: {row['url']}; saved: {row['saved']}")
