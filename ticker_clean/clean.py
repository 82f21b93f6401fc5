"""One page from bytes to articles and rates: the stages, in order. The file to read first, after `model`."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8

from ticker_clean.articles import split_articles
from ticker_clean.charset import decode, looks_like_html
from ticker_clean.dump_blocks import dump_blocks
from ticker_clean.furniture import label_furniture
from ticker_clean.metadata import article_of
from ticker_clean.model import Block, CleanPage, LabelledPage, Metadata, Page, SavedPage
from ticker_clean.ticker import label_ticker, snapshot_of


def clean_page(saved: SavedPage | bytes, *, source: str = "-") -> CleanPage:
    """Clean one saved page: its articles, its snapshot, and the account of every line.

    Bytes alone are taken as one page, a text dump or HTML, named `source`. Raises a `PageError` where the bytes are
    no page: empty, or text in no charset.
    """
    return label_page(saved, source=source).clean


def label_page(saved: SavedPage | bytes, *, source: str = "-") -> LabelledPage:
    """Clean one saved page as `clean_page` does, and keep every block with its label."""
    if isinstance(saved, bytes):
        saved = SavedPage(saved, source)
    text, encoding, warnings = decode(saved.data, saved.charset)
    as_read = encoding == "utf-8" and not warnings and not saved.data.startswith(BOM_UTF8)
    blocks, metadata, format_ = read_blocks(text, saved.format, saved.data if as_read else None)
    ticker, blocks, ticker_warnings = label_ticker(blocks)
    furniture, blocks = label_furniture(blocks)
    drafts, blocks, boundary_warnings = split_articles(blocks, furniture.listing)
    snapshot = snapshot_of(ticker, saved.saved_at)
    alone = len(drafts) == 1
    articles = tuple(
        article_of(draft, metadata, furniture, page=saved.source, position=position, url=saved.url, alone=alone)
        for position, draft in enumerate(drafts, 1)
    )
    dropped, dropped_text = account(blocks)
    page = Page(
        page=saved.source,
        format=format_,
        encoding=encoding,
        bytes=len(saved.data),
        sha256=hashlib.sha256(saved.data).hexdigest(),
        url=saved.url or metadata.url,
        url_source=saved.url_source if saved.url else metadata.url_source,
        saved_at=saved.saved_at,
        saved_source=saved.saved_source,
        date=(ticker and ticker.date) or furniture.date,
        snapshot=snapshot.id if snapshot else None,
        ticker_lines=ticker.lines if ticker else 0,
        ticker_copies=ticker.copies if ticker else 0,
        listing=furniture.listing,
        articles=tuple(article.id for article in articles),
        dropped=dropped,
        dropped_text=dropped_text,
        warnings=(*saved.warnings, *warnings, *metadata.warnings, *ticker_warnings, *boundary_warnings),
    )
    return LabelledPage(CleanPage(page, articles, snapshot), tuple(blocks), tuple(drafts))


def read_blocks(text: str, format_: str, utf8: bytes | None = None) -> tuple[list[Block], Metadata, str]:
    """The blocks of a page, what its head says, and `html` or `dump` where the container named no other format.

    `utf8` is the text in UTF-8, byte for byte, where it need not be encoded again.
    """
    if looks_like_html(text):
        from ticker_clean.html.blocks import html_blocks  # lxml and bs4: a run over dumps starts without them

        blocks, metadata = html_blocks(text, utf8)
        return blocks, metadata, "html" if format_ == "dump" else format_
    return dump_blocks(text), Metadata(), format_


def account(blocks: list[Block]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """The lines that are in no article, by reason: how many, and which."""
    dropped: dict[str, list[str]] = {}
    for block in blocks:
        if block.reason:
            dropped.setdefault(block.reason, []).extend(block.lines)
    return {reason: len(lines) for reason, lines in dropped.items()}, dropped
