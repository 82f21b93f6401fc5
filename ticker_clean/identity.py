"""When are two articles, or two snapshots, the same? Ids over what a reader would call equal."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ASCII_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_ASCII_OTHERS = bytes(c for c in range(128) if not chr(c).isalnum())
_ASCII = bytes(range(128))
_NOT_LETTERS = re.compile(r"[\W_]+")
_NOT_ASCII = bytes(range(128, 256))
_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]+")
_FEW = 40
"""A text in Latin script has up to so many distinct characters beyond ASCII (quotes, dashes, accents), here and there;
one in another script has more, one after the other, for which a regex over the whole text is cheaper."""


def letters(text: str) -> bytes:
    """The letters and digits of a text, case-folded and NFC, as UTF-8: what is left when spacing and marks go.

    >>> letters("Grass Title!\\n — 2nd “Straße”").decode()
    'grasstitle2ndstrasse'
    """
    if text.isascii():
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    data = text.encode("utf-8", "surrogatepass")
    others = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    kept = dict(zip(others, map(_kept, others), strict=True))
    if None in kept.values():
        data = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    elif not any(kept.values()):
        return data.translate(_ASCII_LETTERS, _ASCII_OTHERS + _NOT_ASCII)
    folded = data.translate(_ASCII_LETTERS, _ASCII_OTHERS)
    if len(others) <= _FEW and None not in kept.values():
        left = {other.encode("utf-8", "surrogatepass"): (kept[other] or "").encode() for other in others}
        return _CHARACTER.sub(lambda found: left[found[0]], folded)
    rest = folded.decode("utf-8", "surrogatepass").casefold()
    return _NOT_LETTERS.sub("", rest).encode("utf-8", "surrogatepass")


@lru_cache(1 << 12)
def _kept(character: str) -> str | None:
    """What `letters` leaves of a character; None where NFC may change it, or make it one with the character before it.

    Only marks and the vowels and final consonants of Hangul are ever the second character of a composition.
    """
    is_second = unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
    if is_second or not unicodedata.is_normalized("NFC", character):
        return None
    return _NOT_LETTERS.sub("", character.casefold())


def article_id(title: str, text: str) -> str:
    """16 hex digits over the letters and digits of title and body: equal for any spacing, case or punctuation."""
    return hashlib.sha256(letters(title) + b"\n" + letters(text)).hexdigest()[:16]


def rows_id(rows: Iterable[tuple[str | None, ...]]) -> str:
    """16 hex digits over rows of texts, in order; None differs from the empty text."""
    told = "\n".join("\t".join("\0" if cell is None else cell for cell in row) for row in rows)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
