"""Which runs of a page are article text: its regions, and the container that holds the body of its one article."""

from __future__ import annotations

from collections.abc import Sequence

from ticker_clean.html_tree import HEADINGS, Frame, Run
from ticker_clean.identity import letters

PARAGRAPH = 40
"""Characters of a run that counts as running text."""
_TEXT_TAGS = frozenset(("p", "li", "ul", "ol", "dl", "blockquote", "table"))
_IN_FIGURES = frozenset(("table", "blockquote", "pre", "h1", "h2", "h3"))
"""What a `<figure>` can hold beside its caption that is article text."""
_NEARLY_ALL = 0.85
"""Share of the open text that a frame must hold for its parent's other text to be none of the article's."""


def is_text(run: Run) -> bool:
    """Whether a run is running text: long enough, and most of it no link."""
    size = len(run.text)
    return size >= PARAGRAPH and (run.linked * 2 < size or size - run.linked >= 80)


def settle_regions(runs: Sequence[Run], frames: Sequence[Frame]) -> None:
    """Give every run the reason of the outermost region it stands in, unless the text speaks against the region."""
    for run in runs:
        if is_text(run):
            run.frame.mass += len(run.text) - run.linked
    holds = [False] * len(frames)
    for frame in reversed(frames):
        if frame.parent is not None:
            frame.parent.mass += frame.mass
    total = frames[0].mass
    for frame in reversed(frames):
        if frame.parent is None:
            continue
        if holds[frame.index] or frame.tag == "h1" or (frame.hint.core and frame.mass * 4 > total):
            holds[frame.parent.index] = True
    for frame in frames:
        part = frame.hint.part
        if part == "caption":
            frame.caption = frame.mass * 4 <= total or frame.tag == "figcaption"
        elif frame.parent is not None and frame.parent.caption:
            frame.caption = frame.tag not in _IN_FIGURES
        if frame.parent is not None and frame.parent.reason is not None:
            frame.reason = frame.parent.reason
        elif frame.hint.reason and not _contradicted(frame, total, holds[frame.index]):
            frame.reason = frame.hint.reason
    for run in runs:
        run.reason = run.reason or run.frame.reason


def _contradicted(frame: Frame, total: int, holds: bool) -> bool:
    """Whether the text below a region says that it is the article, whatever its name says."""
    hint = frame.hint
    if frame.mass * 2 > total and hint.reason != "comments":
        return not hint.firm or holds
    return (hint.core or holds) and frame.mass * 4 > total and not hint.firm


def open_text(runs: Sequence[Run], frames: Sequence[Frame]) -> None:
    """Sum up, below every frame, the running text that has no reason against it."""
    for frame in frames:
        frame.open = 0
        frame.heaviest = None
    for run in runs:
        if run.reason is None and is_text(run) and not run.frame.caption:
            run.frame.open += len(run.text) - run.linked
    for frame in reversed(frames):
        parent = frame.parent
        if parent is not None:
            parent.open += frame.open
            if parent.heaviest is None or frame.open > parent.heaviest.open:
                parent.heaviest = frame


def container_of(top: Frame) -> Frame:
    """The smallest frame below `top` that holds nearly all its open text."""
    frame = top
    while True:
        child = frame.heaviest
        if child is None or child.open < _NEARLY_ALL * frame.open or child.tag in _TEXT_TAGS:
            return frame
        frame = child


def above(head: Run, frames: Sequence[Frame]) -> Frame:
    """The frame around a headline that holds its article: where climbing on adds little, or leaves an `<article>`."""
    total = frames[0].open
    frame = head.frame
    while frame.parent is not None:
        parent = frame.parent
        enough = frame.open >= 250 and frame.open * 20 > total
        if enough and frame.hint.core and frame.tag in ("article", "main"):
            break
        if enough and frame.open * 4 > total and parent.open > frame.open * 1.6:
            break
        frame = parent
    return frame


def matches(run: Run, titles: Sequence[bytes]) -> bool:
    """Whether a run says the title that the page's head gives it, or the part of it before the site's name."""
    if len(run.text) > 300:
        return False
    said = letters(run.text)
    return len(said) >= 4 and any(
        title == said or (len(said) >= 8 and (title.startswith(said) or title.endswith(said) or said.startswith(title)))
        for title in titles
    )


def headline_of(runs: Sequence[Run], titles: Sequence[bytes]) -> Run | None:
    """The headline of the page's own article: what its head calls it; the highest heading that says so."""
    best: Run | None = None
    rank = 99
    for run in runs:
        if run.tag in HEADINGS:
            own = int(run.tag[1])
        elif run.frame.hint.part == "title":
            own = 7
        else:
            continue
        if run.reason in ("hidden", "related", "comments", "navigation") and own > 1:
            own += 10
        if own < rank and matches(run, titles):
            best, rank = run, own
    if best is None:
        firsts = [run for run in runs if run.tag == "h1" and run.reason is None]
        if len(firsts) == 1:
            return firsts[0]
    return best
