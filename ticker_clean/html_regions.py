"""What the name of an element says of the region it opens: navigation, comments, a share bar, the body of an article.

The words are the web's own: tag names and roles of the HTML and ARIA standards, and the class names that themes,
frameworks and content systems have in common. They are evidence: `html_content` sets a hint aside where the text
below the element speaks against it.
"""

from __future__ import annotations

import re
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


_NOTHING = Hint()

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

_WORDS: dict[str, str] = {
    word: reason
    for reason, words in {
        "navigation": "nav navbar navigation menu menus submenu breadcrumb breadcrumbs crumbs topbar pagination pager paging "
        "sitemap masthead toc skip megamenu hamburger offcanvas navi",
        "boilerplate": "footer cookie cookies gdpr consent newsletter newsletters subscribe subscription subscriptions "
        "signup promo promos promotion advert adverts advertisement ad ads adv advertising sponsor sponsored sponsors "
        "banner copyright disclaimer popup modal overlay login privacy signin share shares sharing social socials follow "
        "tags taglist keywords print printfriendly rating ratings toolbar tools donate donation cta feedback survey poll "
        "widget widgets tooltip search form download notice correction player banners sticky toast survey apps foot "
        "linkback tagcloud shareline sharedaddy addthis socialite",
        "comments": "comment comments respond disqus discussion replies commentlist livefyre",
        "related": "related relacionadas recommended recommendation recommendations recommend popular trending latest "
        "recirc recirculation outbrain taboola mostread morefrom readmore sidebar rail aside "
        "carousel slider slideshow gallery teasers roundup interlink readnext upnext nextclick",
        "byline": "byline bylines author authors authored authorship bio biography contributor contributors reporter meta "
        "metadata postmeta timestamp dateline postinfo datetime pubdate published posted",
    }.items()
    for word in words.split()
}
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

_HIDDEN = frozenset(
    "hidden hide sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only d-none is-hidden "
    "u-hidden display-none offscreen noscreen".split()
)
"""Whole class names that style sheets use for text nobody sees."""

_CORE = frozenset(
    f"{of}{what}"
    for of in ("article", "story", "entry", "post", "news", "page", "main")
    for what in ("body", "content", "text", "copy")
) | {"hentry", "prose"}
"""`article-body`, `story_content`, `postText`: names of the body of an article, marks and capitals taken out."""
_CAPTIONS = frozenset(
    "caption captions credit credits cutline photo photos image images img picture pictures photographer".split()
)
_TITLES = frozenset(("title", "titles", "headline", "headlines", "heading", "hed"))
_NEGATING = frozenset(("no", "not", "without", "has", "with", "is", "hide", "non", "js"))
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BOLD = Hint(part="bold")

_LONGEST_NAME = 80
"""Characters; longer names are the work of programs, and say nothing."""
_CACHE_SIZE = 4096
_names: dict[tuple[str, str], Hint] = {}
_words: dict[str, Hint] = {}
_MARKS = {code: " " for code in range(128) if not chr(code).isalpha()}


def hint_of(tag: str, attributes: list[tuple[str, str]]) -> Hint:
    """What an element says of itself; the firmest of its marks wins, and tag before role before name."""
    hint = _BY_TAG.get(tag, _NOTHING)
    if not attributes or hint.firm:
        return hint
    name = ident = ""
    for key, value in attributes:
        if key == "class":
            name = value
        elif key == "id":
            ident = value
        elif key == "style":
            if _HIDDEN_STYLE.search(value):
                return Hint("hidden", True)
            if _BOLD_STYLE.search(value):
                hint = _merge(hint, _BOLD)
        elif key == "hidden" or (key == "aria-hidden" and value == "true"):
            return Hint("hidden", key == "hidden")
        elif key == "role":
            hint = _merge(hint, _BY_ROLE.get(value, _NOTHING))
        elif key == "itemprop":
            hint = _merge(hint, _BY_ITEMPROP.get(value.lower(), _NOTHING))
    if (name or ident) and not hint.firm and tag != "body":
        known = _names.get((name, ident))
        if known is None:
            if len(_names) > _CACHE_SIZE:
                _names.clear()
            known = _names[name, ident] = _of_name(name, ident)
        hint = _merge(hint, known)
    return hint


def _merge(hint: Hint, other: Hint) -> Hint:
    if hint is _NOTHING:
        return other
    if other is _NOTHING:
        return hint
    core = hint.core or other.core
    reason = hint.reason or (None if hint.core else other.reason)
    return Hint(reason, hint.firm or other.firm, core, other.part if hint.part in (None, "bold") and other.part else hint.part)


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
        if said is _NOTHING:
            continue
        if said.reason == "hidden":
            return said
        core = core or said.core
        part = part or said.part
        if said.reason and (reason is None or reason == "byline"):
            reason = said.reason
    if part == "caption":
        reason = None
    return Hint(reason, False, core, part) if reason or core or part else _NOTHING


def _of_word(word: str) -> Hint:
    lowered = word.lower()
    if lowered in _HIDDEN:
        return Hint("hidden")
    if lowered == word:
        tokens = word.translate(_MARKS).split()
    else:
        tokens = " ".join(_TOKEN.findall(word)).lower().split()
    if not tokens or tokens[0] in _NEGATING or "embed" in tokens or len(word) > _LONGEST_NAME:
        return _NOTHING
    pairs = [a + b for a, b in zip(tokens, tokens[1:], strict=False)] if len(tokens) > 1 else ()
    reason = next((_WORDS[token] for token in tokens if token in _WORDS), None)
    if reason is None:
        reason = next((_PHRASES[pair] for pair in pairs if pair in _PHRASES), None)
    core = not _CORE.isdisjoint(tokens) or not _CORE.isdisjoint(pairs) or tokens == ["entry"]
    part = None
    if not _CAPTIONS.isdisjoint(tokens) or "caption" in lowered:
        part = "caption"
    elif not _TITLES.isdisjoint(tokens) or "title" in lowered or "headline" in lowered:
        part = "title"
    return Hint(reason, False, core, part) if reason or core or part else _NOTHING
