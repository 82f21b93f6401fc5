"""One walk over an HTML tree, in document order and without recursion, that finds the runs of its text.

A line broken over several inline elements is one run; lists and tables of data are folded into one run each; text that
nobody sees is taken out of the line around it. The time is linear in the page.
"""

from __future__ import annotations

from lxml import etree

from ticker_clean.html.regions import NOTHING, hint_of
from ticker_clean.html.tree import (
    BREAK,
    HEADINGS,
    INLINE,
    NOT_TEXT,
    Element,
    Frame,
    Layout,
    Mark,
    Run,
    collapse,
    is_line_apart,
)

_PARAGRAPHS = HEADINGS | {"p", "li", "dd", "td", "blockquote", "figcaption"}
"""Elements in which a custom element is part of the text, as its default style has it."""
_OUTER = frozenset(("body", "div", "section", "article", "main"))
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_FOLDING = _LISTS | {"table"}
_ITEMS = frozenset(("li", "dt", "dd"))
_NUMBERED = _ITEMS | {"tr"}
_CELLS = frozenset(("td", "th"))
_KEPT = _CELLS | {"table", "tr", "h1"}
"""Elements that say something of the page even where they hold no text: an empty cell, a logo for a headline."""
_FOLDED = _LISTS | _ITEMS | _CELLS | {"p", "div", "caption"}
_DEEPEST_LIST = 10
"""Lists within lists; a page that nests them deeper uses them for something else."""
_READ_ON = (None, "byline")
"""Reasons in whose regions names are read on: a headline may stand among bylines."""
_LINES = HEADINGS | {"p"}
_MIXED: Element = etree.Element("mixed")
"""Stands for the element around a run that is not all in one."""
_LONG_ITEM = 300
"""Characters of the paragraphs of one list item above which the list is a layout of paragraphs."""
_LONG_CELL = 200
"""Characters: a longer cell is a paragraph of a page laid out by a table. No data table of the corpus has one."""
_BLOCK, _PLAIN, _LINK, _MARKING, _BREAK, _NO_TEXT = range(6)
_MANNER = (
    dict.fromkeys(INLINE, _PLAIN)
    | dict.fromkeys(NOT_TEXT, _NO_TEXT)
    | dict.fromkeys(("a", "button"), _LINK)
    | dict.fromkeys(("span", "time", "meta", "link"), _MARKING)
    | {"br": _BREAK}
)
"""How the walk treats an element; any other breaks the line. `_NO_TEXT` is also one of which no more is to be read."""
_KINDS = {"time": "time", "a": "author"}
"""What an element marks without microdata; a link only with `rel=author`."""
_ITEMPROPS = {"datepublished": "time", "author": "author", "url": "url"}
"""Microdata of schema.org that tells something of one article."""
_AUTHOR_NAME = ".//*[@itemprop='name']//text()"
_SPACED = frozenset(("a", "span", "button", "time", "label", "data"))
"""Neighbours of these tags without a space between them are set apart by style sheets: `Subscribe` `Sign in`."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
"""Characters without width: a run of them alone is no text."""


def walk(body: Element) -> Layout:
    """The runs of a body, and the elements they stand in."""
    return _Walk().walk(body)


class _Walk:
    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.frames: list[Frame] = []
        self.marks: list[Mark] = []
        self.item = self.items = 0

    def walk(self, body: Element) -> Layout:
        # the one loop over every element of every page: names are local, the commonest cases come first, and an
        # element without children, as most are, begins and ends in one step (with events of lxml it takes two)
        runs, frames, manner = self.runs, self.frames, _MANNER.get
        frame = Frame(body, "body", None, NOTHING, False, 0, 0, 0, 0)
        frames.append(frame)
        # the run that is being gathered: its text, how much of it is links, the one element around it
        parts: list[str] = []
        linked = 0
        sole: Element | None = None
        level = inline = link = 0
        broken = False  # whether a `<br>` was the last thing met
        text = body.text
        if text and not text.isspace():
            parts.append(text)
            sole = _MIXED
        opened = [(body, "body", _BLOCK)]  # the open elements
        el = body[0] if len(body) else None
        while True:
            if el is None:  # no further child: the innermost of them ends
                el, tag, how = opened.pop()
            else:
                tag = el.tag
                how = manner(tag, _BLOCK)
                if how == _BLOCK and not ("-" in tag and frame.tag in _PARAGRAPHS):
                    size = len(el)
                    text = el.text
                    if text and text.isspace():
                        text = None
                    if size == 0 and not text and tag not in _CELLS:
                        if parts:
                            self.flush(frame, parts, linked, sole)
                            linked, sole = 0, None
                        how = _NO_TEXT
                    elif size == 1 and tag == "li" and inline == level and _is_only_link(el):
                        if parts:
                            self.flush(frame, parts, linked, sole)
                            linked, sole = 0, None
                        self.add_link(el[0], frame)
                        how = _NO_TEXT
                    else:
                        hint = NOTHING if frame.closed else hint_of(tag, el.items())
                        if inline != level and hint.reason == "hidden" and frame.tag not in _OUTER:
                            self.hide(el, frame)
                            how = _NO_TEXT
                        else:
                            if parts:
                                self.flush(frame, parts, linked, sole)
                                linked = 0
                            sole = None
                            closed = frame.closed or hint.reason not in _READ_ON
                            frame = Frame(el, tag, frame, hint, closed, len(frames), len(runs), inline, self.item)
                            frames.append(frame)
                            level = inline
                            broken = False
                            if tag in _NUMBERED:
                                self.items += 1
                                self.item = self.items
                            if text:
                                parts.append(text if tag != "pre" else text.replace("\n", BREAK))
                                sole = _MIXED
                                if link:
                                    linked += len(text)
                            if size:
                                opened.append((el, tag, how))
                                el = el[0]
                                continue
                elif how == _BREAK:
                    if parts:
                        if inline == level and (broken or (frame.tag not in _LINES and is_line_apart(sole))):
                            self.flush(frame, parts, linked, sole)
                            linked, sole = 0, None
                        else:
                            parts.append(BREAK)
                    broken = True
                elif how != _NO_TEXT:
                    if how == _LINK:
                        link += 1
                        if el.get("rel") == "author" or el.get("itemprop"):
                            self.mark(el, tag)
                    elif how == _MARKING:
                        if tag != "span" or el.get("itemprop"):
                            self.mark(el, tag)
                        if _is_hidden(el):
                            self.hide(el, frame)
                            how = _NO_TEXT
                    if how != _NO_TEXT:
                        if inline == level:
                            sole = _MIXED if parts or sole is not None else el
                        inline += 1
                        text = el.text
                        if text:
                            if not text.isspace():
                                parts.append(text)
                                broken = False
                                if link:
                                    linked += len(text)
                            elif parts:
                                parts.append(text)
                        if len(el):
                            opened.append((el, tag, how))
                            el = el[0]
                            continue
            text = el.tail
            after = el.getnext()
            if el is frame.el:
                if parts:
                    self.flush(frame, parts, linked, sole)
                    linked = 0
                sole = None
                broken = False
                parent = frame.parent
                frame.end = len(runs)
                if parent is None:
                    break
                if frame.end == frame.start and tag not in _KEPT and frames[-1] is frame:
                    frames.pop()
                elif tag in _FOLDING:
                    self.fold(frame)
                self.item = frame.item
                frame = parent
                level = frame.inline
            elif how < _BREAK:
                inline -= 1
                if how == _LINK:
                    link -= 1
                if not text and parts and tag in _SPACED and after is not None and after.tag in _SPACED:
                    parts.append(" ")
            if text:
                if not text.isspace():
                    if inline == level:
                        sole = _MIXED
                    parts.append(text)
                    broken = False
                    if link:
                        linked += len(text)
                elif parts:
                    parts.append(text)
            el = after
        return Layout(runs, frames, self.marks)

    def flush(self, frame: Frame, parts: list[str], linked: int, sole: Element | None) -> None:
        """End the run that is being gathered."""
        text = collapse("".join(parts) if len(parts) > 1 else parts[0])
        parts.clear()
        size = len(text)
        if size > 3 or text.strip(_INVISIBLE):
            alone = None if sole is _MIXED else sole
            self.runs.append(Run(frame, frame.tag, text, linked if linked < size else size, alone, self.item))

    def add_link(self, link: Element, frame: Frame) -> None:
        """Add a list item that is a link and nothing else: half of all list items, and a seventh of all elements."""
        text = collapse(link.text or "")
        if text:
            self.items += 1
            self.runs.append(Run(frame, "li", text, len(text), link, self.items))

    def mark(self, el: Element, tag: str) -> None:
        """Note what an inline element says of its article."""
        kind = _ITEMPROPS.get(el.get("itemprop", "").lower()) or _KINDS.get(tag)
        if kind == "time":
            value = el.get("content") or el.get("datetime")
        elif kind == "url":
            value = el.get("href") or el.get("content")
        elif kind == "author":
            value = el.get("content") or collapse(" ".join(el.xpath(_AUTHOR_NAME) or el.itertext()))
        else:
            return
        if value:
            self.marks.append(Mark(kind, len(self.runs), value.strip()))

    def hide(self, el: Element, frame: Frame) -> None:
        """Take a hidden element out of the line around it: a note for screen readers, a menu that opens on a click."""
        text = collapse(" ".join(el.itertext()))
        if text:
            run = Run(frame, "div", text, 0, None, self.item)
            run.reason = "hidden"
            self.runs.append(run)

    def fold(self, frame: Frame) -> None:
        """Fold the runs of a list or table into one run, unless the element only lays out the page."""
        runs = self.runs[frame.start :]
        if not runs:
            return
        reason, nested = runs[0].frame.hint.reason, 0
        for run in runs:
            if run.tag not in _FOLDED or run.frame.hint.reason != reason:
                return
            if run.nested > nested:
                nested = run.nested
        if nested == _DEEPEST_LIST:
            return
        if frame.tag == "table":
            tag, lines = "table", self.rows(frame, runs)
            if lines is None:
                return
        else:
            tag = "ol" if frame.tag == "ol" else "ul"
            if len({run.item for run in runs}) < len(runs) and not _are_items(runs):
                return
            lines = [run.text for run in runs]
        whole = Run(frame, tag, "\n".join(lines), sum([run.linked for run in runs]), None, frame.item)
        whole.members = runs
        whole.nested = nested + 1
        del self.runs[frame.start :]
        self.runs.append(whole)
        frame.end = len(self.runs)

    def rows(self, table: Frame, runs: list[Run]) -> list[str] | None:
        """The rows of a table, cells parted by tabs; None where it lays out a page: in one column, or of paragraphs."""
        cells: list[list[str]] = []
        for frame in self.frames[table.index :]:
            if frame.tag == "table" and frame is not table:
                return None
            if frame.tag == "tr" or (frame.tag in _CELLS and not cells):
                cells.append([])
            if frame.tag in _CELLS:
                inner = [run.text for run in self.runs[frame.start : frame.end]]
                cells[-1].append(" ".join(inner).replace("\n", " "))
                if len(inner) > 1 and len(cells[-1][-1]) > _LONG_CELL // 2:
                    return None
        cells = [row for row in cells if any(row)]
        if sum(len(row) > 1 for row in cells) < 2 or any(len(run.text) > _LONG_CELL for run in runs):
            return None
        return ["\t".join(row) for row in cells]


def _are_items(runs: list[Run]) -> bool:
    """Whether runs that share list items are still items: a line and what hangs on it, no paragraphs."""
    items: dict[int, list[Run]] = {}
    for run in runs:
        if run.members is None:
            items.setdefault(run.item, []).append(run)
    return all(
        len(item) == 1 or (all(run.tag != "div" for run in item) and sum(len(run.text) for run in item) <= _LONG_ITEM)
        for item in items.values()
    )


def _is_only_link(item: Element) -> bool:
    """Whether the one child of a list item is a bare link, and all it holds."""
    link = item[0]
    return link.tag == "a" and len(link) == 0 and not link.tail and not item.text


def _is_hidden(el: Element) -> bool:
    """Whether an inline element is for screen readers alone, or hidden."""
    name = el.get("class")
    if name and ("hid" in name or "reader" in name or "sr-only" in name):
        return hint_of("span", [("class", name)]).reason == "hidden"
    style = el.get("style")
    return bool(style) and hint_of("span", [("style", style)]).reason == "hidden"
