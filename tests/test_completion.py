"""Shell completion: what the shells themselves offer after the line of the README was run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

COMMANDS = {"extract", "rates", "explain", "schema"}

BASH = """
eval "$(_TICKER_CLEAN_COMPLETE=bash_source ticker-clean)"
COMP_WORDS=({words}) COMP_CWORD=$(({count} - 1))
_ticker_clean_completion ticker-clean
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
# zsh completes only at a prompt: stand-ins for `compadd` and `_describe` print the arrays whose names they are given
ZSH = """
autoload -U compinit && compinit -u -d "$HOME/.zcompdump"
eval "$(_TICKER_CLEAN_COMPLETE=zsh_source ticker-clean)"
[[ $_comps[ticker-clean] == _ticker_clean_completion ]] || exit 3
compadd() {{ print -l -- ${{(P)5}} }}
_describe() {{ print -l -- ${{${{(P)3}}%%:*}} }}
_path_files() {{ print -l FILES }}
words=({words}) CURRENT={count}
_ticker_clean_completion
"""
FISH = """
_TICKER_CLEAN_COMPLETE=fish_source ticker-clean | source
complete --do-complete "{line}"
"""


@pytest.fixture
def offered(request: pytest.FixtureRequest, tmp_path: Path) -> Offered:
    return Offered(request.param, tmp_path)


class Offered:
    """What a shell offers for a line whose last word is begun (`''` for none)."""

    def __init__(self, shell: str, home: Path) -> None:
        if not shutil.which(shell):
            pytest.skip(f"not on this machine: {shell}")
        self._shell, self._home = shell, home
        programs = home / "bin"
        programs.mkdir()
        (programs / "ticker-clean").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ticker_clean "$@"\n')
        (programs / "ticker-clean").chmod(0o755)

    def __call__(self, line: str) -> set[str]:
        script = {"bash": BASH, "zsh": ZSH, "fish": FISH}[self._shell]
        script = script.format(line=line.replace("''", ""), words=line, count=len(line.split()))
        path = f"{self._home / 'bin'}:{os.environ['PATH']}"
        environment = {"HOME": str(self._home), "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[self._shell]
        run = [self._shell, *options, "-c", script]
        done = subprocess.run(
            run, env=environment, cwd=self._home, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return {offer.partition("\t")[0] for offer in done.stdout.splitlines()}


@pytest.mark.parametrize("offered", ["bash", "zsh", "fish"], indirect=True)
def test_a_shell_offers_commands_options_and_their_values(offered: Offered) -> None:
    assert offered("ticker-clean ''") >= COMMANDS
    assert offered("ticker-clean ex") == {"extract", "explain"}
    assert {"--format", "--from"} <= offered("ticker-clean rates --f")
    assert offered("ticker-clean rates --format w") == {"wide-csv"}
    assert {"sqlite", "parquet"} <= offered("ticker-clean extract -f ''")
