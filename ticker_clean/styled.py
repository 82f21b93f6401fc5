"""Text for a terminal before it is text: lines of spans, each with the role that gives it its colour."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text and what it is: `title`, `dropped`, `mark`, ...; `""` is plain."""

    text: str
    role: str = ""


Line = tuple[Span, ...]

_JOINERS = "\u200c\u200d"
"""Zero-width joiner and non-joiner: Persian and emoji need them."""


def harmless(text: str) -> str:
    """The text with what could steer a terminal, or turn the order of its letters, made visible. Tabs become a space.

    These are the control (Cc), format (Cf), surrogate (Cs) and line separator (Zl, Zp) characters of Unicode.

    >>> harmless("\\x1b[2J red \\x9b1m \\u202efdp.exe")
    '<1B>[2J red <9B>1m <202E>fdp.exe'
    """
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return " "
    if char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    return f"<{ord(char):02X}>"
