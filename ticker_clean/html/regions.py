"""What the name of an element says of the region it opens: navigation, comments, a share bar, the body of an article.

The words are the web's own: tag names and roles of the HTML and ARIA standards, and the class names that themes,
frameworks and content systems have in common. They are evidence: `content` sets a hint aside where the text
below the element speaks against it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple


class Hint(NamedTuple):
    """What an element's tag and attributes say of it."""

    reason: str | None = None
    """Why its text is no article text."""
    firm: bool = False
    """Whether the standard says so (`nav`, `hidden`), not a class name."""
    core: bool = False
    """It says that it holds an article or its body."""
    part: str | None = None
    """Which part of an article it is: `title`, `caption`, `byline`, `quote`; `bold` for a line set in bold."""


NOTHING = Hint()

_BY_TAG = {
    "nav": Hint("navigation", True),
    "menu": Hint("navigation", True),
    "footer": Hint("boilerplate", True),
    "aside": Hint("related", True),
    "noscript": Hint("hidden", True),
    "dialog": Hint("hidden", True),
    "form": Hint("boilerplate"),
    "fieldset": Hint("boilerplate"),
    "address": Hint("byline", False, False, "byline"),
    "figure": Hint(part="caption"),
    "figcaption": Hint(part="caption"),
    "blockquote": Hint(part="quote"),
    "article": Hint(core=True),
    "main": Hint(core=True),
    "amp-ad": Hint("boilerplate", True),
    "amp-sidebar": Hint("navigation", True),
    "amp-user-notification": Hint("boilerplate", True),
    "amp-consent": Hint("boilerplate", True),
}

_BY_ROLE = {
    "navigation": Hint("navigation", True),
    "menu": Hint("navigation", True),
    "menubar": Hint("navigation", True),
    "search": Hint("boilerplate", True),
    "contentinfo": Hint("boilerplate"),
    "banner": Hint("navigation"),
    "complementary": Hint("related"),
    "dialog": Hint("boilerplate", True),
    "alertdialog": Hint("boilerplate", True),
    "alert": Hint("boilerplate"),
    "tooltip": Hint("hidden", True),
    "article": Hint(core=True),
    "main": Hint(core=True),
}

_BY_ITEMPROP = {
    "articlebody": Hint(core=True),
    "headline": Hint(part="title"),
    "caption": Hint(part="caption"),
    "comment": Hint("comments"),
    "author": Hint("byline", False, False, "byline"),
    "datepublished": Hint("byline", False, False, "byline"),
}

_REASONS = {
    "navigation": """
        nav navbar navigation navi menu menus submenu megamenu hamburger offcanvas breadcrumb breadcrumbs crumbs topbar
        pagination pager paging sitemap masthead toc skip
        """,
    "boilerplate": """
        footer foot cookie cookies gdpr consent privacy newsletter newsletters subscribe subscription subscriptions
        signup signin login promo promos promotion advert adverts advertisement advertising ad ads adv sponsor sponsored
        sponsors banner banners copyright disclaimer popup modal overlay sticky toast tooltip share shares sharing
        sharedaddy shareline addthis social socials socialite follow tags taglist tagcloud linkback keywords print
        printfriendly rating ratings toolbar tools donate donation cta feedback survey poll widget widgets search form
        download notice correction player apps
        """,
    "comments": "comment comments commentlist respond disqus discussion replies livefyre",
    "related": """
        related recommended recommendation recommendations recommend popular trending latest recirc recirculation
        outbrain taboola mostread morefrom readmore readnext upnext nextclick interlink sidebar rail aside carousel
        slider slideshow gallery teasers roundup
        """,
    "byline": """
        byline bylines author authors authored authorship bio biography contributor contributors reporter meta metadata
        postmeta postinfo timestamp dateline datetime pubdate published posted
        """,
}
_WORDS = {word: reason for reason, words in _REASONS.items() for word in words.split()}
"""Words of class names and ids, and the reason they give. A name is cut at capitals, digits and marks."""

_PHRASES: dict[str, str] = {
    "mostpopular": "related",
    "mostread": "related",
    "mostviewed": "related",
    "readmore": "related",
    "readalso": "related",
    "seealso": "related",
    "morefrom": "related",
    "morestories": "related",
    "morenews": "related",
    "morelike": "related",
    "moreon": "related",
    "youmay": "related",
    "maylike": "related",
    "upnext": "related",
    "nextarticle": "related",
    "relatedposts": "related",
    "alsoread": "related",
    "signup": "boilerplate",
    "signin": "boilerplate",
    "authorbio": "byline",
    "aboutauthor": "byline",
}
"""The same for two words in a row."""

_HIDDEN_NAMES = """
    hidden hide sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only d-none is-hidden
    u-hidden display-none offscreen noscreen
    """
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
"""Whole class names that style sheets use for text nobody sees."""

