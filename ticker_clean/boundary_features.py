"""What tells a headline from a section head: the line's form, its surroundings, and the two texts that it would part.

Three groups of numbers for one line of a page, each with its names. The names are the terms of `boundary_weights`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from itertools import accumulate
from typing import NamedTuple

from ticker_clean.model import Block
from ticker_clean.page_words import UNIT, PageWords

LONGEST_TITLE = 200
"""Characters. The longest of 139 headlines has 120."""

FORM = (
    *("words<3", "words<5", "words<7", "words>8", "words>16"),
    *("ends sentence", "ends open", "sentence inside", "colon inside", "label", "all capitals", "capitalised"),
    *("symbol first", "digit first", "numbered", "address", "asks"),
    *("under a line", "above a line", "under a list"),
    *("quote below", "number below", "words below", "leans below", "long around"),
    *("alone", "alone and long", "lines near above", "lines near below", "question of several", "speaker of several"),
)
SURROUNDINGS = (
    *("answered", "answered weight", "answered later", "known above", "only below"),
    *("alike near", "alike", "introduces", "names in full again", "leaned on", "any leaned on", "name links"),
    *("alike near for this page", "alike for this page"),
)
PARTS = (
    *("introductions", "headline above holds", "headline above held", "title holds", "holds better", "headlines share"),
    *("longer than above", "blocks below", "blocks above"),
    *("words after", "words before", "few words after", "few words before", "no words after"),
    *("shared", "last block continued", "mentions", "any mention"),
    *("no line above", "lines above", "no line below", "lines below"),
)

_SENTENCE_ENDS, _OPEN_ENDS = ".。…", ":：,;–—-"
_ENDS = ".!?…。！？"
_QUOTES = "\"“”„«»‘’'"
_CLOSERS = _QUOTES + ")]"
_SENTENCE_INSIDE = re.compile(r"\w{3}[.!?] \w")
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")
_NUMBERED = re.compile(r"\d+[.)]\s")
_ADDRESS = re.compile(r"://|www\.|@|\.\w\w+/|#\w")
_LABEL = re.compile(r"\S+(?: \S+)?: \S")
_QUESTIONS = "?？"
_ADDRESSED = frozenset(
    ("you", "your", "yourself", "you’re", "you've", "you’ve", "вы", "вас", "вам", "ваш", "ваша", "ваши", "вами")
)
"""Words of a question that is put to somebody, as in an interview."""
_LONG = 800
"""Characters of a paragraph that is likely a whole article, as on listing pages; few paragraphs have as many."""
_LEANING = frozenset(
    [
        *("this", "that", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their"),
        *("but", "yet", "so", "also", "however", "still", "meanwhile", "then", "such", "another", "both", "instead"),
        *("этот", "эта", "эти", "это", "он", "его", "она", "ее", "её", "оно", "они", "их"),
        *("но", "однако", "также", "тем", "при", "поэтому", "так", "тогда", "затем"),
    ]
)
"""First words of a paragraph that goes on from another: pronouns and connectives."""

_NEIGHBOURS = 5
"""Blocks on each side of a line in which others like it are looked for: section heads have company there."""
_TURNS = 8
"""Blocks up to the next question of an interview."""
_NEAR, _WIDE = 30, 150
"""Words on each side of a line that are its surroundings."""
_SHORT = 8
"""Distinct stems up to which a block under a headline is too short to be expected to name what it is about."""
_FEW = 80
"""Words under a line that are few for an article."""
_REACH = 40
"""Blocks on each side of a line up to which the parts are looked at; some three times the length of a usual article."""


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


def asks_somebody(text: str) -> bool:
    """Whether a line is a question put to somebody, as in an interview.

    >>> asks_somebody("What did your neighbours say?"), asks_somebody("Who pays for the bridge?")
    (True, False)
    """
    core = text.rstrip(_CLOSERS)
    return core[-1:] in tuple(_QUESTIONS) and not _ADDRESSED.isdisjoint(core[:-1].lower().split())


class Counts(NamedTuple):
    """How many blocks of a kind stand above each block; one item more, for the end."""

    open: list[int]
    """Lines that end without a sentence's mark, as headlines and section heads do."""
    questions: list[int]
    labels: list[int]
    """Blocks that begin with one or two words and a colon, as the turns of an interview do."""

    @classmethod
    def of(cls, blocks: Sequence[Block], lines: Set[int]) -> Counts:
        texts = [block.plain for block in blocks]
        return cls(
            [0, *accumulate(index in lines and is_open(text) for index, text in enumerate(texts))],
            [0, *accumulate(index in lines and text.endswith(tuple(_QUESTIONS)) for index, text in enumerate(texts))],
            [0, *accumulate(_LABEL.match(text) is not None for text in texts)],
        )


