"""Headlines of like form, and what stands under each: how repetition of structure tells the articles of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ticker_clean.html.tree import HEADINGS, Frame, Run, stands_out

LONGEST_TITLE = 220
"""Characters; the longest headline of the corpus has 180."""
_MOST_HEADS = 20_000
"""So many like headlines are a farm of links, and are not looked at one by one."""
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Group:
    """Headlines of one form, with the stretch of runs that each stands over."""

    heads: list[Run]
    linked: bool
    stretches: list[range] = field(default_factory=list)
    units: list[Frame] = field(default_factory=list)
    """The element around each headline that holds its text too; empty where there is none."""
    masses: list[int] = field(default_factory=list)

    @property
    def wrapped(self) -> bool:
        return bool(self.units)

    @property
    def mass(self) -> int:
        return sum(self.masses)

    @property
    def with_text(self) -> int:
        return sum(mass > 0 for mass in self.masses)


class Masses:
    """How much running text any stretch of runs holds, in constant time."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.sums = [0]
        for run in runs:
            counts = run.prose and run.reason is None and not run.frame.caption
            # the text of a card that is one link as a whole has no other characters
            self.sums.append(self.sums[-1] + ((run.weight or len(run.text)) if counts else 0))

    def of(self, start: int, stop: int) -> int:
        return self.sums[stop] - self.sums[start] if start < stop else 0


def groups_of(runs: list[Run], masses: Masses) -> list[Group]:
    """Headlines of like form, with what stands under each."""
    heads: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        if run.reason is not None or run.members is not None or len(run.text) > LONGEST_TITLE:
            continue
        if run.tag != run.frame.tag:  # a bare link of a list
            continue
        form = form_of_headline(run)
        if form:
            parent = run.frame.parent
            heads.setdefault((form, run.tag, name_of(run.frame), parent.tag if parent else ""), []).append(run)
    groups = [Group(members, members[0].linked * 2 > len(members[0].text)) for members in heads.values()]
    groups = [group for group in groups if 1 < len(group.heads) <= _MOST_HEADS]
    for group in groups:
        _measure(group, masses)
    return [group for group in groups if group.with_text]


def form_of_headline(run: Run) -> str | None:
    """What makes a run look like a headline: its tag, its name, or that it is one link or all bold."""
    linked = run.linked * 10 >= len(run.text) * 9
    if run.tag in HEADINGS:
        return run.tag + ("+" if linked else "")
    parent = run.frame.parent
    if run.frame.hint.part == "title" or (parent is not None and parent.hint.part == "title"):
        return "title" + ("+" if linked else "")
    if run.tag == "dt":
        return "dt"
    if run.frame.hint.part == "bold" or stands_out(run.sole):
        return "bold"
    return "link" if linked and len(run.text) >= 15 else None


def _measure(group: Group, masses: Masses) -> None:
    """Find the stretch under each headline of a group: its own element, or all up to the next headline."""
    heads = group.heads
    wrappers: list[range] = []
    units: list[Frame] = []
    outer: list[Frame] = []
    for number, head in enumerate(heads):
        before = heads[number - 1].place if number else -1
        after = heads[number + 1].place if number + 1 < len(heads) else len(masses.sums) - 1
        frame = head.frame
        while frame.parent is not None and frame.parent.start > before and frame.parent.end <= after:
            frame = frame.parent
        own = frame.start > before and frame.end <= after  # else even its own element holds other headlines
        wrappers.append(range(frame.start, frame.end) if own else range(head.place, head.place + 1))
        units.append(frame)
        outer.append(frame.parent or frame)
    wrapped = [
        masses.of(stretch.start, head.place) + masses.of(head.place + 1, stretch.stop)
        for head, stretch in zip(heads, wrappers, strict=True)
    ]
    if sum(mass > 0 for mass in wrapped) * 2 >= len(heads):
        group.units, group.stretches, group.masses = units, wrappers, wrapped
        return
    for number, head in enumerate(heads):
        end = min(heads[number + 1].place if number + 1 < len(heads) else outer[number].end, outer[number].end)
        group.stretches.append(range(head.place, end))
    group.masses = [masses.of(stretch.start + 1, stretch.stop) for stretch in group.stretches]


def name_of(frame: Frame) -> str:
    """The class names of an element, without the numbers that set it apart from its like."""
    return _DIGITS.sub("", frame.el.get("class") or "")
