"""HTML pages of many markups: every article exact, everything else accounted for, the same answer as from a dump."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import ENGLISH, FIVE, FOUR, RUSSIAN, STORIES, dump, find
from newsroom_html import MARKUPS, TEMPLATES, article_html, html
from newsroom_shells import FURNITURE, TICKER_FORMS

from ticker_clean.clean import clean_page
from ticker_clean.html.blocks import html_blocks

SETS = {"six": ENGLISH[:6], "all": STORIES, "russian": RUSSIAN, "two": ENGLISH[6:8]}
TEXT = "The herders of the upper valley sold more wool this autumn than in any of the past four years."
MORE = "Prices rose by a third, said the head of their union, and two new buyers came from the plain."


def shape(blocks):
    """What a reader sees of blocks: their kinds and texts."""
    return [(block.kind, block.plain) for block in blocks]


def page(body, head=""):
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def clean(body, head=""):
    return clean_page(page(body, head).encode())


# --- whole pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", SETS.values(), ids=SETS)
@pytest.mark.parametrize("markup", MARKUPS)
def test_listing_gives_every_article_as_its_dump_does(markup, stories):
    cleaned = clean_page(html(stories, FIVE, markup).encode())
    told = clean_page(dump(stories, FIVE).encode())
    assert [article.title for article in cleaned.articles] == [story.title for story in stories]
    for article, story in zip(cleaned.articles, stories, strict=True):
        assert article.body == story.blocks
    assert all(article.complete and article.confidence == 1 for article in cleaned.articles)
    assert cleaned.snapshot is not None
    assert cleaned.snapshot == told.snapshot
    # a dump tells its headlines by the words alone, and may miss one; where it was parted rightly, ids are the same
    if [article.title for article in told.articles] == [story.title for story in stories]:
        assert cleaned.page.articles == told.page.articles


@pytest.mark.parametrize("form", ["full", "listing"])
def test_ids_of_a_page_and_of_its_dump_are_the_same(form):
    stories = ENGLISH[:6]
    told = clean_page(dump(stories, FIVE, form=form).encode()).page
    same = [clean_page(html(stories, FIVE, markup).encode()).page for markup in MARKUPS]
    assert len(told.articles) == 6
    assert {page.articles for page in same} == {told.articles}
    assert {page.snapshot for page in same} == {told.snapshot}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title[:20])
def test_article_page_gives_its_one_article(template, story):
    cleaned = clean_page(article_html(story, FIVE, template).encode())
    (article,) = cleaned.articles
    assert article.title == story.title
    assert article.body == story.blocks
    assert article.dateline == story.dateline
    assert set(article.authors) <= set(story.authors)
    if template in ("json-ld", "open-graph", "wordpress", "microdata"):
        assert article.url == story.url
        assert article.authors == story.authors
        assert article.published is not None
        assert article.published.startswith(story.published)
    if template != "print-version":
        assert article.language in (story.language, None)


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_markup_says_of_each_article_is_its_own(markup):
    for article, story in zip(clean_page(html(ENGLISH[:6], FIVE, markup).encode()).articles, ENGLISH, strict=False):
        assert article.url in (story.url, None)
        assert article.authors in (story.authors, ())
        assert article.published in (story.published, None)


@pytest.mark.parametrize("ticker_form", TICKER_FORMS)
@pytest.mark.parametrize("markup", ["semantic", "div-soup", "table-1990s", "hashed-classes"])
@pytest.mark.parametrize("ticker", [FIVE, FOUR], ids=["five", "four"])
def test_ticker_in_any_form_is_the_same_snapshot(markup, ticker_form, ticker):
    stories = ENGLISH[:3]
    cleaned = clean_page(html(stories, ticker, markup, copies=4, ticker_form=ticker_form).encode())
    assert cleaned.snapshot == clean_page(dump(stories, ticker).encode()).snapshot
    assert cleaned.page.ticker_copies == 4
    assert len(cleaned.articles) == 3


@pytest.mark.parametrize("markup", MARKUPS)
def test_furniture_is_in_no_article(markup):
    cleaned = clean_page(html(STORIES, FIVE, markup).encode())
    text = "\n".join(article.title + "\n" + article.text for article in cleaned.articles)
    assert [phrase for phrase in FURNITURE if phrase in text] == []


# --- the law: nothing is lost, nothing is said twice -----------------------------------------------------------------


def words(blocks):
    return Counter(word for block in blocks for word in re.findall(r"\w+", block.plain))


def visible(source):
    """The words of a page, by the plainest of means."""
    source = re.sub(r"(?s)<(script|style|head|title)\b.*?</\1>|<!--.*?-->", " ", source)
    source = re.sub(r"(?i)</?(?:a|b|em|strong|span|font|small|i)\b[^>]*>", "", source)
    return Counter(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", source).replace("&nbsp;", " ").replace("&amp;", "&")))


@pytest.mark.parametrize("markup", sorted(set(MARKUPS) - {"table-1990s", "amp"}))
def test_every_word_of_the_page_is_in_one_block(markup):
    source = html(ENGLISH, FIVE, markup)
    blocks, _ = html_blocks(source)
    missing, extra = visible(source) - words(blocks), words(blocks) - visible(source)
    # neighbours without a space between them are one word to the regex above and two to a reader
    assert sum(missing.values()) <= 12
    assert not {word for word in extra if word not in "".join(missing)}


TAGS = ("div", "p", "span", "a", "b", "ul", "ol", "li", "table", "tr", "td", "section", "article", "nav", "h2", "h3")
TAGS += ("blockquote", "figure", "figcaption", "aside", "header", "footer", "form", "dl", "dt", "dd", "x-card", "em")
NAMES = ("", "", "", "menu", "post-title", "entry-content", "sr-only", "comments", "byline", "photo", "hidden")


@st.composite
def trees(draw, depth=0):
    """Markup of any nesting, whose words are all different."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth > 4 or draw(st.booleans()):
            parts.append("WORD " * draw(st.integers(1, 12)))
        else:
            tag, name = draw(st.sampled_from(TAGS)), draw(st.sampled_from(NAMES))
            parts.append(f'<{tag} class="{name}">{draw(trees(depth + 1))}</{tag}>')
        if draw(st.integers(0, 5)) == 0:
            parts.append("<br>")
    return " ".join(parts)