def _near(counts: Sequence[int], index: int, reach: int) -> int:
    """Blocks of a kind within `reach` of a block, itself included."""
    return counts[min(len(counts) - 1, index + 1 + reach)] - counts[max(0, index - reach)]


def form(blocks: Sequence[Block], index: int, lines: Set[int], counts: Counts) -> list[float]:
    """The numbers `FORM` of a line: itself, and what it stands between. `lines` are the blocks that may be titles."""
    open_above = counts.open
    text = blocks[index].text
    words = text.split()
    count = len(words)
    core = text.rstrip(_CLOSERS)
    end = core[-1:] or " "
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    first = text[0]
    above = blocks[index - 1] if index else None
    below = blocks[index + 1].plain[:300] if index + 1 < len(blocks) else ""
    opening = below.split(None, 40)
    near_above = open_above[index] - open_above[max(0, index - _NEIGHBOURS)]
    near_below = open_above[min(len(blocks), index + 1 + _NEIGHBOURS)] - open_above[index + 1]
    alone = near_above + near_below == 0
    return [
        count < 3,
        3 <= count < 5,
        5 <= count < 7,
        count > 8,
        count > 16,
        end in _SENTENCE_ENDS and not _ABBREVIATION.search(core),
        end in _OPEN_ENDS,
        _SENTENCE_INSIDE.search(text) is not None,
        ": " in text,
        count < 7 and _LABEL.match(text) is not None,
        text.isupper(),
        sum(word[0].isupper() for word in long) / len(long) if long else 0.5,
        not first.isalnum() and first not in _QUOTES,
        first.isdigit(),
        _NUMBERED.match(text) is not None,
        _ADDRESS.search(text) is not None,
        asks_somebody(text),
        open_above[index] - open_above[max(0, index - 1)],
        open_above[min(len(blocks), index + 2)] - open_above[index + 1],
        above is not None and above.kind == "list",
        below[:1] in _QUOTES if below else 0,
        any(word[0].isdigit() for word in opening[:40]),
        math.log1p(min(len(blocks[index + 1].plain) / 6, 400)) if below else 0,
        bool(opening) and opening[0].strip(_QUOTES + ",").lower() in _LEANING,
        above is not None and min(len(above.text), len(blocks[index + 1].text) if below else 0) > _LONG,
        alone,
        alone and count > 6,
        near_above,
        near_below,
        end in _QUESTIONS and _near(counts.questions, index, _TURNS) > 1,
        _LABEL.match(text) is not None and _near(counts.labels, index, _TURNS) > 1,
    ]


def surroundings(page: PageWords, index: int) -> list[float]:
    """The numbers `SURROUNDINGS` of a line, but the last two, which `for_this_page` adds."""
    title = page.stems[index]
    whole = page.block_weight(index) or 1
    near_below, below = _reach(page, index, 1)
    near_above, above = _reach(page, index, -1)
    answered = page.weight(title & near_below.stems)
    leaning = page.leaning[index]
    end = min(index + 4, len(page.stems))
    mean_links = page.mean_links
    return [
        answered / whole,
        min(answered / UNIT, 5.0),
        min(page.weight(title & below.stems) / UNIT, 10.0),
        min(page.weight(title & above.stems) / UNIT, 10.0),
        page.only_below[index] / whole,
        _similarity(page, near_below, near_above),
        _similarity(page, below, above),
        page.introductions[end] - page.introductions[index + 1],
        min(page.returns[end] - page.returns[index + 1], 4),
        min(leaning, 4),
        leaning > 0,
        math.log((page.name_links[index] + 0.5) / (mean_links + 0.5)),
    ]


def for_this_page(numbers: Sequence[float], usual: Sequence[float]) -> list[float]:
    """`surroundings`, with how alike the texts on both sides are beside what is usual at the lines of this page.

    Articles of one desk share their words; so a page has its own measure of what is alike.
    """
    return [*numbers, *(numbers[_ALIKE + at] - usual[_ALIKE + at] for at in (0, 1))]


_ALIKE = SURROUNDINGS.index("alike near")


class _Side(NamedTuple):
    """Blocks on one side of a line."""

    stems: set[str]
    once: int
    """How many further stems they have that the page has only once."""


