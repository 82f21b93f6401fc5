"""The tree of an HTML page as runs of text: what a browser would set as one line or paragraph, with where it stood.

lxml parses; one walk over the tree, in document order and without recursion, gives every run and, for every element
that breaks lines, a `Frame`. The later steps choose among these and never touch the tree again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from ticker_clean.html_regions import Hint, hint_of

Element = etree._Element

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br button cite code data del dfn em font i img ins input kbd label mark math meta "
    "link nobr o:p param picture progress q rp rt ruby s samp small source span strike strong sub sup time track tt u "
    "var wbr amp-img path use".split()
)
"""Elements that do not break a line (HTML standard, phrasing content, and the obsolete ones). Any other breaks it."""

NOT_TEXT = frozenset(
    "script style template svg head title object embed canvas iframe select datalist audio video map textarea "
    "noframes frameset applet amp-state amp-analytics".split()
)
"""Elements whose content a reader never sees as text: code, form controls, fallbacks of media."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MARKED = HEADINGS | {"figcaption", "blockquote"}
"""Runs that are more than a line of text."""
_PARAGRAPHS = HEADINGS | {"p", "li", "dd", "td", "blockquote", "figcaption"}
"""Elements in which a custom element is part of the text, as its default style has it."""
_OUTER = frozenset(("body", "div", "section", "article", "main"))
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = re.compile(r"\+[1-9]|[4-7]")
"""Sizes of `<font>` above that of the text, which is 3 (HTML 3.2)."""
LONGEST_SUBHEAD = 120
"""Characters. A longer paragraph set in bold is a lead, not a section head."""
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_ITEMS = frozenset(("li", "dt", "dd"))
_NUMBERED = _ITEMS | {"tr"}
_CELLS = frozenset(("td", "th"))
_FOLDED = _LISTS | _ITEMS | _CELLS | {"p", "div", "caption"}
_LONG_CELL = 200
"""Characters: a longer cell is a paragraph of a page laid out by a table. No data table of the corpus has one."""
_MARKING = frozenset(("a", "span", "time", "meta", "link"))
_ITEMPROPS = {"datepublished": "time", "author": "author", "url": "url"}
"""Microdata of schema.org that tells something of one article."""
_HIDING = frozenset(("class", "style", "hidden", "aria-hidden"))
_AUTHOR_NAME = ".//*[@itemprop='name']//text()"
_SPACED = frozenset(("a", "span", "button", "time", "label", "data"))
"""Neighbours of these tags without a space between them are set apart by style sheets: `Subscribe` `Sign in`."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
"""Characters without width: a run of them alone is no text."""
BREAK = "\x01"
"""Stands for `<br>` until whitespace is collapsed."""

_COUNTED_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[\s/][^<>]*)?>")
_IMPLIED_END = frozenset("p li dt dd tr td th tbody thead tfoot option br img hr input meta link wbr source".split())
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
    heaviest: Frame | None = None
    """The child with the most open text."""
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


class Run:
    """One run of text: a paragraph, a heading, a cell, a line; or a whole list or table folded from its items."""

    cells: list[list[list[Run]]] | None = None
    """The rows of a table or the items of a list, as cells, as runs; an item is a row of one cell."""
    reason: str | None = None
    place = 0
    """Its number among the runs of the page."""

    def __init__(
        self, frame: Frame, tag: str, text: str, linked: int, pieces: list[Element | str] | None, item: int
    ) -> None:
        self.frame = frame
        self.tag = tag
        self.text = text
        self.linked = linked
        """Characters of it that are link text."""
        self.pieces = pieces
        """The nodes it is made of; None where they also hold other runs, and the text alone is known."""
        self.item = item
        """The number of the list item or table row it stands in."""

    def markup(self) -> str:
        """Its nodes as HTML, for the tree of the article."""
        if self.cells is not None:
            outer, inner = ("tr", "td") if self.tag == "table" else ("", "li")
            return f"<{self.tag}>{''.join(_row(row, outer, inner) for row in self.cells)}</{self.tag}>"
        frame = self.frame
        tag = "figcaption" if frame.caption else "blockquote" if frame.quote else self.tag
        tag = tag if tag in _MARKED else "p"
        return f"<{tag}>{self.inner()}</{tag}>"

    def inner(self) -> str:
        """What is inside its element. Links and emphasis within a paragraph say nothing of its kind, and are left out."""
        if self.pieces is None or (len(self.text) > LONGEST_SUBHEAD and "\n" not in self.text):
            return escape(self.text, quote=False).replace("\n", "<br>")
        return "".join(
            escape(piece, quote=False).replace(BREAK, "<br>")
            if isinstance(piece, str)
            else etree.tostring(piece, encoding="unicode", method="html", with_tail=False)
            for piece in self.pieces
        )


def _row(row: list[list[Run]], outer: str, inner: str) -> str:
    cells = "".join(f"<{inner}>{'<br>'.join(run.inner() for run in cell)}</{inner}>" for cell in row)
    return f"<{outer}>{cells}</{outer}>" if outer else cells


def stands_out(pieces: Sequence[Element | str]) -> bool:
    """Whether a line is all bold or large: where no heading element says so, it may be a heading."""
    nodes = [piece for piece in pieces if not isinstance(piece, str) or not (piece.isspace() or piece == BREAK)]
    if len(nodes) != 1 or isinstance(nodes[0], str):
        return False
    node = nodes[0]
    if node.tag in _BOLD:
        return True
    if node.tag == "font":
        inner = next(iter(node), None)
        bold = inner is not None and inner.tag in _BOLD and not (node.text or "").strip() and len(node) == 1
        return bool(_LARGE.fullmatch(node.get("size") or "")) or (bold and not (inner.tail or "").strip())
    return False


def parse(text: str) -> Element | None:
    """The root element of a page, None where there is no element at all."""
    data = text.encode("utf-8", "replace")
    parser = _parser()
    root = etree.fromstring(data, parser)
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_INTERNAL_ERROR and "depth" in last.message:
        root = etree.fromstring(_flattened(text).encode("utf-8", "replace"), _parser())
    return root


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


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


def walk(body: Element) -> Layout:
    """The runs of a body, and the elements they stand in."""
    return _Walk().walk(body)


class _Walk:
    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.frames: list[Frame] = []
        self.marks: list[Mark] = []
        self.parts: list[str] = []
        """The text of the run that is being gathered."""
        self.pieces: list[Element | str] = []
        """Its nodes."""
        self.linked = 0
        self.whole = True
        """Whether the nodes hold the run and nothing else."""
        self.item = 0

    def flush(self, frame: Frame) -> None:
        """End the run that is being gathered."""
        text = collapse("".join(self.parts))
        if text and (len(text) > 3 or text.strip(_INVISIBLE)):
            pieces = self.pieces if self.whole else None
            self.runs.append(Run(frame, frame.tag, text, min(self.linked, len(text)), pieces, self.item))
        self.parts, self.pieces, self.linked = [], [], 0

    def walk(self, body: Element) -> Layout:
        frames, items = self.frames, 0
        frame = Frame(body, "body", None, hint_of("body", []), 0, 0, 0, 0)
        frames.append(frame)
        inline = link = 0
        broken = False  # whether a `<br>` was the last thing met
        skipped: Element | None = None
        if body.text and not body.text.isspace():
            self.parts.append(body.text)
            self.pieces.append(body.text)
        steps = etree.iterwalk(body, events=("start", "end"))
        next(steps)
        for event, el in steps:
            tag = el.tag
            if event == "start":
                if tag in INLINE or ("-" in tag and frame.tag in _PARAGRAPHS):
                    if tag == "br":
                        if self.parts:
                            if inline == frame.inline and (broken or self.is_bold_line(frame)):
                                self.flush(frame)
                            else:
                                self.parts.append(BREAK)
                                if inline == frame.inline:
                                    self.pieces.append(BREAK)
                        broken = True
                        continue
                    if tag in _MARKING and self.mark(el, tag):
                        self.hide(el, frame)
                        steps.skip_subtree()
                        skipped = el
                        continue
                    if inline == frame.inline:
                        self.pieces.append(el)
                    inline += 1
                    if tag == "a" or tag == "button":
                        link += 1
                    text = el.text
                    if not text:
                        continue
                elif tag in NOT_TEXT:
                    steps.skip_subtree()
                    skipped = el
                    if inline != frame.inline:
                        self.whole = False
                    continue
                else:
                    hint = hint_of(tag, el.items())
                    if inline != frame.inline and hint.reason == "hidden" and frame.tag not in _OUTER:
                        self.hide(el, frame)
                        steps.skip_subtree()
                        skipped = el
                        continue
                    if self.parts:
                        self.flush(frame)
                    elif self.pieces:
                        self.pieces = []
                    frame = Frame(el, tag, frame, hint, len(frames), len(self.runs), inline, self.item)
                    frames.append(frame)
                    self.whole = True
                    broken = False
                    if tag in _NUMBERED:
                        items += 1
                        self.item = items
                    text = el.text
                    if not text:
                        continue
                    if tag == "pre":
                        el.text = text = text.replace("\n", BREAK)
                    self.pieces.append(text)
            else:
                if el is skipped:
                    skipped = None
                elif tag in INLINE or ("-" in tag and el is not frame.el):
                    if tag != "br":
                        inline -= 1
                        if tag == "a" or tag == "button":
                            link -= 1
                        if tag in _SPACED and not el.tail:
                            after = el.getnext()
                            if after is not None and after.tag in _SPACED:
                                el.tail = " "
                else:
                    if self.parts:
                        self.flush(frame)
                    elif self.pieces:
                        self.pieces = []
                    broken = False
                    frame.end = len(self.runs)
                    if tag in _LISTS or tag == "table":
                        self.fold(frame)
                    if frame.parent is None:
                        break
                    self.item = frame.item
                    frame = frame.parent
                    self.whole = inline == frame.inline
                text = el.tail
                if not text:
                    continue
                if inline == frame.inline:
                    self.pieces.append(text)
            if text.isspace():
                if self.parts:
                    self.parts.append(text)
            else:
                self.parts.append(text)
                broken = False
                if link:
                    self.linked += len(text)
        return Layout(self.runs, frames, self.marks)

    def is_bold_line(self, frame: Frame) -> bool:
        """Whether what is gathered is one line in bold or another size, outside a paragraph: a headline, then `<br>`."""
        return frame.tag != "p" and frame.tag not in HEADINGS and stands_out(self.pieces)

    def mark(self, el: Element, tag: str) -> bool:
        """Note what an inline element says of its article; give whether it says that nobody sees it."""
        items = el.items()
        if not items:
            return False
        said = dict(items)
        kind = _ITEMPROPS.get(said.get("itemprop", "").lower())
        if kind is None:
            if tag == "time" and "datetime" in said:
                kind = "time"
            elif tag == "a" and said.get("rel") == "author":
                kind = "author"
            elif tag == "span" and (said.keys() & _HIDING) and hint_of(tag, items).reason == "hidden":
                return True
            else:
                return False
        if kind == "time":
            value = said.get("content") or said.get("datetime")
        elif kind == "url":
            value = said.get("href") or said.get("content")
        else:
            value = said.get("content") or collapse(" ".join(el.xpath(_AUTHOR_NAME) or el.itertext()))
        if value:
            self.marks.append(Mark(kind, len(self.runs), value.strip()))
        return False

    def hide(self, el: Element, frame: Frame) -> None:
        """Take a hidden element out of the line around it: a note for screen readers, a menu that opens on a click."""
        self.whole = False
        text = collapse(" ".join(el.itertext()))
        if text:
            run = Run(frame, "div", text, 0, None, self.item)
            run.reason = "hidden"
            self.runs.append(run)

    def fold(self, frame: Frame) -> None:
        """Fold the runs of a list or table into one run, unless the element only lays out the page."""
        runs = self.runs[frame.start :]
        if not runs or any(run.tag not in _FOLDED for run in runs) or len({run.frame.hint.reason for run in runs}) > 1:
            return
        if frame.tag == "table":
            cells = self.rows(frame)
            if sum(len(row) > 1 for row in cells) < 2 or any(len(run.text) > _LONG_CELL for run in runs):
                return
            text = "\n".join("\t".join(" ".join(run.text for run in cell) for cell in row) for row in cells)
        else:
            items: dict[int, list[Run]] = {}
            for run in runs:
                items.setdefault(run.item, []).append(run)
            cells = []
            for item in items.values():
                own = [run for run in item if run.cells is None]
                if len(own) > 1 and (any(run.tag == "div" for run in own) or sum(len(run.text) for run in own) > 300):
                    return
                if own:
                    cells.append([own])
                for run in item:
                    cells.extend(run.cells or ())
            text = "\n".join(run.text for run in runs)
        tag = frame.tag if frame.tag in ("ol", "table") else "ul"
        whole = Run(frame, tag, text, sum(run.linked for run in runs), None, frame.item)
        whole.cells = cells
        del self.runs[frame.start :]
        self.runs.append(whole)
        frame.end = len(self.runs)

    def rows(self, table: Frame) -> list[list[list[Run]]]:
        """The runs of a table by row and cell."""
        rows: list[list[list[Run]]] = []
        for frame in self.frames[table.index :]:
            if frame.tag == "tr":
                rows.append([])
            elif frame.tag in _CELLS:
                if not rows:
                    rows.append([])
                rows[-1].append(self.runs[frame.start : frame.end])
        return [row for row in rows if any(row)]
