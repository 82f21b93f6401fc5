"""Which runs of a page are article text: its regions, and the container that holds the body of its one article.

Nothing here is learned: the thresholds of this module and of `stories` were set by hand on half of the pages of a
public benchmark and checked on the other half; `tests/benchmarks/quality_html.py` measures both again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ticker_clean.html.regions import NOTHING, Hint, hint_of
from ticker_clean.html.tree import HEADINGS, Frame, Run
from ticker_clean.identity import letters

PARAGRAPH = 40
"""Characters of a run that counts as running text."""
_FIGURES = b"0123456789"
_LONGEST_FIGURES = 400
_TEXT_TAGS = frozenset(("p", "li", "ul", "ol", "dl", "blockquote"))
_IN_FIGURES = frozenset(("table", "blockquote", "pre", "h1", "h2", "h3"))
"""What a `<figure>` can hold beside its caption that is article text."""
_NEARLY_ALL = 0.85
"""Share of the open text that a frame must hold for its parent's other text to be none of the article's."""
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', "»", ":", ";", "。", "！", "？", "।", "؟")


def is_linked(run: Run) -> bool:
    """Whether a run is mostly links; not so a paragraph that has its links in whole sentences."""
    size = len(run.text)
    plain = size - run.linked
    if run.linked * 2 <= size:
        return False
    if run.frame.inline and run.sole is None and size >= 2 * PARAGRAPH and run.text.endswith(_SENTENCE_ENDS):
        return False  # the text of a card that is one link as a whole
    if run.tag == "p" and run.text.endswith(_SENTENCE_ENDS):
        return plain < PARAGRAPH
    return plain < 2 * PARAGRAPH or run.linked > 0.8 * size


def density(text: str) -> int:
    """How many letters of an alphabet a character of a text stands for: 3 in Chinese, Japanese and Korean, else 1.

    Translations of one text differ so in length; the character in the middle tells the script.
    """
    return 3 if "\u2e80" <= text[len(text) // 2] <= "\ud7ff" else 1


def is_text(run: Run) -> bool:
    """Whether a run is running text: long enough, no heading, not made of links, nor of figures as a ticker is."""
    text = run.text
    size = len(text)
    if size * 3 < PARAGRAPH or run.tag in HEADINGS:  # 3 is the most that `density` says
        return False
    size *= density(text)
    if size < PARAGRAPH or (run.linked and is_linked(run)):
        return False
    if size > _LONGEST_FIGURES:
        return True
    data = text.encode("utf-8", "surrogatepass")
    return (len(data) - len(data.translate(None, _FIGURES))) * 4 < size


def settle_regions(runs: Sequence[Run], frames: Sequence[Frame]) -> None:
    """Give every run the reason of the outermost region it stands in, unless the text speaks against the region."""
    for run in runs:
        if is_text(run):
            run.weight = (len(run.text) - run.linked) * density(run.text)
            run.frame.mass += run.weight
            run.prose = True
    for frame in reversed(frames):
        if frame.mass and frame.parent is not None:
            frame.parent.mass += frame.mass
    total = frames[0].mass
    holding: set[int] = set()
    for frame in frames:
        if frame.tag == "h1" or (frame.mass * 4 > total and _hint(frame).core):
            above: Frame | None = frame.parent
            while above is not None and above.index not in holding:
                holding.add(above.index)
                above = above.parent
    for frame in frames:
        parent = frame.parent
        if parent is not None:
            if parent.reason is not None:
                frame.reason = parent.reason
                continue
            if parent.quote:
                frame.quote = True
            if parent.caption:
                frame.caption = frame.tag not in _IN_FIGURES
            if parent.closed:  # its region is none after all
                frame.hint = _hint(frame)
        hint = frame.hint
        if hint is NOTHING:
            continue
        if hint.part == "caption":
            frame.caption = frame.mass * 4 <= total or frame.tag == "figcaption"
        elif hint.part == "quote":
            frame.quote = frame.mass * 2 <= total
        if hint.reason and not _contradicted(frame, total, frame.index in holding):
            frame.reason = hint.reason
    for run in runs:
        run.reason = run.reason or run.frame.reason


def _hint(frame: Frame) -> Hint:
    """What a frame says of itself, read now if the walk passed it over."""
    if frame.parent is not None and frame.parent.closed:
        return hint_of(frame.tag, frame.el.items())
    return frame.hint


def _contradicted(frame: Frame, total: int, holds: bool) -> bool:
    """Whether the text below a region says that it is the article, whatever its name says."""
    hint = frame.hint
    if frame.mass * 2 > total and hint.reason != "comments":
        return not hint.firm or holds
    return (hint.core or holds) and frame.mass * 4 > total and not hint.firm


def open_text(runs: Iterable[Run], frames: Sequence[Frame]) -> None:
    """Sum up, below every frame, the running text that has no reason against it."""
    for frame in frames:
        frame.open = 0
        frame.heaviest = 0
    for run in runs:
        if run.weight and run.reason is None and not run.frame.caption:
            run.frame.open += run.weight
    for frame in reversed(frames):
        parent = frame.parent
        if frame.open and parent is not None:
            parent.open += frame.open
            if not parent.heaviest or frame.open > frames[parent.heaviest].open:
                parent.heaviest = frame.index


def container_of(top: Frame, frames: Sequence[Frame]) -> Frame:
    """The smallest frame below `top` that holds nearly all its open text."""
    frame = top
    while frame.heaviest:
        child = frames[frame.heaviest]
        if child.open < _NEARLY_ALL * frame.open or child.tag in _TEXT_TAGS or child.end - child.start < 2:
            break
        frame = child
    return frame


def above(head: Run, total: int) -> Frame:
    """The frame around a headline that holds its article: where climbing on adds little, or leaves an `<article>`."""
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


def title_likeness(run: Run, titles: Sequence[bytes]) -> float:
    """How much of a title that the page's head gives it a run says: 1 for all, 0 for none."""
    if not 4 <= len(run.text) <= 300:
        return 0.0
    said = letters(run.text)
    best = 0.0
    if len(said) >= 4:
        for title in titles:
            if title == said:
                return 1.0
            if len(said) >= 8 and (title.startswith(said) or title.endswith(said)):
                best = max(best, len(said) / len(title))
            elif len(title) >= 8 and said.startswith(title):
                best = max(best, len(title) / len(said))
    return best


def headline_of(runs: Sequence[Run], titles: Sequence[bytes]) -> tuple[Run | None, float]:
    """The headline of the page's own article, and how like its title: the highest heading that says what the head says.

    Without such, the only `h1` of the open text.
    """
    best: Run | None = None
    rank, likeness = 99, 0.0
    for run in runs:
        if run.tag in HEADINGS:
            own = int(run.tag[1])
        elif run.frame.hint.part == "title" and run.tag != "table":
            own = 7
        else:
            continue
        if own > 1 and run.reason is not None:
            own += 20 if run.reason in ("hidden", "related", "comments", "navigation") else 5
        if own >= rank:
            continue
        like = title_likeness(run, titles)
        if like <= 0:
            continue
        if like < 0.5:
            own += 10
        if own < rank:
            best, rank, likeness = run, own, like
    if best is None:
        firsts = [run for run in runs if run.tag == "h1" and run.reason is None]
        if len(firsts) == 1:
            return firsts[0], 0.0
    return best, likeness
