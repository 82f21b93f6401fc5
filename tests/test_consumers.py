"""Each output opened with the program it is for: all of them must show the rows of the JSON document."""

from __future__ import annotations

import csv
import json
import operator
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
import sqlite_utils
from conftest import ROOT, SAMPLES

from ticker_clean.model import TABLES
from ticker_clean.writers import COLUMNS

Rows = dict[str, list[dict[str, Any]]]

AWKWARD = """USD/KGS 12 650,00 ▲0,2%
EUR/KGS 101,6035
RUB/KGS 1.0850 -0%
7 May 2025

=HYPERLINK("http://example.org/?"&A1;"The Cheapest Felt of Kochkor, Only Today")

“Felt, a \\ backslash, a comma, and a tab\tare in this paragraph,” said Asel Nurova, who has pressed felt for forty
years and has never before been asked to press a line break into it.

@example.org

Пресса Таласа: фасоль подорожала на четверть за одну неделю

Оптовая цена белой фасоли в Таласской области выросла за неделю с 60 до 75 сомов, сообщили «Вестям Долины» на
трёх складах, и до конца месяца, по словам торговцев, она уже не опустится.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of one set of pages, in every format."""
    folder = tmp_path_factory.mktemp("outputs")
    pages = folder / "pages"
    pages.mkdir()
    for sample in SAMPLES.iterdir():
        (pages / sample.name).symlink_to(sample)
    (pages / "=awkward.txt").write_text(AWKWARD, encoding="utf-8")
    (pages / "empty.txt").touch()
    (pages / "noise.txt").write_bytes(bytes(range(256)) * 40)
    for name, *options in (
        ("a.json",),
        ("a.jsonl", "-f", "jsonl"),
        ("csv", "-f", "csv"),
        ("a.db", "-f", "sqlite"),
        ("parquet", "-f", "parquet"),
    ):
        run = [sys.executable, "-m", "ticker_clean", "extract", "pages", "--audit", "-q", "-o", name, *options]
        done = subprocess.run(run, cwd=folder, env={"PYTHONPATH": str(ROOT)}, timeout=60, check=False)
        assert done.returncode == 1  # of the failures
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path) -> Rows:
    """The rows of the JSON document, with exact numbers."""
    document = json.loads((folder / "a.json").read_bytes(), parse_float=Decimal)
    rows = {table: document[table] for table in TABLES}
    assert all(rows.values()), "a table without rows proves nothing"
    return rows


def of_jsonl(folder: Path) -> Rows:
    rows: Rows = {table: [] for table in TABLES}
    for line in (folder / "a.jsonl").read_bytes().splitlines():
        row = json.loads(line, parse_float=Decimal)
        rows[row.pop("table")].append(row)
    return rows