_CORE = frozenset(
    f"{of}{what}"
    for of in ("article", "story", "entry", "post", "news", "page", "main")
    for what in ("body", "content", "text", "copy")
) | {"hentry", "prose"}
"""`article-body`, `story_content`, `postText`: names of the body of an article, marks and capitals taken out."""
_CAPTION_WORDS = "caption captions credit credits cutline photo photos image images img picture pictures photographer"
_CAPTIONS = frozenset(_CAPTION_WORDS.split())
_TITLES = frozenset(("title", "titles", "headline", "headlines", "heading", "hed"))
_NEGATING = frozenset(("no", "not", "without", "has", "with", "is", "hide", "non", "js"))
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BOLD = Hint(part="bold")

_TELLING = frozenset(("style", "hidden", "aria-hidden", "role", "itemprop"))
_LONGEST_NAME = 80
"""Characters; longer names are the work of programs, and say nothing."""
_CACHE_SIZE = 16_384
_names: dict[tuple[str, str], Hint] = {}
_words: dict[str, Hint] = {}
_MARKS = {code: " " for code in range(128) if not chr(code).isalpha()}


def hint_of(tag: str, attributes: list[tuple[str, str]]) -> Hint:
    """What an element says of itself; the firmest of its marks wins, and tag before role before name."""
    hint = _BY_TAG.get(tag, NOTHING)
    if not attributes or hint.firm:
        return hint
    name = ident = ""
    for key, value in attributes:
        if key == "class":
            name = value
        elif key == "id":
            ident = value
        elif key in _TELLING:
            hint = _merge(hint, _of_attribute(key, value))
    if hint.firm or tag == "body":
        return hint
    if name or ident:
        known = _names.get((name, ident))
        if known is None:
            if len(_names) > _CACHE_SIZE:
                _names.clear()
            known = _names[name, ident] = _of_name(name, ident)
        if known is not NOTHING:
            return _merge(hint, known)
    return hint


def _of_attribute(key: str, value: str) -> Hint:
    if key == "style":
        if _HIDDEN_STYLE.search(value):
            return Hint("hidden", True)
        return _BOLD if _BOLD_STYLE.search(value) else NOTHING
    if key == "hidden":
        return Hint("hidden", True)
    if key == "aria-hidden":
        return Hint("hidden") if value == "true" else NOTHING
    if key == "role":
        return _BY_ROLE.get(value, NOTHING)
    return _BY_ITEMPROP.get(value.lower(), NOTHING)


def _merge(hint: Hint, other: Hint) -> Hint:
    if hint is NOTHING:
        return other
    if other is NOTHING:
        return hint
    core = hint.core or other.core
    reason = hint.reason or (None if hint.core else other.reason)
    return Hint(
        reason, hint.firm or other.firm, core, other.part if hint.part in (None, "bold") and other.part else hint.part
    )


def _of_name(name: str, ident: str) -> Hint:
    """What the class names and the id of an element say together."""
    reason = part = None
    core = False
    words = name.split()
    if ident:
        words.append(ident)
    for word in words:
        said = _words.get(word)
        if said is None:
            if len(_words) > _CACHE_SIZE:
                _words.clear()
            said = _words[word] = _of_word(word)
        if said is NOTHING:
            continue
        if said.reason == "hidden":
            return said
        core = core or said.core
        part = part or said.part
        if said.reason and (reason is None or reason == "byline"):
            reason = said.reason
    if part == "caption":
        reason = None
    return Hint(reason, False, core, part) if reason or core or part else NOTHING


def _of_word(word: str) -> Hint:
    lowered = word.lower()
    if lowered in _HIDDEN:
        return Hint("hidden")
    plain = word.translate(_MARKS) if lowered == word else " ".join(_TOKEN.findall(word)).lower()
    tokens = plain.split()
    if not tokens or tokens[0] in _NEGATING or "embed" in tokens or len(word) > _LONGEST_NAME:
        return NOTHING
    pairs = [a + b for a, b in pairwise(tokens)] if len(tokens) > 1 else ()
    reason = next((_WORDS[token] for token in tokens if token in _WORDS), None)
    if reason is None:
        reason = next((_PHRASES[pair] for pair in pairs if pair in _PHRASES), None)
    core = not _CORE.isdisjoint(tokens) or not _CORE.isdisjoint(pairs) or tokens == ["entry"]
    part = None
    if not _CAPTIONS.isdisjoint(tokens) or "caption" in lowered:
        part = "caption"
    elif not _TITLES.isdisjoint(tokens) or "title" in lowered or "headline" in lowered:
        part = "title"
    return Hint(reason, False, core, part) if reason or core or part else NOTHING
