"""The nouns of an HTML page's text: runs, what a browser sets as one line or paragraph, and the frames they stand in.

lxml parses; `walk` finds the runs in one pass, and the later steps choose among these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from ticker_clean.html.regions import Hint

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
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = re.compile(r"\+[1-9]|[4-7]")
"""Sizes of `<font>` above that of the text, which is 3 (HTML 3.2)."""
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

    __slots__ = (
        *("el", "tag", "parent", "hint", "index", "start", "end", "inline", "item", "closed"),
        *("reason", "caption", "quote", "mass", "open", "heaviest"),
    )

    def __init__(
        self,
        el: Element,
        tag: str,
        parent: Frame | None,
        hint: Hint,
        closed: bool,
        index: int,
        start: int,
        inline: int,
        item: int,
    ) -> None:
        self.el = el
        self.tag = tag
        self.parent = parent
        self.hint = hint
        self.closed = closed
        """Whether it opens a region that is no article, or stands in one: the names below it are not read."""
        self.index = index
        """Its place among the frames."""
        self.start = start
        self.end = start
        """Its runs are `runs[start:end]`."""
        self.inline = inline
        """How many inline elements it stands in."""
        self.item = item
        """The number of the list item or table row it stands in."""
        self.reason: str | None = None
        """Why the text below it is no article text."""
        self.caption = False
        """Whether its text describes a picture."""
        self.quote = False
        """Whether its text is a quotation set apart."""
        self.mass = 0
        """Characters of running text below it."""
        self.open = 0
        """The same, without regions that are no article."""
        self.heaviest = 0
        """The place of its child with the most open text, 0 where it has none. (A frame that held its children would
        make a cycle, and keep the whole page in memory until these are collected.)"""


class Run:
    """One run of text: a paragraph, a heading, a cell, a line; or a whole list or table folded from its items."""

    __slots__ = (
        *("frame", "tag", "text", "linked", "sole", "item", "members", "nested"),
        *("place", "prose", "weight", "reason"),
    )

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
        self.members: list[Run] | None = None
        """What a list or table was folded from; the lines of its text are its items or rows, cells parted by tabs."""
        self.nested = 0
        """How many lists stand in it, one in the other."""
        self.place = 0
        """Its number among the runs of the page."""
        self.prose = False
        """Whether it is running text, not a heading, a list of links or figures."""
        self.weight = 0
        """Its characters that are no link text, if it is running text."""
        self.reason: str | None = None


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


def parse(text: str, utf8: bytes | None = None) -> Element | None:
    """The root element of a page, None where there is no element at all; `utf8` is the text in UTF-8, if at hand."""
    root: Element | None = etree.fromstring(utf8 or text.encode("utf-8", "replace"), _PARSER)
    last = _PARSER.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL and "depth" in last.message:
        root = etree.fromstring(_flattened(text).encode("utf-8", "replace"), _PARSER)
    return root


_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)


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
