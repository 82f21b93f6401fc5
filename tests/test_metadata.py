"""What a page says of itself: where the marks stand, which wins, and that nothing is guessed."""

import json
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean import SavedPage, clean_page
from ticker_clean.dates import iso_time
from ticker_clean.html.blocks import html_blocks
from ticker_clean.html.claims import Claims
from ticker_clean.urls import joined

BODY = (
    "<h1>Wool Sells Well</h1><p>The herders of the upper valley sold more wool this autumn than in any other.</p>"
    "<p>Prices rose by a third, said the head of their union, and two new buyers came from the plain.</p>"
)
HERE = "https://courier.example/2025/wool"


def metadata(head="", body=BODY, html="<html>"):
    return html_blocks(f"<!DOCTYPE html>{html}<head>{head}</head><body>{body}</body></html>")[1]


def ld(**told):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **told})}</script>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-11-07", "2025-11-07"),
        ("2025-11-07T08:30:00+06:00", "2025-11-07T08:30:00+06:00"),
        ("2025-11-07T08:30:00Z", "2025-11-07T08:30:00+00:00"),
        ("2025-11-07T08:30:00.000+0600", "2025-11-07T08:30:00+06:00"),
        ("2025-11-07 08:30:00", "2025-11-07T08:30:00"),
        ("2025-11-07 08:30 Asia/Bishkek", "2025-11-07T08:30:00"),
        ("20251107", "2025-11-07"),
        ("Fri, 07 Nov 2025 08:30:00 +0600", "2025-11-07T08:30:00+06:00"),
        ("November 7, 2025", "2025-11-07"),
        ("7 ноября 2025", "2025-11-07"),
        ("2025-11", None),
        ("2025", None),
        ("2025-02-30", None),
        ("05/07/2025", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("9" * 50, None),
        ("Fri, 07 Nov 2025 08:30:00 +9999999999999999", None),
        ("Fri, 07 Nov 99999999999999999999 08:30:00 +0600", None),
    ],
)
def test_iso_time(value, expected):
    assert iso_time(value) == expected


@pytest.mark.parametrize(
    ("head", "url", "source"),
    [
        (f'<link rel="canonical" href="{HERE}"><meta property="og:url" content="{HERE}/">', HERE, "canonical"),
        (f'<meta property="og:url" content="{HERE}">', HERE, "og:url"),
        (ld(url=HERE), HERE, "json-ld"),
        (ld(mainEntityOfPage={"@id": HERE}), HERE, "json-ld"),
        (f'<link rel="canonical" href="/2025/wool"><meta property="og:url" content="{HERE}">', HERE, "canonical"),
        ('<link rel="canonical" href="/2025/wool">', None, None),
        ("", None, None),
    ],
)
def test_url_and_its_source(head, url, source):
    found = metadata(head)
    assert (found.url, found.url_source, found.warnings) == (url, source, ())


@pytest.mark.parametrize(
    ("head", "body", "published", "source"),
    [
        (ld(datePublished="2025-11-07T08:30:00Z"), BODY, "2025-11-07T08:30:00+00:00", "json-ld"),
        ('<meta property="article:published_time" content="2025-11-07">', BODY, "2025-11-07", "meta"),
        ('<meta name="DC.date" content="2025-11-07">', BODY, "2025-11-07", "meta"),
        ("", BODY.replace("</h1>", "</h1><time datetime=2025-11-07>a day</time>"), "2025-11-07", "time"),
        ("", BODY.replace("</h1>", "</h1><time>last Friday</time>"), None, None),
        ('<meta property="article:published_time" content="2025-11">', BODY, None, None),
        ('<meta property="article:modified_time" content="2025-11-07">', BODY, None, None),
        ("", BODY + "<aside><time datetime=2020-01-01>old</time></aside>", None, None),
    ],
)
def test_published_and_its_source(head, body, published, source):
    found = metadata(head, body)
    assert (found.published, found.published_source) == (published, source)


