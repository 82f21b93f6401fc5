"""Which articles a page holds: one, told by its own title, or several, told by headlines that repeat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from ticker_clean.bylines import byline_names
from ticker_clean.dates import day_line
from ticker_clean.html.claims import Claims
from ticker_clean.html.content import (
    PARAGRAPH,
    above,
    container_of,
    headline_of,
    is_linked,
    open_text,
    settle_regions,
)
from ticker_clean.html.groups import LONGEST_TITLE, Group, Masses, form_of_headline, groups_of, name_of
from ticker_clean.html.tree import HEADINGS, Frame, Layout, Run
from ticker_clean.identity import letters

_MOST_GROUPS = 50
"""Forms of headlines on one page; the largest of them count."""
_FRONT = 6
"""Runs that can stand between a headline and its text: byline, date, standfirst, caption."""
_HEADLINE_FORMS = HEADINGS | {"title", "bold", "dt"}
_LEAD_HEADINGS = ("h1", "h2")
_TEASER = 300
"""Characters of the one paragraph under a linked headline up to which it is the teaser of the article linked to."""
_OWN_TEXT = 250
"""Characters of running text from which on the page's own headline stands over an article."""
_CONTENT = HEADINGS | {"p", "ul", "ol", "dl", "table", "blockquote", "figcaption", "figure", "pre"}


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


def find_stories(layout: Layout, claims: Claims) -> list[Story]:
    """The articles of a page, in order; every run that is in none of them gets a reason."""
    runs, frames = layout.runs, layout.frames
    for place, run in enumerate(runs):
        run.place = place
    settle_regions(runs, frames)
    titles = [letters(title) for title in claims.titles()]
    head, likeness = headline_of(runs, titles)
    masses = Masses(runs)
    groups = groups_of(runs, masses)
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
        if run.members is None and len(run.text) <= LONGEST_TITLE and form_of_headline(run) in _HEADLINE_FORMS:
            found = run
    return None


# ---- one article


def _one(runs: list[Run], frames: list[Frame], groups: list[Group], head: Run | None) -> list[Story]:
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


def _cards(group: Group) -> list[range]:
    """Where the teasers of a group of linked headlines stand: brief, in elements of one form."""
    forms = Counter((unit.tag, name_of(unit)) for unit in group.units)
    return [
        stretch
        for unit, stretch, mass in zip(group.units, group.stretches, group.masses, strict=False)
        if mass <= 2 * _TEASER and forms[unit.tag, name_of(unit)] > 1
    ]


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
    layout: Layout, masses: Masses, groups: list[Group], head: Run | None, likeness: float, claims: Claims
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


def _leads(layout: Layout, masses: Masses, stories: list[Story], taken: list[bool]) -> list[Story]:
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


def _is_one(masses: Masses, best: Group, head: Run | None, likeness: float, claims: Claims) -> bool:
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


def _forms(runs: list[Run], group: Group) -> frozenset[str]:
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
