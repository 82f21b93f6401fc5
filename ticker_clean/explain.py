"""A cleaned page for a person: from top to bottom, what each block was taken for and why.

It shows what the stages found and says nothing of its own: the reasons, notes, confidence and evidence are theirs.
"""

from __future__ import annotations

import re
import textwrap
from collections import deque
from collections.abc import Iterator

from ticker_clean.identity import letters
from ticker_clean.model import Article, Block, Draft, LabelledPage, Page, Snapshot
from ticker_clean.styled import Line, Span, harmless

_GUTTER = 13
"""Columns for the name of what a block is; the longest is `section head`."""
_SHORT = 2
"""Lines of a block that are shown unless all are asked for."""
_LONG_WORD = re.compile(r"(\S{10000,})")
"""A word that is cut into lines by itself: the cost of `textwrap` is square in the length of a word."""
_NAMES = {"paragraph": "text", "heading": "section head"}
_ROLES = {"heading": "heading", "caption": "caption"}
_KEPT = {"ticker": "ticker", "date": "date", "byline": "byline"}
"""Reasons whose blocks are not lost: they come back as rates, as the day, as authors."""
_WHY = {
    "article-meta": "when and by whom, as printed round an article",
    "author": "of an author’s head, not of an article",
    "boilerplate": "a button or a notice",
    "continue-reading": "leads to the rest of the article",
    "listing": "says which results are listed",
    "hidden": "hidden by the markup",
    "masthead": "of the head of the page",
    "no-title": "text before the first title",
    "read-more": "points to another article",
    "shortcode": "code of the publishing system",
    "unread-rate": "looks like a rate but cannot be read",
}
"""What a reason means; one that is not here is shown as it is."""

_TERMS = {
    "words<3": "1 or 2 words",
    "words<5": "3 or 4 words",
    "words<7": "5 or 6 words",
    "words>8": "over 8 words",
    "words>16": "over 16 words",
    "colon inside": "a colon inside",
    "capitalised": "words capitalised",
    "long around": "between two long paragraphs",
    "sentence below": "length of the first sentence below",
    "prose below": "a sentence below",
    "answered": "its words come back at once",
    "answered share": "much of it comes back at once",
    "answered later": "its words come back below",
    "known above": "its words stand above, too",
    "alike near": "much the same words right above and below",
    "alike": "much the same words above and below",
    "headline above holds": "the title above fits the text below, too",
    "headline above held": "the title above fits its own text",
    "title holds": "the paragraphs below have its rare words",
    "holds better": "fits the text below better than the title above",
    "headlines share": "shares words with the title above",
    "longer than above": "longer than the title above",
    "introductions": "names in full below",
    "any mention": "short names below of who is introduced above",
    "shared": "words shared above and below",
    "last block continued": "below goes on from the block above",
    "blocks above": "number of blocks above",
    "blocks below": "number of blocks below",
    "words above": "length of the text above",
    "words below": "length of the text below",
    "few words above": "little text above",
    "few words below": "little text below",
}
"""Terms of `boundary_features` in words; one that is not here is shown as it is."""


def explain(labelled: LabelledPage, *, width: int = 100, full: bool = False) -> Iterator[Line]:
    """The lines that explain a page; blocks are shortened to two lines of `width` columns unless `full`."""
    clean = labelled.clean
    yield from _head(clean.page, clean.snapshot, width)
    texts = deque(
        (article, draft, block)
        for article, draft in zip(clean.articles, labelled.drafts, strict=True)
        for block in (None, *draft.body)
    )
    before: Block | None = None
    for block in labelled.blocks:
        if block.reason:
            name = _KEPT.get(block.reason, "dropped")
            why = _WHY.get(block.reason, "")
            told = ": ".join(filter(None, (block.reason if name == "dropped" else "", why)))
            told = ", ".join(filter(None, (told, block.note)))
            if not full and before and (before.reason, before.lines) == (block.reason, block.lines):
                yield Span(name.ljust(_GUTTER), "label"), Span(f"the same: {told}" if told else "the same", "quiet")
            else:
                yield from _entry(name, block, name, told, width, full=full)
            before = block
            continue
        before = None
        # one block of the page can be a title and the text run into it; the letters tell where it ends
        rest = letters(block.plain)
        while texts:
            article, draft, part = texts.popleft()
            taken = letters(part.plain if part else draft.title)
            if part is None:
                yield from _title(article, draft, width)
            else:
                name, role = _NAMES.get(part.kind, part.kind), _ROLES.get(part.kind, "")
                yield from _entry(name, part, role, part.note, width, full=full)
            # a headline need not stand among the blocks; a part of the body does
            if rest.startswith(taken):
                rest = rest[len(taken) :]
            elif part:
                rest = b""
            if not rest:
                break


