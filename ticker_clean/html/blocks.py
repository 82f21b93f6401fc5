"""An HTML page to blocks: every block of its text in order, each part of an article or with the reason why not.

lxml parses the page, `walk` goes through it once, `stories` chooses. Only what it chose becomes
BeautifulSoup nodes, from which the blocks are made: a tree of the whole page costs more than all the rest.

What is text: all that a browser shows, with scripts off. `<script>`, `<style>`, `<template>`, form controls and the
fallbacks of media are none; `<noscript>` and what markup hides is text with the reason `hidden`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from bs4.element import NavigableString, PageElement, Tag

from ticker_clean.bylines import byline_names
from ticker_clean.dates import iso_time
from ticker_clean.html.claims import Claims, StoryClaims, page_metadata
from ticker_clean.html.meta import claims_of
from ticker_clean.html.stories import Story, find_stories, href_of
from ticker_clean.html.tree import HEADINGS, Element, Layout, Run, parse, stands_out
from ticker_clean.html.walk import walk
from ticker_clean.identity import letters
from ticker_clean.model import Block, Kind, Metadata, Opening
from ticker_clean.urls import joined

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    "figcaption": "caption",
    "blockquote": "quote",
    "ul": "list",
    "ol": "list",
    "table": "table",
}
_BYLINE = re.compile(r"(?:by|written by|from|автор[ы]?:?|текст:)\s+\S", re.IGNORECASE)
_LONGEST_SUBHEAD = 120
"""Characters. A longer paragraph set in bold is a lead, not a section head."""
_NO_HEAD = (".", ",", ":", ";", "…", "”", '"', "»")
_NAME = re.compile(r"[^\W\d_][\w.’'\-]*(?:\s+[^\W\d_][\w.’'\-]*){0,4}")
_MISSING = re.compile(
    r"\b40[34]\b|not found|no longer (?:available|exists)|does(?:n[’']t| not) exist|не найден|не существует",
    re.IGNORECASE,
)
_FIRST = 60
"""Runs among which the heading of an error page stands."""
_LITTLE = 600
"""Characters of running text up to which a page with a password field, or an error for a title, is no article."""


def html_blocks(text: str, utf8: bytes | None = None) -> tuple[list[Block], Metadata]:
    """The blocks of a page and what it says of itself; `utf8` is its text in UTF-8, if that is at hand.

    Every text block of the body is there, in order. Article text has no reason; the headline of each article carries
    `opens`. Where there is no article, a warning says why.

    >>> blocks, metadata = html_blocks("<h1>Snow</h1><p>The first snow of this year fell on Osh today.</p>")
    >>> [(block.kind, block.text, block.opens is not None) for block in blocks]
    [('heading', 'Snow', True), ('paragraph', 'The first snow of this year fell on Osh today.', False)]
    """
    root = parse(text, utf8)
    body = None if root is None else root.find("body")
    if root is None or body is None:
        return [], Metadata(warnings=("No article: the page has no body.",))
    claims = claims_of(root)
    layout = walk(body)
    stories = find_stories(layout, claims)
    why_none = None
    if not _plausible(root, layout, stories, claims):
        why_none = _why_none(root, layout, claims)
        stories = []
        for run in layout.runs:
            run.reason = run.reason or "boilerplate"
    blocks = _blocks(layout, stories, claims)
    if not stories and why_none is None:
        told = _told_story(claims)
        blocks += told
        why_none = None if told else _why_none(root, layout, claims)
    own = stories[0] if len(stories) == 1 else None
    if own and own.own_page:
        blocks = _completed(blocks, claims)
    if own:
        times, authors = (_marked(layout, kind, own.region) for kind in ("time", "author"))
        metadata = page_metadata(claims, times, authors)
    else:
        metadata = page_metadata(claims)
    if why_none:
        metadata = replace(metadata, warnings=(*metadata.warnings, why_none))
    return blocks, metadata


# ---- pages without an article


def _plausible(root: Element, layout: Layout, stories: list[Story], claims: Claims) -> bool:
    """Whether what was found can be an article: not the text of an error or of a login."""
    if len(stories) != 1 or layout.frames[0].mass > _LITTLE:
        return True
    head = stories[0].head
    if _MISSING.search(head.text if head else "") or _MISSING.search(claims.title or ""):
        return False
    return not _asks_password(root)


def _asks_password(root: Element) -> bool:
    return any(el.get("type", "").lower() == "password" for el in root.iter("input"))


def _why_none(root: Element, layout: Layout, claims: Claims) -> str:
    mass = layout.frames[0].mass
    if _MISSING.search(claims.title or "") or any(
        run.tag in HEADINGS and _MISSING.search(run.text) for run in layout.runs[:_FIRST]
    ):
        return "No article: the page says that what was asked for is not there."
    if mass <= _LITTLE and _asks_password(root):
        return "No article: the page asks for a login."
    if not layout.runs or (mass == 0 and sum(len(run.text) for run in layout.runs) < 200):
        if next(root.iter("script"), None) is not None:
            return "No article: the page has no text without its scripts."
        return "No article: the page has no text."
    if sum(run.linked for run in layout.runs) * 2 > sum(len(run.text) for run in layout.runs):
        return "No article: the page is made of links."
    return "No article: no headline stands over running text."


def _completed(blocks: list[Block], claims: Claims) -> list[Block]:
    """The blocks with the text of the structured data, where the page itself shows only a small part of it."""
    told = _told_story(claims)
    if not told:
        return blocks
    at = next((n for n, block in enumerate(blocks) if block.opens), None)
    shown = sum(len(block.plain) for block in blocks if block.reason is None and not block.opens)
    if at is None or shown > _LITTLE or shown * 3 > sum(len(block.text) for block in told[1:]):
        return blocks
    rest = [block._replace(reason="teaser") if block.reason is None else block for block in blocks[at + 1 :]]
    return [*blocks[: at + 1], *told[1:], *rest]


def _told_story(claims: Claims) -> list[Block]:
    """The article of a page that has its text in structured data alone."""
    stories = [story for story in claims.stories if story.body and len(story.body) >= 200]
    if len(stories) != 1 or not (stories[0].title or claims.titles()):
        return []
    story = stories[0]
    body = story.body or ""
    opens = Opening(story.url, iso_time(story.published), story.authors, True)
    head = Block("heading", story.title or claims.titles()[0], opens=opens)
    if "<" in body:
        root = parse(f"<body>{body}")
        inner = None if root is None else root.find("body")
        lines = [run.text for run in walk(inner).runs] if inner is not None else []
    else:
        lines = [" ".join(line.split()) for line in body.splitlines()]
    return [head, *(Block("paragraph", line) for line in lines if line)]


# ---- blocks


def _blocks(layout: Layout, stories: list[Story], claims: Claims) -> list[Block]:
    chosen: dict[int, Block] = {}
    openings: dict[int, Block] = {}
    for story in stories:
        head = _headline(story, layout, claims)
        first = min(run.place for run in story.body)
        if head is not None:
            at = first if story.head is None else min(first, story.head.place)
            openings[at] = head
    runs = [run for story in stories for run in story.body]
    for run, block in zip(runs, _article_blocks(runs), strict=True):
        chosen[run.place] = block
    heads = {story.head.place for story in stories if story.head is not None}
    blocks: list[Block] = []
    for place, run in enumerate(layout.runs):
        if place in openings:
            blocks.append(openings[place])
        if place in chosen:
            blocks.append(chosen[place])
        elif place not in heads:
            blocks.append(_plain_block(run))
    return blocks


def _article_blocks(runs: list[Run]) -> Iterator[Block]:
    """The blocks of article text, each from a BeautifulSoup node of its own."""
    for run in runs:
        node = _node(run)
        kind = _KINDS.get(node.name, "paragraph")
        if kind == "list":
            yield Block("list", items=_strings(node), ordered=node.name == "ol")
        elif kind == "table":
            yield Block("table", rows=tuple(_strings(row) for row in node.contents if isinstance(row, Tag)))
        else:
            text = str(node.string)
            yield Block("heading" if _is_subhead(node, text) else kind, text)


def _strings(node: Tag) -> tuple[str, ...]:
    """The texts of a node's children."""
    return tuple([str(child.string or "") for child in node.contents if isinstance(child, Tag)])


