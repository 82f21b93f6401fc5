"""The words of a page as evidence of what belongs together: how rare each is, where it stands, who is named in full."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

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
_UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
_NAMES = re.compile(rf"[{_UPPER}]\w+(?:-\w+)*(?: [{_UPPER}]\w+(?:-\w+)*)*")
"""Runs of capitalised words with nothing but a space between them."""
_ACRONYMS = re.compile(rf"\(([{_UPPER}]{{2,8}})\)")
"""`(EDB)`: the name of a body that was just given in full."""
_IDEOGRAPHS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
_WIDE_SCRIPT = 2.2
"""Bytes a character above which a page is searched for ideographs, each of which counts as a word."""

_NAME_REACH = 12
_PERSON_REACH = 25
"""Blocks up to which a name, or a person's bare surname, is taken to lean on its last mention."""


class Mention(NamedTuple):
    """A bare name, the block that introduced it and the last block above that gave it in full."""

    name: str
    introduced: int
    last_full: int


@dataclass(frozen=True, slots=True)
class PageWords:
    """What `read_words` finds in the blocks of one page; each list has an item a block."""

    stems: list[set[str]]
    """The stems of each block that the page has more than once: only these can tie texts together."""
    once: list[int]
    """How many further stems each block has."""
    once_rarity: int
    sizes: list[int]
    """Words of each block."""
    words_above: list[int]
    """Words in all blocks above a block; one item more, for the end."""
    rarity: dict[str, int]
    """Thousandths of log((blocks + 1) / blocks that have the stem): 693 if every second has it. Whole numbers, so
    that a sum is the same in whatever order a set gives its stems."""
    square: dict[str, int]
    """Rarity, squared."""
    common: set[str]
    """The stems whose rarity is at most `UNIT`: every third block has them, or more."""
    only_below: dict[int, int]
    """Rarity of the stems of a line that stand below it and not above."""
    introductions: list[int]
    """How many persons and bodies were named in full above a block for the first time, without a bare mention before:
    `Asel Nurova` introduces `nurova` and `(EDB)` introduces `edb`, but a place that stands alone is not introduced."""
    returns: list[int]
    """How many times above a block a name was given in full again, after bare mentions, as a new article does."""
    mentions: list[list[Mention]]
    """The bare mentions of what was introduced above: `Nurova said`."""
    leaning: list[int]
    """How many bare mentions below a block lean on a mention above it."""
    name_links: list[float]
    """Weight of the names that stand on both sides of a block, rare ones counting more."""
    mean_links: float

    def weight(self, stems: Iterable[str]) -> int:
        return sum(map(self.rarity.__getitem__, stems))

    def block_weight(self, index: int) -> int:
        """The rarity of all stems of a block."""
        return self.weight(self.stems[index]) + self.once_rarity * self.once[index]


def read_words(texts: Sequence[str], lines: Set[int]) -> PageWords:
    """The words of the blocks of a page. `lines` are blocks that may be headlines: their capitals prove no name."""
    texts = [text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}" for text in texts]
    words = [text.split() for text in _plain("\0".join(texts)).split("\0")]
    whole = [{word[:STEM] for word in block} for block in words]
    counted = list(chain.from_iterable(map(_chunks, words, whole)))
    counts = Counter(chain.from_iterable(counted))
    several = 1 + sum(map(bool, counted))
    logs = [round(UNIT * math.log(several / n)) for n in range(1, several + 1)]
    rarity = {stem: logs[count - 1] for stem, count in counts.items() if count > 1}
    again = set(rarity)
    stems = [block & again for block in whole]
    full, bare, names = _read_names(texts, lines)
    introductions, returns, mentions, leaning = _people(full, bare)
    sizes = list(map(len, words))
    links = _links(stems, names & again, counts)
    return PageWords(
        stems,
        [len(block) - len(shared) for block, shared in zip(whole, stems, strict=True)],
        logs[0],
        sizes,
        [0, *accumulate(sizes)],
        rarity,
        {stem: value * value for stem, value in rarity.items()},
        {stem for stem, value in rarity.items() if value <= UNIT},
        _only_below(stems, lines, rarity),
        introductions,
        returns,
        mentions,
        leaning,
        links,
        sum(links) / max(1, len(links)),
    )


