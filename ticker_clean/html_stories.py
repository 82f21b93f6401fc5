"""Which articles a page holds: one, told by its own title, or several, told by headlines that repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ticker_clean.dates import day_line
from ticker_clean.html_content import (
    PARAGRAPH,
    above,
    container_of,
    headline_of,
    is_linked,
    open_text,
    settle_regions,
)
from ticker_clean.html_tree import HEADINGS, Frame, Layout, Run, stands_out
from ticker_clean.identity import letters
from ticker_clean.metadata import Claims, byline_names

_MOST_GROUPS = 50
"""Forms of headlines on one page; the largest of them count."""
_LONGEST_TITLE = 220
"""Characters; the longest headline of the corpus has 180."""
_MOST_HEADS = 20_000
"""So many like headlines are a farm of links, and are not looked at one by one."""
_FRONT = 6
"""Runs that can stand between a headline and its text: byline, date, standfirst, caption."""
_HEADLINE_FORMS = HEADINGS | {"title", "bold", "dt"}
_LEAD_HEADINGS = ("h1", "h2")
_TEASER = 300
"""Characters of the one paragraph under a linked headline up to which it is the teaser of the article linked to."""
_OWN_TEXT = 250
"""Characters of running text from which on the page's own headline stands over an article."""
_CONTENT = HEADINGS | {"p", "ul", "ol", "dl", "table", "blockquote", "figcaption", "figure", "pre"}
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Story:
    """One article found: its headline and the runs of its body."""

    head: Run | None
    body: list[Run]
    region: range
    """The runs that stand in it, body or not."""
    complete: bool = True
    own_page: bool = False
    """Whether it is the article that the page as a whole is about."""


@dataclass(slots=True)
class _Group:
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


def find_stories(layout: Layout, claims: Claims) -> list[Story]:
    """The articles of a page, in order; every run that is in none of them gets a reason."""
    runs, frames = layout.runs, layout.frames
    for place, run in enumerate(runs):
        run.place = place
    settle_regions(runs, frames)
    titles = [letters(title) for title in claims.titles()]
    head, likeness = headline_of(runs, titles)
    masses = _Masses(runs)
    groups = _groups(runs, masses)
    if head is None:
        head = _first_headline(runs)
    stories = _several(layout, masses, groups, head, likeness, claims)
    if not stories:
        stories = _one(runs, frames, groups, head)
    _account(runs, stories)
    return stories


def _first_headline(runs: list[Run]) -> Run | None:
    """The last line that looks like a headline before the first running text."""
    found: Run | None = None
    for run in runs:
        if run.reason is not None or run.frame.caption:
            continue
        if run.weight and len(run.text) >= 2 * PARAGRAPH:
            return found if found and run.place - found.place <= _FRONT else None
        if run.members is None and len(run.text) <= _LONGEST_TITLE and _form_of_headline(run) in _HEADLINE_FORMS:
            found = run
    return None


# ---- one article


def _one(runs: list[Run], frames: list[Frame], groups: list[_Group], head: Run | None) -> list[Story]:
    for group in groups:
        if group.linked and head not in group.heads:
            for stretch in _cards(group):
                for run in runs[stretch.start : stretch.stop]:
                    run.reason = run.reason or "related"
    open_text(runs, frames)
    top = above(head, frames[0].open) if head else frames[0]
    box = container_of(top, frames)
    if box.open < (40 if head else _OWN_TEXT):
        return []
    body = runs[box.start : box.end]
    if head is not None and box.start <= head.place < box.end:
        after = [run for run in body if run.place > head.place]
        if sum(run.weight for run in after if run.reason is None) * 2 > box.open:
            body = after
    masthead = _masthead(head, box) if head else None
    chosen: list[Run] = []
    for run in body:
        if run.reason is not None or run is head:
            continue
        if masthead and masthead.start <= run.place < masthead.end:
            run.reason = "standfirst"
        elif is_linked(run) and not _heads_text(runs, run):
            run.reason = "related"
        elif _is_time(run):
            run.reason = "article-meta"
        elif not chosen and (reason := _front_matter(run)):
            run.reason = reason
        else:
            chosen.append(run)
    _drop_headings_of_nothing(runs, chosen)
    if not chosen:
        return []
    first = min(chosen[0].place, head.place) if head else chosen[0].place
    return [Story(head, chosen, range(first, chosen[-1].place + 1), own_page=True)]


def _front_matter(run: Run) -> str | None:
    """The reason for a line between a headline and its text that is a day or a time, or names in italics."""
    if day_line(run.text) or _is_time(run):
        return "article-meta"
    if run.sole is not None and run.sole.tag in ("i", "em"):
        names = byline_names(run.text)
        if names and all(1 < len(name.split()) < 5 and name.istitle() for name in names):
            return "byline"
    return None


