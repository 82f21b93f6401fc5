"""The stories of `newsroom` as HTML: pages that hold several of them in full, and pages of a single one.

`html(stories, ticker, markup)` writes each of `MARKUPS`, `article_html(story, ticker, template)` each of `TEMPLATES`;
the ticker stands in the form usual for the markup, or in any other of `TICKER_FORMS`.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from html import escape

from newsroom import FIVE, Story, Ticker
from newsroom_shells import (
    COMMENTS,
    NAME,
    RELATED,
    SHARE,
    SITE,
    Shell,
    amp_shell,
    app,
    divs,
    modern,
    old_table,
    ticker_html,
    xhtml_shell,
)

from ticker_clean.model import Block

# --- the blocks of a story -------------------------------------------------------------------------------------------


def _inline(text: str, number: int = 0) -> str:
    """Text with a link or an emphasis on one of its words, as prose on the web has it."""
    words = escape(text, quote=False).split(" ")
    at = 3 + number % 4
    if at < len(words) and words[at].isalpha():
        tag = ("a", "em", "strong")[number % 3]
        link = f' href="{SITE}/tag/{number}"' if tag == "a" else ""
        words[at] = f"<{tag}{link}>{words[at]}</{tag}>"
    return " ".join(words)


def _block(block: Block, number: int, *, p: str, heading: str) -> str:
    if block.kind == "list":
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + f"</{tag}>"
    if block.kind == "table":
        first, *rest = block.rows
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rest)
        return "<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in first) + f"</tr>{rows}</table>"
    text = _inline(block.text, number) if block.kind == "paragraph" else escape(block.text, quote=False)
    match block.kind:
        case "heading":
            return heading.format(text)
        case "quote":
            return f"<blockquote><p>{text}</p></blockquote>"
        case "caption":
            return f'<figure><img src="/img/{number}.jpg" alt="" /><figcaption>{text}</figcaption></figure>'
        case _:
            return p.format(text)


def blocks_html(story: Story, *, p: str = "<p>{}</p>", heading: str = "<h3>{}</h3>", first: int = 0) -> str:
    """The body of a story from block `first` on, a block a line."""
    return "\n".join(_block(b, n, p=p, heading=heading) for n, b in enumerate(story.blocks[first:]))


def _by(story: Story) -> str:
    names = " and ".join(f'<a href="/authors/{n}" rel="author">{escape(a)}</a>' for n, a in enumerate(story.authors))
    return f"By {names}" if names else ""


def _time(story: Story) -> str:
    return f'<time datetime="{story.published}">{story.published}</time>' if story.published else ""


def _title(story: Story, *, linked: bool = False) -> str:
    title = escape(story.title, quote=False)
    return f'<a href="{story.url}">{title}</a>' if linked else title


# --- markups: several stories in full --------------------------------------------------------------------------------


def _semantic(s: Story) -> str:
    body = textwrap.fill(blocks_html(s), 100, break_on_hyphens=False, break_long_words=False)
    return f"""<article lang="{s.language}">
<header><h2>{_title(s)}</h2><p class="byline">{_by(s)} {_time(s)}</p></header>
{body}
<footer>{SHARE}</footer></article>"""


def _linked(s: Story) -> str:
    return f"""<article class="story"><a href="{s.url}" tabindex="-1"><img src="/t.jpg" alt=""></a>
<h2 class="story-title">{_title(s, linked=True)}</h2>
<div class="story-meta"><span class="author">{_by(s)}</span> · {_time(s)} ·
<a href="{s.url}#c">Leave a comment</a></div>
<div class="story-body">{blocks_html(s)}</div></article>"""


def _div_soup(s: Story) -> str:
    return f"""<div class="item"><div class="item-in"><div class="item-top"><h3>{_title(s)}</h3></div>
<div class="item-info"><div>{_by(s)}</div><div>{_time(s)}</div></div>
<div class="item-text">{blocks_html(s, p='<div class="par">{}</div>', heading="<h4>{}</h4>")}</div></div>
{SHARE}</div>"""


def _table_1990s(s: Story) -> str:
    return f"""<tr><td bgcolor="#EEEEDD"><font size="+1" face="Arial"><b>{_title(s)}</b></font></td></tr>
<tr><td><font face="Times" size="3">
{blocks_html(s, p="<p>{}", heading="<p><b>{}</b>")}
</font><hr noshade size="1"></td></tr>"""


def _bare_headings(s: Story) -> str:
    return f"<h2>{_title(s)}</h2>\n{blocks_html(s)}"


def _wp_classic(s: Story) -> str:
    return f"""<div class="post type-post status-publish hentry category-news">
<h2 class="entry-title">{_title(s, linked=True)}</h2>
<div class="entry-meta"><span class="meta-sep">Posted on</span> {_time(s)}
<span class="author vcard">{_by(s)}</span></div>
<div class="entry-content">{blocks_html(s)}</div>
<div class="entry-utility">Posted in <a href="/news" rel="category tag">News</a> |
<span class="comments-link"><a href="{s.url}#respond">Leave a comment</a></span></div></div>"""


def _wp_blocks(s: Story) -> str:
    heading = '<h3 class="wp-block-heading">{}</h3>'
    return f"""<li class="wp-block-post post type-post hentry"><div class="wp-block-group">