@settings(max_examples=300, deadline=None)
@given(trees())
def test_no_markup_loses_or_repeats_a_word(tree):
    numbers = iter(range(10**6))
    source = re.sub("WORD", lambda _: f"w{next(numbers)}", tree)
    blocks, _ = html_blocks(f"<body>{source}</body>")
    found = words(blocks)
    assert set(found) == {f"w{n}" for n in range(next(numbers))}
    assert set(found.values()) <= {1}


# --- pages without an article ----------------------------------------------------------------------------------------

NONE = {
    "missing": (
        "<h1>Page not found</h1><p>We could not find the page that you asked for, sorry about that.</p>",
        "there",
    ),
    "missing-russian": (
        "<h1>404</h1><p>Страница не найдена. Вернитесь на главную или воспользуйтесь поиском.</p>",
        "there",
    ),
    "login": (
        "<h1>Welcome back</h1><p>Please sign in with your address to go on reading this and other stories.</p>"
        "<form><input name=a><input type=password><button>Sign in</button></form>",
        "login",
    ),
    "script": ("<div id=root></div><script src=app.js></script>", "scripts"),
    "empty": ("", "no text"),
    "links": (
        "<ul>" + "".join(f"<li><a href=/{n}>A long headline number {n}</a></li>" for n in range(60)) + "</ul>",
        "links",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_page_without_article_says_why(name):
    body, why = NONE[name]
    cleaned = clean(body, "<title>The Tien Shan Courier</title>")
    assert cleaned.articles == ()
    assert why in cleaned.page.warnings[-1]


@pytest.mark.parametrize("source", ["<!-- nothing -->", "<html>", "<frameset><frame src=a.html></frameset>", "<p>"])
def test_scraps_are_no_error(source):
    blocks, metadata = html_blocks(source)
    assert blocks == []
    assert metadata.warnings


# --- parts of an article ---------------------------------------------------------------------------------------------

PARTS = {
    "two breaks part paragraphs": (f"<div>{TEXT}<br><br>{MORE}</div>", [("paragraph", TEXT), ("paragraph", MORE)]),
    "one break is a line": (f"<p>{TEXT}<br>{MORE}</p>", [("paragraph", f"{TEXT}\n{MORE}")]),
    "bold line is a section head": (
        f"<p>{TEXT}</p><p><b>What the Buyers Want</b></p><p>{MORE}</p>",
        [("paragraph", TEXT), ("heading", "What the Buyers Want"), ("paragraph", MORE)],
    ),
    "bold sentence is none": (
        f"<p><strong>{TEXT}</strong></p><p>{MORE}</p>",
        [("paragraph", TEXT), ("paragraph", MORE)],
    ),
    "text beside blocks": (f"<div>{TEXT}<p>{MORE}</p></div>", [("paragraph", TEXT), ("paragraph", MORE)]),
    "lists in lists": (
        f"<p>{TEXT}</p><ul><li>wool<ul><li>fine<li>coarse</ul><li>felt</ul>",
        [("paragraph", TEXT), ("list", "wool\nfine\ncoarse\nfelt")],
    ),
    "quote": (f"<p>{TEXT}</p><blockquote>{MORE}</blockquote>", [("paragraph", TEXT), ("quote", MORE)]),
    "empty cells stay": (
        f"<p>{TEXT}</p><table><tr><th>Year<th>Tons<tr><td>2024<td><tr><td>2025<td>31</table>",
        [("paragraph", TEXT), ("table", "Year\tTons\n2024\t\n2025\t31")],
    ),
    "layout table is no table": (
        f"<table><tr><td><p>{TEXT}</p></td><td width=5></td></tr></table><p>{MORE}</p>",
        [("paragraph", TEXT), ("paragraph", MORE)],
    ),
    "picture and its caption": (
        f"<p>{TEXT}</p><div class=wp-caption><p class=wp-caption-text>A flock near Naryn</p></div><p>{MORE}</p>",
        [("paragraph", TEXT), ("caption", "A flock near Naryn"), ("paragraph", MORE)],
    ),
    "note for screen readers": (
        f"<p>{TEXT} <a href=/x>{MORE}<span class=sr-only>(opens a new window)</span></a></p><p>{MORE}</p>",
        [("paragraph", f"{TEXT} {MORE}"), ("paragraph", MORE)],
    ),
    "script within a paragraph": (
        f"<p>{TEXT}<span><script>var a = 1</script> {MORE}</span></p>",
        [("paragraph", f"{TEXT} {MORE}")],
    ),
    "share bar and related links": (
        f"<div class=share><a href=#>Share on Telegram</a></div><p>{TEXT}</p><h3>Read also</h3>"
        f"<ul><li><a href=/1>Road to the Suek pass reopens</a><li><a href=/2>What a sheep costs</a></ul><p>{MORE}</p>",
        [("paragraph", TEXT), ("paragraph", MORE)],
    ),
    "entities and odd characters": (f"<p>{TEXT} &lt;3 &amp;amp; 5&nbsp;%</p>", [("paragraph", f"{TEXT} <3 &amp; 5 %")]),
}


@pytest.mark.parametrize("name", PARTS)
def test_part_of_article(name):
    markup, expected = PARTS[name]
    (article,) = clean(f"<h1>Wool Sells Well</h1><div class=text>{markup}</div>").articles
    assert article.title == "Wool Sells Well"
    assert shape(article.body) == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("羊毛卖得好", "今年秋天，上游山谷的牧民卖出的羊毛比过去四年中任何一年都多。"),
        ("ウールがよく売れる", "この秋、谷の上流の羊飼いたちは過去四年間で最も多くの羊毛を売った。"),
        ("양털이 잘 팔린다", "올가을 위쪽 골짜기의 목동들은 지난 네 해 가운데 가장 많은 양털을 팔았다."),
        ("Жүн жакшы сатылууда", "Бул күздө жогорку өрөөндүн малчылары акыркы төрт жылдагыдан көп жүн сатышты."),
        (
            "الصوف يباع جيدا",
            "باع رعاة الوادي الأعلى هذا الخريف من الصوف أكثر مما باعوه في أي من السنوات الأربع الماضية.",
        ),
    ],
)
def test_scripts_of_the_world(title, text):
    menu = "".join(f"<li><a href=/{n}>{title}</a>" for n in range(9))
    (article,) = clean(f"<ul>{menu}</ul><h1>{title}</h1><p>{text}</p><p>{text}</p><div id=footer>{text}</div>").articles
    assert (article.title, shape(article.body)) == (title, [("paragraph", text)] * 2)


