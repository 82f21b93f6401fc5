"""What a page carries besides rates and articles: listing lines, links to read on, author heads, bylines, shortcodes.

Each rule is a form that many sites share (the blog systems behind them print it), in English and Russian. Forms and
their frequency over 133 stored pages of one site: a listing line on 93, author heads on 10, `Read more:` on 13,
`Continue reading` on 5, caption shortcodes on 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ticker_clean.dates import day_line
from ticker_clean.model import Block, Furniture, Listing

_RULES = (
    # (reason, the words that such a line begins with, the whole line)
    (
        "continue-reading",
        "continue read full читать подробнее",
        r"\W*(?:Continue reading|Read (?:more|on|the (?:full|whole) (?:story|article))|Full story"
        r"|Читать (?:далее|дальше|полностью)|Подробнее)[\s.…»→>\])]*",
    ),
    (
        "continue-reading",
        "register subscribe sign log зарегистрируйтесь подпишитесь войдите",
        r"(?:(?:Register|Subscribe|Sign in|Log in) to (?:read|continue)"
        r"|(?:Зарегистрируйтесь|Подпишитесь|Войдите),? чтобы (?:читать|прочитать))\b.*",
    ),
    (
        "read-more",
        "read also see related more читайте читать по смотрите",
        r"\W{0,3}(?:Read more|Read also|See also|Also read|Read|Related(?: (?:stories|articles|news))?|More on this"
        r"|Читайте также|Читать также|По теме|Смотрите также)\s*[:|]\s*\S.*",
    ),
    ("author", "view", r"View (?:more|all) (?:articles|posts|stories) (?:from|by)\s*\S.*"),
    ("author", "все", r"Все (?:статьи|материалы|публикации) автора\b.*"),
    (
        "author",
        "our авторы наши",
        r"(?:Our (?:People|Authors|Team|Contributors)|Авторы|Наши авторы)\s*[>»›/]\s*\S.*",
    ),
    (
        "byline",
        "written reported posted story words",
        r"[-–—•*\s]*(?:Written|Reported|Posted|Story|Words) by:?\s+\S+\s+\S.*",
    ),
    (
        "byline",
        "author authors автор авторы текст",
        r"[-–—•*\s]*(?:Authors?|Автор(?: текста)?|Авторы|Текст)\s*:\s*\S.*",
    ),
    (
        "caption",
        "cover main featured file image images photo photos photograph picture video graphic illustration map "
        "фото видео снимок иллюстрация инфографика карта",
        r"\(?(?:(?:Cover|Main|Featured|File) )?(?:Images?|Photos?|Photograph|Picture|Video|Graphic|Illustration|Map"
        r"|Фото|Видео|Снимок|Иллюстрация|Инфографика|Карта)"
        r"(?: (?:credit|courtesy|source|by|с сайта|из архива))?(?: ?[:©]|(?<= by))\s*\S.*",
    ),
    (
        "boilerplate",
        "advertisement sponsored share tweet leave print loading реклама поделиться комментарии распечатать",
        r"(?:Advertisement|Sponsored|Sponsored content|Share(?: this)?(?: (?:story|article|post))?|Tweet"
        r"|Leave a (?:comment|reply)|Print|Loading|Реклама|Поделиться|Комментарии|Распечатать)[\s.…:]*",
    ),
)
_BY_WORD: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _rule, _words, _line in _RULES:
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append((_rule, re.compile(_line, re.IGNORECASE)))
_BY_MARK = {
    "@": ("caption", re.compile(r"@[\w.\-]+(?:\s*[,/|]\s*@?[\w.\- ]+)*")),
    "©": ("caption", re.compile(r"©\s*\S.*")),
    "[": ("shortcode", re.compile(r"(?:\[/?[a-z_]+(?:\s[^\]\n]*=[^\]\n]*)?\]\s*)+")),
}
_LISTING = re.compile(
    r"[^\d\n]{0,40}(?<!\d)(?P<first>\d[\d,]*)\s*[-–—]\s*(?P<last>\d[\d,]*)\s+(?:of|из)\s+(?P<total>\d[\d,]*)[^\d\n]{0,20}"
)
_CREDIT_AT_END = re.compile(r"(?:.*[.!?…”»)]\s+)?(?:Image|Photo|Picture|Source|Фото|Снимок|Источник):\s*[^\n]{2,80}")
"""A caption in words, then its credit: `Felt dries at Kochkor. Photo: Asel Nurova`."""
_AVATAR = re.compile(r"(?P<name>.{2,60})['’]s Avatar")
_CAPTION = re.compile(r"\[caption\b[^\]]*\](?P<text>.*?)\[/caption\]", re.DOTALL)
_TAIL = re.compile(
    r"(?<=[.!?…»”\"\])])\s*(?:\[?…\]?\s*)?(Continue reading|Читать (?:далее|дальше|полностью))[\s.…»→>\])]*\Z"
)
_TAIL_LENGTH = 60
"""Characters at a paragraph's end in which its `Continue reading` can stand."""
_NAMED = re.compile(r"By\s+(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w.’'\-]*(?:,?\s+(?:and|&)\s+|,\s+|\s+|$)){2,8}")
_BEFORE_WORDS = "-–—•*([<→» \t\u00a0"
_AFTER_WORDS = ".,:…>»→])! \t\u00a0"
_LONGEST_LINE = 220
"""Characters. The longest line of furniture seen, a `Read more:` with its title, has some 160."""
_SCRAP_WORDS = 3
"""Words of a scrap in a masthead. Of 139 headlines 5 are as short, so it takes a ticker below, nothing longer above."""
_HEAD_END = re.compile(r"(?:(?:Latest|Recent|All|More)\ )?(?:Articles|Posts|Stories)|Статьи|Публикации|Материалы", re.X)
_HEAD_BLOCKS = 8
"""An author head (name, role, some paragraphs of life) has up to so many blocks before the word `Articles`."""