def _node(run: Run) -> Tag:
    """The node of a run: its element, its items or cells, and `<b>` where it is all bold; links say nothing."""
    if run.members is None:
        frame = run.frame
        tag = "figcaption" if frame.caption else "blockquote" if frame.quote else run.tag
        tag = tag if tag in _KINDS else "p"
        bold = tag == "p" and (frame.hint.part == "bold" or stands_out(run.sole))
        return _tag(tag, _tag("b", run.text) if bold else run.text)
    if run.tag == "table":
        rows = (line.split("\t") for line in run.text.split("\n"))
        return _tag("table", *[_tag("tr", *[_tag("td", cell) for cell in row]) for row in rows])
    return _tag(run.tag, *[_tag("li", item) for item in _items(run.members)])


def _tag(name: str, *contents: Tag | str) -> Tag:
    """A node and what it holds, linked as the parsers of BeautifulSoup do it: `append` costs as much as the nodes."""
    tag = Tag(name=name)
    last: PageElement = tag
    for content in contents:
        node = NavigableString(content) if isinstance(content, str) else content
        node.setup(tag, last, node.next_element)
        tag.contents.append(node)
        last = node
        while isinstance(last, Tag) and last.contents:
            last = last.contents[-1]
    return tag


def _items(runs: list[Run]) -> Iterator[str]:
    """The items of a list, those of lists within it after their own."""
    for _, item in groupby(runs, key=lambda run: run.item):
        own: list[str] = []
        for run in item:
            if run.members is None:
                own.append(run.text)
                continue
            if own:
                yield "\n".join(own)
            own = []
            yield from _items(run.members)
        if own:
            yield "\n".join(own)