def of_csv(folder: Path) -> Rows:
    rows: Rows = {}
    for table in TABLES:
        with (folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows[table] = [from_texts(row) for row in csv.DictReader(lines)]
    return rows


def of_csv_in_pandas(folder: Path) -> Rows:
    read = {t: pd.read_csv(folder / "csv" / f"{t}.csv", dtype=str, keep_default_na=False) for t in TABLES}
    return {table: [from_texts(row) for row in frame.to_dict("records")] for table, frame in read.items()}


def of_csv_in_duckdb(folder: Path) -> Rows:
    return {
        table: [from_texts(row) for row in in_duckdb(f"read_csv('{folder}/csv/{table}.csv', all_varchar=true)")]
        for table in TABLES
    }


def of_sqlite(folder: Path) -> Rows:
    with closing(sqlite3.connect(folder / "a.db")) as connection:
        connection.row_factory = sqlite3.Row
        return {
            t: [from_cells(dict(row)) for row in connection.execute(f"SELECT * FROM {t} ORDER BY rowid")]
            for t in TABLES
        }


def of_sqlite_in_pandas(folder: Path) -> Rows:
    with closing(sqlite3.connect(folder / "a.db")) as connection:
        frames = {table: pd.read_sql(f"SELECT * FROM {table} ORDER BY rowid", connection) for table in TABLES}
    return {table: [from_cells(row) for row in plain_rows(frame)] for table, frame in frames.items()}


def of_sqlite_utils(folder: Path) -> Rows:
    database = sqlite_utils.Database(folder / "a.db")
    try:
        return {table: [from_cells(row) for row in database[table].rows_where(order_by="rowid")] for table in TABLES}
    finally:
        database.close()


def of_duckdb(folder: Path) -> Rows:
    return {table: [from_types(row) for row in in_duckdb(f"'{folder}/parquet/{table}.parquet'")] for table in TABLES}


def of_pandas(folder: Path) -> Rows:
    frames = {table: pd.read_parquet(folder / "parquet" / f"{table}.parquet") for table in TABLES}
    return {table: [from_types(row) for row in plain_rows(frame)] for table, frame in frames.items()}


def of_pyarrow(folder: Path) -> Rows:
    read = {table: pq.read_table(folder / "parquet" / f"{table}.parquet") for table in TABLES}
    return {table: [from_types(row) for row in rows.to_pylist()] for table, rows in read.items()}


@pytest.mark.parametrize(
    "consumer",
    [
        of_jsonl,
        of_csv,
        of_csv_in_pandas,
        of_csv_in_duckdb,
        of_sqlite,
        of_sqlite_in_pandas,
        of_sqlite_utils,
        of_duckdb,
        of_pandas,
        of_pyarrow,
    ],
)
def test_every_consumer_finds_the_same_rows(consumer: Callable[[Path], Rows], folder: Path, expected: Rows) -> None:
    found = consumer(folder)
    for table in TABLES:
        assert found[table] == expected[table], table


def test_datasette_serves_the_same_rows_and_searches_them(folder: Path, expected: Rows) -> None:
    with datasette(folder / "a.db") as get:
        for table, key in (("rates", "rate_text"), ("articles", "id"), ("pages", "page"), ("failures", "page")):
            rows = [from_cells(row) for row in get(f"/a/{table}.json?_shape=array&_size=max")]
            by_key = operator.itemgetter(key, *(("snapshot", "base") if table == "rates" else ()))
            assert sorted(rows, key=by_key) == sorted(expected[table], key=by_key), table
        [found] = get("/a/articles.json?_shape=array&_search=фасоли")
        assert found["title"].startswith("Пресса Таласа")
        first = expected["articles"][0]
        assert get(f"/a/articles/{first['id']}.json?_shape=array")[0]["title"] == first["title"]


def test_the_types_of_parquet(folder: Path, expected: Rows) -> None:
    types = dict(in_duckdb_types(f"'{folder}/parquet/rates.parquet'"))
    assert types["date"] == "DATE"
    assert types["rate"] == types["change_pct"] == "DECIMAL(28,12)"
    articles = dict(in_duckdb_types(f"'{folder}/parquet/articles.parquet'"))
    assert articles["published"] == "TIMESTAMP"
    assert articles["authors"] == "VARCHAR[]"
    pages = dict(in_duckdb_types(f"'{folder}/parquet/pages.parquet'"))
    assert pages["saved_at"] == "TIMESTAMP WITH TIME ZONE"
    assert pages["dropped"] == "MAP(VARCHAR, BIGINT)"
    # sums of decimals are exact, as those of floats are not
    [total] = in_duckdb(f"(SELECT sum(rate) AS s FROM '{folder}/parquet/rates.parquet')")
    assert total["s"] == sum(row["rate"] for row in expected["rates"])


def test_sqlite_utils_sees_keys_and_the_search(folder: Path, expected: Rows) -> None:
    database = sqlite_utils.Database(folder / "a.db")
    try:
        assert {name: database[name].pks for name in (*TABLES, "page_articles")} == {
            "rates": ["snapshot", "position"],
            "articles": ["id"],
            "pages": ["page"],
            "failures": ["page", "error", "detail"],
            "page_articles": ["page", "position"],
        }
        assert {(key.column, key.other_table) for key in database["page_articles"].foreign_keys} == {
            ("page", "pages"),
            ("article", "articles"),
        }
        assert database["articles"].detect_fts() == "articles_fts"
        assert [row["title"][:13] for row in database["articles"].search("подорожала")] == ["Пресса Таласа"]
        assert database["page_articles"].count == sum(len(page["articles"]) for page in expected["pages"])
        assert not list(database.query("PRAGMA foreign_key_check"))
    finally:
        database.close()


def test_jsonl_in_duckdb_and_pandas_has_days_and_numbers(folder: Path, expected: Rows) -> None:
    query = f"(SELECT * FROM read_json('{folder}/a.jsonl', format='newline_delimited') WHERE \"table\" = 'rates')"
    assert dict(in_duckdb_types(query))["date"] == "DATE"
    lines = [json.dumps(row, default=float) for row in expected["rates"]]
    (folder / "rates.jsonl").write_text("\n".join(lines), encoding="utf-8")
    frame = pd.read_json(folder / "rates.jsonl", lines=True, precise_float=True)
    assert frame["date"].dtype.kind == "M"
    assert [Decimal(repr(float(rate))) for rate in frame["rate"]] == [row["rate"] for row in expected["rates"]]


def from_texts(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a CSV file: an empty cell is null, numbers, lists and objects are JSON, formulas lose their guard."""
    found: dict[str, Any] = {}
    for name, cell in row.items():
        if cell in ("", None):
            found[name] = None
        elif name in _TEXT_COLUMNS:
            found[name] = cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell
        else:
            found[name] = json.loads(cell, parse_float=Decimal)
    return found


def from_cells(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a SQLite table: lists and objects are JSON texts, a truth is 1, a number may be a float."""
    found: dict[str, Any] = {}
    for name, cell in row.items():
        if name == "rowid" or (name == "position" and "snapshot" in row):
            continue
        if name == "complete":
            found[name] = bool(cell)
        elif isinstance(cell, float):
            found[name] = Decimal(repr(cell))
        elif isinstance(cell, str) and name not in _TEXT_COLUMNS:
            found[name] = json.loads(cell, parse_float=Decimal)
        else:
            found[name] = cell
    return found


def from_types(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a Parquet file. What must be a date, a time or a decimal is checked on the way."""
    row = {name: value for name, value in row.items() if not (name == "dropped_text" and value is None)}
    if "date" in row and row["date"] is not None:
        assert type(row["date"]) is date
        row["date"] = row["date"].isoformat()
    for name in ("published", "saved_at"):
        if name in row:
            moment, text = row.pop(name), row.pop(f"{name}_text")
            assert (moment is None) == (text is None)
            if moment is not None:
                told = datetime.fromisoformat(text)
                assert moment == (told.replace(tzinfo=None) if name == "published" else told.astimezone(UTC))
            row[name] = text
    for name in ("rate", "change_pct", "confidence"):
        if isinstance(row.get(name), float):
            assert name == "confidence"
            row[name] = Decimal(repr(row[name]))
    if "body" in row:
        row["body"] = [{name: value for name, value in block.items() if value is not None} for block in row["body"]]
    for name in ("dropped", "dropped_text"):
        if name in row:
            row[name] = dict(row[name])
    return row


def plain_rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame in plain types: pandas has three ways to say null, and lists as arrays."""

    def plain(value: Any) -> Any:
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, list):
            return [plain(item) for item in value]
        if isinstance(value, tuple):
            return tuple(plain(item) for item in value)
        if isinstance(value, dict):
            return {name: plain(item) for name, item in value.items()}
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime()
        return None if value is None or value is pd.NA or value is pd.NaT or value != value else value

    for row in frame.astype(object).to_dict("records"):
        yield {str(name): plain(value) for name, value in row.items()}


def in_duckdb(source: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM {source}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def in_duckdb_types(source: str) -> list[tuple[str, str]]:
    with duckdb.connect() as connection:
        return [row[:2] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]


_TEXT_COLUMNS = {
    *COLUMNS["failures"],
    *("snapshot", "date", "date_source", "base", "quote", "rate_text", "change_text"),
    *("id", "title", "published", "language", "url", "text", "page"),
    *("url_source", "saved_at", "saved_source", "format", "encoding", "sha256"),
}


class datasette:  # noqa: N801  # used as a context manager, like a function
    """Datasette over a database on loopback, as a `get(path)` that gives parsed JSON."""

    def __init__(self, database: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        command = [sys.executable, "-m", "datasette", "serve", database, "-h", "127.0.0.1", "-p", str(self._port)]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Callable[[str], Any]:
        for _ in range(300):
            try:
                self.get("/-/versions.json")
                return self.get
            except OSError:
                assert self._server.poll() is None, "Datasette ended"
                time.sleep(0.1)
        raise AssertionError("Datasette does not answer")

    def get(self, path: str) -> Any:
        url = f"http://127.0.0.1:{self._port}{urllib.request.quote(path, safe='/?&=._')}"  # type: ignore[attr-defined]
        with urllib.request.urlopen(url, timeout=20) as answer:
            return json.loads(answer.read(), parse_float=Decimal)

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(20)