<h2 class="wp-block-post-title">{_title(s, linked=True)}</h2>
<div class="wp-block-post-date">{_time(s)}</div><div class="wp-block-post-author-name">{_by(s)}</div>
<div class="entry-content wp-block-post-content">{blocks_html(s, heading=heading)}</div></div></li>"""


def _amp(s: Story) -> str:
    return f"""<div class="amp-wp-article"><h1 class="amp-wp-title">{_title(s)}</h1>
<div class="amp-wp-meta">{_by(s)}</div><amp-img src="/t.jpg" width="640" height="360" layout="responsive"></amp-img>
<div class="amp-wp-article-content">{blocks_html(s)}</div>
<amp-social-share type="telegram"></amp-social-share></div>"""


def _cards(s: Story) -> str:
    p, heading = '<p class="card__text">{}</p>', '<h4 class="card__subtitle">{}</h4>'
    return f"""<section class="card card--wide"><h3 class="card__title">
  <a class="card__link" href="{s.url}">{_title(s)}</a></h3>
<span class="card__label">News</span><div class="card__body">{blocks_html(s, p=p, heading=heading)}</div></section>"""


def _main_sections(s: Story) -> str:
    return f'<section><h2>{_title(s)}</h2><p class="meta">{_time(s)} {_by(s)}</p>{blocks_html(s)}</section>'


def _microdata(s: Story) -> str:
    by = "".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person">By '
        f'<span itemprop="name">{escape(author)}</span></span> '
        for author in s.authors
    )
    return f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">{_title(s)}</h2>
<link itemprop="url" href="{s.url}"><meta itemprop="datePublished" content="{s.published}">
<meta itemprop="inLanguage" content="{s.language}"><div class="by">{by}</div>
<div itemprop="articleBody">{blocks_html(s)}</div></div>"""


def _styled_div(s: Story) -> str:
    heading = '<div style="font-weight:bold">{}</div>'
    return f"""<div class="n"><div class="headline" style="font-size:22px; font-weight:bold">{_title(s)}</div>
<div class="date">{_time(s)}</div><div class="text">{blocks_html(s, heading=heading)}</div></div>"""


def _list_items(s: Story) -> str:
    return f"""<li class="news"><h3>{_title(s, linked=True)}</h3><span class="date">{_time(s)}</span>
<div>{blocks_html(s, heading="<h4>{}</h4>")}</div></li>"""


def _xhtml(s: Story) -> str:
    body = textwrap.fill(blocks_html(s), 80, break_on_hyphens=False, break_long_words=False)
    return f"""<div class="entry" xml:lang="{s.language}"><h2>{_title(s)}</h2>
<div class="small">{s.published}<br />{_by(s)}</div>{body}<p class="clear"></p></div>"""


def _definition_list(s: Story) -> str:
    return f"<dt>{_title(s)}</dt><dd>{blocks_html(s, heading='<h4>{}</h4>')}</dd>"


def _drupal(s: Story) -> str:
    return f"""<div class="views-row"><div class="node node--type-article node--view-mode-full" about="{s.url}">
<h2 class="node__title"><a href="{s.url}"><span class="field field--name-title">{_title(s)}</span></a></h2>
<div class="node__meta"><span class="field--name-uid">{_by(s)}</span> {_time(s)}</div>
<div class="node__content"><div class="clearfix text-formatted field field--name-body field__item">
{blocks_html(s)}</div></div>
<ul class="links inline"><li><a href="{s.url}#c">Leave a comment</a></li></ul></div></div>"""


def _hashed_classes(s: Story) -> str:
    p, heading = '<p class="sc-1q">{}</p>', '<h3 class="sc-9z">{}</h3>'
    return f"""<div class="css-1x2y3z"><div class="css-a0"><h2 class="css-77 e1">{_title(s)}</h2></div>
<div class="css-b4"><span>{_by(s)}</span><span>{_time(s)}</span></div>
<div class="css-c8"><div>{blocks_html(s, p=p, heading=heading)}</div></div></div>"""


Markup = tuple[Shell, str, Callable[[Story], str], str]
"""(shell, what stands around the stories, how one is written, form of the ticker)"""

