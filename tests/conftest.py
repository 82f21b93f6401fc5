"""What every test may use: the samples, the command as a subprocess."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Run `python -m ticker_clean ARGUMENT...` in an empty folder; standard input is empty unless given."""

    def run(*arguments: str | Path, stdin: bytes = b"", **options: Any) -> subprocess.CompletedProcess[bytes]:
        options.setdefault("cwd", tmp_path)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "ticker_clean", *map(os.fspath, arguments)],
            input=stdin,
            capture_output=True,
            timeout=60,
            env=environment,
            check=False,
            **options,
        )

    return run


@pytest.fixture
def extract(command: Run) -> Callable[..., dict[str, Any]]:
    """The document that `extract` prints for the arguments; the run must end well or with failed pages."""

    def run(*arguments: str | Path, **options: Any) -> dict[str, Any]:
        done = command("extract", *arguments, **options)
        assert done.returncode in (0, 1), done.stderr.decode()
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    return run
