"""The command as its user meets it: output, exit status and talk together, as a subprocess."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, Run

LEDE = (
    "The new bridge over the Kara Darya at Uzgen was opened to lorries on Monday, eleven months later than the "
    "contract had promised and two days before the first snow closed the upper road."
)
PAGE = f"""• KGS/USD = 0.01144 0%
  • UZS/USD = 0.00008 -0%
  • KGS/USD = 0.01144 0%
  • UZS/USD = 0.00008 -0%
07 November 2025

Bridge at Uzgen Opens Eleven Months Late

{LEDE}
"""
OTHER = PAGE.replace("Bridge at Uzgen Opens", "Bridge at Gulcha Opens")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "deep").mkdir(parents=True)
    (pages / "b.txt").write_text(PAGE, encoding="utf-8")
    (pages / "a.txt").write_text(OTHER, encoding="utf-8")
    (pages / "deep" / "c.txt").write_text(PAGE, encoding="utf-16")
    (pages / ".hidden").write_text(PAGE, encoding="utf-8")
    (pages / "a_files").mkdir()
    (pages / "a_files" / "frame.txt").write_text(PAGE, encoding="utf-8")
    return pages


def test_a_folder_becomes_one_document(folder: Path, extract: Callable[..., dict[str, Any]]) -> None:
    document = extract(folder)
    assert document["schema_version"] == 1
    assert [page["page"] for page in document["pages"]] == [
        f"{folder}/a.txt",
        f"{folder}/b.txt",
        f"{folder}/deep/c.txt",
    ]
    assert [page["encoding"] for page in document["pages"]] == ["utf-8", "utf-8", "utf-16-le"]
    assert [article["title"].split()[2] for article in document["articles"]] == ["Gulcha", "Uzgen"]
    assert document["pages"][1]["articles"] == document["pages"][2]["articles"]  # met before: listed, not written
    assert [(rate["base"], rate["rate"], rate["change_text"]) for rate in document["rates"]] == [
        ("KGS", 0.01144, "0%"),
        ("UZS", 0.00008, "-0%"),
    ]
    assert document["failures"] == []


def test_standard_output_holds_data_alone_and_is_compact_in_a_pipe(folder: Path, command: Run) -> None:
    done = command("extract", folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"]}\n")
    assert done.stdout.count(b"\n") == 1
    assert b'"rate":0.00008,"rate_text":"0.00008","change_pct":0,"change_text":"-0%"' in done.stdout


def test_json_lines_name_their_table_first(folder: Path, command: Run) -> None:
    lines = command("extract", folder, "-f", "jsonl").stdout.decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [next(iter(row)) for row in rows] == ["table"] * len(rows)
    assert [row["table"] for row in rows] == ["rates", "rates", "articles", "pages", "articles", "pages", "pages"]


def test_only_one_table(folder: Path, command: Run) -> None:
    array = json.loads(command("extract", folder, "--only", "pages").stdout)
    assert [sorted(row) == sorted(array[0]) and "table" not in row for row in array] == [True] * 3
    lines = command("extract", folder, "--only", "rates", "-f", "jsonl").stdout.decode().splitlines()
    assert [json.loads(line)["base"] for line in lines] == ["KGS", "UZS"]


def test_csv_is_one_table_under_its_header(folder: Path, command: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(command("extract", folder, "-f", "csv", "--only", "rates").stdout.decode())))
    assert [(row["date"], row["base"], row["rate_text"], row["change_pct"]) for row in rows] == [
        ("2025-11-07", "KGS", "0.01144", "0"),
        ("2025-11-07", "UZS", "0.00008", "0"),
    ]
    empty = command("extract", folder, "-f", "csv", "--only", "failures")
    assert empty.stdout == b"page,error,detail\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["extract", "-f", "csv", "."], "CSV holds one table"),
        (["extract", "nowhere"], "There is no file or folder 'nowhere'."),
        (["extract", "-f", "xml", "."], "'xml' is not one of"),
        (["extract", ".", "-o", "no/such/folder.json"], "Cannot write"),
        (["extract", "-j", "0", "."], "'-j'"),
        (["frobnicate"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(command: Run, arguments: list[str], sentence: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_page_that_fails_costs_only_itself(folder: Path, command: Run) -> None:
    (folder / "noise.bin").write_bytes(os.urandom(4096) + b"\0\1\2")
    (folder / "nothing.txt").write_bytes(b"")
    done = command("extract", folder / "noise.bin", folder / "nothing.txt", folder / "a.txt")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(Path(row["page"]).name, row["error"]) for row in document["failures"]] == [
        ("noise.bin", "unsupported"),
        ("nothing.txt", "empty"),
    ]
    assert len(document["pages"]) == 1
    assert [line.split(":")[0] for line in done.stderr.decode().splitlines()] == [
        str(folder / "noise.bin"),
        str(folder / "nothing.txt"),
    ]


def test_strict_stops_at_the_first_failure(folder: Path, command: Run) -> None:
    (folder / "b.txt").write_bytes(b"")
    done = command("extract", folder, "--strict")
    assert done.returncode == 1
    assert [len(json.loads(done.stdout)[table]) for table in ("pages", "failures")] == [1, 1]


def test_nothing_to_read_is_1(tmp_path: Path, command: Run) -> None:
    (tmp_path / "empty").mkdir()
    done = command("extract", "empty")
    assert (done.returncode, done.stderr.decode()) == (1, "ticker-clean: nothing to read was found\n")
    assert json.loads(done.stdout) == {"schema_version": 1, "rates": [], "articles": [], "pages": [], "failures": []}


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "-"]])
def test_standard_input_is_one_page(command: Run, arguments: list[str]) -> None:
    document = json.loads(command(*arguments, stdin=PAGE.encode()).stdout)
    assert [page["page"] for page in document["pages"]] == ["-"]
    assert [article["position"] for article in document["articles"]] == [1]


def test_audit_lists_what_was_dropped(folder: Path, extract: Callable[..., dict[str, Any]]) -> None:
    page = extract(folder / "a.txt", "--audit")["pages"][0]
    assert page["dropped"] == {"ticker": 4, "date": 1}
    assert page["dropped_text"]["date"] == ["07 November 2025"]
    assert "dropped_text" not in extract(folder / "a.txt")["pages"][0]


def test_an_output_file_takes_its_name_when_it_is_whole(folder: Path, tmp_path: Path, command: Run) -> None:
    target = tmp_path / "out.json"
    assert command("extract", folder, "-o", target).returncode == 0
    assert json.loads(target.read_bytes())["pages"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "pages"]
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(PAGE.replace("Uzgen", f"Uzgen {number}"), encoding="utf-8")
    script = f"'{sys.executable}' -m ticker_clean extract '{folder}' -f jsonl | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    assert done.stderr == b""
    assert done.stdout.decode().splitlines()[-1] == "0"


def test_on_a_terminal_the_document_is_indented_and_no_path_means_help(folder: Path) -> None:
    def on_terminal(*arguments: str) -> tuple[int, str]:
        pid, terminal = pty.fork()
        if not pid:
            os.environ["PYTHONPATH"] = str(ROOT)
            os.execv(sys.executable, [sys.executable, "-m", "ticker_clean", *arguments])
        told = b""
        while True:
            try:
                read = os.read(terminal, 4096)
            except OSError:  # Linux ends a pseudo-terminal so
                break
            if not read:
                break
            told += read
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), told.decode().replace("\r\n", "\n")

    status, told = on_terminal("extract")
    assert (status, told[:6]) == (2, "Usage:")
    status, told = on_terminal("extract", str(folder / "a.txt"), "--only", "rates", "--no-progress", "-q")
    assert status == 0
    assert told.startswith('[\n{\n  "snapshot": ')
    assert [row["base"] for row in json.loads(told)] == ["KGS", "UZS"]


def test_the_schema_holds_for_what_is_printed(folder: Path, command: Run) -> None:
    schema = json.loads(command("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    (folder / "nothing.txt").write_bytes(b"")
    jsonschema.validate(json.loads(command("extract", folder).stdout), schema)
    jsonschema.validate(json.loads(command("extract", folder, "--audit").stdout), schema)


def test_the_version_and_the_help(command: Run) -> None:
    assert command("--version").stdout.decode().startswith("ticker-clean 0.")
    told = command("extract", "--help").stdout.decode()
    assert "Exit status" in told
    assert command("-h").returncode == 0


def test_help_starts_neither_parser_nor_network(command: Run) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from ticker_clean.cli import cli;"
        "r = CliRunner().invoke(cli, ['--help']); assert r.exit_code == 0;"
        f"r = CliRunner().invoke(cli, ['extract', '-'], input={PAGE!r}); assert r.exit_code == 0, r.output;"
        "sys.exit(', '.join({'bs4', 'lxml', 'requests'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_formats_lists_what_can_be_read(command: Run) -> None:
    rows = [json.loads(line) for line in command("formats", "--json").stdout.decode().splitlines()]
    names = {name for row in rows for name in row["format"].split(", ")}
    assert {"dump", "html", "mhtml", "webarchive", "warc", "wacz", "zip"} <= names
    assert [row["extra"] for row in rows if row["format"] == "warc"] == ["warc"]
    told = command("formats").stdout.decode()
    assert all(row["files"] in told for row in rows)
