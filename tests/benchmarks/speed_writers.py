"""How many articles a second go into SQLite and Parquet, beside the least that could do it; and the memory it takes.

    python tests/benchmarks/speed_writers.py [ARTICLES] [RUNS]

Beside SQLite: a bare `executemany` of the same cells into one table, with the same full-text index, and without one.
Beside Parquet: a bare pyarrow writer fed with batches of the same rows. Each way runs in a process of its own, in turn,
RUNS times; printed are the best rate of each (the machine is rarely quiet), the ratio to the bare way, and the peak
memory above that of the process before it began. ARTICLES is 20,000 by default; the memory must not grow with it.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from ticker_clean.corpus.parcels import row_of
from ticker_clean.corpus.run import Corpus, Tables
from ticker_clean.model import Row
from ticker_clean.writers import COLUMNS, path_writer
from ticker_clean.writers.text_json import value_json

SAMPLES = Path(__file__).parents[2] / "samples"


def pages(articles: int) -> Iterator[list[tuple[str, Row]]]:
    """Rows as a run yields them: those of the samples over and over, each time under ids and paths of their own."""
    tables = Tables()
    parcels = Corpus([SAMPLES], jobs=1).parcels()
    once = [[(table, row_of(table, text)) for table, text in tables.rows(parcel)] for parcel in parcels]
    written = 0
    for turn in range(articles):
        for rows in once:
            page = []
            for table, row in rows:
                if table == "articles":
                    written += 1
                    row = {**row, "id": _id(row["id"], turn), "page": f"{turn}/{row['page']}"}
                elif table == "pages":
                    ids = [_id(id_, turn) for id_ in row["articles"]]
                    row = {**row, "page": f"{turn}/{row['page']}", "articles": ids}
                elif table == "rates":
                    row = {**row, "snapshot": _id(row["snapshot"], turn)}
                page.append((table, row))
            yield page
            if written >= articles:
                return


def _id(id_: str, turn: int) -> str:
    return f"{int(id_, 16) ^ turn * 0x9E3779B97F4A7C15 % 2**64:016x}"


def rows(articles: int) -> Iterator[Row]:
    return (row for page in pages(articles) for table, row in page if table == "articles")


def nothing(articles: int, folder: Path) -> None:
    """Only the making of the rows, which the other times hold, too."""
    for _ in pages(articles):
        pass


def sqlite(articles: int, folder: Path) -> None:
    write_into = path_writer("sqlite", None)
    assert write_into
    write_into(pages(articles), folder / "a.db")


def sqlite_bare(articles: int, folder: Path, *, search: bool = False) -> None:
    names = COLUMNS["articles"]
    connection = sqlite3.connect(folder / "a.db")
    connection.execute(f"CREATE TABLE articles (id TEXT PRIMARY KEY, {', '.join(names[1:])})")
    if search:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(title, text, content='articles')")
    connection.executemany(
        f"INSERT INTO articles VALUES ({', '.join('?' * len(names))})",
        (
            [value_json(cell) if isinstance(cell, list | dict) else cell for cell in map(row.get, names)]
            for row in rows(articles)
        ),
    )
    if search:
        connection.execute("INSERT INTO found (found) VALUES ('rebuild')")
    connection.commit()


def sqlite_bare_search(articles: int, folder: Path) -> None:
    sqlite_bare(articles, folder, search=True)


def parquet(articles: int, folder: Path) -> None:
    write_into = path_writer("parquet", None)
    assert write_into
    write_into(pages(articles), folder / "tables")


def parquet_bare(articles: int, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from ticker_clean.writers.parquet import SCHEMAS

    untyped = {"published": pa.string()}
    schema = pa.schema([(field.name, untyped.get(field.name, field.type)) for field in SCHEMAS["articles"]])
    with pq.ParquetWriter(folder / "articles.parquet", schema, compression="zstd") as out:
        source = rows(articles)
        while batch := list(islice(source, 2000)):
            out.write_table(pa.Table.from_pylist(batch, schema=schema))


WAYS: dict[str, Callable[[int, Path], None]] = {
    work.__name__: work for work in (nothing, sqlite, sqlite_bare_search, sqlite_bare, parquet, parquet_bare)
}


def measure(way: str, articles: int) -> None:
    """In a process of its own: print the seconds, and the kilobytes of memory over what the imports took."""
    nothing(200, Path())
    if way.startswith("parquet"):
        import ticker_clean.writers.parquet  # noqa: F401  # its import is no part of the writing
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        WAYS[way](articles, Path(folder))
        seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], int(sys.argv[3]))
        return
    articles, runs = (int(argument) for argument in (*sys.argv[1:], *("20000", "3")[len(sys.argv) - 1 :]))
    best: dict[str, float] = {}
    memory: dict[str, int] = {}
    for _ in range(runs):
        for way in WAYS:
            command = [sys.executable, __file__, "--measure", way, str(articles)]
            seconds, peak = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            best[way] = min(seconds, best.get(way, seconds))
            memory[way] = max(peak, memory.get(way, 0))
    print(f"{articles} articles, best of {runs}; making the rows takes {best['nothing']:.1f} s of each")
    for way in ("sqlite", "sqlite_bare_search", "sqlite_bare", "parquet", "parquet_bare"):
        net, bare = best[way] - best["nothing"], best[f"{way.split('_')[0]}_bare"] - best["nothing"]
        print(
            f"{way:20} {articles / net:8.0f} articles/s  {net / bare:5.2f} x bare  {memory[way] / 1024:5.0f} MiB more"
        )


if __name__ == "__main__":
    main()
