"""Where does one article of a dump end and the next begin? The page is cut at every line that may be a headline, and
the parts are joined again, the likeliest first, until every headline left stands out from the text on both sides.

So each line is judged by the whole articles that it would part, not by its neighbours alone. How likely a line is a
headline is a logistic function of the numbers in `boundary_features`; the weights are learned (`boundary_weights`).
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect, bisect_left
from collections.abc import Sequence, Set
from operator import mul
from typing import NamedTuple

from ticker_clean import boundary_weights as learned
from ticker_clean.boundary_features import (
    FORM,
    PARTS,
    SURROUNDINGS,
    Forms,
    Line,
    is_text,
    join_parts,
    may_be_title,
    part,
    parts,
    surroundings,
)
from ticker_clean.model import Block
from ticker_clean.page_words import read_words

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

    `ended` are the indices of blocks before which an article is known to have ended. Captions and blocks without a
    letter or digit are passed over.
    """
    text = [index for index, block in enumerate(blocks) if is_text(block)]
    known = {bisect_left(text, index) for index in ended} | {0}
    weighing = Weighing([blocks[index] for index in text])
    return [Title(text[at], confidence, weighing.evidence(at, known)) for at, confidence in weighing.titles(known)]


class Weighing:
    """The text blocks of one page, and the lines of it that are still held to be headlines."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.lines = {index for index, block in enumerate(blocks) if may_be_title(block)}
        self.forms = Forms(blocks, self.lines)
        self.page = read_words(self.forms.texts, self.lines)
        self.end = len(blocks)
        self.first: int | None = None
        """The uppermost of the lines known to be headlines."""
        self.fixed: dict[int, list[float]] = {}
        """The numbers of a line that stay the same whatever headlines are held."""
        self.looked_at: dict[int, Line] = {}
        self.above: dict[int, int] = {}
        """The headline held above each headline held, or -1."""
        self.below: dict[int, int] = {}
        """The one held below it, or `end`."""
        self.part: dict[int, set[str]] = {}
        """The stems of the part under each headline held."""

    def titles(self, known: Set[int]) -> list[tuple[int, float]]:
        """(index, probability) of the headlines; those `known` are not weighed."""
        known = known & self.lines
        self.first = min(known, default=None)
        likely = self.likely() - known
        self.hold(known | likely)
        scores = {index: self.score(index) for index in self.above if index not in known}
        self.join(scores)
        self.drop_pairs(scores)
        if again := self.wrongly_dropped(likely):
            self.hold(set(self.above) | again)
            scores = {index: self.score(index) for index in self.above if index not in known}
        self.join(scores)
        sure = {index: OPENS_PAGE if index == self.first else FOLLOWS_END for index in known}
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
            upper, middle, lower = self.part_above(index), self.part[index], self.part[after]
            dropped = (
                self.score_between(above, index, end, upper, middle | lower | self.page.stems[after]),
                self.score_between(above, after, end, upper | middle | self.page.stems[index], lower),
            )
            if sum(map(_cost, dropped)) < _cost(-scores[index]) + _cost(-scores[after]):
                for line in (index, after):
                    del scores[line]
                    neighbours = self.drop(line)
                for neighbour in neighbours:
                    if neighbour in scores:
                        scores[neighbour] = self.score(neighbour)

    def wrongly_dropped(self, likely: Set[int]) -> set[int]:
        """The lines that stand out from the parts as they are now, although they were dropped on the way."""
        held = [-1, *sorted(self.above), self.end]
        again = set()
        for index in likely:
            if index not in self.above:
                at = bisect(held, index)
                above, end = held[at - 1], held[at]
                upper, lower = part(self.page, above, index), part(self.page, index, end)
                if self.score_between(above, index, end, upper, lower) > _TAKEN:
                    again.add(index)
        return again

    def likely(self) -> set[int]:
        """The lines that by form and surroundings may be headlines; the page's last block is none."""
        by_form = []
        for index in self.lines:
            if index + 1 < self.end:
                form = self.forms.numbers(index)
                score = learned.FORM_BIAS + sum(map(mul, learned.FORM_ONLY, form))
                if score > learned.LEAST:
                    by_form.append((score, index, form))
        likely = set()
        for _, index, form in heapq.nlargest(_MOST_LINES, by_form):
            self.fixed[index] = numbers = form + surroundings(self.page, index)
            if learned.LINE_BIAS + sum(map(mul, learned.LINE_ONLY, numbers)) > learned.LEAST:
                likely.add(index)
        return likely

    def hold(self, titles: Set[int]) -> None:
        """Cut the page at these lines."""
        order = sorted(titles)
        for above, index, below in zip([-1, *order], order, [*order[1:], self.end], strict=False):
            self.above[index], self.below[index] = above, below
            self.part[index] = part(self.page, index, below)

    def line_at(self, index: int) -> Line:
        """The line at `index`, looked at once."""
        if index not in self.looked_at:
            self.looked_at[index] = Line(self.page, index)
        return self.looked_at[index]

    def part_above(self, index: int) -> set[str]:
        """The part that ends at a headline held."""
        above = self.above[index]
        return self.part[above] if above >= 0 else part(self.page, -1, index)

    def fixed_numbers(self, index: int) -> list[float]:
        """The numbers of a line that stay the same whatever headlines are held."""
        if index not in self.fixed:
            self.fixed[index] = self.forms.numbers(index) + surroundings(self.page, index)
        return self.fixed[index]

    def numbers_between(self, above: int, index: int, end: int, upper: set[str], lower: set[str]) -> list[float]:
        """All numbers of a line if the headlines next to it were these, and the parts on its two sides those."""
        numbers = parts(self.page, self.forms.open_above, self.line_at(above), self.line_at(index), end, upper, lower)
        return self.fixed_numbers(index) + numbers

    def score_between(self, above: int, index: int, end: int, upper: set[str], lower: set[str]) -> float:
        """The log odds that a line is a headline if it stood so."""
        numbers = self.numbers_between(above, index, end, upper, lower)
        return float(learned.BIAS + sum(map(mul, learned.WEIGHTS, numbers)))

    def score(self, index: int) -> float:
        """The log odds that a line is a headline, as the page is cut now."""
        return self.score_between(self.above[index], index, self.below[index], self.part_above(index), self.part[index])

    def evidence(self, index: int, known: Set[int]) -> tuple[tuple[str, float], ...]:
        """The terms that weigh most at a headline as the page is cut now; of one that is known, why it is."""
        if index in known:
            opens = index == self.first
            sure = OPENS_PAGE if opens else FOLLOWS_END
            return (("opens the page" if opens else "follows an article’s end", math.log(sure / (1 - sure))),)
        above, below = self.above[index], self.below[index]
        numbers = self.numbers_between(above, index, below, self.part_above(index), self.part[index])
        terms = [*zip((*FORM, *SURROUNDINGS, *PARTS), map(mul, learned.WEIGHTS, numbers), strict=True)]
        return tuple(sorted(terms, key=lambda term: -abs(term[1]))[:_TERMS])

    def drop(self, index: int) -> tuple[int, int]:
        """Join the part under a line to the one above it; give the headlines around it."""
        above, below = self.above.pop(index), self.below.pop(index)
        lower = self.part.pop(index)
        if above in self.part:
            join_parts(self.page, self.part[above], index, lower)
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
