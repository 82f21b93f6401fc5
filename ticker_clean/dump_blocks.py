"""The text dump of a page, as blocks: paragraphs, lists and tables.

The form is that of text extractors for web archives: blocks parted by a blank line (or one that holds only spaces or
NBSPs), `  • ` before the items of a list, `  1. ` before those of a numbered one, tabs between the cells of a table's
row, a line break for each `<br>`. Dumps without any blank line have a block on each line.
"""

from __future__ import annotations

import re
from typing import Literal

from ticker_clean.model import Block

_BULLETS = "•·◦‣▪"
"""Marks that nothing but a list item begins with."""
_MARKED = _BULLETS + "*-–0123456789"
"""What a list item can begin with; a quick look before the regex."""
_ITEM = re.compile(
    r"""(?P<indent>[^\S\n]*)
        (?: (?P<dash>[*\-–]) \s+         # a mark that prose has too
          | (?P<number>\d{1,3})[.)]\s+ )
        (?P<item>\S.*)""",
    re.VERBOSE,
)
_Mark = Literal["bullet", "number"]


def dump_blocks(text: str) -> list[Block]:
    """The blocks of a dump, in order; every non-blank line is in exactly one of them.

    >>> [(b.kind, b.plain) for b in dump_blocks("Title\\n\\nText\\nwent on\\n  • one\\n  • two\\n7 May 2025\\n")]
    [('paragraph', 'Title'), ('paragraph', 'Text\\nwent on'), ('list', 'one\\ntwo'), ('paragraph', '7 May 2025')]
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    chunks: list[list[str]] = []
    chunk: list[str] = []
    for line in text.split("\n"):
        if line and not line.isspace():
            chunk.append(line)
        elif chunk:
            chunks.append(chunk)
            chunk = []
    if chunk:
        chunks.append(chunk)
    blocks: list[Block] = []
    for chunk in chunks:
        line = chunk[0].strip()
        if len(chunk) == 1 and line[0] not in _MARKED:
            blocks.append(Block("paragraph", line))
        else:
            _read_chunk(chunk, blocks, line_by_line=len(chunks) == 1)
    return blocks


def _read_chunk(lines: list[str], blocks: list[Block], *, line_by_line: bool) -> None:
    """Append the blocks of lines that stand together: runs of items become lists, what is between them paragraphs."""
    if len(lines) > 1 and all("\t" in line.strip() for line in lines):
        rows = (tuple(cell.strip() for cell in re.split(r"\t+", line.strip())) for line in lines)
        blocks.append(Block("table", rows=tuple(rows)))
        return
    prose: list[str] = []
    items: list[str] = []
    mark: _Mark | None = None
    if blocks and blocks[-1].ordered and (first := _ITEM.match(lines[0])) and first["number"]:
        items.extend(blocks.pop().items)  # a numbered list may go on after a blank line
        mark = "number"

    def close() -> None:
        nonlocal mark
        if line_by_line:
            blocks.extend(Block("paragraph", line) for line in prose)
        elif prose:
            blocks.append(Block("paragraph", "\n".join(prose)))
        if items:
            blocks.append(Block("list", items=tuple(items), ordered=mark == "number"))
        prose.clear()
        items.clear()
        mark = None

    for number in range(len(lines)):
        line = lines[number].strip()
        kind, item = _item(line, lines, number, len(items) if mark == "number" else 0)
        if kind is None:
            if items:
                close()
            prose.append(line)
        else:
            if kind != mark or prose:
                close()
                mark = kind
            items.append(item)
    close()


def _item(line: str, lines: list[str], number: int, so_far: int) -> tuple[_Mark | None, str]:
    """Is the line an item? Bullets always; dashes and numbers where they are indented or stand in a row.

    A number must go on where the list stands (1., 2., 3.): `1960.` and `3. Sentence` are prose.
    """
    if line[0] in _BULLETS:
        item = line[1:].lstrip()
        return ("bullet", item) if item else (None, line)
    found = _ITEM.match(lines[number]) if line[0] in _MARKED else None
    if not found:
        return None, line
    indented = bool(found["indent"])
    if found["dash"]:
        beside = [lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines)]
        in_row = any(other.lstrip().startswith(found["dash"] + " ") for other in beside)
        return ("bullet", found["item"].rstrip()) if indented or in_row else (None, line)
    after = lines[number + 1].lstrip() if number + 1 < len(lines) else ""
    goes_on = indented or so_far or after.startswith(("2.", "2)"))
    return ("number", found["item"].rstrip()) if int(found["number"]) == so_far + 1 and goes_on else (None, line)
