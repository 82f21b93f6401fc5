"""The tree of an HTML page as runs of text: what a browser would set as one line or paragraph, with where it stood.

lxml parses; one walk over the tree, in document order and without recursion, gives every run and, for every element
that breaks lines, a `Frame`. The later steps choose among these and never touch the tree again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from ticker_clean.html_regions import NOTHING, Hint, hint_of

Element: TypeAlias = Any
"""An element of lxml, which ships no types."""

_INLINE_TAGS = """
    a abbr acronym b bdi bdo big br button cite code data del dfn em font i img ins input kbd label mark math meta
    link nobr o:p param picture progress q rp rt ruby s samp small source span strike strong sub sup time track tt u
    var wbr amp-img path use
    """
INLINE = frozenset(_INLINE_TAGS.split())
"""Elements that do not break a line (HTML standard, phrasing content, and the obsolete ones). Any other breaks it."""

_NOT_TEXT_TAGS = """
    script style template svg head title object embed canvas iframe select datalist audio video map textarea
    noframes frameset applet amp-state amp-analytics
    """
NOT_TEXT = frozenset(_NOT_TEXT_TAGS.split())
"""Elements whose content a reader never sees as text: code, form controls, fallbacks of media."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = HEADINGS | {"p", "li", "dd", "td", "blockquote", "figcaption"}
"""Elements in which a custom element is part of the text, as its default style has it."""
_OUTER = frozenset(("body", "div", "section", "article", "main"))
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = re.compile(r"\+[1-9]|[4-7]")
"""Sizes of `<font>` above that of the text, which is 3 (HTML 3.2)."""
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_FOLDING = _LISTS | {"table"}
_ITEMS = frozenset(("li", "dt", "dd"))
_NUMBERED = _ITEMS | {"tr"}
_CELLS = frozenset(("td", "th"))
_FOLDED = _LISTS | _ITEMS | _CELLS | {"p", "div", "caption"}
_DEEPEST_LIST = 10
"""Lists within lists; a page that nests them deeper uses them for something else."""
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
"""How the walk treats an element; any other breaks the line."""
_KINDS = {"time": "time", "a": "author"}
"""What an element marks without microdata; a link only with `rel=author`."""
_ITEMPROPS = {"datepublished": "time", "author": "author", "url": "url"}
"""Microdata of schema.org that tells something of one article."""
_AUTHOR_NAME = ".//*[@itemprop='name']//text()"
_SPACED = frozenset(("a", "span", "button", "time", "label", "data"))
"""Neighbours of these tags without a space between them are set apart by style sheets: `Subscribe` `Sign in`."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
"""Characters without width: a run of them alone is no text."""
_READ_ON = (None, "byline")
"""Reasons in whose regions names are read on: a headline may stand among bylines."""
BREAK = "\x01"
"""Stands for `<br>` until whitespace is collapsed."""

_COUNTED_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[\s/][^<>]*)?>")
_IMPLIED_END_TAGS = "p li dt dd tr td th tbody thead tfoot option br img hr input meta link wbr source"
_IMPLIED_END = frozenset(_IMPLIED_END_TAGS.split())
_DEEPEST = 500
"""So many open elements are kept where a page nests too deep for libxml2, which stops at 2048 (`XML_PARSER_MAX_DEPTH`
for huge documents) and loses the rest of the page; elements with an implied end come on top."""


class Frame:
    """An element that breaks lines: its place in the tree of such elements, and the text mass below it."""

    reason: str | None = None
    """Why the text below it is no article text."""
    caption = False
    """Whether its text describes a picture."""
    quote = False
    """Whether its text is a quotation set apart."""
    mass = 0
    """Characters of running text below it."""
    open = 0
    """The same, without regions that are no article."""
    heaviest = 0
    """The place of its child with the most open text, 0 where it has none. (A frame that held its children would make
    a cycle, and keep the whole page in memory until these are collected.)"""
    end = 0
    """Its runs are `runs[start:end]`."""

    def __init__(
        self, el: Element, tag: str, parent: Frame | None, hint: Hint, index: int, start: int, inline: int, item: int
    ) -> None:
        self.el = el
        self.tag = tag
        self.parent = parent
        self.hint = hint
        self.index = index
        """Its place among the frames."""
        self.start = start
        self.inline = inline
        """How many inline elements it stands in."""
        self.item = item
        """The number of the list item or table row it stands in."""
        self.closed: bool = (parent is not None and parent.closed) or hint.reason not in _READ_ON
        """Whether it opens a region that is no article, or stands in one: the names below it are not read."""


class Run:
    """One run of text: a paragraph, a heading, a cell, a line; or a whole list or table folded from its items."""

    members: list[Run] | None = None
    """What a list or table was folded from; the lines of its text are its items or rows, cells parted by tabs."""
    prose = False
    """Whether it is running text, not a heading, a list of links or figures."""
    weight = 0
    """Its characters that are no link text, if it is running text."""
    nested = 0
    """How many lists stand in it, one in the other."""
    reason: str | None = None
    place = 0
    """Its number among the runs of the page."""

    def __init__(self, frame: Frame, tag: str, text: str, linked: int, sole: Element | None, item: int) -> None:
        self.frame = frame
        self.tag = tag
        self.text = text
        self.linked = linked
        """Characters of it that are link text."""
        self.sole = sole
        """The inline element that holds all of it, None where there is none."""
        self.item = item
        """The number of the list item or table row it stands in."""


def stands_out(sole: Element | None) -> bool:
    """Whether a line is all bold or large: where no heading element says so, it may be a heading."""
    if sole is None:
        return False
    if sole.tag in _BOLD:
        return True
    if sole.tag != "font":
        return False
    if _LARGE.fullmatch(sole.get("size") or ""):
        return True
    alone = len(sole) == 1 and sole[0].tag in _BOLD
    return alone and not (sole.text or "").strip() and not (sole[0].tail or "").strip()


def is_line_apart(sole: Element | None) -> bool:
    """Whether a line before a `<br>` is one by itself: a link, or a heading in all but name."""
    return sole is not None and (sole.tag == "a" or stands_out(sole))


def _is_hidden(el: Element) -> bool:
    """Whether an inline element is for screen readers alone, or hidden."""
    name = el.get("class")
    if name and ("hid" in name or "reader" in name or "sr-only" in name):
        return hint_of("span", [("class", name)]).reason == "hidden"
    style = el.get("style")
    return bool(style) and hint_of("span", [("style", style)]).reason == "hidden"


def parse(text: str) -> Element | None:
    """The root element of a page, None where there is no element at all."""
    data = text.encode("utf-8", "replace")
    root: Element | None = etree.fromstring(data, _PARSER)
    last = _PARSER.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL and "depth" in last.message:
        root = etree.fromstring(_flattened(text).encode("utf-8", "replace"), _PARSER)
    return root


_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def _flattened(text: str) -> str:
    """The page without the elements that stand deeper than `_DEEPEST`; their text stays, each on its own line."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match[1], match[2].lower()
        if name in _IMPLIED_END or name in NOT_TEXT:
            return match[0]
        if closing:
            depth = max(depth - 1, 0)
            return match[0] if depth < _DEEPEST else ("" if name in INLINE else "<br>")
        depth += 1
        return match[0] if depth <= _DEEPEST else ("" if name in INLINE else "<br>")

    return _COUNTED_TAG.sub(keep, text)


