"""What tells a headline from a section head: the line's form, its surroundings, and the two texts that it would part.

Three groups of numbers for one line of a page, each with its names. The names are the terms of `boundary_weights`.
They were chosen out of twice as many by what each does for articles held out of the learning.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import accumulate

from ticker_clean.model import Block
from ticker_clean.page_words import UNIT, PageWords

LONGEST_TITLE = 200
"""Characters. The longest of 139 headlines has 120."""

FORM = (
    *("words<3", "words<5", "words<7", "words>8", "words>16"),
    *("ends sentence", "ends open", "colon inside", "label", "all capitals", "capitalised", "symbol first", "address"),
    *("under a line", "under a list", "long around", "lines near above", "lines near below"),
    *("sentence below", "prose below", "breaks below"),
    *("question of several", "speaker of several", "repeated", "begins alike"),
)
SURROUNDINGS = ("answered", "answered share", "answered later", "known above", "alike near", "alike")
PARTS = (
    *("headline above holds", "headline above held", "title holds", "holds better", "headlines share"),
    *("longer than above", "introductions", "any mention", "shared", "last block continued"),
    *("blocks above", "blocks below", "words above", "words below", "few words above", "few words below"),
    *("lines above", "lines below"),
)

_SENTENCE_ENDS, _OPEN_ENDS = ".。…!！", ":：,;–—-"
_ENDS = ".!?…。！？"
_QUESTIONS = "?？"
_QUOTES = "\"“”„«»‘’'"
_CLOSERS = _QUOTES + ")]"
_SENTENCE = re.compile(r"\w{3}[.!?。！？]")
"""The end of a sentence, hardly that of an abbreviation."""
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")
_ADDRESS = re.compile(r"://|www\.|@|\.\w\w+/|#\w")
_SPEAKER = 40
"""Characters of a label and its colon, as of a speaker in an interview."""
_LABEL = re.compile(r"\S+(?: \S+)?: (?=\S)")
_LONG = 800
"""Characters of a paragraph that is likely a whole article, as on listing pages; few paragraphs have as many."""

# The reaches and limits below, and the caps among the numbers, were set by hand. What a number says within them is
# learned, so that none of them has to be exact.
_LEDE = 300
"""Characters of a block in which the end of its first sentence is looked for."""
_NEIGHBOURS = 5
"""Blocks on each side of a line in which others like it are looked for: section heads have company there."""
_TURNS = 8
"""Blocks on each side of a question in which an interview has another one."""
_BEGINNING = 3
"""Words at the beginning of a line that many lines of a form have alike."""
_FEW = 80
"""Words that are few for an article."""
_NEAR, _WIDE = 30, 150
"""Words on each side of a line that are its surroundings."""
_REACH = 40
"""Blocks under a headline up to which its part is looked at; some three times the length of a usual article."""
_LARGEST = 3_000
"""Distinct stems that other blocks have too, as in an article of some 10,000 words: a part stops growing there."""


def is_text(block: Block) -> bool:
    """Whether a block tells anything of where an article ends: no caption, and no rule such as `* * *`."""
    return block.kind != "caption" and any(map(str.isalnum, block.plain))


def may_be_title(block: Block) -> bool:
    """Whether a block can be a headline at all: one short line with a letter in it."""
    text = block.text
    return (
        len(text) <= LONGEST_TITLE
        and block.kind in ("paragraph", "heading")
        and "\n" not in text
        and any(map(str.isalpha, text))
    )


def is_open(text: str) -> bool:
    """Whether a line ends without a sentence's mark, as headlines and section heads do.

    >>> is_open("Trains to the U.S."), is_open("Trains go west."), is_open("“We Wait”"), is_open("Why now?")
    (True, False, True, False)
    """
    core = text.rstrip(_CLOSERS)
    return bool(core) and (core[-1] not in _ENDS or _ABBREVIATION.search(core) is not None)


class Forms:
    """The blocks of a page as `FORM` looks at them. `lines` are the blocks that may be titles."""

    def __init__(self, blocks: Sequence[Block], lines: Set[int]) -> None:
        self.blocks = blocks
        self.texts = texts = [block.plain for block in blocks]
        self.words = {index: texts[index].split() for index in lines}
        self.same = Counter([texts[index] for index in lines])
        self.beginnings = Counter([tuple(words[:_BEGINNING]) for words in self.words.values()])
        self.open_above = _counted(index in lines and is_open(text) for index, text in enumerate(texts))
        """Lines above each block that end as headlines and section heads do; one item more, for the end."""
        self.questions_above = _counted(index in lines and text[-1] in _QUESTIONS for index, text in enumerate(texts))
        self.labels = Counter([found[0] for text in texts if ": " in text[:_SPEAKER] and (found := _LABEL.match(text))])
        """The one or two words and a colon that blocks begin with, as the turns of an interview do."""

    def numbers(self, index: int) -> list[float]:
        """The numbers `FORM` of a line: itself, and what it stands between."""
        text = self.texts[index]
        words = self.words[index]
        count = len(words)
        core = text.rstrip(_CLOSERS)
        end = core[-1:] or " "
        long = [word[0].isupper() for word in words[1:] if len(word) > 3 and word[0].isalpha()]
        first = text[0]
        above = self.texts[index - 1] if index else ""
        below = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        sentence = _SENTENCE.search(below, 0, _LEDE)
        label = _LABEL.match(text)
        open_above = self.open_above
        return [
            count < 3,
            3 <= count < 5,
            5 <= count < 7,
            count > 8,
            count > 16,
            end in _SENTENCE_ENDS and not _ABBREVIATION.search(core),
            end in _OPEN_ENDS,
            ": " in text,
            label is not None and count < 7,
            text.isupper(),
            sum(long) / len(long) if long else 0.5,
            not first.isalnum() and first not in _QUOTES,
            _ADDRESS.search(text) is not None,
            open_above[index] - open_above[index - 1] if index else 0,
            index > 0 and self.blocks[index - 1].kind == "list",
            len(above) > _LONG and len(below) > _LONG,
            open_above[index] - open_above[max(0, index - _NEIGHBOURS)],
            open_above[min(len(self.texts), index + 1 + _NEIGHBOURS)] - open_above[index + 1],
            (sentence.end() if sentence else min(len(below), _LEDE)) / 100,
            sentence is not None or below[-1:] in _ENDS,
            "\n" in below,
            end in _QUESTIONS and _counts_near(self.questions_above, index, _TURNS) > 1,
            label is not None and self.labels[label[0]] > 1,
            self.same[text] > 1,
            self.beginnings[tuple(words[:_BEGINNING])] > 1,
        ]


def _counted(of_a_kind: Iterable[bool]) -> list[int]:
    """How many blocks of a kind stand above each block, and in all."""
    return [0, *accumulate(of_a_kind)]


def _counts_near(counts: Sequence[int], index: int, reach: int) -> int:
    """Blocks of a kind within `reach` of a block, itself included."""
    return counts[min(len(counts) - 1, index + 1 + reach)] - counts[max(0, index - reach)]


def surroundings(page: PageWords, index: int) -> list[float]:
    """The numbers `SURROUNDINGS` of a line."""
    title = page.stems[index]
    start, near_start = _start(page, index, _WIDE), _start(page, index, _NEAR)
    near_end, end = _end(page, index, _NEAR), _end(page, index, _WIDE)
    near_above, near_below = set().union(*page.stems[near_start:index]), set().union(*page.stems[index + 1 : near_end])
    above, below = near_above.union(*page.stems[start:near_start]), near_below.union(*page.stems[near_end:end])
    answered = page.weight(title & near_below)
    return [
        min(answered / UNIT, 5.0),
        answered / (page.block_weight(index) or 1),
        min(page.weight(title & below) / UNIT, 10.0),
        min(page.weight(title & above) / UNIT, 10.0),
        _similarity(page, near_above & near_below, near_start, index, near_end),
        _similarity(page, above & below, start, index, end),
    ]


def _start(page: PageWords, index: int, words: int) -> int:
    """The first of the blocks above a block that have the last so many words or more."""
    return max(0, bisect_left(page.words_above, page.words_above[index] - words + 1, 0, index + 1) - 1)


def _end(page: PageWords, index: int, words: int) -> int:
    """The end of the blocks under a block that have the first so many words or more."""
    return bisect_left(page.words_above, page.words_above[index + 1] + words, index + 1, len(page.stems))


def _similarity(page: PageWords, common: set[str], start: int, index: int, end: int) -> float:
    """The root of the cosine of the texts on both sides of a block, by the rarity of their words."""
    squares = page.squares_above
    size = (squares[index] - squares[start]) * (squares[end] - squares[index + 1])
    return math.sqrt(sum(map(page.square.__getitem__, common)) / math.sqrt(size)) if size else 0.0


class Line:
    """What is known of one line whatever headlines are held around it."""

    __slots__ = ("hits", "index", "mentions", "stems", "weight")

    def __init__(self, page: PageWords, index: int) -> None:
        """Of the line at `index`; -1 is the top of the page, which is no line."""
        self.index = index
        self.stems: set[str] = page.stems[index] if index >= 0 else set()
        self.weight = page.block_weight(index) or 1 if index >= 0 else 1
        rare = self.stems - page.common
        # twice as far, for the part under the line is compared with the one under the headline below it, too
        reach = range(index + 1, min(index + 2 * _REACH, len(page.stems)))
        self.hits = [at for at in reach if page.is_long[at] and not rare.isdisjoint(page.stems[at])] if rare else []
        """The long blocks below that have a rare word of the line."""
        self.mentions = [
            (introduced, at)
            for at in range(index + 1, min(index + _REACH, len(page.stems)))
            for introduced, last_full in page.mentions[at]
            if introduced < index and last_full < index
        ]
        """Bare names below of what was introduced above, and not named in full again between: (where introduced,
        where mentioned)."""


def part(page: PageWords, start: int, end: int) -> set[str]:
    """The stems of the part under a line up to the next one that is held to be a headline."""
    return set().union(*page.stems[start + 1 : min(end, start + _REACH)])


def join_parts(page: PageWords, upper: set[str], line: int, lower: set[str]) -> None:
    """Take up a line and the part under it into the part above it."""
    if len(upper) < _LARGEST:
        upper |= lower
        upper |= page.stems[line]


def parts(
    page: PageWords, open_above: Sequence[int], above: Line, line: Line, end: int, upper: set[str], lower: set[str]
) -> list[float]:
    """The numbers `PARTS`: a line would end the part under the headline `above` and open one that goes up to `end`."""
    index, start = line.index, above.index + 1
    below = index + 1
    reach = min(end, index + _REACH)
    several = page.long_above[reach] - page.long_above[below] + 1
    held = bisect_left(line.hits, reach) / several
    held_above = (bisect_left(above.hits, reach) - bisect_left(above.hits, below)) / several
    weights = page.weights_above
    smaller = min(weights[index] - weights[start], weights[end] - weights[below])
    last_weight = weights[index] - weights[index - 1] if index > start else 0
    words_above = page.words_above[index] - page.words_above[start]
    words_below = page.words_above[end] - page.words_above[below]
    return [
        page.weight(above.stems & lower) / above.weight,
        page.weight(above.stems & upper) / above.weight,
        held,
        held - held_above,
        page.weight(above.stems & line.stems) / line.weight,
        math.log((1 + len(line.stems)) / (1 + len(above.stems))),
        min(page.introductions[end] - page.introductions[below], 6),
        any(introduced >= start and at < end for introduced, at in line.mentions),
        page.weight(upper & lower) / smaller if smaller else 0.0,
        page.weight(page.stems[index - 1] & lower) / last_weight if last_weight else 0.0,
        min(index - start, 10),
        min(end - below, 10),
        math.log1p(words_above),
        math.log1p(words_below),
        words_above < _FEW,
        words_below < _FEW,
        min(open_above[index] - open_above[start], 6),
        min(open_above[end] - open_above[below], 6),
    ]
