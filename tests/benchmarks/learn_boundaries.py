"""Learn the weights of `ticker_clean.boundary_weights` again, or show how well they do on articles held out.

    TICKER_CLEAN_CORPUS=FOLDER python tests/benchmarks/learn_boundaries.py [--folds 10] [--write]

FOLDER holds `corpus/articles.jsonl` (public articles), `corpus/regional.jsonl` (one region's desk) and
`seeds/*.gold.json` (real dumps). Needs numpy. Dumps of several articles are drawn from them; each line of a dump that
may be a headline is an example. Boundary F1 and calibration are measured in folds: of an article in a test dump, no
line was an example in whatever dump its fold learned from. `--write` then learns from all articles and writes the
module.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ticker_clean import boundary_weights as learned
from ticker_clean.boundaries import Weighing
from ticker_clean.boundary_features import FORM, PARTS, SURROUNDINGS, is_text, part
from ticker_clean.furniture import label_furniture
from ticker_clean.model import Block

MODULE = Path(__file__).parents[2] / "ticker_clean" / "boundary_weights.py"
RIDGE = 0.002
"""Inverse strength of the L2 penalty on standardised numbers (over the sum of the examples' losses). Of .0003 to .006
it gave the best F1 on articles held out, over all kinds of dumps."""
ROUNDS = 2
"""How often the lines are weighed again under the cuts that the weights so far lead to."""
FORM_RIDGE = 0.02
LEAST = 0.01
"""Probability by form, or by form and surroundings, under which a line is not weighed any further."""
PLAN = {
    "any": 50,
    "alike": 50,
    "regional": 50,
    "real": 60,
    "few": 40,
    "many": 20,
    "desk": 50,
    "listing": 50,
    "short": 30,
}
"""Dumps drawn of each kind to learn from."""
TEST = {"any": 20, "alike": 20, "regional": 15, "desk": 20, "few": 20, "listing": 12, "short": 20}
CALIBRATION = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


@dataclass(frozen=True)
class Text:
    """An article as blocks, headline first."""

    blocks: tuple[Block, ...]
    words: Counter[str]
    page: str = ""
    """The real page it is from."""


Shelf = dict[str, list[Text]]
"""Articles by where they are from: `public`, `regional`, `real`."""


def read_shelf(folder: Path) -> Shelf:
    shelf: Shelf = {"public": [], "regional": [], "real": []}
    for line in (folder / "corpus" / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        shelf["public"].append(article(row["title"], [{"kind": "paragraph", "text": t} for t in row["paragraphs"]]))
    for line in (folder / "corpus" / "regional.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        shelf["regional"].append(article(row["title"], row["blocks"]))
    for path in sorted((folder / "seeds").glob("*.gold.json")):
        for row in json.loads(path.read_text("utf-8"))["articles"]:
            shelf["real"].append(article(row["title"], row["blocks"], path.name))
    return shelf


def article(title: str, rows: Iterable[dict[str, Any]], page: str = "") -> Text:
    """The blocks as a dump shows them: section heads are paragraphs there. Furniture is no text."""
    blocks = [Block("paragraph", " ".join(title.split()))]
    for row in rows:
        if row["kind"] == "list":
            blocks.append(Block("list", items=tuple(row["items"]), ordered=row.get("ordered", False)))
        elif row["text"].strip():
            kind = "caption" if row["kind"] == "caption" else "paragraph"
            blocks.append(Block(kind, row["text"].strip()))
    # the title is shielded: alone it cannot be furniture
    text = (blocks[0], *(block for block in label_furniture(blocks)[1][1:] if not block.reason))
    words = Counter(re.findall(r"\w{4,}", " ".join(block.plain for block in text).casefold()))
    return Text(text, words, page)


def draw(kind: str, chance: random.Random, shelf: Shelf) -> list[Text]:
    """The articles of one dump."""
    public, regional, real = shelf["public"], shelf["regional"], shelf["real"]
    whole = public + 2 * regional + 2 * real
    if kind == "any":
        return chance.sample(public, min(6, len(public)))
    if kind == "alike":
        picks = alike(public, chance.randrange(len(public)), 6)
        chance.shuffle(picks)
        return picks
    if kind == "regional":
        return chance.sample(regional, min(6, len(regional)))
    if kind == "real":
        page = chance.choice(real).page
        return [text for text in real if text.page == page]
    if kind == "desk":
        return chance.sample(regional + real, min(6, len(regional + real)))
    if kind == "few":
        return chance.sample(whole, chance.choice([1, 2, 2, 3]))
    if kind == "many":
        return chance.sample(whole, min(len(whole) // 2, chance.choice([8, 10, 12])))
    if kind == "short":
        source = chance.choice([public, regional + real, regional + real])
        return [shortened(text, chance.randint(1, 5)) for text in chance.sample(source, min(6, len(source)))]
    source = chance.choice([public, regional + real])  # listing
    return [run_together(text) for text in chance.sample(source, min(chance.choice([1, 2, 3, 6, 6, 6]), len(source)))]


def run_together(text: Text) -> Text:
    """The article as a listing page has it: the whole text in one paragraph."""
    body = " ".join(" ".join(block.lines) for block in text.blocks[1:] if block.kind != "caption")
    return Text((text.blocks[0], Block("paragraph", body)), text.words)


def shortened(text: Text, blocks: int) -> Text:
    """The beginning of an article, as a brief or a teaser has it; it does not end with a line that leads on."""
    end = blocks + 1
    while end < len(text.blocks) and text.blocks[end - 1].plain[-1:] not in '.”"!?':
        end += 1
    return Text(text.blocks[:end], text.words)


def alike(texts: Sequence[Text], first: int, count: int) -> list[Text]:
    """An article and those whose words are most like its own (cosine of counts times rarity)."""
    spread = Counter(word for text in texts for word in text.words)
    rarity = {word: math.log(len(texts) / n) for word, n in spread.items()}
    bags = [{word: n * rarity[word] for word, n in text.words.items()} for text in texts]
    sizes = [math.sqrt(sum(v * v for v in bag.values())) or 1.0 for bag in bags]
    mine = bags[first]
    likeness = [sum(v * bag.get(w, 0) for w, v in mine.items()) / size for bag, size in zip(bags, sizes, strict=True)]
    return [texts[i] for i in sorted(range(len(texts)), key=lambda i: -likeness[i])[:count]]


@dataclass
class Dump:
    kind: str
    blocks: list[Block]
    titles: set[int]
    weighing: Weighing


def dumps(shelf: Shelf, plan: dict[str, int], seed: str) -> Iterator[Dump]:
    for kind, count in plan.items():
        for number in range(count):
            chance = random.Random(f"{seed} {kind} {number}")
            blocks: list[Block] = []
            titles = set()
            for text in draw(kind, chance, shelf):
                titles.add(len(blocks))
                blocks.extend(filter(is_text, text.blocks))
            yield Dump(kind, blocks, titles, Weighing(blocks))


@dataclass
class Logistic:
    """A logistic regression on standardised numbers, given back in the units of the numbers themselves."""

    weights: np.ndarray
    bias: float

    @classmethod
    def fit(cls, rows: Sequence[Sequence[float]], truths: Sequence[bool], ridge: float) -> Logistic:
        x = np.array(rows, dtype=float)
        y = np.array(truths, dtype=float)
        mean, spread = x.mean(0), x.std(0) + 1e-9
        x = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
        penalty = np.append(np.full(x.shape[1] - 1, 1 / ridge), 1e-6)
        w = np.zeros(x.shape[1])
        for _ in range(40):  # Newton's method
            p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
            step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (y - p) - penalty * w)
            w += step
            if np.abs(step).max() < 1e-6:
                break
        weights = w[:-1] / spread
        return cls(weights, float(w[-1] - weights @ mean))

    def score(self, rows: Sequence[Sequence[float]]) -> np.ndarray:
        return np.array(rows, dtype=float) @ self.weights + self.bias


def learn(examples: Sequence[Dump], seed: str) -> None:
    """Learn the weights of the form alone, of the line alone and of all numbers, and let the package use them."""
    chance = random.Random(seed)
    rows, truths = [], []
    for dump in examples:
        for index in sorted(dump.weighing.lines - {0}):
            rows.append(dump.weighing.forms.numbers(index))
            truths.append(index in dump.titles)
    by_form = Logistic.fit(rows, truths, FORM_RIDGE)
    install(FORM_BIAS=by_form.bias, FORM_ONLY=by_form.weights.tolist(), LINE_BIAS=1e9, LINE_ONLY=())
    install(LEAST=math.log(LEAST / (1 - LEAST)))
    rows, truths = [], []
    for dump in examples:
        for index in sorted(dump.weighing.likely() - {0}):
            rows.append(dump.weighing.fixed[index])
            truths.append(index in dump.titles)
    by_line = Logistic.fit(rows, truths, FORM_RIDGE)
    install(LINE_BIAS=by_line.bias, LINE_ONLY=by_line.weights.tolist())
    rows, truths = [], []
    for dump in examples:
        likely = dump.weighing.likely()
        for row, truth in states(dump, likely, chance):
            rows.append(row)
            truths.append(truth)
    for _ in range(ROUNDS):
        full = Logistic.fit(rows, truths, RIDGE)
        install(BIAS=full.bias, WEIGHTS=full.weights.tolist())
        for dump in examples:
            likely = dump.weighing.likely()
            held = {0} | {index for index, _ in Weighing(dump.blocks).titles({0})}
            for row, truth in under(dump, sorted(held), (likely | dump.titles) - {0}):
                rows.append(row)
                truths.append(truth)
        full = Logistic.fit(rows, truths, RIDGE)
    install(BIAS=full.bias, WEIGHTS=full.weights.tolist())


def states(dump: Dump, likely: set[int], chance: random.Random) -> Iterator[tuple[list[float], bool]]:
    """The numbers of lines under cuts as they come up on the way: with all likely lines held, some, none but titles."""
    titles = dump.titles - {0}
    false = sorted(likely - dump.titles)
    for share in (0.0, 0.3, 1.0):
        kept = {index for index in false if chance.random() < share}
        held = sorted({0} | kept | {index for index in titles if chance.random() < 0.97})
        yield from under(dump, held, titles | (kept or set(false)))


def under(dump: Dump, held: Sequence[int], lines: Iterable[int]) -> Iterator[tuple[list[float], bool]]:
    """The numbers of lines, with their truth, if the page is cut at the lines `held`."""
    page = dump.weighing.page
    for index in sorted(lines):
        above = max(h for h in held if h < index)
        below = min((h for h in held if h > index), default=len(dump.blocks))
        upper, lower = part(page, above, index), part(page, index, below)
        yield dump.weighing.numbers_between(above, index, below, upper, lower), index in dump.titles


def install(**values: float | Sequence[float]) -> None:
    """Let the package use these weights."""
    for name, value in values.items():
        setattr(learned, name, value)


@dataclass
class Tally:
    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missed)


def measure(
    tests: Iterable[Dump], tallies: dict[str, Tally], scores: list[tuple[float, bool]], errors: Counter[str]
) -> None:
    """Count right and wrong titles; collect the log odds of the titles found, with their truth."""
    learned.SLOPE, learned.OFFSET = 1.0, 0.0
    for dump in tests:
        weighing = Weighing(dump.blocks)
        found = dict(weighing.titles({0}))
        tally = tallies[dump.kind]
        tally.right += len(dump.titles & set(found))
        tally.false += len(set(found) - dump.titles)
        tally.missed += len(dump.titles - set(found))
        for index, p in found.items():
            if index:
                scores.append((math.log(p / (1 - p)) if p < 1 else 40.0, index in dump.titles))
        for index in dump.titles ^ set(found):
            errors[("missed: " if index in dump.titles else "false: ") + dump.blocks[index].text[:90]] += 1


def folds(shelf: Shelf, count: int) -> Iterator[tuple[Shelf, Shelf]]:
    """(articles to learn from, articles held out)."""
    chance = random.Random(0)
    orders = {name: chance.sample(range(len(texts)), len(texts)) for name, texts in shelf.items()}
    for k in range(count):
        out = {name: set(order[k::count]) for name, order in orders.items()}
        yield (
            {name: [t for i, t in enumerate(texts) if i not in out[name]] for name, texts in shelf.items()},
            {name: [t for i, t in enumerate(texts) if i in out[name]] for name, texts in shelf.items()},
        )


def calibrate(scores: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that turn log odds into honest ones (Platt's scaling)."""
    fitted = Logistic.fit([[score] for score, _ in scores], [truth for _, truth in scores], 1e3)
    return float(fitted.weights[0]), fitted.bias


def print_calibration(scores: Sequence[tuple[float, bool]]) -> None:
    slope, offset = calibrate(scores)
    said = [(1 / (1 + math.exp(-slope * score - offset)), truth) for score, truth in scores]
    print("said          titles  mean said  true")
    for low, high in pairwise(CALIBRATION):
        here = [(p, truth) for p, truth in said if low <= p < high]
        if here:
            mean, true = sum(p for p, _ in here) / len(here), sum(t for _, t in here) / len(here)
            print(f"{low:.2f} to {min(high, 1):.2f}  {len(here):6}  {mean:9.3f}  {true:.3f}")


def write(shelf: Shelf, slope: float, offset: float, found: str) -> None:
    """Write the weights in use, each beside the name of its number."""
    counts = ", ".join(f"{len(texts)} {name}" for name, texts in shelf.items())
    lines = [
        '"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.',
        "",
        f"Learned by `tests/benchmarks/learn_boundaries.py` from {sum(PLAN.values())} dumps of {counts} articles.",
        "Boundary F1 on articles held out:",
        f"{found}.",
        '"""',
        "",
        f"LEAST = {learned.LEAST:.3f}",
        '"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""',
        "",
    ]
    for bias, weights, names in (
        ("FORM_BIAS", "FORM_ONLY", FORM),
        ("LINE_BIAS", "LINE_ONLY", (*FORM, *SURROUNDINGS)),
        ("BIAS", "WEIGHTS", (*FORM, *SURROUNDINGS, *PARTS)),
    ):
        lines += [f"{bias} = {getattr(learned, bias):.3f}", f"{weights}: tuple[float, ...] = ("]
        lines += [f"    {w:.3f},  # {name}" for name, w in zip(names, getattr(learned, weights), strict=True)]
        lines += [")", ""]
    lines += [
        f"SLOPE = {slope:.3f}",
        f"OFFSET = {offset:.3f}",
        '"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""',
    ]
    MODULE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--errors", type=int, default=0, help="show so many of the commonest errors")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    shelf = read_shelf(Path(os.environ["TICKER_CLEAN_CORPUS"]))
    tallies: dict[str, Tally] = defaultdict(Tally)
    scores: list[tuple[float, bool]] = []
    errors: Counter[str] = Counter()
    for number, (inside, outside) in enumerate(folds(shelf, options.folds)):
        learn(list(dumps(inside, PLAN, f"learn {number}")), f"states {number}")
        measure(dumps(outside, TEST, f"test {number}"), tallies, scores, errors)
    found = ", ".join(f"{kind} {tally.f1:.3f}" for kind, tally in tallies.items())
    print(f"{options.folds} folds, boundary F1 on articles held out: {found}")
    print_calibration(scores)
    for text, count in errors.most_common(options.errors):
        print(f"{count:4} {text}")
    if options.write:
        learn(list(dumps(shelf, PLAN, "learn")), "states")
        write(shelf, *calibrate(scores), found)


if __name__ == "__main__":
    main()