def collapse(text: str) -> str:
    """White space collapsed as a browser does, lines kept where a `<br>` was.

    >>> collapse(" KGS/USD =\\n 0.01144 \\x01 next ")
    'KGS/USD = 0.01144\\nnext'
    """
    if BREAK not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Mark:
    """What an inline element says of the article it stands in: `<time>`, `rel=author`, microdata."""

    kind: str
    """`time`, `author` or `url`."""
    place: int
    """The number of runs before it."""
    value: str


@dataclass(slots=True)
class Layout:
    """A page's text as it is laid out."""

    runs: list[Run]
    frames: list[Frame]
    """`frames[0]` is the body itself; both lists are in document order."""
    marks: list[Mark]


def walk(body: Element, *, microdata: bool = True) -> Layout:
    """The runs of a body, and the elements they stand in; `microdata` says whether it may have `itemprop`s."""
    return _Walk(microdata=microdata).walk(body)


class _Walk:
    def __init__(self, *, microdata: bool) -> None:
        self.microdata = microdata
        self.runs: list[Run] = []
        self.frames: list[Frame] = []
        self.marks: list[Mark] = []
        self.item = self.items = 0

    def walk(self, body: Element) -> Layout:
        # the one loop over every element of every page: names are local, and the commonest cases come first
        runs, frames, manner = self.runs, self.frames, _MANNER.get
        frame = Frame(body, "body", None, hint_of("body", []), 0, 0, 0, 0)
        frames.append(frame)
        # the run that is being gathered: its text, how much of it is links, the one element around it
        parts: list[str] = []
        linked = 0
        sole: Element | None = None
        level = inline = link = 0
        broken = False  # whether a `<br>` was the last thing met
        skipped: Element | None = None
        steps = etree.iterwalk(body, events=("start", "end"))
        for event, el in steps:
            tag = el.tag
            how = manner(tag, _BLOCK)
            if event == "start":
                if how == _BLOCK and not ("-" in tag and frame.tag in _PARAGRAPHS):
                    size = len(el)
                    if size == 0 and tag not in _CELLS:
                        text = el.text
                        if not text or text.isspace():
                            if parts:
                                self.flush(frame, parts, linked, sole)
                                linked, sole = 0, None
                            skipped = el
                            continue
                    elif size == 1 and tag == "li" and inline == level:
                        child = el[0]
                        if child.tag == "a" and len(child) == 0 and not child.tail and not el.text:
                            if parts:
                                self.flush(frame, parts, linked, sole)
                                linked, sole = 0, None
                            self.add_link(child, frame)
                            steps.skip_subtree()
                            skipped = el
                            continue
                    hint = NOTHING if frame.closed else hint_of(tag, el.items())
                    if inline != level and hint.reason == "hidden" and frame.tag not in _OUTER:
                        self.hide(el, frame)
                        steps.skip_subtree()
                        skipped = el
                        continue
                    if parts:
                        self.flush(frame, parts, linked, sole)
                        linked = 0
                    sole = None
                    if el is not body:
                        frame = Frame(el, tag, frame, hint, len(frames), len(runs), inline, self.item)
                        frames.append(frame)
                    level = inline
                    broken = False
                    if tag in _NUMBERED:
                        self.items += 1
                        self.item = self.items
                    text = el.text
                    if not text or text.isspace():
                        continue
                    if tag == "pre":
                        text = text.replace("\n", BREAK)
                    sole = _MIXED
                else:
                    if how == _BREAK:
                        if parts:
                            if inline == level and (broken or (frame.tag not in _LINES and is_line_apart(sole))):
                                self.flush(frame, parts, linked, sole)
                                linked, sole = 0, None
                            else:
                                parts.append(BREAK)
                        broken = True
                        continue
                    if how == _NO_TEXT:
                        steps.skip_subtree()
                        skipped = el
                        continue
                    if how == _LINK:
                        link += 1
                        if el.get("rel") == "author" or (self.microdata and el.get("itemprop")):
                            self.mark(el, tag)
                    elif how == _MARKING:
                        if tag != "span" or (self.microdata and el.get("itemprop")):
                            self.mark(el, tag)
                        if _is_hidden(el):
                            self.hide(el, frame)
                            steps.skip_subtree()
                            skipped = el
                            continue
                    if inline == level:
                        sole = _MIXED if parts or sole is not None else el
                    inline += 1
                    text = el.text
                    if not text:
                        continue
            else:
                if el is skipped:
                    skipped = None
                elif how == _BLOCK and ("-" not in tag or el is frame.el):
                    if parts:
                        self.flush(frame, parts, linked, sole)
                        linked = 0
                    sole = None
                    broken = False
                    frame.end = len(runs)
                    if tag in _FOLDING:
                        self.fold(frame)
                    parent = frame.parent
                    if parent is None:
                        break
                    self.item = frame.item
                    frame = parent
                    level = frame.inline
                elif how != _BREAK:
                    inline -= 1
                    if how == _LINK:
                        link -= 1
                    if tag in _SPACED and not el.tail and parts:
                        after = el.getnext()
                        if after is not None and after.tag in _SPACED:
                            parts.append(" ")
                text = el.tail
                if not text:
                    continue
                if inline == level and not text.isspace():
                    sole = _MIXED
            if text.isspace():
                if parts:
                    parts.append(text)
            else:
                parts.append(text)
                broken = False
                if link:
                    linked += len(text)
        return Layout(runs, frames, self.marks)

    def flush(self, frame: Frame, parts: list[str], linked: int, sole: Element | None) -> None:
        """End the run that is being gathered."""
        text = collapse("".join(parts))
        parts.clear()
        if text and (len(text) > 3 or text.strip(_INVISIBLE)):
            alone = None if sole is _MIXED else sole
            self.runs.append(Run(frame, frame.tag, text, min(linked, len(text)), alone, self.item))

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
            nested = max(nested, run.nested)
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
