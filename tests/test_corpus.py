"""Runs over many pages: the same output however they are shared out, and a row for whatever goes wrong."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from folders import PAGE, fill, varied_page, warc

from ticker_clean.corpus.files import find_files
from ticker_clean.model import Failure

FAULTY = Path(__file__).parent / "faulty_pages.py"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def faulty(*arguments: str | Path, cwd: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    options = {"capture_output": True, "env": ENVIRONMENT, "timeout": 60, "check": False, **options}
    return subprocess.run([sys.executable, FAULTY, "extract", *arguments], cwd=cwd, **options)


def failures(output: bytes) -> list[tuple[str, str]]:
    return [(Path(row["page"]).name, row["error"]) for row in json.loads(output)["failures"]]


def pages(output: bytes) -> list[str]:
    return [Path(row["page"]).name for row in json.loads(output)["pages"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_any_number_of_workers_and_any_order_of_creation_give_the_same_bytes(
    folder: Path, tmp_path: Path, command: Run, form: str
) -> None:
    numbers = list(range(150))
    fill(folder, numbers)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.txt").write_bytes(random.Random(1).randbytes(5000))
    outputs = {command("extract", "pages", "-j", f"{jobs}", "-f", form).stdout for jobs in (1, 2, 8)}
    folder.rename(tmp_path / "first")
    random.Random(2).shuffle(numbers)
    fill(folder, numbers)
    (folder / "noise.txt").write_bytes(random.Random(1).randbytes(5000))
    (folder / "empty.txt").write_bytes(b"")
    outputs.add(command("extract", "pages", "-j", "3", "-f", form).stdout)
    assert len(outputs) == 1
    output = outputs.pop()
    assert output.count(b'"error":') == 2
    assert output.count(b'"sha256":') == 150


def test_tables_that_need_rows_get_the_same_ones(folder: Path, command: Run) -> None:
    fill(folder, range(20))
    outputs = [command("extract", "pages", "-j", f"{jobs}", "-f", "csv", "--only", "rates").stdout for jobs in (1, 4)]
    assert outputs[0] == outputs[1]
    assert b",KGS,USD,0.01143,0.01143,0,0%\n" in outputs[0]


@pytest.mark.parametrize(
    ("mark", "error", "detail"),
    [
        ("FAULT-SLEEP", "timeout", "It took longer than 0.5 seconds."),
        ("FAULT-BACKTRACK", "timeout", "It took longer than 0.5 seconds."),
        ("FAULT-DIE", "crashed", "Its worker process ended unexpectedly (signal 9)."),
        ("FAULT-EXIT", "crashed", "Its worker process ended unexpectedly (status 7)."),
        ("FAULT-BUG", "crashed", "A fault of ticker-clean, please report it: LookupError('no such rule')."),
        ("FAULT-MEMORY", "crashed", "A fault of ticker-clean, please report it: MemoryError()."),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_page_that_hangs_or_kills_costs_itself_alone(
    folder: Path, tmp_path: Path, mark: str, error: str, detail: str, jobs: str
) -> None:
    fill(folder, range(30))
    (folder / "page 0015.txt").write_text(f"{PAGE}\n{mark}\n", encoding="utf-8")
    (folder / "page 0018.txt").write_text(f"{PAGE}\n{mark}\n", encoding="utf-8")
    done = faulty("pages", "-j", jobs, "--page-timeout", "0.5", cwd=tmp_path)
    assert done.returncode == 1
    assert failures(done.stdout) == [("page 0015.txt", error), ("page 0018.txt", error)]
    assert len(pages(done.stdout)) == 28
    assert done.stderr.decode().splitlines() == [f"pages/page 00{n}.txt: {detail}" for n in (15, 18)]


@pytest.mark.parametrize("mark", ["FAULT-SLEEP", "FAULT-BACKTRACK"])
def test_a_single_page_that_hangs_ends_too(folder: Path, tmp_path: Path, mark: str) -> None:
    (folder / "a.txt").write_text(f"{PAGE}\n{mark}\n", encoding="utf-8")
    done = faulty("pages/a.txt", "--page-timeout", "0.5", cwd=tmp_path)
    assert (done.returncode, failures(done.stdout)) == (1, [("a.txt", "timeout")])


def test_no_worker_is_started_for_a_small_file_or_standard_input(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    without = {**ENVIRONMENT, "FAULTY_WITHOUT_FORK": "1"}
    for arguments, stdin in ((["pages/a.txt"], b""), ([], PAGE.encode()), (["-"], PAGE.encode())):
        done = faulty(*arguments, cwd=tmp_path, env=without, input=stdin)
        assert (done.returncode, len(pages(done.stdout))) == (0, 1), done.stderr


def test_a_large_container_is_shared_and_comes_back_in_order(folder: Path, tmp_path: Path, command: Run) -> None:
    many = [varied_page(number) for number in range(400)]
    (folder / "crawl.warc").write_bytes(warc(many))
    assert (folder / "crawl.warc").stat().st_size > 1 << 20  # from which size on it is shared
    (folder / "after.txt").write_text(PAGE, encoding="utf-8")
    (folder / "zuletzt.txt").write_text(PAGE, encoding="utf-8")
    outputs = [command("extract", "pages", "-j", f"{jobs}").stdout for jobs in (1, 2, 5)]
    assert outputs[0] == outputs[1] == outputs[2]
    assert pages(outputs[0]) == ["after.txt", *(f"crawl.warc#{n}" for n in range(1, 401)), "zuletzt.txt"]


@pytest.mark.parametrize("mark", ["FAULT-SLEEP", "FAULT-DIE"])
def test_a_bad_page_in_a_shared_container_costs_itself_alone(folder: Path, tmp_path: Path, mark: str) -> None:
    many = [varied_page(number) for number in range(400)]
    many[17] += f"\n{mark}\n"
    many[18] += f"\n{mark}\n"
    many[399] += f"\n{mark}\n"
    (folder / "crawl.wet").write_bytes(warc(many))
    outputs = [faulty("pages", "-j", jobs, "--page-timeout", "0.5", cwd=tmp_path).stdout for jobs in ("1", "3")]
    assert outputs[0] == outputs[1]
    error = "timeout" if mark == "FAULT-SLEEP" else "crashed"
    assert failures(outputs[0]) == [(f"crawl.wet#{n}", error) for n in (18, 19, 400)]
    assert len(pages(outputs[0])) == 397


def test_a_large_container_on_standard_input(tmp_path: Path, command: Run) -> None:
    done = command("extract", "-", "-j", "2", stdin=warc([varied_page(number) for number in range(200)]))
    assert (done.returncode, pages(done.stdout)) == (0, [f"-#{n}" for n in range(1, 201)])


def test_a_worker_killed_from_outside_costs_at_most_a_page(folder: Path, tmp_path: Path) -> None:
    fill(folder, range(60))
    (folder / "page 0000.txt").write_text("FAULT-WAIT", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-j", "2"], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE
    ) as run:
        workers = wait_for(lambda: children(run.pid), 2)
        os.kill(workers[1], signal.SIGKILL)
        (tmp_path / "go").touch()
        assert run.stdout
        output = run.stdout.read()
    assert len(pages(output)) + len(failures(output)) == 60
    assert len(failures(output)) <= 2  # the text of the page that waits is one of them


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(look: Callable[[], list[int]], number: int) -> list[int]:
    for _ in range(500):
        if len(found := look()) >= number:
            return found
        time.sleep(0.01)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_the_run(folder: Path, tmp_path: Path, how: signal.Signals) -> None:
    for number in range(600):
        (folder / f"{number}.txt").write_text(PAGE, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-j", "3", "-o", "out.json"], cwd=tmp_path, env=ENVIRONMENT
    ) as run:
        workers = wait_for(lambda: children(run.pid), 3)
        run.send_signal(how)
        run.wait(5)
    wait_for(lambda: [pid for pid in workers if not Path(f"/proc/{pid}").exists()], 3)


def test_a_file_that_vanishes_after_it_was_listed(folder: Path, tmp_path: Path) -> None:
    for name in "abc":
        (folder / f"{name}.txt").write_text(PAGE, encoding="utf-8")
    (folder / "a.txt").write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "-j", "1"], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE
    ) as run:
        wait_for(lambda: children(run.pid), 1)
        time.sleep(0.2)
        (folder / "c.txt").unlink()
        (tmp_path / "go").touch()
        assert run.stdout
        output = run.stdout.read()
    assert (pages(output), failures(output)) == (["a.txt", "b.txt"], [("c.txt", "unreadable")])


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that cannot be read, even by root")
def test_a_file_that_cannot_be_read(folder: Path, command: Run) -> None:
    (folder / "a.txt").symlink_to("/proc/self/mem")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    done = command("extract", "pages")
    assert (done.returncode, pages(done.stdout), failures(done.stdout)) == (1, ["b.txt"], [("a.txt", "unreadable")])
    assert done.stderr.decode() == "pages/a.txt: Input/output error.\n"


def test_what_lies_about_in_folders(folder: Path, command: Run) -> None:
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "page_files").mkdir()
    (folder / "page_files" / "frame.html").write_text(PAGE, encoding="utf-8")
    (folder / ".hidden.txt").write_text(PAGE, encoding="utf-8")
    (folder / "style.css").write_text("p {}", encoding="utf-8")
    (folder / "photo").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "nowhere.txt").symlink_to(folder / "no such page")
    (folder / "linked.txt").symlink_to(folder / "page.txt")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(folder / "socket.txt"))
    done = command("extract", "pages", "-v", "-j", "2")
    assert pages(done.stdout) == ["linked.txt", "page.txt"]
    assert failures(done.stdout) == [("nowhere.txt", "unreadable"), ("self", "unreadable")]
    *told, summary = done.stderr.decode().splitlines()
    assert sorted(line for line in told if "skipped" in line) == [
        "pages/.hidden.txt: skipped (hidden)",
        "pages/loop: skipped (link to a folder)",
        "pages/page_files: skipped (companion)",
        "pages/photo: skipped (no page)",
        "pages/pipe.txt: skipped (special file)",
        "pages/socket.txt: skipped (special file)",
        "pages/style.css: skipped (style)",
    ]
    assert "pages/page.txt: dump, utf-8, 2 articles" in told
    assert summary.startswith(
        "2 pages, 2 articles (2 repeats), 1 snapshot, 2 failures (2 unreadable), 7 skipped "
        "(1 companion, 1 hidden, 1 link to a folder, 1 no page, 2 special file, 1 style), "
    )


def test_a_name_that_is_not_utf_8(folder: Path, command: Run) -> None:
    name = os.fsencode(folder) + b"/caf\xe9\nnote.txt"
    Path(os.fsdecode(name)).write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    done = command("extract", "pages", "-j", "2")
    assert [row["page"] for row in json.loads(done.stdout)["pages"]] == ["pages/b.txt", "pages/caf\\xe9\nnote.txt"]


def test_a_page_over_the_limit(folder: Path, command: Run) -> None:
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_text("Short Title Of A Page\n\nA short paragraph.\n", encoding="utf-8")
    done = command("extract", "pages", "--max-page-bytes", "1000", "-v")
    assert (pages(done.stdout), failures(done.stdout)) == (["b.txt"], [("a.txt", "too-large")])
    assert "pages/b.txt: dump, utf-8, 1 article\n" in done.stderr.decode()


def test_a_named_pipe_that_the_user_names_is_read(tmp_path: Path, command: Run) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["sh", "-c", "cat > pipe"], cwd=tmp_path, stdin=subprocess.PIPE) as writer:
        assert writer.stdin
        writer.stdin.write(PAGE.encode())
        writer.stdin.close()
        assert pages(command("extract", "pipe").stdout) == ["pipe"]


def test_folders_nested_deeper_than_the_stack(folder: Path, tmp_path: Path, command: Run) -> None:
    deep = "d/" * 600
    (folder / deep).mkdir(parents=True)
    for level in range(0, 600, 100):
        (folder / ("d/" * level) / "a.txt").write_text(PAGE, encoding="utf-8")
    found = json.loads(command("extract", "pages", "--only", "pages").stdout)
    assert [row["page"].count("/d") for row in found] == [0, 100, 200, 300, 400, 500]


def test_more_workers_than_there_can_be_is_told(folder: Path, command: Run) -> None:
    fill(folder, range(300))
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))}
    done = command("extract", "pages", "-j", "100", **limit)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("Error: Cannot start a worker process: Too many open files")


def test_more_names_than_are_sorted_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number * 7919 % 1000:03}\n.txt" for number in range(500)]
    for name in names:
        (folder / name).touch()
    monkeypatch.setattr("ticker_clean.corpus.files._RUN", 64)
    found = [Path(entry.path).name for entry in find_files([folder]) if not isinstance(entry, Failure)]
    assert found == sorted(names)