def label_furniture(blocks: Sequence[Block]) -> tuple[Furniture, list[Block]]:
    """What the furniture says, and the same blocks with it labelled by reason.

    Credits become blocks of kind `caption` and stay with their article, as does the text of `[caption]` shortcodes.
    A paragraph that ends in `Continue reading` gives these words up to a block of their own.
    """
    labelled: list[Block] = []
    listing: Listing | None = None
    authors: list[int] = []
    for block in _cut_shortcodes(blocks):
        if block.reason or block.opens:
            labelled.append(block)
            continue
        text = block.text or (block.items[0] if len(block.items) == 1 else "")
        if not text or len(text) > _LONGEST_LINE:
            labelled.append(block)
            continue
        reason = _reason(text)
        if reason == "listing" and (found := _LISTING.fullmatch(text)):
            listing = listing or Listing(*(int(found[part].replace(",", "")) for part in ("first", "last", "total")))
        elif reason == "author":
            authors.append(len(labelled))
        elif reason is None and text.startswith("By ") and _is_byline(text, labelled):
            reason = "byline"
        if reason == "caption":
            block = Block("caption", text)
        elif reason:
            block = replace(block, reason=reason)
        labelled.append(block)
    author = _label_author_heads(labelled, authors)
    _label_masthead(labelled)
    return Furniture(_label_first_day(labelled), listing, author), labelled


def _reason(line: str) -> str | None:
    """What a line of furniture is; None for a line of text."""
    if line[0] in _BY_MARK:
        reason, pattern = _BY_MARK[line[0]]
        if pattern.fullmatch(line):
            return reason
    word = line.lstrip(_BEFORE_WORDS).split(" ", 1)[0].rstrip(_AFTER_WORDS).lower()
    for reason, pattern in _BY_WORD.get(word, ()):
        if pattern.fullmatch(line):
            return reason
    if (" of " in line or " из " in line) and _LISTING.fullmatch(line):
        return "listing"
    if ":" in line and _CREDIT_AT_END.fullmatch(line):
        return "caption"
    return "author" if line.endswith("Avatar") and _AVATAR.fullmatch(line) else None