def test_article_in_structured_data_alone():
    told = f'{{"@type": "NewsArticle", "headline": "Wool Sells Well", "articleBody": "{TEXT}\\n\\n{MORE} {MORE}"}}'
    cleaned = clean("<div id=app></div>", f'<script type="application/ld+json">{told}</script>')
    (article,) = cleaned.articles
    assert article.title == "Wool Sells Well"
    assert shape(article.body) == [("paragraph", TEXT), ("paragraph", f"{MORE} {MORE}")]


def test_article_in_structured_data_with_its_beginning_on_the_page():
    body = " ".join([TEXT, MORE] * 4)
    told = f'{{"@type": "NewsArticle", "headline": "Wool Sells Well", "articleBody": "{body}"}}'
    cleaned = clean(f"<h1>Wool Sells Well</h1><p>{TEXT}</p>", f'<script type="application/ld+json">{told}</script>')
    (article,) = cleaned.articles
    assert (article.title, article.text) == ("Wool Sells Well", body)
    assert cleaned.page.dropped == {"teaser": 1}


def test_headline_in_the_head_alone():
    (article,) = clean(f"<p>{TEXT}</p><p>{MORE} {MORE}</p>", "<title>Wool Sells Well | The Courier</title>").articles
    assert article.title == "Wool Sells Well"
    assert len(article.body) == 2