def _is_subhead(node: Tag, text: str) -> bool:
    """Whether a paragraph is a section head in all but name: a short line, all bold, that ends no sentence."""
    if node.name != "p" or len(text) > _LONGEST_SUBHEAD or text.endswith(_NO_HEAD):
        return False
    inner = node.contents[0]
    return isinstance(inner, Tag) and inner.name == "b"


def _plain_block(run: Run) -> Block:
    """A block that is in no article."""
    if run.members is not None:
        lines = run.text.split("\n")
        if run.tag == "table":
            return Block("table", rows=tuple([tuple(row.split("\t")) for row in lines]), reason=run.reason)
        return Block("list", items=tuple(lines), ordered=run.tag == "ol", reason=run.reason)
    reason = run.reason
    if reason == "byline":
        reason = "byline" if _is_byline(run.text) else "article-meta"
    return Block("paragraph", run.text, reason=reason)


def _is_byline(text: str) -> bool:
    """Whether a line names people and nothing else."""
    if len(text) > 120 or not (_BYLINE.match(text) or text.istitle()):
        return False
    return all(_NAME.fullmatch(name) for name in byline_names(text))


# ---- headlines


def _headline(story: Story, layout: Layout, claims: Claims) -> Block | None:
    """The block that opens a story, with what markup beside it says; None where nothing gives it a title."""
    told = _claims_for(story, claims)
    if story.head is not None:
        title = " ".join(story.head.text.split())
    elif story.own_page and claims.titles():
        title = claims.headline() or ""
    else:
        return None
    times, authors, urls = (_marked(layout, kind, story.region) for kind in ("time", "author", "url"))
    url = (told.url if told else None) or next(iter(urls), None)
    if url is None and story.head is not None and not story.own_page:
        url = href_of(story.head)
    base = claims.canonical or next(iter(claims.metas.get("og:url", ())), None)
    opens = Opening(
        url=joined(base, url) if url else None,
        published=iso_time(told.published if told else None) or next(filter(None, map(iso_time, times)), None),
        authors=(told.authors if told else ()) or authors,
        complete=story.complete,
    )
    return Block("heading", title, opens=opens)


def _claims_for(story: Story, claims: Claims) -> StoryClaims | None:
    """The structured data about a story: of the same title, or the only one on a page about one article."""
    if story.own_page and len(claims.stories) == 1:
        return claims.stories[0]
    if story.head is None:
        return None
    said = letters(story.head.text)
    return next((told for told in claims.stories if told.title and letters(told.title) == said), None)


def _marked(layout: Layout, kind: str, region: range) -> tuple[str, ...]:
    """What the marks of a kind within a region say, each once."""
    found = (mark.value for mark in layout.marks if mark.kind == kind and region.start <= mark.place < region.stop)
    return tuple(dict.fromkeys(value for value in found if value))
