"""Which blocks are one article? The drafts of a page: headline, body, and what stood among them.

Where the markup tells the headlines, the page is cut there. In a text dump a headline is a line like any other, and
`boundaries` weighs the page as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from ticker_clean.boundaries import Title, find_titles
from ticker_clean.boundary_features import may_be_title
from ticker_clean.model import Block, Draft, Listing

ENDINGS = frozenset({"continue-reading", "author"})
"""Reasons of blocks after which an article is over: what follows is another one."""

_HEADING_CHARS, _HEADING_WORDS, _QUESTION_WORDS = 100, 14, 7
"""How long a section head is at most; the longest of some 90 in real dumps and desk articles has 62 characters and 11
words. A question that is longer than `_QUESTION_WORDS` is an interviewer's, unless its words are capitalised."""

_WHOLE, _WHOLE_IN_LISTING = 700, 350
"""Characters. Of 121 articles 98 % are longer than 700 as a whole, of their 2,482 paragraphs 3 %; where the page says
that it lists results, half of it is enough."""
_INTERVIEW = 3
"""Lines that are questions, one of them put to somebody, from which on an article is an interview."""

_ADDRESSED = frozenset("you your yourself you're you’re you've you’ve вы вас вам ваш ваша ваши вами".split())
"""Words of a question that is put to somebody, as in an interview."""

_SENTENCE_ENDS = ".!…:;,。"
_OPENING_QUOTES = "\"“„«‘'"
_CLOSING_QUOTES = "\"”“»’'"


def split_articles(blocks: Sequence[Block], listing: Listing | None) -> tuple[list[Draft], list[Block], list[str]]:
    """The articles of a page in order, all its blocks, and warnings.

    Every block without a `reason` is the title of one draft or in the body of one, or comes back with the reason
    `no-title`: text before the first headline, with a warning. Blocks with a reason are no text, but evidence; those
    after a headline are handed on with its draft.
    """
    marked = [index for index, block in enumerate(blocks) if block.opens and not block.reason]
    told = bool(marked)
    starts = [Title(index, 1.0, ()) for index in marked] if told else _learned_starts(blocks, listing)
    first = starts[0].at if starts else len(blocks)
    labelled = list(blocks)
    untitled = [index for index in range(first) if not blocks[index].reason]
    for index in untitled:
        labelled[index] = blocks[index]._replace(reason="no-title")
    ends = [*(start.at for start in starts[1:]), len(blocks)][: len(starts)]
    drafts = [_draft(blocks[start.at : end], start, told=told) for start, end in zip(starts, ends, strict=True)]
    warnings = []
    if untitled:
        alone = len(untitled) == 1
        stand = "1 block of text stands" if alone else f"{len(untitled)} blocks of text stand"
        warnings.append(f"{stand} before any headline and {'is' if alone else 'are'} in no article")
    return drafts, labelled, warnings + _listing_warnings(listing, len(drafts))


def _learned_starts(blocks: Sequence[Block], listing: Listing | None) -> list[Title]:
    """The headlines of a page without markup, in order."""
    indices: list[int] = []
    ended: set[int] = set()  # positions among the text blocks that follow the end of an article
    for index, block in enumerate(blocks):
        if block.reason in ENDINGS:
            ended.add(len(indices))
        elif not block.reason:
            indices.append(index)
    text = [blocks[index] for index in indices]
    if _has_whole_articles(text, _WHOLE_IN_LISTING if listing else _WHOLE):
        ended.update(range(0, len(text), 2))
    return [
        title._replace(at=indices[title.at], confidence=round(title.confidence, 4))  # more digits say nothing
        for title in find_titles(text, ended)
    ]


def _has_whole_articles(text: Sequence[Block], length: int) -> bool:
    """Whether a page is a line and a paragraph in turn, most paragraphs as long as a whole article: a listing."""
    titles, bodies = text[::2], text[1::2]
    return (
        len(bodies) > 1
        and len(titles) == len(bodies)
        and all(map(may_be_title, titles))
        and all(body.kind == "paragraph" for body in bodies)
        and sorted(len(body.text) for body in bodies)[len(bodies) // 2] >= length
    )


def _draft(blocks: Sequence[Block], start: Title, *, told: bool) -> Draft:
    """The draft of the blocks from a headline up to the next one; section heads are made out if no markup told them."""
    title, rest = blocks[0], blocks[1:]
    body = [block for block in rest if not block.reason]
    if not told:
        questions = {block.text for block in body if block.kind == "paragraph" and block.text.endswith(("?", "？"))}
        interview = len(questions) >= _INTERVIEW and any(map(asks_somebody, questions))
        body = [
            block._replace(kind="heading")
            if len(block.text) <= _HEADING_CHARS
            and is_section_head(block, following)
            and not (interview and block.text in questions)
            else block
            for block, following in zip(body, [*body[1:], None], strict=False)
        ]
    furniture = tuple([block for block in rest if block.reason])
    return Draft(" ".join(title.plain.split()), tuple(body), start.confidence, title.opens, furniture, start.evidence)


def asks_somebody(question: str) -> bool:
    """Whether a question is put to somebody, as in an interview.

    >>> asks_somebody("What did your neighbours say?"), asks_somebody("Who pays for the bridge?")
    (True, False)
    """
    return not _ADDRESSED.isdisjoint(question.rstrip("?？").lower().split())


def is_section_head(block: Block, following: Block | None) -> bool:
    """Whether a line of a dump is a section head: short, no sentence, quote, credit or interviewer's question.

    >>> text = Block("paragraph", "The depot opened in May, and the first trams left it in June.")
    >>> [is_section_head(Block("paragraph", line), text) for line in ("Why Now?", "“We Waited” for Rails", "Zero")]
    [True, True, True]
    >>> [is_section_head(Block("paragraph", line), text) for line in ("The depot has:", "He agreed.", "“We waited”")]
    [False, False, False]
    """
    text = block.text.strip()
    if block.kind != "paragraph" or not text or len(text) > _HEADING_CHARS or "\n" in text or following is None:
        return False
    words = text.split()
    if len(words) > _HEADING_WORDS or text[-1] in _SENTENCE_ENDS or "@" in text or "://" in text:
        return False
    if text[0] in _OPENING_QUOTES and text[-1] in _CLOSING_QUOTES:
        return False
    if not (text[0].isalnum() or text[0] in _OPENING_QUOTES or text[0] in "$€£¥#[("):
        return False
    if text[-1] in "?？" and len(words) > _QUESTION_WORDS:
        long = [word for word in words[1:] if len(word) > 4]
        return bool(long) and sum(word[0].isupper() for word in long) > len(long) / 2
    return not text[0].islower()


def _listing_warnings(listing: Listing | None, found: int) -> list[str]:
    """A listing line whose range is not met. Its range is as wide as a full page, however few articles are left."""
    if listing is None or listing.first > listing.total:
        return []
    promised = min(listing.last, listing.total) - listing.first + 1
    if promised == found:
        return []
    line = f"{listing.first} - {listing.last} of {listing.total}"
    return [f"the listing line ({line}) promises {promised} articles, and {found} were found"]