def test_what_surrounds_the_article_has_its_reasons():
    body = (
        "<nav><a href=/>Home</a></nav><p hidden>Unseen words</p>"
        f"<article><h1>Wool Sells Well</h1><p>{TEXT}</p><p>{MORE}</p></article>"
        f"<div class=comments><p>{MORE}</p></div><footer>All rights reserved</footer><noscript>Turn it on</noscript>"
    )
    cleaned = clean(body)
    assert cleaned.page.dropped == {"navigation": 1, "hidden": 2, "comments": 1, "boilerplate": 1}
    assert cleaned.page.dropped_text["hidden"] == ["Unseen words", "Turn it on"]


# --- several articles ------------------------------------------------------------------------------------------------


def card(number, text, more=""):
    title = f'<a href="/news/{number}">A headline of the day, number {number}</a>'
    return f'<div class="card"><h3>{title}</h3><p>{text}</p>{more}</div>'


def test_teasers_are_incomplete_articles():
    cards = "".join(card(n, f"{TEXT} {n}", f'<a href="/news/{n}">Continue reading</a>') for n in range(5))
    cleaned = clean(
        f"<h1>Latest news</h1>{cards}", "<title>Latest news</title><link rel=canonical href=https://c.example/>"
    )
    assert [article.complete for article in cleaned.articles] == [False] * 5
    assert [article.url for article in cleaned.articles] == [f"https://c.example/news/{n}" for n in range(5)]
    assert [article.text for article in cleaned.articles] == [f"{TEXT} {n}" for n in range(5)]


