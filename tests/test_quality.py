"""Floors of quality on real pages, which are not part of the project: they run where `TICKER_CLEAN_CORPUS` names them.

The folder holds `seeds/` (page dumps with gold articles) and `corpus/` (pages with gold text, and `score.py`, which
counts). A floor lies a little below what was measured when it was set.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

CORPUS = os.environ.get("TICKER_CLEAN_CORPUS")

FLOORS = {"any": 0.955, "alike": 0.93, "regional": 0.985}
"""Boundary F1 of dumps of unlike articles, of alike ones, and of one region's desk. The weights were learned from these
articles; what `boundary_weights` says of articles held out is what counts when weights are chosen."""

pytestmark = pytest.mark.skipif(not CORPUS, reason="TICKER_CLEAN_CORPUS names no folder of real pages")


def score(what: str) -> tuple[int, str]:
    """(exit status of score.py, its last line, which holds the figures)."""
    assert CORPUS
    done = subprocess.run(
        [
            sys.executable,
            str(Path(CORPUS) / "corpus" / "score.py"),
            what,
            "--command",
            f"{sys.executable} -m ticker_clean",
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, done.stdout.splitlines()[-1]


def test_real_dumps_are_cut_exactly() -> None:
    status, told = score("seeds")
    assert status == 0, told


def test_boundaries_in_dumps_of_real_articles() -> None:
    _, told = score("boundaries")
    figures = {name: float(value) for name, value in re.findall(r"(any|alike|regional) (\d\.\d+)", told)}
    assert figures.keys() == FLOORS.keys()
    assert all(figures[name] >= floor for name, floor in FLOORS.items()), told


def test_text_of_real_pages() -> None:
    _, told = score("pages")
    f1 = re.search(r"F1 (\d\.\d+)", told)
    single = re.search(r"pages (\d+).*exactly one article on (\d+)", told)
    assert f1
    assert single
    assert float(f1[1]) >= 0.97, told
    assert int(single[2]) >= 0.97 * int(single[1]), told
