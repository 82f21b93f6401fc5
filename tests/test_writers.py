"""Where rows go: what a second run, a failed run, a kill and a hostile cell do to the outputs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import ROOT, SAMPLES, Run
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean.corpus.parcels import row_of
from ticker_clean.corpus.run import Corpus, Tables
from ticker_clean.errors import OutputError
from ticker_clean.model import TABLES, Row
from ticker_clean.writers import COLUMNS, Rows, path_writer, writer
from ticker_clean.writers.csv import cell

PAGES = sorted(SAMPLES.iterdir())


def rows_of(*paths: Path) -> Iterator[list[tuple[str, Row]]]:
    """The rows of a run over the files."""
    tables = Tables()
    for parcel in Corpus(paths, jobs=1).parcels():
        yield [(table, row_of(table, text)) for table, text in tables.rows(parcel)]


def write(format_: str, rows: Rows, path: Path, only: str | None = None) -> None:
    write_into = path_writer(format_, only)
    assert write_into
    write_into(rows, path, only=only)


def in_database(path: Path) -> dict[str, set[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {t: set(connection.execute(f"SELECT * FROM {t}")) for t in (*TABLES, "page_articles")}


def select(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def test_the_columns_are_those_of_the_schema() -> None:
    definitions = json.loads((ROOT / "ticker_clean" / "schema.json").read_text(encoding="utf-8"))["$defs"]
    names = {"rates": "rate", "articles": "article", "pages": "page", "failures": "failure"}
    assert {table: set(definitions[name]["required"]) for table, name in names.items()} == {
        table: set(columns) for table, columns in COLUMNS.items()
    }


# CSV


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('=HYPERLINK("http://example.org")', '\'=HYPERLINK("http://example.org")'),
        ("+7 312 123456", "'+7 312 123456"),
        ("@example.org", "'@example.org"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("-0.28%", "-0.28%"),
        ("-0%", "-0%"),
        ("+0.2", "+0.2"),
        ("Osh = a city", "Osh = a city"),
        ("’Tis the season", "’Tis the season"),
        (Decimal("-0.28"), "-0.28"),
        (Decimal("0.00008"), "0.00008"),
        (["=a"], '["=a"]'),
        (None, ""),
        (False, "false"),
    ],
)
def test_a_cell_is_no_formula(text: Any, safe: str) -> None:
    assert cell(text) == safe


@given(
    st.lists(
        st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'\"\t\r\n,;%0123456789"), min_size=1),
        min_size=3,
        max_size=3,
    )
)
def test_csv_gives_back_every_text_and_runs_none(texts: list[str]) -> None:
    out = io.BytesIO()
    row = dict(zip(COLUMNS["failures"], texts, strict=True))
    writer("csv")([[("failures", row)]], out, only="failures")
    header, cells = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert header == list(COLUMNS["failures"])
    undone = [found[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", found) else found for found in cells]
    assert undone == texts
    assert not any(re.match(r"[=@]|[+\-](?!\d+(\.\d+)?%?$)", found) for found in cells)


def test_a_folder_of_csv_has_a_header_for_every_table(tmp_path: Path) -> None:
    write("csv", [], tmp_path / "tables")
    assert {path.name: path.read_text().split(",")[0] for path in (tmp_path / "tables").iterdir()} == {
        "rates.csv": "snapshot",
        "articles.csv": "id",
        "pages.csv": "page",
        "failures.csv": "page",
    }


# folders of tables: csv and parquet


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_a_run_that_fails_leaves_the_folder_as_it_was(format_: str, tmp_path: Path) -> None:
    write(format_, rows_of(*PAGES[:2]), tmp_path)
    (tmp_path / "mine.txt").write_text("not theirs", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def failing() -> Iterator[list[tuple[str, Row]]]:
        yield from rows_of(*PAGES)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(format_, failing(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    write(format_, rows_of(*PAGES), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(before)
    assert (tmp_path / f"articles.{format_}").read_bytes() != before[f"articles.{format_}"]


def test_parquet_is_written_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticker_clean.writers.parquet._GROUP", 4000)
    write("parquet", rows_of(*PAGES), tmp_path)
    with pq.ParquetFile(tmp_path / "articles.parquet") as file:
        assert file.num_row_groups > 5
        assert file.metadata.num_rows == sum(t == "articles" for page in rows_of(*PAGES) for t, _ in page)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("0.28490", Decimal("0.28490")),
        ("0.0000000000001", Decimal(0)),
        ("9999999999999999.123456789012", Decimal("9999999999999999.123456789012")),
        ("12345678901234567890", None),
    ],
)
def test_rates_are_kept_as_far_as_the_type_goes(printed: str, kept: Decimal | None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"UZS/USD = {printed} 0%\nKGS/USD = 0.01144 0%\n7 May 2025\n", encoding="utf-8")
    write("parquet", rows_of(tmp_path / "a.txt"), tmp_path)
    first = pq.read_table(tmp_path / "rates.parquet").to_pylist()[0]
    assert (first["rate"], first["rate_text"]) == (kept, printed)


@pytest.mark.parametrize(
    ("saved_at", "instant"),
    [
        ("2025-05-07T10:30:00+06:00", datetime(2025, 5, 7, 4, 30, tzinfo=UTC)),
        ("2025-05-07T10:30:00", datetime(2025, 5, 7, 10, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00+06:00", None),
        ("some day", None),
        (None, None),
    ],
)
def test_a_time_of_capture_is_an_instant(saved_at: str | None, instant: datetime | None, tmp_path: Path) -> None:
    listing = {"first": 1, "last": 6, "total": 10**30 if instant is None else 952}
    page = {**dict.fromkeys(COLUMNS["pages"]), "page": "a", "saved_at": saved_at, "listing": listing, "dropped": {}}
    write("parquet", [[("pages", page)]], tmp_path)
    [row] = pq.read_table(tmp_path / "pages.parquet").to_pylist()
    assert (row["saved_at"], row["saved_at_text"]) == (instant, saved_at)
    assert row["listing"] == (None if instant is None else listing)


def test_what_has_no_utf8_is_written_as_its_escape_everywhere(tmp_path: Path) -> None:
    rows: Rows = [[("failures", {"page": "a\ud800.html", "error": "unreadable", "detail": "ü\udfff"})]]
    for format_ in ("csv", "parquet"):
        write(format_, rows, tmp_path / format_)
    write("sqlite", rows, tmp_path / "a.db")
    assert (
        (tmp_path / "csv" / "failures.csv")
        .read_text(encoding="utf-8")
        .endswith("\na\\ud800.html,unreadable,ü\\udfff\n")
    )
    assert pq.read_table(tmp_path / "parquet" / "failures.parquet").to_pylist()[0]["detail"] == "ü\\udfff"
    assert in_database(tmp_path / "a.db")["failures"] == {("a\\ud800.html", "unreadable", "ü\\udfff")}


# SQLite


def test_two_runs_into_one_database_are_one_run(tmp_path: Path) -> None:
    write("sqlite", rows_of(*PAGES), tmp_path / "once.db")
    write("sqlite", rows_of(*PAGES[:6]), tmp_path / "twice.db")
    write("sqlite", rows_of(*PAGES[4:]), tmp_path / "twice.db")
    assert in_database(tmp_path / "twice.db") == in_database(tmp_path / "once.db")
    assert sum(map(len, in_database(tmp_path / "once.db").values())) > 100


def test_the_row_of_a_page_read_again_is_the_new_one(tmp_path: Path) -> None:
    page, db = tmp_path / "page.txt", tmp_path / "a.db"
    page.write_bytes(b"")
    write("sqlite", rows_of(page), db)
    assert [row[1] for row in in_database(db)["failures"]] == ["empty"]
    for name in ("full-page-of-six.txt", "interview.txt"):
        page.write_bytes((SAMPLES / name).read_bytes())
        write("sqlite", rows_of(page), db)
    found = in_database(db)
    [told] = [row for table, row in next(rows_of(page)) if table == "pages"]
    assert not found["failures"]
    assert len(found["pages"]) == 1
    assert [row[2] for row in sorted(found["page_articles"], key=lambda row: row[1])] == told["articles"]
    first = {row["id"] for table, row in next(rows_of(SAMPLES / "full-page-of-six.txt")) if table == "articles"}
    assert {row[0] for row in found["articles"]} > first, "an article that was there stays"


def test_the_search_stays_in_step(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    search = "SELECT title FROM articles WHERE rowid IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
    write("sqlite", rows_of(*PAGES[:5]), db)
    write("sqlite", rows_of(*PAGES), db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        found = connection.execute(search, ("kumquat",)).fetchall()
        connection.execute("UPDATE articles SET text = 'kumquat ' || text WHERE rowid = 3")
        connection.execute("DELETE FROM articles WHERE rowid = 1")
        connection.commit()
        connection.execute("VACUUM")
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        assert found == []
        assert (
            connection.execute(search, ("kumquat",)).fetchall()
            == connection.execute("SELECT title FROM articles WHERE text LIKE 'kumquat%'").fetchall()
        )


@pytest.mark.parametrize("only", TABLES)
def test_only_one_table_is_filled(only: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    write("sqlite", rows_of(*PAGES, empty), tmp_path / "a.db", only)
    assert [table for table, rows in in_database(tmp_path / "a.db").items() if rows] == [only]


def test_a_database_with_other_tables_keeps_them(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "mine.db")) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.execute("INSERT INTO notes VALUES ('mine')")
        connection.commit()
    write("sqlite", rows_of(PAGES[0]), tmp_path / "mine.db")
    assert select(tmp_path / "mine.db", "SELECT * FROM notes") == [("mine",)]
    assert in_database(tmp_path / "mine.db")["pages"]


def test_a_run_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    def failing() -> Iterator[list[tuple[str, Row]]]:
        yield from rows_of(*PAGES)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write("sqlite", failing(), tmp_path / "new.db")
    assert not list(tmp_path.iterdir())
    write("sqlite", rows_of(PAGES[0]), tmp_path / "old.db")
    before = in_database(tmp_path / "old.db")
    with pytest.raises(KeyboardInterrupt):
        write("sqlite", failing(), tmp_path / "old.db")
    assert in_database(tmp_path / "old.db") == before


def test_a_kill_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    write("sqlite", rows_of(PAGES[0]), db)
    before = in_database(db)
    pages = tmp_path / "pages"
    pages.mkdir()
    dump = (SAMPLES / "interview.txt").read_text(encoding="utf-8")
    for number in range(1200):  # more than one batch, so that rows are on their way to the disk
        (pages / f"{number}.txt").write_text(dump.replace(" the ", f" the {number} "), encoding="utf-8")
    command = [sys.executable, "-m", "ticker_clean", "extract", "-j", "1", pages, "-", "-f", "sqlite", "-o", db]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
        deadline = time.monotonic() + 60
        while not (journal := tmp_path / "a.db-journal").exists() or not journal.stat().st_size:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert in_database(db) == before
    assert select(db, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_cannot_take_the_tables_is_refused_and_left_alone(tmp_path: Path, command: Run) -> None:
    text, other = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("This is no database, and it is long enough to be looked at.", encoding="utf-8")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE articles (id, headline)")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for path, why in (
        (text, "file is not a database"),
        (other, "its table 'articles' is not ours, it has no column 'title'"),
        (tmp_path, "it is no file"),
        (tmp_path / "none" / "a.db", "unable to open database file"),
    ):
        done = command("extract", PAGES[0], "-f", "sqlite", "-o", path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"Cannot write {str(path)!r}: {why}." in done.stderr.decode()
        with pytest.raises(OutputError):
            write("sqlite", [], path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# the command


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["-f", "csv"], "CSV holds one table"),
        (["-f", "sqlite"], "SQLite needs a file: -o FILE.db"),
        (["-f", "parquet"], "Parquet needs a folder: -o FOLDER"),
        (["-f", "parquet", "-o", "file.txt"], "Cannot write into the folder 'file.txt'"),
        (["-f", "csv", "-o", "none/tables"], "Cannot write into the folder 'none/tables'"),
    ],
)
def test_an_output_that_fits_no_format_is_wrong_usage(
    options: tuple[str, ...], why: str, tmp_path: Path, command: Run
) -> None:
    (tmp_path / "file.txt").touch()
    done = command("extract", PAGES[0], *options)
    assert (done.returncode, done.stdout) == (2, b"")
    assert why in done.stderr.decode()


def test_without_its_library_parquet_says_how_to_get_it(tmp_path: Path, command: Run) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError\n", encoding="utf-8")
    done = command(
        "extract", PAGES[0], "-f", "parquet", "-o", "tables", env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    )
    assert done.returncode == 2
    assert "pip install 'ticker-clean[parquet]'" in done.stderr.decode()


@pytest.mark.parametrize(
    "options", [["-f", "csv", "-o", "out"], ["-f", "sqlite", "-o", "out.db"], ["-f", "parquet", "-o", "out"]]
)
def test_a_run_does_not_read_what_it_writes(options: list[str], tmp_path: Path, command: Run) -> None:
    (tmp_path / "page.txt").write_bytes(PAGES[0].read_bytes())
    for _ in range(2):
        done = command("extract", ".", *options)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("way", ["sqlite", "parquet"])
def test_memory_does_not_grow_with_the_run(way: str) -> None:
    peaks = []
    for articles in (12_000, 36_000):
        benchmark = ROOT / "tests" / "benchmarks" / "speed_writers.py"
        run = [sys.executable, benchmark, "--measure", way, str(articles)]
        done = subprocess.run(run, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
        peaks.append(json.loads(done.stdout)[1] / 1024)
    # 24,000 articles more are some 40 MB of text, and twice that as objects
    assert peaks[1] - peaks[0] < 25


def test_what_is_said_of_a_page_cannot_steer_the_terminal(tmp_path: Path, command: Run) -> None:
    (tmp_path / "a\x1b[31m.txt").touch()
    done = command("extract", "a\x1b[31m.txt", "--only", "rates")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("a<1B>[31m.txt: ")
