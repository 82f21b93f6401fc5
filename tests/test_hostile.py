"""Pages and surroundings that nobody would make in good faith: each a clear result, a row of failures or a sentence."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Run

from ticker_clean.currencies import CODES

PAGE = (SAMPLES / "full-page-of-six.txt").read_bytes()
RATES = "• KGS/USD = 0.01144 0%\n• UZS/USD = 0.00008 -0%\n"
TITLE = "Bridge at Uzgen Opens Eleven Months Late\n"
FULL = Path("/dev/full")

READ = {
    "a line of 50 MB.txt": b"Lorries crossed the bridge again. " * (50_000_000 // 34),
    "a rate line 100,000 times.txt": b"KGS/USD = 0.01144 0%\n" * 100_000,
    "100,000 words, each on its line.txt": b"".join(b"word%d\n" % number for number in range(100_000)),
    "40,000 teasers.txt": b"".join(b"Bridge %d Opens\n\nText.\n\nContinue reading\n\n" % n for n in range(40_000)),
    "15,000 small tickers.txt": b"".join(
        b"%s/%s = 1.5\n%s/%s = 2.5\n\n%s\n\n" % (base, quote, quote, base, b"Lorries crossed the bridge again. " * 4)
        for base, quote in combinations(map(str.encode, sorted(CODES)), 2)
    ),
    "100,000 bullets.txt": "•\n".encode() * 100_000,
    "a broken middle.txt": PAGE[:5000] + b"\xff\xfe\xc3(\x80" + PAGE[5000:],
    "only a ticker.txt": RATES.encode(),
    "only a title.txt": TITLE.encode(),
    "deep.html": b"<html><body>" + b"<div><b>" * 50_000 + b"At the bottom lies a line of text.",
    "open.html": b"<html><body><p>One line of text." + b"<" * 1_000_000,
    "a comment without an end.html": b"<html><body><p>One line of text.</p><!--" + b"<p>None.</p>" * 50_000,
}
FAILED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\n \n\t\n", "empty"),
    "noise.txt": (random.Random(1).randbytes(1_000_000), "unsupported"),
    "bomb.html.gz": (gzip.compress(b"<p>a</p>" * 10_000_000, 1), "too-large"),
    "cut.txt.gz": (gzip.compress(PAGE)[:500], "truncated"),
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one run prints of all of them."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in {**READ, **{name: data for name, (data, _) in FAILED.items()}}.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "ticker_clean", "extract", ".", "--audit", "-q", "--page-timeout", "20"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def test_each_is_a_page_or_a_failure(document: dict[str, Any]) -> None:
    assert [row["page"] for row in document["pages"]] == sorted(f"./{name}" for name in READ)
    failed = {row["page"]: row["error"] for row in document["failures"]}
    assert failed == {f"./{name}": error for name, (_, error) in FAILED.items()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a line of 50 MB.txt", "bridge again."),
        ("100,000 words, each on its line.txt", "word99999"),
        ("40,000 teasers.txt", "Bridge 39999 Opens"),
        ("15,000 small tickers.txt", "Lorries crossed the bridge again."),
        ("only a title.txt", TITLE.strip()),
        ("deep.html", "At the bottom lies a line of text."),
        ("open.html", "One line of text."),
        ("a comment without an end.html", "One line of text."),
    ],
)
def test_their_text_is_in_an_article_or_dropped(document: dict[str, Any], name: str, text: str) -> None:
    (page,) = (row for row in document["pages"] if row["page"] == f"./{name}")
    articles = [row for row in document["articles"] if row["id"] in page["articles"]]
    assert any(text in said for said in map(str, (*articles, page["dropped_text"])))


def test_their_rates(document: dict[str, Any]) -> None:
    lines = {row["page"][2:]: row["ticker_lines"] for row in document["pages"] if row["ticker_lines"]}
    assert lines == {
        "a rate line 100,000 times.txt": 100_000,
        "15,000 small tickers.txt": 2,  # those below stand in text
        "only a ticker.txt": 2,
        "a broken middle.txt": 40,
    }


# --- where it is written ----------------------------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_bytes(PAGE)
    return tmp_path / "page.txt"


def test_a_pipe_is_written_and_not_replaced(page: Path, command: Run) -> None:
    pipe = page.with_name("pipe")
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    done = command("extract", "page.txt", "-o", "pipe")
    reader.join()
    assert done.returncode == 0
    assert received == [command("extract", "page.txt").stdout]
    assert pipe.is_fifo()


def test_a_link_is_followed(page: Path, command: Run) -> None:
    link, file = page.with_name("link"), page.with_name("file.json")
    link.symlink_to(file.name)
    for _ in range(2):  # to nothing yet, and to a file
        assert command("extract", "page.txt", "-o", "link").returncode == 0
        assert link.is_symlink()
        assert file.read_bytes() == command("extract", "page.txt").stdout
        file.write_text("old")


@pytest.mark.parametrize("name", ["", ".", "folder"])
def test_a_folder_is_refused_before_anything_is_read(page: Path, command: Run, name: str) -> None:
    page.with_name("folder").mkdir()
    done = command("extract", "page.txt", "-v", "-o", name)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"Cannot write '{name}': Is a directory." in done.stderr.decode()
    assert b"page.txt" not in done.stderr


@pytest.mark.skipif(not FULL.is_char_device(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "page.txt"],
        ["extract", "--dry-run", "page.txt"],
        ["rates", "page.txt"],
        ["explain", "page.txt"],
        ["formats"],
        ["schema"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_standard_output_is_told_by_every_command(page: Path, arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        done = run(arguments, page.parent, stdout=full)
    assert (done.returncode, done.stderr) == (1, b"Error: Cannot write standard output: No space left on device.\n")


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_closed_standard_streams(page: Path, closed: int) -> None:
    arguments = ["extract"] if closed == 0 else ["extract", "page.txt"]
    done = run(arguments, page.parent, before=lambda: os.close(closed), stdout=subprocess.PIPE)
    if closed == 0:
        assert (done.returncode, done.stderr) == (1, b"-: The file is empty.\n")
    elif closed == 1:
        assert (done.returncode, done.stderr) == (1, b"Error: Cannot write standard output: Bad file descriptor.\n")
    else:
        assert done.returncode == 0
        assert done.stdout.startswith(b'{"schema_version":1')


def run(
    arguments: list[str], folder: Path, *, stdout: Any, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ticker_clean", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=before,
        timeout=60,
        check=False,
    )


def test_names_that_steer_a_terminal_are_printed_harmless(page: Path, command: Run) -> None:
    page.rename(page.with_name("\x1b[31mred\nline.txt"))
    done = command("extract", ".", "--dry-run", "-v")
    assert done.stdout.decode().splitlines() == [f"./<1B>[31mred<0A>line.txt\tdump\t{len(PAGE)}"]