def _reach(page: PageWords, index: int, step: int) -> tuple[_Side, _Side]:
    """The first `_NEAR` and the first `_WIDE` words or more above or below a block."""
    near: _Side | None = None
    stems: set[str] = set()
    words = once = 0
    at = index + step
    while 0 <= at < len(page.stems) and words < _WIDE:
        stems |= page.stems[at]
        words += page.sizes[at]
        once += page.once[at]
        if near is None and words >= _NEAR:
            near = _Side(stems.copy(), once)
        at += step
    wide = _Side(stems, once)
    return near or wide, wide


def _similarity(page: PageWords, one: _Side, other: _Side) -> float:
    """The root of the cosine of two texts by the rarity of their words."""
    square = page.square.__getitem__
    once = page.once_rarity**2
    size = (sum(map(square, one.stems)) + once * one.once) * (sum(map(square, other.stems)) + once * other.once)
    return math.sqrt(sum(map(square, one.stems & other.stems)) / math.sqrt(size)) if size else 0.0


class Part:
    """The text under one line that is held to be a headline, up to the next such line."""

    __slots__ = ("once", "stems", "weight")

    def __init__(self, page: PageWords, start: int, end: int) -> None:
        blocks = slice(start + 1, min(end, start + _REACH))
        self.stems: set[str] = set().union(*page.stems[blocks])
        self.once = sum(page.once[blocks])
        self.weight = page.weight(self.stems) + page.once_rarity * self.once

    def take(self, page: PageWords, line: int, other: Part) -> None:
        """Take up a line and the part under it. A part stops growing at the size of a very long article."""
        if len(self.stems) < _LARGEST:
            new = (other.stems | page.stems[line]) - self.stems
            once = other.once + page.once[line]
            self.stems |= new
            self.once += once
            self.weight += page.weight(new) + page.once_rarity * once


_LARGEST = 3_000
"""Distinct stems that other blocks have too, as in an article of some 10,000 words."""


def parts(page: PageWords, above: int, line: int, end: int, upper: Part, lower: Part, counts: Counts) -> list[float]:
    """The numbers `PARTS`: a line would end the part under the headline `above` and open one that goes up to `end`."""
    stems = page.stems
    headline, title = stems[above] if above >= 0 else set(), stems[line]
    headline_weight = (page.block_weight(above) if above >= 0 else 0) or 1
    title_weight = page.block_weight(line) or 1
    reached = slice(line + 1, min(end, line + _REACH))
    lower_blocks = [
        block for block, once in zip(stems[reached], page.once[reached], strict=True) if len(block) + once > _SHORT
    ]
    rare_above = headline - page.common
    rare = title - page.common
    several = len(lower_blocks) + 1
    held_above = (several - 1 - sum(map(rare_above.isdisjoint, lower_blocks))) / several
    held = (several - 1 - sum(map(rare.isdisjoint, lower_blocks))) / several
    shared = page.weight(upper.stems & lower.stems)
    smaller = min(upper.weight, lower.weight)
    continued = line - 1 > above
    last = stems[line - 1] if continued else set()
    last_weight = page.block_weight(line - 1) if continued else 0
    mentions = {
        mention.name
        for block in page.mentions[reached]
        for mention in block
        if above < mention.introduced and mention.last_full < line
    }
    lines_above = counts.open[line] - counts.open[above + 1]
    lines_below = counts.open[end] - counts.open[line + 1]
    words_after = page.words_above[end] - page.words_above[line + 1]
    words_before = page.words_above[line] - page.words_above[above + 1]
    return [
        min(page.introductions[end] - page.introductions[line + 1], 6),
        page.weight(headline & lower.stems) / headline_weight,
        page.weight(headline & upper.stems) / headline_weight,
        held,
        held - held_above,
        page.weight(headline & title) / title_weight,
        math.log((1 + page.sizes[line]) / (1 + (page.sizes[above] if above >= 0 else 0))),
        min(end - line - 1, 10),
        min(line - above - 1, 10),
        math.log1p(words_after),
        math.log1p(words_before),
        words_after < _FEW,
        words_before < _FEW,
        words_after == 0,
        shared / smaller if smaller else 0.0,
        page.weight(last & lower.stems) / last_weight if last_weight else 0.0,
        min(len(mentions), 3),
        bool(mentions),
        lines_above == 0,
        min(lines_above, 6),
        lines_below == 0,
        min(lines_below, 6),
    ]
