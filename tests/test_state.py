"""`--state`: a second run reads only what is new, and writes what a run from scratch would write."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run
from folders import PAGE, fill, varied_page, warc
from test_corpus import FAULTY, children, failures, faulty, pages, wait_for

KILLS = int(os.environ.get("TICKER_CLEAN_KILLS", "10"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    fill(tmp_path / "pages", range(40))
    age(tmp_path / "pages")
    return tmp_path / "pages"


def age(folder: Path) -> None:
    """Let the files be a day old: the time of one that has just been written proves nothing."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(path.stat().st_mtime_ns - 86_400_000_000_000,) * 2)


def test_what_is_known_is_not_read_again(folder: Path, command: Run) -> None:
    first = command("extract", "pages", "--state", "state")
    for path in folder.rglob("*.txt"):  # other bytes, same size and time: whoever read them would tell
        status = path.stat()
        path.write_bytes(b"\0" * status.st_size)
        os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    second = command("extract", "pages", "--state", "state", "-j", "1")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout == command("extract", "pages", "--state", "state", "-j", "5").stdout
    assert failures(command("extract", "pages").stdout) != []


def test_a_file_with_another_time_and_the_same_content_is_known_by_its_hash(folder: Path, tmp_path: Path) -> None:
    page = folder / "page 0000.txt"
    page.write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    (tmp_path / "go").touch()
    first = faulty("pages", "--state", "state", cwd=tmp_path)
    (tmp_path / "go").unlink()  # cleaned again, the page would now hang
    for stamp in (1_000_000_000, 2_000_000_000):
        os.utime(page, ns=(stamp, stamp))
        again = faulty("pages", "--state", "state", "--page-timeout", "1", cwd=tmp_path)
        assert (again.returncode, again.stdout) == (0, first.stdout)


def test_what_is_new_changed_or_gone_is_seen(folder: Path, command: Run) -> None:
    command("extract", "pages", "--state", "state", "-o", "out.json")
    (folder / "page 0003.txt").write_text(varied_page(1003), encoding="utf-8")
    (folder / "a new one.txt").write_text(varied_page(1004), encoding="utf-8")
    (folder / "page 0006.txt").unlink()
    assert command("extract", "pages", "--state", "state").stdout == command("extract", "pages").stdout


def test_a_file_changed_within_the_tick_of_its_clock_is_seen(folder: Path, command: Run) -> None:
    page = folder / "page 0000.txt"
    page.write_text("First Title of Seven Words Stands Here\n\nOne paragraph stands under it.\n", encoding="utf-8")
    now = time.time_ns() + 60_000_000_000  # of a clock that is ahead
    os.utime(page, ns=(now, now))
    command("extract", "pages", "--state", "state")
    page.write_text("Other Title of Seven Words Stands Here\n\nOne paragraph stands under it.\n", encoding="utf-8")
    os.utime(page, ns=(now, now))
    assert b"Other Title of Seven Words" in command("extract", "pages", "--state", "state").stdout


def test_other_options_mean_other_rows(folder: Path, command: Run) -> None:
    command("extract", "pages", "--state", "state")
    audited = command("extract", "pages", "--state", "state", "--audit")
    assert audited.stdout == command("extract", "pages", "--audit").stdout


def test_a_failure_of_the_page_is_remembered_and_one_of_the_system_is_not(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "slow.txt").write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    age(folder)
    first = faulty("pages", "--state", "state", "--page-timeout", "0.5", cwd=tmp_path)
    assert failures(first.stdout) == [("empty.txt", "empty"), ("slow.txt", "timeout")]
    (tmp_path / "go").touch()
    second = faulty("pages", "--state", "state", "-v", cwd=tmp_path)
    assert failures(second.stdout) == [("empty.txt", "empty")]
    assert "pages/noise: skipped (no page)\n" in second.stderr.decode()
    assert "1 skipped (1 no page)" in second.stderr.decode()


def test_a_container_goes_on_where_it_was(folder: Path, tmp_path: Path, command: Run) -> None:
    many = [varied_page(number) for number in range(400)]
    (folder / "crawl.warc").write_bytes(warc([*many[:300], f"{many[300]}\nFAULT-WAIT\n", *many[301:]]))
    age(folder)
    first = faulty("pages/crawl.warc", "--state", "state", "-j", "3", "--page-timeout", "1", cwd=tmp_path)
    assert failures(first.stdout) == [("crawl.warc#301", "timeout")]
    with sqlite3.connect(tmp_path / "state") as state:
        assert state.execute("SELECT count(*) FROM pages").fetchone() == (300,)
    state.close()
    (tmp_path / "go").touch()
    second = faulty("pages/crawl.warc", "--state", "state", "-j", "2", cwd=tmp_path)
    assert second.stdout == command("extract", "pages/crawl.warc").stdout
    assert len(pages(second.stdout)) == 400


@pytest.mark.parametrize("content", [b"GIF89a is no database", b"x" * 5000])
def test_a_file_that_is_no_state_is_left_alone(folder: Path, tmp_path: Path, command: Run, content: bytes) -> None:
    (tmp_path / "state").write_bytes(content)
    done = command("extract", "pages", "--state", "state")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "'state' is no state file" in done.stderr.decode()
    assert (tmp_path / "state").read_bytes() == content


