"""How far a run is, for a person who waits: one line on standard error, drawn anew ten times a second at most."""

from __future__ import annotations

import sys
import time

_EVERY = 0.1
"""Seconds."""


class Progress:
    """The line; without `files` (how many there are) it draws nothing. `clear` it before anything else is said."""

    def __init__(self, files: int | None) -> None:
        self._files = files
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._is_there = False

    def show(self, *, files: int, pages: int, failures: int) -> None:
        now = time.monotonic()
        if self._files is None or now < self._drawn + _EVERY:
            return
        self._drawn = now
        passed = now - self._begun
        left = f", {clock(passed / files * (self._files - files))} left" if 0 < files <= self._files else ""
        failed = f", {failures:,} failed" if failures else ""
        of_all = f"{files:,} of {self._files:,} files, " if self._files > 1 else ""
        line = f"{of_all}{counted(pages, 'page')}, {pages / passed:,.0f} a second{left}{failed}"
        sys.stderr.write(f"\r{line}\x1b[K")  # ECMA-48: erase to the end of the line
        sys.stderr.flush()
        self._is_there = True

    def clear(self) -> None:
        if self._is_there:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_there = False
            self._drawn = 0.0


def counted(number: int, noun: str) -> str:
    """How many of them.

    >>> counted(1, "page"), counted(1200, "page")
    ('1 page', '1,200 pages')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clock(seconds: float) -> str:
    """A time as people read it off a clock.

    >>> clock(59.7), clock(3725)
    ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
