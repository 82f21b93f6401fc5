"""Where does one article of a dump end and the next begin? The page is cut at every line that may be a headline, and
the parts are joined again, the likeliest first, until every headline left stands out from the text on both sides.

So each line is judged by the whole articles that it would part, not by its neighbours alone. How likely a line is a
headline is a logistic function of the numbers in `boundary_features`; the weights are learned (`boundary_weights`).
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect
from collections.abc import Sequence, Set
from itertools import chain
from operator import mul
from typing import NamedTuple

from ticker_clean import boundary_weights as learned
from ticker_clean.boundary_features import (
    FORM,
    PARTS,
    SURROUNDINGS,
    Counts,
    Part,
    for_this_page,
    form,
    may_be_title,
    parts,
    surroundings,
)
from ticker_clean.model import Block
from ticker_clean.page_words import PageWords, read_words

OPENS_PAGE = 0.97
"""How sure it is that a page's first line is a headline: of 133 stored pages some 3 opened with another line."""
FOLLOWS_END = 0.97
"""The same for the first line after `Continue reading` or an author's head."""

_TAKEN = math.log(0.47 / 0.53)
"""Log odds from which on a line is taken. F1 is at its best if that is half of the F1 itself (Lipton, Elkan and
Naryanaswamy, 2014), and held-out articles give some 0.94."""
_TERMS = 4
"""Terms told of a headline: of some 50 these make up most of the sum."""
_MOST_LINES = 5_000
"""Lines weighed in full; of a page with more, those with the likeliest form. A page of 600 articles has some 2,000."""


class Title(NamedTuple):
    """A headline found: where, how probable it is, and what spoke most for or against it, in log odds."""

    at: int
    confidence: float
    evidence: tuple[tuple[str, float], ...]


def find_titles(blocks: Sequence[Block], ended: Set[int] = frozenset()) -> list[Title]:
    """Each headline among the text blocks of a page without markup, in order.

    `ended` are the indices of blocks before which an article is known to have ended. Captions are passed over.
    """
    text = [index for index, block in enumerate(blocks) if block.kind != "caption"]
    known = {at for at, index in enumerate(text) if index in ended} | {0}
    weighing = Weighing([blocks[index] for index in text])
    return [Title(text[at], confidence, weighing.evidence(at, known)) for at, confidence in weighing.titles(known)]


