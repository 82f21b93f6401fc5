"""Where does one article end and the next begin? A first rule, by length alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ticker_clean.model import Block, Draft, Listing


def split_articles(blocks: Sequence[Block], listing: Listing | None) -> tuple[list[Draft], list[Block], list[str]]:
    """The articles of a page, all its blocks, and warnings."""
    drafts: list[tuple[Block, list[Block], list[Block]]] = []
    told = [block for block in blocks if block.opens]
    labelled: list[Block] = []
    for block in blocks:
        if block.opens if told else (block.reason is None and _short(block)):
            drafts.append((block, [], []))
        elif drafts:
            drafts[-1][2 if block.reason else 1].append(block)
        elif not block.reason:
            block = replace(block, reason="no-title")
        labelled.append(block)
    return [Draft(t.text, tuple(b), 1.0 if told else 0.5, t.opens, tuple(f)) for t, b, f in drafts], labelled, []


def _short(block: Block) -> bool:
    text = block.text
    return block.kind == "paragraph" and 5 < len(text.split()) < 18 and not text.endswith((".", ":", "”"))
