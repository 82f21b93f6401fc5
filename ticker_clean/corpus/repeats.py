"""Which articles were met before, and which is another version of one that was: a teaser, or an edited text.

Articles with equal letters have equal ids (`identity.article_id`) and are repeats. Beyond that, two articles are
versions of one where both title and lede agree: at least `_TITLE` of the words of the shorter title and `_LEDE` of
those of the shorter lede are in the other, in order, and the numbers in them are the same (a report of each day's
rates has the same words every day). Candidates are looked up, never compared with each other: an article is a
candidate if its first `_FIRST` words of title, or of lede, are the same. Of several versions, the fullest met so far,
by words, is the one to be named. So the answer depends on the order of the pages alone, and costs the same for the
millionth article as for the first.

An article takes `_SIZE` bytes and three slots of the indexes, some 60 bytes in all.
"""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple
from zlib import crc32

Sketch = bytes
"""An article in `_SIZE` bytes: id, a byte for each of the first words of the title and of the lede, number of words."""

_FIRST = 8
_LEDE_WORDS = 16
_ID, _TITLE_END, _LEDE_END, _SIZE = 8, 8 + _FIRST, 8 + _FIRST + _LEDE_WORDS, 8 + _FIRST + _LEDE_WORDS + 3
_TITLE, _LEDE = 0.5, 0.75
"""Least shares of words in common. A teaser's last word may be cut, and an edit of a lede touches a few words."""
_FEWEST = 5
"""A lede of fewer words says too little."""
_WORD = re.compile(r"\w+")
_MOST_WORDS = (1 << 24) - 1
_NUMBER_BIT = 0x80
_LOOKED_AT = 400
"""Characters at the beginning of the text in which the words of the lede are looked for."""


def sketch_of(id_: str, title: str, text: str, words: int) -> Sketch:
    """What is kept of an article to recognise it and its versions."""
    return (
        bytes.fromhex(id_)
        + _word_bytes(title, _FIRST)
        + _word_bytes(text[:_LOOKED_AT], _LEDE_WORDS)
        + min(words, _MOST_WORDS).to_bytes(3, "big")
    )


def _word_bytes(text: str, most: int) -> bytes:
    """A byte from 1 to 127 for each word, 129 to 255 for one with a digit, and zeros up to `most` bytes."""
    words = _WORD.findall(text.casefold())[:most]
    return bytes([_word_byte(word) for word in words]).ljust(most, b"\0")


def _word_byte(word: str) -> int:
    byte = crc32(word.encode("utf-8", "surrogatepass")) % 127 + 1
    return byte if word.isalpha() else byte | _NUMBER_BIT


class Version(NamedTuple):
    """An article met before that this one is a version of."""

    id: str
    score: float
    """The share of words of title and lede that the two have in common, in order; 1 where all agree."""


class Met:
    """The articles met so far."""

    def __init__(self) -> None:
        self._sketches = bytearray()
        self._ids = _Index(self._sketches, 0, _ID)
        self._titles = _Index(self._sketches, _ID, _TITLE_END)
        self._ledes = _Index(self._sketches, _TITLE_END, _TITLE_END + _FIRST)

    def meet(self, sketch: Sketch) -> tuple[bool, Version | None]:
        """Whether the article is new, and, if it is, which earlier article it is a version of."""
        if self._ids.find(sketch) is not None:
            return False, None
        number = len(self._sketches) // _SIZE
        self._sketches += sketch
        self._ids.put(sketch, number)
        best: tuple[int, float, int] | None = None
        for index in (self._titles, self._ledes):
            before = index.find(sketch)
            if before is None:
                index.put(sketch, number)
                continue
            other = bytes(self._sketches[before * _SIZE : (before + 1) * _SIZE])
            score = agreement(sketch, other)
            fuller = _words(other)
            if score and (best is None or (fuller, score) > best[:2]):
                best = fuller, score, before
            # the next version is to be told the fullest of these; of unlike articles, the one met last
            if not score or _words(sketch) > fuller:
                index.put(sketch, number)
        if best is None:
            return True, None
        return True, Version(self._sketches[best[2] * _SIZE : best[2] * _SIZE + _ID].hex(), best[1])


def _words(sketch: bytes) -> int:
    return int.from_bytes(sketch[_LEDE_END:], "big")


def agreement(one: bytes, other: bytes) -> float:
    """How far the titles and ledes of two articles agree, up to 1; 0 where they are no versions of each other."""
    title, other_title = one[_ID:_TITLE_END].rstrip(b"\0"), other[_ID:_TITLE_END].rstrip(b"\0")
    lede, other_lede = one[_TITLE_END:_LEDE_END].rstrip(b"\0"), other[_TITLE_END:_LEDE_END].rstrip(b"\0")
    shorter = min(len(lede), len(other_lede))
    if shorter < _FEWEST or not _same_numbers(lede, other_lede) or not _same_numbers(title, other_title):
        return 0.0
    titles = min(len(title), len(other_title))
    in_title, in_lede = _in_common(title, other_title), _in_common(lede, other_lede)
    if not titles or in_title < _TITLE * titles or in_lede < _LEDE * shorter:
        return 0.0
    return round((in_title + in_lede) / (max(len(title), len(other_title)) + shorter), 2)


def _same_numbers(one: bytes, other: bytes) -> bool:
    """Whether the words with digits agree, as far as the shorter text goes."""
    size = min(len(one), len(other))
    return [b for b in one[:size] if b & _NUMBER_BIT] == [b for b in other[:size] if b & _NUMBER_BIT]


def _in_common(one: bytes, other: bytes) -> int:
    """The length of the longest common subsequence."""
    if one == other:
        return len(one)
    row = [0] * (len(other) + 1)
    for a in one:
        left_above = 0
        for at, b in enumerate(other, 1):
            above = row[at]
            row[at] = left_above + 1 if a == b else max(above, row[at - 1])
            left_above = above
    return row[-1]


class _Index:
    """Numbers of sketches by a part of them: a hash table with 4 bytes a slot, open addressing, at most 2/3 full."""

    def __init__(self, sketches: bytearray, start: int, end: int) -> None:
        self._sketches = sketches
        self._start, self._end = start, end
        self._slots = array("I", bytes(4 * 1024))
        self._used = 0

    def find(self, sketch: Sketch) -> int | None:
        number = self._slots[self._slot(sketch[self._start : self._end])]
        return number - 1 if number else None

    def put(self, sketch: Sketch, number: int) -> None:
        """Let the part of the sketch lead to `number`, in place of what it led to before."""
        slot = self._slot(sketch[self._start : self._end])
        if not self._slots[slot]:
            self._used += 1
        self._slots[slot] = number + 1
        if self._used * 3 > len(self._slots) * 2:
            self._grow()

    def _slot(self, key: bytes) -> int:
        slots, sketches, start, size = self._slots, self._sketches, self._start, self._end - self._start
        mask = len(slots) - 1
        slot = crc32(key) & mask
        while number := slots[slot]:
            at = (number - 1) * _SIZE + start
            if sketches[at : at + size] == key:
                return slot
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old, self._slots = self._slots, array("I", bytes(8 * len(self._slots)))
        for number in old:
            if number:
                at = (number - 1) * _SIZE + self._start
                self._slots[self._slot(bytes(self._sketches[at : at + self._end - self._start]))] = number
