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
_RUN = re.compile(rb"[\x80-\xff]+")
_FEW = 40
"""A text in Latin script has up to so many distinct characters beyond ASCII (quotes, dashes, accents), in short runs;
one in another script has more, in long runs, for which a regex over the whole text is cheaper."""


def letters(text: str) -> bytes:
    """The letters and digits of a text, case-folded and NFC, as UTF-8: what is left when spacing and marks go.

    >>> letters("Grass Title!\\n — 2nd “Straße”").decode()
    'grasstitle2ndstrasse'
    """
    if text.isascii():
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    folded = text.encode("utf-8", "surrogatepass")
    others = set(folded.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if not unicodedata.is_normalized("NFC", "".join(others)) or any(map(_composes, others)):
        text = unicodedata.normalize("NFC", text)
        return _NOT_LETTERS.sub("", text.casefold()).encode("utf-8", "surrogatepass")
    kept = {other: _NOT_LETTERS.sub("", other.casefold()) for other in others}
    if not any(kept.values()):
        return folded.translate(_ASCII_LETTERS, _ASCII_OTHERS + _NOT_ASCII)
    if len(others) > _FEW:
        return _NOT_LETTERS.sub("", text.casefold()).encode("utf-8", "surrogatepass")
    return _RUN.sub(
        lambda run: "".join(map(kept.__getitem__, run[0].decode("utf-8", "surrogatepass"))).encode(),
        folded.translate(_ASCII_LETTERS, _ASCII_OTHERS),
    )


def _composes(character: str) -> bool:
    """Could it be one with the character before it in NFC: an accent, a part of a Hangul syllable?"""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def article_id(title: str, text: str) -> str:
    """16 hex digits over the letters and digits of title and body: equal for any spacing, case or punctuation."""
    return hashlib.sha256(letters(title) + b"\n" + letters(text)).hexdigest()[:16]


def rows_id(rows: Iterable[tuple[str | None, ...]]) -> str:
    """16 hex digits over rows of texts, in order; None differs from the empty text."""
    told = "\n".join("\t".join("\0" if cell is None else cell for cell in row) for row in rows)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
