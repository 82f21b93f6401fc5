"""`python faulty_pages.py ARGUMENT...` is the command, but pages that hold a mark of `FAULTS` do what the mark says.

Everything else is real: the processes, the pipes, the signals. The marks stand for faults that no page is known for.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

from ticker_clean.cli import main
from ticker_clean.corpus import reading
from ticker_clean.model import CleanPage, SavedPage

_clean_page = reading.clean_page


def _sleep() -> None:
    time.sleep(3600)


def _backtrack() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")  # in C, where no other thread of the process gets a turn


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _exit() -> None:
    os._exit(7)


def _bug() -> None:
    raise LookupError("no such rule")


def _out_of_memory() -> None:
    raise MemoryError


def _wait_for_go() -> None:
    while not Path("go").exists():
        time.sleep(0.01)


FAULTS = {
    b"FAULT-SLEEP": _sleep,
    b"FAULT-BACKTRACK": _backtrack,
    b"FAULT-DIE": _die,
    b"FAULT-EXIT": _exit,
    b"FAULT-BUG": _bug,
    b"FAULT-MEMORY": _out_of_memory,
    b"FAULT-WAIT": _wait_for_go,
}


def _faulty(saved: SavedPage) -> CleanPage:
    for mark, fault in FAULTS.items():
        if mark in saved.data:
            fault()
    return _clean_page(saved)


if __name__ == "__main__":
    if "FAULTY_WITHOUT_FORK" in os.environ:
        del os.fork
    reading.clean_page = _faulty
    main()
    sys.exit()