@pytest.mark.parametrize(
    ("head", "body", "authors", "source"),
    [
        (ld(author={"@type": "Person", "name": "Asel Nurova"}), BODY, ("Asel Nurova",), "json-ld"),
        (ld(author=[{"name": "Asel Nurova"}, {"name": "Timur Kim"}]), BODY, ("Asel Nurova", "Timur Kim"), "json-ld"),
        (ld(author={"@type": "Organization", "name": "The Courier"}), BODY, (), None),
        ('<meta name="author" content="By Asel Nurova and Timur Kim">', BODY, ("Asel Nurova", "Timur Kim"), "meta"),
        ('<meta property="article:author" content="https://social.example/asel">', BODY, (), None),
        ("", BODY.replace("</h1>", '</h1><a rel="author" href="/a">Asel Nurova</a>'), ("Asel Nurova",), "markup"),
        (
            '<meta property="og:site_name" content="The Courier"><meta name="author" content="The Courier">',
            BODY,
            (),
            None,
        ),
    ],
)
def test_authors_and_their_source(head, body, authors, source):
    found = metadata(head, body)
    assert (found.authors, found.authors_source) == (authors, source)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="http://[1"><meta property="og:url" content="{HERE}">', "http://[1"),
        (f'<meta property="og:url" content="http://[1"><link rel="canonical" href="{HERE}">', HERE),
        (f'<meta property="og:url" content="{HERE}"><link rel="canonical" href="//[1">', HERE),
        (ld(headline="Wool", url="http://[1") + f'<link rel="canonical" href="{HERE}">', HERE),
    ],
)
@pytest.mark.parametrize("body", [BODY, BODY.replace("Wool Sells Well", '<a href="//[2">Wool Sells Well</a>')])
def test_what_is_no_url_costs_no_page(head, url, body):
    page = clean_page(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert (len(page.articles), page.page.url) == (1, url)


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("<html lang=ky>", '<meta property="og:locale" content="ru_RU">', "ky"),
        ("<html xml:lang='ru'>", "", "ru"),
        ("<html>", '<meta property="og:locale" content="en_GB">', "en-GB"),
        ("<html>", '<meta http-equiv="content-language" content="uz">', "uz"),
        ("<html>", ld(inLanguage="tg"), "tg"),
        ("<html>", "", None),
    ],
)
def test_language(html, head, language):
    assert metadata(head, html=html).language == language


def test_the_more_specific_mark_wins_and_a_warning_says_so():
    found = metadata(
        ld(datePublished="2025-11-07") + '<meta property="article:published_time" content="2025-11-08T00:10:00Z">'
    )
    assert found.published == "2025-11-07"
    assert found.warnings == (
        "Marks of the page disagree on published, the first is taken: "
        "json-ld says 2025-11-07, meta says 2025-11-08T00:10:00+00:00.",
    )


@pytest.mark.parametrize("broken", ['{"@type": ', "[" * 100_000, "{'a': 1}"])
def test_broken_json_is_a_warning(broken):
    found = metadata(f'<script type="application/ld+json">{broken}</script>')
    assert found.warnings == ("1 JSON-LD block(s) could not be read.",)


@pytest.mark.parametrize(
    "wrapped", ["<!--{}-->", "//<![CDATA[\n{}\n//]]>", "{};", "[{}]", '{{"@graph": [{{"@type": "WebSite"}}, {}]}}']
)
def test_json_in_its_usual_wrappings(wrapped):
    told = '{"@type": ["NewsArticle"], "datePublished": "2025-11-07", "headline": "A\tB"}'
    assert metadata(f'<script type="application/ld+json">{wrapped.format(told)}</script>').published == "2025-11-07"


@pytest.mark.parametrize(
    ("claims", "headline"),
    [
        (Claims(title="Wool Sells Well | The Courier"), "Wool Sells Well"),
        (Claims(title="The Courier — Wool Sells Well in the Valley"), "Wool Sells Well in the Valley"),
        (Claims(title="Naryn-Osh road opens"), "Naryn-Osh road opens"),
        (Claims(title="Site", metas={"og:title": ["Wool | Sells"]}), "Wool | Sells"),
        (Claims(), None),
    ],
)
def test_headline_from_the_head(claims, headline):
    assert claims.headline() == headline


@pytest.mark.parametrize(
    ("saved_from", "head", "url"),
    [
        ("https://news.example/front", "", "https://news.example/rails"),
        (None, '<link rel="canonical" href="https://news.example/front">', "https://news.example/rails"),
        (None, "", "/rails"),  # as it stands: nothing tells the site
    ],
)
def test_the_link_of_a_headline_is_made_whole_by_the_pages_address(saved_from: str | None, head: str, url: str) -> None:
    story = "<article><h2><a href='/{}'>{}</a></h2><p>{}</p><p>{}</p></article>"
    prose = "The rails were laid by nine men from Osh in the second week of October, before the first frost came."
    body = "".join(
        story.format(way, f"{way.title()} Reach the Depot Before Winter", prose, prose) for way in ("rails", "wires")
    )
    page = clean_page(
        SavedPage(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html", url=saved_from)
    )
    assert [article.url for article in page.articles] == [url, url.replace("rails", "wires")]


@given(
    st.sampled_from(("https://", "http://", "HTTPS://", "//", "/")),
    st.text("aB1./?=&%-~+;#:@[]_ é", max_size=20),
    st.sampled_from(("", "https://courier.example/2025/wool?page=1", "http://courier.example")),
)
def test_urls_are_joined_as_the_standard_library_does(scheme: str, rest: str, base: str) -> None:
    try:
        expected = urljoin(base, scheme + rest)
    except ValueError:
        expected = scheme + rest
    assert joined(base, scheme + rest) == expected
