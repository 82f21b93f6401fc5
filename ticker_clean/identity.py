"""When are two articles, or two snapshots, the same? Ids over what a reader would call equal."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_ASCII_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_ASCII_OTHERS = bytes(c for c in range(128) if not chr(c).isalnum())
_ASCII = bytes(range(128))
_NOT_LETTERS = re.compile(r"[\W_]+")
_NOT_ASCII = bytes(range(128, 256))
_FEW = 40
"""A text in Latin script has up to so many distinct characters beyond ASCII (quotes, dashes, accents), which together
are up to an eighth of its bytes. They are replaced one by one; for a text in another script a regex is cheaper."""


def letters(text: str) -> bytes:
    """The letters and digits of a text, case-folded and NFC, as UTF-8: what is left when spacing and marks go.

    >>> letters("Grass Title!\\n — 2nd “Straße”").decode()
    'grasstitle2ndstrasse'
    """
    if text.isascii():
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    data = text.encode("utf-8", "surrogatepass")
    beyond = data.translate(None, _ASCII)
    if len(beyond) * 8 <= len(data):
        others = set(beyond.decode("utf-8", "surrogatepass"))
        if len(others) <= _FEW and not _compose(others):
            kept = {other: _NOT_LETTERS.sub("", other.casefold()) for other in others}
            if not any(kept.values()):
                return data.translate(_ASCII_LETTERS, _ASCII_OTHERS + _NOT_ASCII)
            data = data.translate(_ASCII_LETTERS, _ASCII_OTHERS)
            for other, letter in kept.items():
                if letter != other:
                    data = data.replace(other.encode("utf-8", "surrogatepass"), letter.encode())
            return data
    data = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    folded = data.translate(_ASCII_LETTERS, _ASCII_OTHERS).decode("utf-8", "surrogatepass").casefold()
    return _NOT_LETTERS.sub("", folded).encode("utf-8", "surrogatepass")


def _compose(characters: set[str]) -> bool:
    """Could one be one with a character before it in NFC: an accent, a part of a Hangul syllable?"""
    return not unicodedata.is_normalized("NFC", "".join(characters)) or any(
        unicodedata.combining(character) or "\u1160" <= character <= "\u11ff" for character in characters
    )


def article_id(title: str, text: str) -> str:
    """16 hex digits over the letters and digits of title and body: equal for any spacing, case or punctuation."""
    return hashlib.sha256(letters(title) + b"\n" + letters(text)).hexdigest()[:16]


def rows_id(rows: Iterable[tuple[str | None, ...]]) -> str:
    """16 hex digits over rows of texts, in order; None differs from the empty text."""
    told = "\n".join("\t".join("\0" if cell is None else cell for cell in row) for row in rows)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
