"""Which runs of a page are article text: regions, the container of the body, and the stray lines inside it."""

from __future__ import annotations

from ticker_clean.html_tree import HEADINGS, Frame, Run

_PARAGRAPH = 40
"""Characters of a run that counts as running text."""


def weigh(runs: list[Run], frames: list[Frame]) -> None:
    """Sum up the running text below every frame."""
    for run in runs:
        size = len(run.text)
        if size >= _PARAGRAPH and run.linked * 2 < size:
            run.frame.mass += size - run.linked
    for frame in reversed(frames):
        if frame.parent is not None:
            frame.parent.mass += frame.mass


def settle_regions(runs: list[Run], frames: list[Frame]) -> None:
    """Give every frame the reason of the outermost region it stands in, where the text does not speak against it."""
    total = frames[0].mass
    holds = [False] * len(frames)
    for frame in reversed(frames):
        if (frame.hint.core or frame.tag == "h1" or holds[frame.index]) and frame.parent is not None:
            holds[frame.parent.index] = True
    for frame in frames:
        parent = frame.parent
        if parent is not None and parent.reason is not None:
            frame.reason = parent.reason
            continue
        hint = frame.hint
        reason = hint.reason
        if reason is None:
            continue
        large = frame.mass * 2 > total
        if large and reason != "comments" and (not hint.firm or holds[frame.index]):
            continue
        if (hint.core or holds[frame.index]) and frame.mass * 4 > total and not hint.firm:
            continue
        frame.reason = reason
    for run in runs:
        run.reason = run.frame.reason


def container_of(runs: list[Run], frames: list[Frame]) -> Frame:
    """The smallest frame that holds nearly all open text."""
    for frame in frames:
        frame.open = 0
    for run in runs:
        size = len(run.text)
        if run.reason is None and size >= _PARAGRAPH and run.linked * 2 < size and run.frame.hint.part != "caption":
            run.frame.open += size - run.linked
    children: dict[int, list[Frame]] = {}
    for frame in reversed(frames):
        if frame.parent is not None:
            frame.parent.open += frame.open
            children.setdefault(frame.parent.index, []).append(frame)
    frame = frames[0]
    while True:
        best = max(children.get(frame.index, ()), key=lambda child: child.open, default=None)
        if best is None or best.open < 0.85 * frame.open or best.tag in ("p", "li", "ul", "ol", "blockquote"):
            return frame
        frame = best


def choose(runs: list[Run], frames: list[Frame]) -> list[Run]:
    weigh(runs, frames)
    settle_regions(runs, frames)
    box = container_of(runs, frames)
    chosen = []
    for run in runs[box.start : box.end]:
        if run.reason is not None:
            continue
        if run.linked * 2 > len(run.text):
            run.reason = "related"
            continue
        if run.tag == "h1":
            continue
        chosen.append(run)
    return chosen


_ = HEADINGS
