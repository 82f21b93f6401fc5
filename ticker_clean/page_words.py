"""The words of a page as evidence of what belongs together: how rare each is, where it stands, who is named in full."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain

from ticker_clean.common_words import COMMONNESS, STOP_STEMS

UNIT = 1_000
"""Rarity is counted in thousandths, as whole numbers: their sums do not depend on the order of a set."""
_HEAD, _TAIL = 2_600, 800
"""Characters at the two ends of a block that are looked at: some 550 words, as many as a long report has in one
paragraph on a listing page. More would only cost time."""

STEM = 6
"""Letters of a word that are compared: enough to tell words apart, and inflected forms (`region`, `regional`;
`школа`, `школу`) still meet."""

_CHUNK = 80
"""Words of a long paragraph that count as one block for rarity: on a listing page a paragraph is a whole article."""

_SPACES = bytes(c if c >= 128 or c == 0 or chr(c).isalnum() else 32 for c in range(256))
_MARKS = "“”‘’«»„–—…\N{NO-BREAK SPACE}。、！？「」（）・"
# Latin, Greek and Cyrillic
_UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
_NAMES = re.compile(rf"[{_UPPER}]\w+(?:-\w+)*(?: [{_UPPER}]\w+(?:-\w+)*)*")
"""Runs of capitalised words with nothing but a space between them."""
_ACRONYMS = re.compile(rf"\(([{_UPPER}]{{2,8}})\)")
"""`(EDB)`: the name of a body that was just given in full."""
_IDEOGRAPHS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
_WIDE_SCRIPT = 2.2
"""Bytes a character above which a page is searched for ideographs, each of which counts as a word."""

_SHORT = 8
"""Distinct stems up to which a block is too short to be expected to name what its article is about."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What `read_words` finds in the blocks of one page.

    Each list has an item a block; `introductions` and those `_above` have one more, for the end.
    """

    stems: list[set[str]]
    """The stems of each block that the page has more than once: only these can tie texts together."""
    rarity: dict[str, int]
    """Thousandths of log((blocks + 1) / blocks that have the stem): 693 if every second has it; less for words that are
    common in their language. Whole numbers, so that a sum is the same in whatever order a set gives its stems."""
    square: dict[str, int]
    """Rarity, squared."""
    common: set[str]
    """The stems whose rarity is at most `UNIT`: every third block has them, or fewer if they are common words."""
    is_long: list[bool]
    """Whether a block has enough distinct words to be expected to name what its article is about."""
    long_above: list[int]
    words_above: list[int]
    """Words in all blocks above a block."""
    weights_above: list[int]
    """The rarities of the stems of all blocks above, each stem once for each of its blocks."""
    squares_above: list[int]
    """The same with each rarity squared."""
    introductions: list[int]
    """How many persons and bodies were named in full above a block for the first time, without a bare mention before:
    `Asel Nurova` introduces `nurova` and `(EDB)` introduces `edb`, but a place that stands alone is not introduced."""
    mentions: list[list[tuple[int, int]]]
    """For each bare mention of what was introduced above (`Nurova said`), the block that introduced it and the last one
    above that gave the name in full."""

    def weight(self, stems: Iterable[str]) -> int:
        """The sum of the rarities of stems."""
        return sum(map(self.rarity.__getitem__, stems))

    def block_weight(self, index: int) -> int:
        """The rarity of all stems of a block."""
        return self.weights_above[index + 1] - self.weights_above[index]


def read_words(texts: Sequence[str], lines: Set[int]) -> PageWords:
    """The words of the blocks of a page. `lines` are blocks that may be headlines: their capitals prove no name."""
    texts = [text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}" for text in texts]
    words = [text.split() for text in _plain("\0".join([text.replace("\0", " ") for text in texts])).split("\0")]
    whole = [{word[:STEM] for word in block} - STOP_STEMS for block in words]
    counted = list(chain.from_iterable(map(_chunks, words, whole)))
    counts: dict[str, int] = Counter(chain.from_iterable(counted))
    several = 1 + sum(map(bool, counted))
    levels = [round(UNIT * math.log(several / n)) for n in range(1, several + 1)]
    counts = {stem: count for stem, count in counts.items() if count > 1}
    rarity = dict(zip(counts, [levels[count - 1] for count in counts.values()], strict=True))
    for stem in COMMONNESS.keys() & rarity.keys():
        rarity[stem] = rarity[stem] * (8 - COMMONNESS[stem]) // 8
    square = {stem: value * value for stem, value in rarity.items()}
    again = set(rarity)
    stems = [block & again for block in whole]
    once = [len(block) - len(shared) for block, shared in zip(whole, stems, strict=True)]
    weigh, weigh_square = rarity.__getitem__, square.__getitem__
    is_long = [len(block) > _SHORT for block in whole]
    introductions, mentions = _people(texts, lines)
    return PageWords(
        stems,
        rarity,
        square,
        {stem for stem, value in rarity.items() if value <= UNIT},
        is_long,
        [0, *accumulate(is_long)],
        [0, *accumulate(map(len, words))],
        [0, *accumulate([sum(map(weigh, s)) + levels[0] * n for s, n in zip(stems, once, strict=True)])],
        [0, *accumulate([sum(map(weigh_square, s)) + levels[0] ** 2 * n for s, n in zip(stems, once, strict=True)])],
        introductions,
        mentions,
    )


def _chunks(words: Sequence[str], stems: set[str]) -> list[set[str]]:
    """The stems of a block, by stretches of at most `_CHUNK` words."""
    if len(words) <= _CHUNK:
        return [stems]
    return [
        {word[:STEM] for word in words[start : start + _CHUNK]} - STOP_STEMS for start in range(0, len(words), _CHUNK)
    ]


def _plain(text: str) -> str:
    """The text in lower case with spaces for everything but letters, digits and the NULs that part its blocks."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _WIDE_SCRIPT * len(text):
        data = _IDEOGRAPHS.sub(r" \1 ", text).encode("utf-8", "surrogatepass")
    plain = data.translate(_SPACES).decode("utf-8", "surrogatepass")
    for mark in _MARKS:
        plain = plain.replace(mark, " ")
    return plain.lower()


def _people(texts: Sequence[str], lines: Set[int]) -> tuple[list[int], list[list[tuple[int, int]]]]:
    """The columns `introductions` and `mentions`."""
    met: set[str] = set()
    introduced: dict[str, int] = {}
    last_full: dict[str, int] = {}
    introductions = [0]
    mentions: list[list[tuple[int, int]]] = []
    for index, text in enumerate(texts):
        if index in lines:
            introductions.append(len(introduced))
            mentions.append([])
            continue
        runs = _NAMES.findall(text)
        alone = {run[:STEM].lower() for run in runs if " " not in run}
        full = {word[:STEM].lower() for run in runs if " " in run for word in run.split(" ")[1:]}
        if "(" in text:
            full.update([acronym[:STEM].lower() for acronym in _ACRONYMS.findall(text)])
        alone -= full
        for name in full:
            if name not in met:
                introduced[name] = index
            last_full[name] = index
        mentions.append([(introduced[name], last_full[name]) for name in alone if name in introduced])
        met |= full
        met |= alone
        introductions.append(len(introduced))
    return introductions, mentions