def _cut_shortcodes(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with what a shortcode or a closing link parts in them as blocks of their own."""
    for block in blocks:
        text = block.text
        if block.reason or not text:
            yield block
        elif "[caption" in text:
            at = 0
            for found in _CAPTION.finditer(text):
                yield from _paragraph(block, text[at : found.start()])
                caption = found["text"].strip()
                # without words the shortcode itself is what must be accounted for
                yield Block("caption", caption) if caption else Block("paragraph", found[0], reason="shortcode")
                at = found.end()
            yield from _paragraph(block, text[at:])
        elif len(text) > _TAIL_LENGTH and (end := _closing_link(text)):
            yield from _paragraph(block, text[:end])
            yield Block("paragraph", text[end:].strip(), reason="continue-reading")
        else:
            yield block


def _closing_link(text: str) -> int | None:
    """Where the `Continue reading` begins that a paragraph ends in; None where it has none."""
    tail = text[-_TAIL_LENGTH:]
    if "Continue" not in tail and "Читать" not in tail:
        return None
    found = _TAIL.search(text, len(text) - _TAIL_LENGTH)
    return found.start() if found else None


def _paragraph(block: Block, text: str) -> Iterator[Block]:
    if text.strip():
        yield replace(block, text=text.strip())


def _is_byline(text: str, before: Sequence[Block]) -> bool:
    """`By NAME` is a byline directly under a headline; under a paragraph it may be a headline itself."""
    above = next((block for block in reversed(before) if block.reason is None), None)
    return bool(_NAMED.fullmatch(text)) and above is not None and len(above.text.split()) < 20


def _label_first_day(blocks: list[Block]) -> str | None:
    """Label a day that opens the page, before any other text, and give it."""
    for at, block in enumerate(blocks):
        if block.reason is None:
            day = day_line(block.text)
            if day:
                blocks[at] = replace(block, reason="date")
            return day
    return None


def _label_masthead(blocks: list[Block]) -> None:
    """Label the scraps above a ticker that opens the page: a city, a temperature, the name of the site."""
    first = next((at for at, block in enumerate(blocks) if block.reason == "ticker"), 0)
    if all(block.reason or len(block.plain.split()) <= _SCRAP_WORDS for block in blocks[:first]):
        for at in range(first):
            blocks[at] = replace(blocks[at], reason=blocks[at].reason or "masthead")


def _label_author_heads(blocks: list[Block], found: Sequence[int]) -> str | None:
    """Label the name, role and life around the lines that betray an author's head; give the name if it opens the page.

    A head runs from the breadcrumb or avatar line to the word `Articles`, or up from `View more articles from NAME`.
    """
    page_author = None
    for at in found:
        text = blocks[at].text or blocks[at].items[0]
        name = _author_name(text)
        if text.startswith(("View ", "Все ")):
            _label_life_above(blocks, at, name)
            continue
        if page_author is None and not any(block.reason is None for block in blocks[:at]):
            page_author = name
        ends = [
            i for i in range(at + 1, min(len(blocks), at + 1 + _HEAD_BLOCKS)) if _HEAD_END.fullmatch(blocks[i].text)
        ]
        for i in range(at + 1, ends[0] + 1 if ends else at + 1):
            blocks[i] = replace(blocks[i], reason=blocks[i].reason or "author")
        if not ends and at + 1 < len(blocks) and blocks[at + 1].text == name:
            blocks[at + 1] = replace(blocks[at + 1], reason="author")
    return page_author


def _author_name(text: str) -> str:
    """The name in a line of an author's head.

    >>> _author_name("Our People > Asel Nurova"), _author_name("View more articles fromAsel Nurova")
    ('Asel Nurova', 'Asel Nurova')
    """
    name = re.sub(r".*[>»›/]\s*|['’]s Avatar$|^View \w+ \w+ (?:from|by)\s*|^Все \w+ автора\W*", "", text)
    return name.strip()


def _label_life_above(blocks: list[Block], at: int, name: str) -> None:
    """Label what stands above `View more articles from NAME`, up to the name, or a life that opens with it."""
    above = range(at - 1, max(-1, at - 1 - _HEAD_BLOCKS), -1)
    top = next((i for i in above if blocks[i].text in (name, f"{name}’s Avatar", f"{name}'s Avatar")), None)
    if top is None and at and blocks[at - 1].text.startswith(name):
        top = at - 1
    for i in range(at if top is None else top, at):
        blocks[i] = replace(blocks[i], reason=blocks[i].reason or "author")