def _heads_text(runs: list[Run], run: Run) -> bool:
    """Whether a linked heading is a section head: text stands right under it."""
    after = runs[run.place + 1] if run.place + 1 < len(runs) else None
    return run.tag in HEADINGS and after is not None and after.prose and after.frame.parent is run.frame.parent


def _is_time(run: Run) -> bool:
    return run.sole is not None and run.sole.tag == "time"


def _drop_headings_of_nothing(runs: list[Run], body: list[Run]) -> None:
    """Take from a body the headings that stand over nothing of it: they were those of related links."""
    for at in range(len(body) - 1, -1, -1):
        run = body[at]
        if run.tag not in HEADINGS:
            continue
        after = runs[run.place + 1] if run.place + 1 < len(runs) else None
        if at + 1 == len(body) or (after is not None and after.reason == "related"):
            run.reason = "related"
            del body[at]


def _cards(group: _Group) -> list[range]:
    """Where the teasers of a group of linked headlines stand: brief, in elements of one form."""
    forms = Counter((unit.tag, _name(unit)) for unit in group.units)
    return [
        stretch
        for unit, stretch, mass in zip(group.units, group.stretches, group.masses, strict=False)
        if mass <= 2 * _TEASER and forms[unit.tag, _name(unit)] > 1
    ]


def _name(frame: Frame) -> str:
    """The class names of an element, without the numbers that set it apart from its like."""
    return _DIGITS.sub("", frame.el.get("class") or "")


def _masthead(head: Run, box: Frame) -> Frame | None:
    """The `<header>` that a headline shares with its standfirst and byline."""
    frame: Frame | None = head.frame
    while frame is not None and frame is not box:
        if frame.tag == "header":
            return frame
        frame = frame.parent
    return None


# ---- several articles


def _several(
    layout: Layout, masses: _Masses, groups: list[_Group], head: Run | None, likeness: float, claims: Claims
) -> list[Story]:
    runs, frames = layout.runs, layout.frames
    best = max((group for group in groups if group.with_text > 1), key=lambda group: group.mass, default=None)
    if best is None or _is_one(masses, best, head, likeness, claims):
        return []
    open_text(runs, frames)
    taken = [False] * len(runs)
    stories: list[Story] = []
    for group in sorted(groups, key=lambda group: (group is not best, -group.mass))[:_MOST_GROUPS]:
        if group is not best and (not group.wrapped or group.with_text < 2):
            continue
        forms = None if group.wrapped else _forms(runs, group)
        found: list[Story] = []
        for number, (title, stretch) in enumerate(zip(group.heads, group.stretches, strict=True)):
            if any(taken[stretch.start : stretch.stop]):
                continue
            box = container_of(group.units[number], frames) if group.wrapped else None
            story = _story(runs, title, stretch, box, forms if stretch is group.stretches[-1] else None)
            if story:
                found.append(story)
                for place in range(stretch.start, stretch.stop):
                    taken[place] = True
        if group.linked and sum(_is_brief(story) for story in found) * 5 >= len(found) * 4:
            for story in found:
                story.complete = story.complete and not _is_brief(story)
        stories += found
    stories += _leads(layout, masses, stories, taken)
    return sorted(stories, key=lambda story: story.region.start)


def _is_brief(story: Story) -> bool:
    return len(story.body) == 1 and len(story.body[0].text) <= _TEASER


def _leads(layout: Layout, masses: _Masses, stories: list[Story], taken: list[bool]) -> list[Story]:
    """Articles with a headline of their own form before or among the others: the lead of a front page."""
    if not stories:
        return []
    runs = layout.runs
    so_far = [0, *accumulate(taken)]
    last = max(story.region.stop for story in stories)
    found: list[Story] = []
    for head in runs[:last]:
        if head.tag not in _LEAD_HEADINGS or head.reason is not None or taken[head.place]:
            continue
        unit = head.frame
        while unit.parent is not None and so_far[unit.parent.end] == so_far[unit.parent.start]:
            unit = unit.parent
        if masses.of(head.place + 1, unit.end) < PARAGRAPH or (found and head.place < found[-1].region.stop):
            continue
        box = container_of(unit, layout.frames)
        story = _story(runs, head, range(unit.start, unit.end), box, None)
        if story:
            story.complete = story.complete and not (head.linked and _is_brief(story))
            found.append(story)
    return found