@pytest.mark.parametrize("end", ["…", "...", " […]"])
def test_text_that_breaks_off_is_a_teaser(end):
    cleaned = clean("".join(card(n, TEXT[:-1] + end) for n in range(3)))
    assert [article.complete for article in cleaned.articles] == [False] * 3


def test_links_beside_an_article_become_nothing():
    story = find("Som")
    links = "".join(
        f'<div class="tile"><h4><a href="/{n}">Another headline, number {n}</a></h4></div>' for n in range(30)
    )
    source = article_html(story, None, "open-graph").replace(
        '<div id="footer">', f'<div>{links}</div><div id="footer">'
    )
    (article,) = clean_page(source.encode()).articles
    assert article.body == story.blocks


def test_teasers_beside_an_article_become_nothing():
    story = find("Som")
    cards = "".join(card(n, TEXT) for n in range(12))
    source = article_html(story, None, "json-ld").replace("</main>", f"<div class=grid>{cards}</div></main>")
    (article,) = clean_page(source.encode()).articles
    assert article.body == story.blocks


def test_section_heads_are_no_headlines():
    sections = "".join(f"<h2>Part number {n}</h2><p>{TEXT}</p><p>{MORE}</p>" for n in range(4))
    (article,) = clean(f"<h1>Wool Sells Well</h1><p>{TEXT}</p>{sections}").articles
    assert [block.text for block in article.body if block.kind == "heading"] == [f"Part number {n}" for n in range(4)]


def test_last_article_ends_before_the_footer():
    stories = "".join(f"<h2>Headline number {n}</h2><p>{TEXT}</p><p>{MORE}</p>" for n in range(3))
    cleaned = clean(f"{stories}<div>The Courier is printed in Naryn and read as far as Osh, Almaty and Khujand.</div>")
    assert [shape(article.body) for article in cleaned.articles] == [[("paragraph", TEXT), ("paragraph", MORE)]] * 3


HEADLINES = (
    "Wool Sells Well in the Valley",
    "New Bridge Shortens the Way",
    "Power Cuts Announced",
    "Museum of Felt Opens",
)
FULL = f"<p>{TEXT}</p><p>{MORE}</p><p>{TEXT} {MORE}</p>"


def each(form):
    """The form written for every headline."""
    return "".join(form.format(n=n, title=title, text=TEXT, full=FULL) for n, title in enumerate(HEADLINES))


FULL_LISTINGS = {
    "linked headings without wrappers": each("<h2><a href=/{n}>{title}</a></h2>{full}<hr>"),
    "bold paragraphs for headlines": each("<section><p><b>{title}</b></p>{full}</section>"),
    "every headline an h1": each("<div><h1>{title}</h1>{full}</div>"),
    "two columns": f"<div class=l>{each('<article><h2>{title}</h2>{full}</article>')}</div><div class=r></div>",
    "lines parted by breaks": each("<b>{title}</b><br>{text}<br><br>{text}<br><br>{text} {text}<br><br>"),
    "lead of its own form": f"<article class=big><h1>{HEADLINES[0]}</h1>{FULL}</article>"
    + each("<article class=small><h2>{title}</h2>{full}</article>").split("</article>", 1)[1],
}


@pytest.mark.parametrize("name", FULL_LISTINGS)
def test_listing_of_whole_articles(name):
    cleaned = clean(f"<div>{FULL_LISTINGS[name]}</div><div class=foot-wrap><p>{MORE}</p></div>")
    assert [article.title for article in cleaned.articles] == list(HEADLINES)
    assert [article.complete for article in cleaned.articles] == [True] * len(HEADLINES)
    assert {len(article.body) for article in cleaned.articles} == {3}


