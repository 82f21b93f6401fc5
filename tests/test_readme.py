"""The README keeps its word: its recipes run, its example is real, its fields are the fields."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"<!-- tested -->\n```sh\n(.*?)```", README, re.DOTALL)
PROGRAMS = {"jq", "sqlite3", "sqlite-utils", "datasette"}
MODULES = {"pandas", "duckdb"}
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
"""Programs that were installed with us are found although no environment is activated."""


def needs(recipe: str) -> list[str]:
    """What a recipe uses that this machine lacks."""
    words = set(re.findall(r"[\w-]+", recipe))
    programs = [program for program in PROGRAMS & words if not shutil.which(program, path=PATH)]
    return programs + [module for module in MODULES & words if importlib.util.find_spec(module) is None]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.strip().splitlines()[0][:60])
def test_a_recipe_runs(recipe: str, tmp_path: Path) -> None:
    if lacking := needs(recipe):
        pytest.skip(f"not on this machine: {', '.join(lacking)}")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, arguments in (("ticker-clean", "-m ticker_clean"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        (programs / name).chmod(0o755)
    shutil.copytree(SAMPLES, tmp_path / "samples")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", recipe],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{PATH}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_there_are_recipes() -> None:
    assert len(RECIPES) >= 3


def test_the_first_example_is_real(command: Run) -> None:
    page, document = re.search(r"```text\n(.*?)```.*?```json\n(.*?)```", README, re.DOTALL).groups()  # type: ignore[union-attr]
    told = json.loads(command("extract", "-", stdin=page.encode()).stdout)
    shown = json.loads(document)
    assert list(shown) == list(told)
    for table in ("rates", "articles", "pages"):
        assert len(shown[table]) == len(told[table])
        for shown_row, row in zip(shown[table], told[table], strict=True):
            assert shown_row == {name: value for name, value in row.items() if name in shown_row}


def test_every_field_is_described(command: Run) -> None:
    schema = json.loads(command("schema").stdout)
    for definition in ("rate", "article", "page", "failure"):
        for field in schema["$defs"][definition]["required"]:
            assert f"`{field}`" in README, field