def _chunks(words: Sequence[str], stems: set[str]) -> list[set[str]]:
    """The stems of a block, by stretches of at most `_CHUNK` words."""
    if len(words) <= _CHUNK:
        return [stems]
    return [{word[:STEM] for word in words[start : start + _CHUNK]} for start in range(0, len(words), _CHUNK)]


def _plain(text: str) -> str:
    """The text in lower case with spaces for everything but letters, digits and the NULs that part its blocks."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _WIDE_SCRIPT * len(text):
        data = _IDEOGRAPHS.sub(r" \1 ", text).encode("utf-8", "surrogatepass")
    plain = data.translate(_SPACES).decode("utf-8", "surrogatepass")
    for mark in _MARKS:
        plain = plain.replace(mark, " ")
    return plain.lower()


def _read_names(texts: Sequence[str], lines: Set[int]) -> tuple[list[set[str]], list[set[str]], Set[str]]:
    """Full names and bare ones, by block, and all of them."""
    full: list[set[str]] = []
    bare: list[set[str]] = []
    for index, text in enumerate(texts):
        given: set[str] = set()
        alone: set[str] = set()
        if index not in lines:
            for run in _NAMES.findall(text):
                name, *more = run.lower().split(" ")
                if more:
                    given.update([word[:STEM] for word in more])
                else:
                    alone.add(name[:STEM])
            given.update([acronym.lower()[:STEM] for acronym in _ACRONYMS.findall(text)])
            alone -= given
        full.append(given)
        bare.append(alone)
    return full, bare, set().union(*full, *bare)


def _people(
    full: Sequence[set[str]], bare: Sequence[set[str]]
) -> tuple[list[int], list[int], list[list[Mention]], list[int]]:
    """The columns `introductions` and `returns` (with one item more, for the end), `mentions` and `leaning`."""
    introduced: dict[str, int] = {}
    last_full: dict[str, int] = {}
    met: dict[str, int] = {}
    introductions = [0]
    returns = [0]
    alone_since: set[str] = set()
    mentions: list[list[Mention]] = []
    steps = [0] * (len(full) + 1)
    for index, (given, alone) in enumerate(zip(full, bare, strict=True)):
        for name in given:
            if name not in met:
                introduced[name] = index
            met[name] = last_full[name] = index
        returns.append(returns[-1] + len(given & alone_since))
        alone_since = (alone_since - given) | alone
        leaned = []
        for name in alone:
            if name in introduced:
                leaned.append(Mention(name, introduced[name], last_full[name]))
                if index - met[name] <= _PERSON_REACH:
                    steps[met[name] + 1] += 1
                    steps[index] -= 1
            met[name] = index
        introductions.append(len(introduced))
        mentions.append(leaned)
    return introductions, returns, mentions, list(accumulate(steps[:-1]))


def _only_below(stems: Sequence[set[str]], lines: Set[int], rarity: Mapping[str, int]) -> dict[int, int]:
    """The column `only_below`."""
    new: dict[int, set[str]] = {}
    met: set[str] = set()
    for index, block in enumerate(stems):
        if index in lines:
            new[index] = block - met
        met |= block
    weights: dict[int, int] = {}
    met = set()
    for index in range(len(stems) - 1, -1, -1):
        if index in lines:
            weights[index] = sum(map(rarity.__getitem__, new[index] & met))
        met |= stems[index]
    return weights


def _links(stems: Sequence[set[str]], names: Set[str], counts: Counter[str]) -> list[float]:
    """For each block the weight 1/blocks of every name that stands above and below it, not far apart, and not in it."""
    steps = [0] * (len(stems) + 1)  # whole numbers: sums of floats depend on their order
    weights = {name: _WHOLE // counts[name] for name in names}
    met: dict[str, int] = {}
    for index, block in enumerate(stems):
        for name in names & block:
            before = met.get(name)
            if before is not None and index - before <= _NAME_REACH:
                steps[before + 1] += weights[name]
                steps[index] -= weights[name]
            met[name] = index
    return [weight / _WHOLE for weight in accumulate(steps[:-1])]


_WHOLE = 1 << 40
"""What the weights of names are parts of."""