TEASERS = {
    "cards that are one link": "<ul>"
    + each("<li><a href=/{n}><img src=x><div class=ttl>{title}</div><div>{text}</div></a></li>")
    + "</ul>",
    "rows of a table": "<table>"
    + each("<tr><td>7.11.2025</td><td><a href=/{n}>{title}</a><br>{text} {text}</td></tr>")
    + "</table>",
    "label above, age below": each(
        "<div class=c><span>Society</span><h3><a href=/{n}>{title}</a></h3><p>{text}</p><time>1 h</time></div>"
    ),
    "a lead and its followers": f"<div class=lead><h1><a href=/0>{HEADLINES[0]}</a></h1><p>{TEXT}</p></div>"
    + each("<div class=item><h3><a href=/{n}>{title}</a></h3><p>{text}</p></div>").split("</div>", 1)[1],
}


@pytest.mark.parametrize("name", TEASERS)
def test_listing_of_teasers(name):
    cleaned = clean(f"<div>{TEASERS[name]}</div><ol><li><a href=/1>{HEADLINES[1]}</a></ol>")
    assert [article.title for article in cleaned.articles] == list(HEADLINES)
    assert [article.complete for article in cleaned.articles] == [False] * len(HEADLINES)
    assert [article.url for article in cleaned.articles] == [f"/{n}" for n in range(len(HEADLINES))]
    assert all(article.text in (TEXT, f"{TEXT} {TEXT}") for article in cleaned.articles)


def test_linked_section_heads_are_no_headlines():
    sections = each("<h2><a href=/{n}>{title}</a></h2>{full}")
    (article,) = clean(
        f"<h1>Four Stories of the Week</h1><p>{TEXT}</p>{sections}", "<title>Four Stories of the Week</title>"
    ).articles
    assert [block.text for block in article.body if block.kind == "heading"] == list(HEADLINES)


def test_headlines_alone_are_no_articles():
    cleaned = clean(each("<div class=card><h3><a href=/{n}>{title}</a></h3></div>"))
    assert cleaned.articles == ()


# --- pages of any size and depth -------------------------------------------------------------------------------------

LARGE = {
    "paragraphs": ("<h1>Wool Sells Well</h1>" + f"<p>{TEXT}</p>" * 50_000, 50_001),
    "links": ("".join(f"<a href=/{n}>link</a> " for n in range(100_000)), 100_000),
    "list of links": ("<ul>" + "<li><a href=/>link</a></li>" * 100_000 + "</ul>", 100_000),
    "one long text": (f"<h1>Wool Sells Well</h1><p>{(TEXT + ' ') * 210_000}</p>", 2),
    "nested divs": ("<div>" * 5_000 + f"<p>{TEXT}</p>" + "</div>" * 5_000 + f"<p>{MORE}</p>", 2),
    "nested spans": ("<p>" + "<span>" * 5_000 + TEXT + "</span>" * 5_000 + MORE, 1),
    "nested lists": ("<ul><li>item " * 3_000, 3_000),
    "nested tables": ("<table><tr><td>" * 1_000 + TEXT, 1),
    "breaks": ("<div>" + "line<br>" * 50_000, 50_000),
    "comments": ("<!-- c -->" * 100_000 + f"<p>{TEXT}", 1),
    "headlines": (f"<h2><a href=/>Headline</a></h2><p>{TEXT}</p>" * 5_000, 10_000),
    "unclosed": ("<div><b><font><a href=/>x" * 3_000, 3_000),
}


@pytest.mark.parametrize("name", LARGE)
def test_size_and_depth_lose_nothing(name):
    body, count = LARGE[name]
    blocks, _ = html_blocks(body)
    found = sum(words(blocks).values())
    assert found == sum(Counter(re.findall(r"\w+", re.sub(r"(?s)<[^>]*>", " ", body))).values())
    assert found >= count


def test_declaration_of_another_charset_is_ignored():
    source = f'<?xml version="1.0" encoding="koi8-r"?><html><meta charset="utf-16"><body><h1>Снег</h1><p>{TEXT} Ош</p>'
    blocks, _ = html_blocks(source)
    assert [block.text for block in blocks] == ["Снег", f"{TEXT} Ош"]