def _head(page: Page, snapshot: Snapshot | None, width: int) -> Iterator[Line]:
    yield (Span(page.page, "label"),)
    url = f"; {page.url} (told by {page.url_source})" if page.url else ""
    saved = f"; saved {page.saved_at} (told by {page.saved_source})" if page.saved_at else ""
    yield from _told(f"{page.format}, {page.encoding}, {page.bytes} bytes{url}{saved}", width, indent=0)
    if snapshot:
        source = {"page": "printed with them", "saved": "when the page was saved", None: "not known"}[
            snapshot.date_source
        ]
        day = f"{snapshot.date} ({source})" if snapshot.date else "not known"
        yield from _told(
            f"{len(snapshot.rates)} rates, snapshot {snapshot.id}, the day {day}; "
            f"{page.ticker_lines} lines in {page.ticker_copies} copies",
            width,
            indent=0,
        )
    if page.listing:
        listing = page.listing
        yield from _told(f"lists results {listing.first} to {listing.last} of {listing.total}", width, indent=0)
    for warning in page.warnings:
        for line in _wrapped(f"warning: {warning}", width):
            yield (Span(line, "mark"),)


def _title(article: Article, draft: Draft, width: int) -> Iterator[Line]:
    yield ()
    for number, line in enumerate(_wrapped(article.title, width - _GUTTER)):
        yield (
            Span(f"ARTICLE {article.position}".ljust(_GUTTER) if not number else " " * _GUTTER, "label"),
            Span(line, "title"),
        )
    terms = ", ".join(
        f"{'+' if weight >= 0 else '−'}{abs(weight):.1f} {_TERMS.get(name, name)}" for name, weight in draft.evidence
    )
    sure = f"confidence {article.confidence:.2f}"
    sure += " (the markup says it)" if draft.opening else f" ({terms})" if terms else ""
    facts = [
        sure,
        f"by {', '.join(article.authors)}" if article.authors else "",
        f"published {article.published}" if article.published else "",
        f"from {article.dateline.place}" + (f" ({article.dateline.agency})" if article.dateline.agency else "")
        if article.dateline
        else "",
        f"in {article.language}" if article.language else "",
        article.url or "",
        f"{len(article.text.split())} words",
        "" if article.complete else "a teaser",
    ]
    yield from _told("; ".join(filter(None, facts)), width)


def _entry(name: str, block: Block, role: str, why: str, width: int, *, full: bool) -> Iterator[Line]:
    lines = block.lines if full else (" / ".join(line.strip() for line in block.lines),)
    texts = [text for line in lines for text in _wrapped(line, width - _GUTTER)]
    if not full and len(texts) > _SHORT:
        rest = f" … {len(block.plain.split())} words"
        last = texts[_SHORT - 1][: width - _GUTTER - len(rest)].rpartition(" ")[0]
        texts = [*texts[: _SHORT - 1], last + rest]
    for number, text in enumerate(texts):
        yield Span(name.ljust(_GUTTER) if not number else " " * _GUTTER, "label"), Span(text, role)
    if why:
        yield from _told(why, width)


def _told(text: str, width: int, indent: int = _GUTTER) -> Iterator[Line]:
    mark = "↳ " if indent else ""
    for number, line in enumerate(_wrapped(text, width - indent - len(mark))):
        yield (Span(" " * indent + (mark if not number else " " * len(mark)) + line, "quiet"),)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of up to `width` columns, made harmless first, so that the lines keep to it."""
    width = max(width, 20)
    lines = []
    for number, piece in enumerate(_LONG_WORD.split(harmless(text.replace("\n", " ")))):
        if number % 2:  # a long word
            lines += [piece[at : at + width] for at in range(0, len(piece), width)]
        else:
            lines += textwrap.wrap(piece, width, break_on_hyphens=False)
    return lines or [""]
