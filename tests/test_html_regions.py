"""What the names of elements say, and what they do not."""

import pytest

from ticker_clean.html.regions import NOTHING, hint_of


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("main-menu", "navigation"),
        ("MainNavigation", "navigation"),
        ("site_footer", "boilerplate"),
        ("share-bar is-sticky", "boilerplate"),
        ("newsletterSignup", "boilerplate"),
        ("comment-list", "comments"),
        ("c-related__list", "related"),
        ("ReadMore", "related"),
        ("byline author", "byline"),
        ("sr-only", "hidden"),
        # no word of these says anything of what is inside
        ("has-sidebar", None),
        ("no-comments", None),
        ("hidden-xs", None),
        ("social-embed", None),
        ("adventure", None),
        ("shareholders", None),
        ("navel", None),
        ("sc-1a2b3c", None),
    ],
)
def test_reason_of_class_name(name, reason):
    assert hint_of("div", [("class", name)]).reason == reason
    assert hint_of("div", [("id", name)]).reason == (None if " " in name else reason) or " " in name


@pytest.mark.parametrize("name", ["article-body", "entryContent", "post_text", "story-body__inner", "hentry", "entry"])
def test_name_of_the_body_of_an_article(name):
    assert hint_of("div", [("class", name)]).core


@pytest.mark.parametrize(
    ("name", "part"),
    [("wp-caption-text", "caption"), ("photo", "caption"), ("post-title", "title"), ("newstitle", "title")],
)
def test_part_of_an_article(name, part):
    assert hint_of("div", [("class", name)]).part == part


@pytest.mark.parametrize(
    ("tag", "attributes", "reason", "firm"),
    [
        ("nav", [], "navigation", True),
        ("footer", [("class", "article-body")], "boilerplate", True),
        ("noscript", [], "hidden", True),
        ("div", [("style", "color: red; Display : none")], "hidden", True),
        ("div", [("hidden", "")], "hidden", True),
        ("div", [("aria-hidden", "true")], "hidden", False),
        ("div", [("aria-hidden", "false")], None, False),
        ("div", [("role", "navigation")], "navigation", True),
        ("div", [("data-nav", "menu")], None, False),
        ("p", [], None, False),
    ],
)
def test_reason_of_tag_and_attributes(tag, attributes, reason, firm):
    hint = hint_of(tag, attributes)
    assert (hint.reason, hint.firm) == (reason, firm)


def test_long_names_are_not_read():
    assert hint_of("div", [("class", "menu" * 1000)]) is NOTHING
