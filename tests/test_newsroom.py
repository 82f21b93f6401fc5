"""The made-up pages are what they claim to be: every story in full and in order, whatever the markup."""

import pytest
from lxml import html as lxml_html
from newsroom import FIVE, STORIES
from newsroom_html import MARKUPS, TEMPLATES, article_html, html

PAGES = [pytest.param(html(STORIES, FIVE, markup), STORIES, id=markup) for markup in MARKUPS] + [
    pytest.param(article_html(story, FIVE, template), [story], id=f"{template}-{number}")
    for template in TEMPLATES
    for number, story in enumerate(STORIES[::6])
]


@pytest.mark.parametrize(("page", "stories"), PAGES)
def test_page_holds_every_line_in_order(page, stories):
    body = lxml_html.document_fromstring(page.encode()).find("body")
    for script in list(body.iter("script", "style")):
        script.drop_tree()
    text, at = " ".join(body.text_content().split()), 0
    for story in stories:
        for line in [story.title, *"\t".join(story.lines).split("\t")]:
            at = text.find(line, at) + len(line)
            assert at >= len(line), (story.title, line)