def _is_one(masses: _Masses, best: _Group, head: Run | None, likeness: float, claims: Claims) -> bool:
    """Whether the page is about one article, and the repeated headlines are its section heads or point elsewhere."""
    if head is None:
        return False
    article = claims.metas.get("og:type", [""])[0].lower() == "article" or len(claims.stories) == 1
    if head in best.heads:
        own = best.masses[best.heads.index(head)]
        return own >= _OWN_TEXT and likeness > 0.5 and (own * 2 > best.mass or article)
    first = best.stretches[0].start
    outside = masses.of(head.place, len(masses.sums) - 1)
    outside -= sum(masses.of(max(part.start, head.place), part.stop) for part in best.stretches)
    intro = masses.of(head.place + 1, first)
    if best.linked:
        if not best.wrapped and intro >= PARAGRAPH and likeness >= 0.5:
            return True
        if best.wrapped or best.heads[0].place < head.place:
            return outside >= (100 if article and likeness else _OWN_TEXT) and outside * 4 >= best.mass
        return outside * 4 >= best.mass or bool(article and likeness)
    if intro >= PARAGRAPH and head.place < first and (likeness or not best.wrapped):
        return True
    return bool(article and likeness) or (not best.wrapped and head.tag == "h1" and likeness > 0)


class _Masses:
    """How much running text any stretch of runs holds, in constant time."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.sums = [0]
        for run in runs:
            counts = run.prose and run.reason is None and not run.frame.caption
            # the text of a card that is one link as a whole has no other characters
            self.sums.append(self.sums[-1] + ((run.weight or len(run.text)) if counts else 0))

    def of(self, start: int, stop: int) -> int:
        return self.sums[stop] - self.sums[start] if start < stop else 0


def _groups(runs: list[Run], masses: _Masses) -> list[_Group]:
    """Headlines of like form, with what stands under each."""
    heads: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        if run.reason is not None or run.members is not None or len(run.text) > _LONGEST_TITLE:
            continue
        if run.tag != run.frame.tag:  # a bare link of a list
            continue
        form = _form_of_headline(run)
        if form:
            parent = run.frame.parent
            heads.setdefault((form, run.tag, _name(run.frame), parent.tag if parent else ""), []).append(run)
    groups = [_Group(members, members[0].linked * 2 > len(members[0].text)) for members in heads.values()]
    groups = [group for group in groups if 1 < len(group.heads) <= _MOST_HEADS]
    for group in groups:
        _measure(group, masses)
    return [group for group in groups if group.with_text]


def _form_of_headline(run: Run) -> str | None:
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


def _measure(group: _Group, masses: _Masses) -> None:
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


def _forms(runs: list[Run], group: _Group) -> frozenset[str]:
    """The tags that text can have under the last headline: those of content, and those under the other headlines."""
    return _CONTENT | {run.tag for stretch in group.stretches[:-1] for run in runs[stretch.start : stretch.stop]}


def _story(runs: list[Run], head: Run, stretch: range, box: Frame | None, forms: frozenset[str] | None) -> Story | None:
    body: list[Run] = []
    end = stretch.stop
    for place in range(head.place + 1, stretch.stop):
        run = runs[place]
        if forms is not None and run.tag not in forms:
            end = place
            break
        if box is not None and not box.start <= place < box.end:
            run.reason = run.reason or ("related" if is_linked(run) else "article-meta")
        if run.reason is None and not body:
            run.reason = _front_matter(run)
        if run.reason is None and _is_time(run):
            run.reason = "article-meta"
        if run.reason is None and not is_linked(run):
            body.append(run)
    if not any(run.prose for run in body):
        return None
    return Story(
        head, body, range(stretch.start, end), complete=not _is_teaser(runs, head, body, range(head.place, end))
    )


def _is_teaser(runs: list[Run], head: Run, body: list[Run], stretch: range) -> bool:
    """Whether the text only leads to the article: it breaks off, or a link beside it goes where the headline goes."""
    if body[-1].text.endswith(("…", "...", "[…]", "[...]")):
        return True
    href = href_of(head)
    if href is None:
        return False
    for place in range(stretch.start, stretch.stop):
        run = runs[place]
        if run is not head and run.linked and place > body[0].place - 1 and href_of(run) == href:
            return True
    return len(body) == 1 and body[0].linked * 2 > len(body[0].text)


def href_of(run: Run) -> str | None:
    """Where the first link of a run goes, or the link around it."""
    if run.sole is not None:
        for link in run.sole.iter("a"):
            if link.get("href"):
                return str(link.get("href"))
    if run.linked:
        for el in (run.frame.el, *run.frame.el.iterancestors()):
            if el.tag == "a" and el.get("href"):
                return str(el.get("href"))
            if el.tag == "body":
                break
        link = next(run.frame.el.iter("a"), None)
        if link is not None and link.get("href"):
            return str(link.get("href"))
    return None


def _account(runs: list[Run], stories: list[Story]) -> None:
    """Give every run outside the articles a reason."""
    inside = {id(run) for story in stories for run in (*story.body, story.head)}
    for run in runs:
        if id(run) in inside:
            run.reason = None
        elif run.reason is None:
            run.reason = "related" if is_linked(run) else "boilerplate"
