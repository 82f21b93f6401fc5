"""`extract` over many pages, as its user meets it: progress, summary, closed pipes, outputs that cannot be written."""

from __future__ import annotations

import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run
from folders import PAGE, fill, varied_page, warc
from test_corpus import FAULTY, children, failures, faulty, pages, wait_for

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


def test_strict_stops_at_the_first_failure_in_order(folder: Path, command: Run) -> None:
    fill(folder, range(90))
    (folder / "page 0045.txt").write_bytes(b"")
    (folder / "page 0060.txt").write_bytes(b"")
    outputs = {command("extract", "pages", "--strict", "-j", jobs).stdout for jobs in ("1", "8")}
    assert len(outputs) == 1
    output = outputs.pop()
    assert failures(output) == [("page 0045.txt", "empty")]
    assert pages(output)[-1] == "page 0042.txt"


def test_head_ends_a_long_run_at_once_and_quietly(folder: Path, tmp_path: Path) -> None:
    fill(folder, range(60))
    (folder / "z.txt").write_text(f"{PAGE}\nFAULT-SLEEP\n", encoding="utf-8")
    script = f"'{sys.executable}' '{FAULTY}' extract pages -j 2 -f jsonl | head -n 3; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, timeout=20, check=True
    )
    assert done.stderr == b""
    *rows, status = done.stdout.decode().splitlines()
    assert (len(rows), status) == (3, "0")


def test_rows_come_as_soon_as_their_page_is_done(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-f", "jsonl", "--only", "pages"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout
        assert json.loads(run.stdout.readline())["page"] == "pages/a.txt"
        (tmp_path / "go").touch()
        assert json.loads(run.stdout.readline())["page"] == "pages/b.txt"


def test_a_slow_reader_makes_the_run_wait(folder: Path, tmp_path: Path) -> None:
    fill(folder, range(200))
    command = [sys.executable, FAULTY, "extract", "pages", "-f", "jsonl", "--page-timeout", "1", "-j", "2"]
    with subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE) as run:
        time.sleep(4)  # longer than any page may take, which is none of the pages' fault
        assert run.stdout
        lines = run.stdout.read().splitlines()
    assert run.returncode == 0
    assert sum(line.startswith(b'{"table":"pages"') for line in lines) == 200


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_a_full_disk_is_told_and_leaves_the_old_output(folder: Path, tmp_path: Path, command: Run, form: str) -> None:
    fill(folder, range(60))
    (tmp_path / "out").write_bytes(b"of yesterday")
    options = ["-f", form, *(["--only", "articles"] if form == "csv" else [])]
    done = command(
        "extract",
        "pages",
        "-o",
        "out",
        *options,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000,) * 2),
    )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("Error: Cannot write 'out': File too large")
    assert (tmp_path / "out").read_bytes() == b"of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_behind_standard_output_is_told(folder: Path, tmp_path: Path) -> None:
    fill(folder, range(60))
    with Path("/dev/full").open("wb") as full:
        done = faulty("pages", "-f", "jsonl", cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == b"Error: Cannot write standard output: No space left on device.\n"


def test_a_full_disk_under_the_state_is_told(folder: Path, tmp_path: Path, command: Run) -> None:
    fill(folder, range(60))
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000,) * 2)}
    done = command("extract", "pages", "-f", "jsonl", "--state", "state", **limit)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("Error: Cannot keep the state in 'state': ")
    again = command("extract", "pages", "-f", "jsonl", "--state", "state")
    assert again.stdout == command("extract", "pages", "-f", "jsonl").stdout


def test_an_output_folder_that_goes_away_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "results").mkdir()
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-o", "results/out.json"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
    ) as run:
        wait_for(lambda: children(run.pid), 1)
        shutil.rmtree(tmp_path / "results")
        (tmp_path / "go").touch()
        assert run.stderr
        told = run.stderr.read().decode()
    assert (run.returncode, told) == (1, "Error: Cannot write 'results/out.json': No such file or directory.\n")


def test_an_output_in_the_folder_that_is_read_is_no_page(folder: Path, command: Run) -> None:
    fill(folder, range(5))
    clean = command("extract", "pages").stdout
    arguments = ["extract", "pages", "-o", "pages/out.txt", "--state", "pages/state.txt"]
    for _ in range(2):
        assert command(*arguments).returncode == 0
        assert (folder / "out.txt").read_bytes() == clean


@pytest.mark.parametrize(
    ("read", "output"),
    [
        ("pages/a.txt", "pages/a.txt"),
        ("pages/a.txt", "pages/../pages/a.txt"),
        ("pages/a.txt", "link"),
        ("pages", "pages/a.txt"),
    ],
)
@pytest.mark.parametrize("option", ["-o", "--state"])
def test_an_input_is_not_overwritten(
    folder: Path, tmp_path: Path, command: Run, read: str, output: str, option: str
) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "link").symlink_to(folder / "a.txt")
    done = command("extract", read, option, output)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{output!r} is to be read; it would be overwritten." in done.stderr.decode()
    assert (folder / "a.txt").read_text(encoding="utf-8") == PAGE


def test_a_dry_run_lists_what_would_be_read(folder: Path, command: Run) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.html").write_text("<!DOCTYPE html><title>Rates</title><p>Rates held.", encoding="utf-8")
    (folder / "c.warc").write_bytes(warc([varied_page(1)]))
    (folder / "d.css").write_bytes(b"p {}")
    (folder / "e.txt").write_bytes(b"")
    done = command("extract", "pages", "--dry-run")
    assert done.returncode == 0
    assert [line.split("\t")[:2] for line in done.stdout.decode().splitlines()] == [
        ["pages/a.txt", "dump"],
        ["pages/b.html", "html"],
        ["pages/c.warc", "warc"],
        ["pages/e.txt", "empty"],
    ]


def test_the_summary_and_a_line_a_page(folder: Path, command: Run) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    told = command("extract", "pages", "-v").stderr.decode().splitlines()
    assert told[:3] == [
        "pages/a.txt: dump, utf-8, 2 articles",
        "pages/b.txt: dump, utf-8, 2 articles",
        "pages/c.txt: The file is empty.",
    ]
    assert told[3].startswith("2 pages, 2 articles (2 repeats), 1 snapshot, 1 failure (1 empty), 0:0")


def test_progress_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    fill(folder, range(400))
    (folder / "empty.txt").write_bytes(b"")
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-j", "2"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=inside,
    ) as run:
        os.close(inside)
        told = b""
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:  # Linux ends a pseudo-terminal so
                break
            if not part:
                break
            told += part
    os.close(terminal)
    assert run.returncode == 1
    drawn = [line.split("\r")[-1] for line in told.decode().replace("\r\n", "\n").split("\x1b[K")]
    assert any(" of 401 files, " in line and " a second" in line and line.endswith(" left") for line in drawn)
    assert drawn[-1].startswith("400 pages, ")  # the line is gone when the summary comes


def test_ctrl_c_in_the_middle_of_a_page(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(f"{PAGE}\nFAULT-BACKTRACK\n", encoding="utf-8")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-o", "out.json"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
    ) as run:
        workers = wait_for(lambda: children(run.pid), 1)
        time.sleep(0.3)
        asked = time.monotonic()
        run.send_signal(signal.SIGINT)
        assert run.wait(10) == 130
        assert time.monotonic() - asked < 1  # the promise to who waits at the keyboard
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