MARKUPS: dict[str, Markup] = {
    "semantic": (modern, "{}", _semantic, "list"),
    "linked": (modern, '<div class="feed"><h1>Latest news</h1>{}</div>', _linked, "spans"),
    "div-soup": (divs, '<div class="items">{}</div>', _div_soup, "list"),
    "table-1990s": (old_table, "{}", _table_1990s, "table"),
    "bare-headings": (divs, '<div class="content">{}</div>', _bare_headings, "breaks"),
    "wp-classic": (divs, '<div id="container">{}</div>', _wp_classic, "marquee"),
    "wp-blocks": (modern, '<ul class="wp-block-post-template">{}</ul>', _wp_blocks, "list"),
    "amp": (amp_shell, "{}", _amp, "spans"),
    "cards": (modern, '<div class="cards">{}</div>', _cards, "list"),
    "main-sections": (modern, "{}", _main_sections, "table"),
    "microdata": (modern, '<div class="list">{}</div>', _microdata, "spans"),
    "styled-div": (divs, "{}", _styled_div, "marquee"),
    "list-items": (divs, '<ul class="newslist">{}</ul>', _list_items, "list"),
    "xhtml": (xhtml_shell, "{}", _xhtml, "list"),
    "definition-list": (divs, "<dl>{}</dl>", _definition_list, "table"),
    "drupal": (divs, '<div class="view"><div class="view-content">{}</div></div>', _drupal, "spans"),
    "hashed-classes": (app, '<div class="css-list">{}</div>', _hashed_classes, "spans"),
}

UNMARKED_HEADINGS = frozenset({"table-1990s", "styled-div"})
"""Here headlines and section heads are bold text; no heading element says so."""


def html(
    stories: Sequence[Story],
    ticker: Ticker | None,
    markup: str,
    *,
    copies: int = 2,
    ticker_form: str | None = None,
) -> str:
    """A page that holds every story in full, in one of `MARKUPS`."""
    shell, around, write, form = MARKUPS[markup]
    main = around.format("\n".join(map(write, stories)))
    return shell(stories, ticker_html(ticker, ticker_form or form, copies), main, "")


# --- templates: a page of one story ----------------------------------------------------------------------------------


def _author_box(s: Story) -> str:
    bio = "has reported from the region since 2016 and keeps bees."
    return "".join(f'<div class="author-box"><h4>{escape(a)}</h4><p>{escape(a)} {bio}</p></div>' for a in s.authors)


def _open_graph(s: Story) -> str:
    authors = "".join(f'<meta property="article:author" content="{escape(author)}">' for author in s.authors)
    return f"""<meta property="og:type" content="article"><meta property="og:title" content="{escape(s.title)}">
<meta property="og:url" content="{s.url}"><meta property="og:description" content="{escape(s.blocks[0].text)}">
<meta property="article:published_time" content="{s.published}T08:30:00+06:00">{authors}
<link rel="canonical" href="{s.url}">"""


def _json_ld(s: Story) -> str:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": NAME, "url": SITE},
            {
                "@type": "NewsArticle",
                "headline": s.title,
                "datePublished": f"{s.published}T08:30:00+06:00",
                "dateModified": "2025-12-01T10:00:00+06:00",
                "inLanguage": s.language,
                "author": [{"@type": "Person", "name": author} for author in s.authors],
                "mainEntityOfPage": s.url,
            },
        ],
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>\n'


def _plain_article(s: Story) -> str:
    return f"""<article><h1>{_title(s)}</h1><p class="meta">{_by(s)} {_time(s)}</p>{SHARE}
{blocks_html(s, heading="<h2>{}</h2>")}</article>{_author_box(s)}{RELATED}"""


def _wordpress_article(s: Story) -> str:
    return f"""<article class="post single hentry"><header class="entry-header"><h1 class="entry-title">{_title(s)}</h1>
<div class="entry-meta"><span class="posted-on">{_time(s)}</span> <span class="byline">{_by(s)}</span></div></header>
<div class="entry-content">{blocks_html(s)}
<div class="sharedaddy"><h3>Share this:</h3>{SHARE}</div>{RELATED}</div></article>{_author_box(s)}{COMMENTS}"""


def _div_article(s: Story) -> str:
    return f"""<div class="breadcrumbs"><a href="/">Home</a> » <a href="/news">News</a></div>
<div class="detail"><h1 class="detail-title">{_title(s)}</h1><div class="detail-text">{blocks_html(s)}</div></div>
{RELATED}{COMMENTS}"""


def _print_version(s: Story) -> str:
    return f"""<tr><td><font size="+2"><b>{_title(s)}</b></font><br><i>{", ".join(s.authors)}</i>
{blocks_html(s, p="<p>{}", heading="<p><b>{}</b>")}</td></tr>"""


def _no_head(_: Story) -> str:
    return ""


Template = tuple[Shell, Callable[[Story], str], Callable[[Story], str], str]
"""(shell, how the story is written, what of it the head says, form of the ticker)"""

TEMPLATES: dict[str, Template] = {
    "json-ld": (modern, _plain_article, _json_ld, "list"),
    "open-graph": (divs, _div_article, _open_graph, "spans"),
    "microdata": (modern, _microdata, _no_head, "table"),
    "wordpress": (modern, _wordpress_article, lambda s: _open_graph(s) + _json_ld(s), "marquee"),
    "print-version": (old_table, _print_version, _no_head, "breaks"),
}


def article_html(
    story: Story,
    ticker: Ticker | None = FIVE,
    template: str = "json-ld",
    *,
    copies: int = 2,
    ticker_form: str | None = None,
) -> str:
    """A page of one story in full, in one of `TEMPLATES`."""
    shell, write, head, form = TEMPLATES[template]
    return shell([story], ticker_html(ticker, ticker_form or form, copies), write(story), head(story))