class Weighing:
    """The text blocks of one page, and the lines of it that are still held to be headlines."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.lines = {index for index, block in enumerate(blocks) if may_be_title(block)}
        self.page: PageWords = read_words([block.plain for block in blocks], self.lines)
        self.forms: dict[int, list[float]] = {}
        self.near: dict[int, list[float]] = {}
        self.above: dict[int, int] = {}
        self.below: dict[int, int] = {}
        self.part: dict[int, Part] = {}
        self.usual: list[float] = []
        self.counts = Counts.of(blocks, self.lines)

    def titles(self, known: Set[int]) -> list[tuple[int, float]]:
        """(index, probability) of the headlines; those `known` are not weighed."""
        fixed = {index for index in known if index in self.lines}
        likely = self.likely() - fixed
        self.hold(fixed | likely)
        scores = {index: self.score(index) for index in self.above if index not in fixed}
        self.join(scores)
        self.drop_pairs(scores)
        if again := self.wrongly_dropped(likely):
            self.hold(set(self.above) | again)
            scores = {index: self.score(index) for index in self.above if index not in fixed}
            self.join(scores)
        first = min(fixed, default=None)
        sure = {index: OPENS_PAGE if index == first else FOLLOWS_END for index in fixed}
        return sorted({**sure, **{index: probability(score) for index, score in scores.items()}}.items())

    def join(self, scores: dict[int, float]) -> None:
        """Drop lines, the least likely first, until all that are left in `scores` are likely headlines."""
        waiting = [(score, index) for index, score in scores.items()]
        heapq.heapify(waiting)
        while waiting:
            score, index = heapq.heappop(waiting)
            if scores.get(index) != score:
                continue  # dropped or weighed again since
            if score >= _TAKEN:
                # of two headlines with nothing between them one is none
                bare = [at for at in scores if self.below[at] == at + 1 or self.below.get(at - 1) == at]
                if not bare:
                    return
                heapq.heappush(waiting, (score, index))
                index = min(bare, key=scores.__getitem__)
            del scores[index]
            for neighbour in self.drop(index):
                if neighbour in scores:
                    scores[neighbour] = self.score(neighbour)
                    heapq.heappush(waiting, (scores[neighbour], neighbour))

    def drop_pairs(self, scores: dict[int, float]) -> None:
        """Drop two neighbouring lines that keep each other up: each stands out, but from the part under the other."""
        for index in sorted(scores):
            after = self.below.get(index, -1)
            if index not in scores or after not in scores:
                continue
            above, end = self.above[index], self.below[after]
            dropped = (self.score_between(above, index, end), self.score_between(above, after, end))
            if sum(map(_cost, dropped)) < _cost(-scores[index]) + _cost(-scores[after]):
                for line in (index, after):
                    del scores[line]
                    neighbours = self.drop(line)
                for neighbour in neighbours:
                    if neighbour in scores:
                        scores[neighbour] = self.score(neighbour)

    def wrongly_dropped(self, likely: Set[int]) -> set[int]:
        """The lines that stand out from the parts as they are now, although they were dropped on the way."""
        held = [-1, *sorted(self.above), len(self.blocks)]
        again = set()
        for index in likely:
            at = bisect(held, index)
            if index not in self.above and self.score_between(held[at - 1], index, held[at]) > _TAKEN:
                again.add(index)
        return again

    def score_between(self, above: int, index: int, end: int) -> float:
        """The log odds of a line if the headlines next to it were these."""
        upper, lower = Part(self.page, above, index), Part(self.page, index, end)
        numbers = chain(
            self.forms[index], self.near[index], parts(self.page, above, index, end, upper, lower, self.counts)
        )
        return float(learned.BIAS + sum(map(mul, learned.WEIGHTS, numbers)))

    def likely(self) -> set[int]:
        """The lines that by form and surroundings may be headlines; the page's last block is none."""
        by_form = []
        for index in self.lines:
            numbers = form(self.blocks, index, self.lines, self.counts)
            score = learned.FORM_BIAS + sum(map(mul, learned.FORM_ONLY, numbers))
            if score > learned.LEAST and index + 1 < len(self.blocks):
                self.forms[index] = numbers
                by_form.append((score, index))
        lines = [index for _, index in heapq.nlargest(_MOST_LINES, by_form)]
        near = [surroundings(self.page, index) for index in lines]
        self.usual = [sum(column) / len(near) for column in zip(*near, strict=True)]
        likely = set()
        for index, numbers in zip(lines, near, strict=True):
            self.near[index] = numbers = for_this_page(numbers, self.usual)
            score = learned.LINE_BIAS + sum(map(mul, learned.LINE_ONLY, chain(self.forms[index], numbers)))
            if score > learned.LEAST:
                likely.add(index)
        return likely

    def surround(self, index: int) -> list[float]:
        """The numbers of what surrounds a line."""
        if index not in self.near:
            numbers = surroundings(self.page, index)
            self.near[index] = for_this_page(numbers, self.usual or numbers)
        return self.near[index]

    def hold(self, titles: Set[int]) -> None:
        """Cut the page at these lines."""
        order = sorted(titles)
        end = len(self.blocks)
        for above, index, below in zip([-1, *order], order, [*order[1:], end], strict=False):
            self.above[index], self.below[index] = above, below
            self.part[index] = Part(self.page, index, below)
            if index not in self.forms:
                self.forms[index] = form(self.blocks, index, self.lines, self.counts)

    def numbers(self, index: int) -> list[float]:
        """All numbers of a line under the headlines as they are held now."""
        above = self.above[index]
        upper = self.part[above] if above in self.part else Part(self.page, -1, index)
        return [
            *self.forms[index],
            *self.surround(index),
            *parts(self.page, above, index, self.below[index], upper, self.part[index], self.counts),
        ]

    def score(self, index: int) -> float:
        """The log odds that a line is a headline."""
        return float(learned.BIAS + sum(map(mul, learned.WEIGHTS, self.numbers(index))))

    def evidence(self, index: int, known: Set[int]) -> tuple[tuple[str, float], ...]:
        """The terms that weigh most at a headline as the page is cut now; of one that is known, why it is."""
        if index in known:
            opens = index == min(known & self.lines)
            sure = OPENS_PAGE if opens else FOLLOWS_END
            return (("opens the page" if opens else "follows an article’s end", math.log(sure / (1 - sure))),)
        terms = zip((*FORM, *SURROUNDINGS, *PARTS), map(mul, learned.WEIGHTS, self.numbers(index)), strict=True)
        return tuple(heapq.nlargest(_TERMS, terms, key=lambda term: abs(term[1])))

    def drop(self, index: int) -> tuple[int, int]:
        """Join the part under a line to the one above it; give the headlines around it."""
        above, below = self.above.pop(index), self.below.pop(index)
        part = self.part.pop(index)
        if above in self.part:
            self.part[above].take(self.page, index, part)
            self.below[above] = below
        if below in self.above:
            self.above[below] = above
        return above, below


def _cost(score: float) -> float:
    """Minus the log probability of a line to be no headline."""
    return math.log1p(math.exp(min(score, 500.0)))


def probability(score: float) -> float:
    """The probability that belongs to log odds, as observed on articles that were held out of the learning."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, learned.SLOPE * score + learned.OFFSET))))