def test_a_database_of_another_program_is_left_alone(folder: Path, tmp_path: Path, command: Run) -> None:
    with sqlite3.connect(tmp_path / "state") as other:
        other.execute("CREATE TABLE pages (number)")
    other.close()
    content = (tmp_path / "state").read_bytes()
    done = command("extract", "pages", "--state", "state")
    assert (done.returncode, done.stderr.decode()) == (1, "Error: 'state' is a database of another program.\n")
    assert (tmp_path / "state").read_bytes() == content


def test_two_runs_do_not_share_a_state(folder: Path, tmp_path: Path, command: Run) -> None:
    (folder / "page 0000.txt").write_text("FAULT-WAIT", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "--state", "state", "-o", "out"], cwd=tmp_path, env=ENVIRONMENT
    ) as run:
        wait_for(lambda: children(run.pid), 1)
        done = command("extract", "pages", "--state", "state")
        (tmp_path / "go").touch()
    assert (done.returncode, done.stderr.decode()) == (1, "Error: 'state' is in use by another run.\n")
    assert run.returncode == 0


def test_ctrl_c_keeps_what_was_finished(folder: Path, tmp_path: Path, command: Run) -> None:
    (folder / "zz.txt").write_text(f"{PAGE}\nFAULT-WAIT\n", encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("of yesterday", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, FAULTY, "extract", "pages", "--state", "state", "-f", "jsonl", "-o", "out.jsonl"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
    ) as run:
        time.sleep(1.5)
        run.send_signal(signal.SIGINT)
        asked = time.monotonic()
        assert run.wait(10) == 130
        assert time.monotonic() - asked < 1  # the promise to who waits at the keyboard
        assert run.stderr
        assert run.stderr.read() == b"\n"  # click ends the line that ^C stands in
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "pages", "state"]
    with sqlite3.connect(tmp_path / "state") as state:
        assert state.execute("SELECT count(*) FROM pages").fetchone() == (40,)
    state.close()
    (tmp_path / "go").touch()
    done = faulty("pages", "--state", "state", cwd=tmp_path)
    assert done.stdout == command("extract", "pages").stdout


def test_killed_at_any_moment_and_gone_on_it_writes_what_one_run_writes(tmp_path: Path, command: Run) -> None:
    """Each kill falls at a random moment of a run that begins with what the last one left, or, at times, anew."""
    moments = random.Random(0)
    fill(tmp_path / "pages", range(120))
    (tmp_path / "pages" / "crawl.warc").write_bytes(warc([varied_page(number) for number in range(300)]))
    (tmp_path / "pages" / "empty.txt").write_bytes(b"")
    age(tmp_path / "pages")
    begun = time.monotonic()
    clean = command("extract", "pages").stdout
    lasts = time.monotonic() - begun
    arguments = [sys.executable, "-m", "ticker_clean", "extract", "pages", "-j", "2", "--state", "state", "-o", "out"]
    for _ in range(KILLS):
        if moments.random() < 0.3:
            (tmp_path / "state").unlink(missing_ok=True)
            (tmp_path / "state-journal").unlink(missing_ok=True)
        (tmp_path / "out").write_bytes(b"of yesterday")
        with subprocess.Popen(arguments, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE) as run:
            time.sleep(moments.uniform(0, lasts))
            run.kill()
            assert run.stderr
            assert b"Traceback" not in run.stderr.read()
        assert (tmp_path / "out").read_bytes() in (b"of yesterday", clean)
        done = command("extract", "pages", "-j", "2", "--state", "state", "-o", "out")
        assert (done.returncode, (tmp_path / "out").read_bytes() == clean) == (1, True), done.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages", "state"]
        if moments.random() < 0.5:
            forget_some(tmp_path / "state", moments)


def forget_some(state: Path, chance: random.Random) -> None:
    """Leave the state of a run that was killed earlier: its first files, and the first pages of the one after."""
    with sqlite3.connect(state) as db:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM files ORDER BY id")]
        last = chance.randrange(len(ids))
        db.execute("DELETE FROM pages WHERE file > ?", [ids[last]])
        db.execute("DELETE FROM files WHERE id > ?", [ids[last]])
        (count,) = db.execute("SELECT count(*) FROM pages WHERE file = ?", [ids[last]]).fetchone()
        db.execute("DELETE FROM pages WHERE file = ? AND number > ?", [ids[last], chance.randint(0, count)])
        db.execute("UPDATE files SET pages = NULL, sha256 = NULL WHERE id = ?", [ids[last]])
    db.close()
    assert json.dumps(ids)


def test_pages_are_read_again_when_any_rule_has_changed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ticker_clean", tmp_path / "ticker_clean", ignore=shutil.ignore_patterns("__pycache__"))
    told = set()
    for name in (None, "clean.py", "html/walk.py", "corpus/run.py"):
        if name:
            with (tmp_path / "ticker_clean" / name).open("a") as module:
                module.write("\n# another rule\n")
        program = "from ticker_clean.corpus.state import code_version; print(code_version())"
        told.add(subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True).stdout)
    assert len(told) == 4
