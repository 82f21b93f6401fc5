"""What stands around the stories of a made-up page: tickers, menus, boxes, cookie notices, comments, scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from html import escape

from newsroom import Story, Ticker

SITE = "https://tienshancourier.example"
NAME = "The Tien Shan Courier"

FURNITURE = (
    "Skip to content",
    "Most read",
    "Subscribe to our newsletter",
    "We use cookies",
    "Advertise with us",
    "All rights reserved",
    "Share on Telegram",
    "You may also like",
    "Leave a comment",
    "googletag.cmd",
    "Enter your email",
    "Road to the Suek pass reopens to cars",
)
"""Phrases of the page around the stories, each on some pages. (The `Most read` box links a story of the page, too.)"""


# --- the ticker ------------------------------------------------------------------------------------------------------


def _cells(ticker: Ticker) -> Iterable[tuple[str, str, str]]:
    return ((pair, rate, change or "") for pair, rate, change in ticker.rows)


def _ticker_list(t: Ticker) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in t.lines) + "</ul>"


def _ticker_spans(t: Ticker) -> str:
    """Each line broken over several inline elements."""
    return "".join(
        f'<div class="item"><b>{pair[:3]}</b>/<span>{pair[4:]}</span> = <em>{rate}</em>\n'
        f'  <small class="{"down" if "-" in change else "up"}">{change}</small></div>'
        for pair, rate, change in _cells(t)
    )


def _ticker_table(t: Ticker) -> str:
    rows = "".join(f"<tr><td>{p}</td><td align=right>{r}</td><td>{c}</td></tr>" for p, r, c in _cells(t))
    return f"<table cellpadding=2><tbody>{rows}</tbody></table>"


def _ticker_marquee(t: Ticker) -> str:
    spans = "&nbsp;&nbsp;\n".join(f"<span>{line}</span>" for line in t.lines)
    return f'<marquee scrollamount="3" onmouseover="this.stop()">{spans}</marquee>'


def _ticker_breaks(t: Ticker) -> str:
    return "<p>" + "<br>\n".join(t.lines) + "</p>"


TICKER_FORMS: dict[str, Callable[[Ticker], str]] = {
    "list": _ticker_list,
    "spans": _ticker_spans,
    "table": _ticker_table,
    "marquee": _ticker_marquee,
    "breaks": _ticker_breaks,
}
"""How one copy of the ticker is written."""


def ticker_html(ticker: Ticker | None, form: str, copies: int) -> str:
    """`copies` of the ticker, all but the first hidden as sliders hide theirs, and its day."""
    if ticker is None:
        return ""
    one = TICKER_FORMS[form](ticker)
    hidden = f'<div class="slide clone" style="display:none" aria-hidden="true">{one}</div>\n' * (copies - 1)
    day = f'<div class="today">{ticker.day}</div>\n' if ticker.date else ""
    return f'<div id="rates" class="ticker"><div class="slide">{one}</div>\n{hidden}</div>\n{day}'


# --- the page around them --------------------------------------------------------------------------------------------

_MENU = ("Home", "Trade", "Energy", "Environment", "Cities", "Opinion", "About us")


def _links(names: Sequence[str]) -> str:
    return "".join(f'<li><a href="/{n}">{escape(name, quote=False)}</a></li>' for n, name in enumerate(names))


def _most_read(stories: Sequence[Story]) -> str:
    titles = [s.title for s in stories[:1]] + ["Road to the Suek pass reopens to cars", "What a sheep costs now"]
    return f'<div class="widget"><h4>Most read</h4><ol>{_links(titles)}</ol></div>'


_NEWSLETTER = """<form class="newsletter" action="/subscribe"><h4>Subscribe to our newsletter</h4>
<p>The week in Central Asia, every Friday morning.</p><input type="email" placeholder="Enter your email">
<button>Sign up</button></form>"""
_COOKIES = """<div id="cookie-notice" role="dialog"><p>We use cookies to understand how readers find us. You can change
your choice at any time.</p><button>Accept</button><button>Settings</button></div>"""
_FOOTER = f"""<p>© 2011–2025 {NAME}. All rights reserved.</p>
<ul><li><a href="/ads">Advertise with us</a></li><li><a href="/privacy">Privacy policy</a></li></ul>"""
_SCRIPT = """<script>window.googletag = window.googletag || {cmd: []};
googletag.cmd.push(function () { document.write("<p>Advertisement<\\/p>"); });</script>
<style>.ticker li { display: inline } .clone { visibility: hidden }</style>"""
_SEARCH = '<form role="search" action="/search"><label>Search <input name="q"></label><button>Go</button></form>'

Shell = Callable[[Sequence[Story], str, str, str], str]
"""(stories, ticker, the stories written out, what to add to the head) -> page"""


def _head(stories: Sequence[Story], extra: str = "") -> str:
    title = f"{escape(stories[0].title)} | {NAME}" if len(stories) == 1 else f"Latest news | {NAME}"
    return f'<head><meta charset="utf-8"><title>{title}</title>\n{extra}{_SCRIPT}</head>'


def modern(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    return f"""<!DOCTYPE html>
<html lang="{stories[0].language}">{_head(stories, head)}<body>
<a class="skip-link" href="#main">Skip to content</a>
<header><a href="/" class="logo">{NAME}</a><nav><ul>{_links(_MENU)}</ul></nav>{_SEARCH}
{ticker}</header>
<main id="main">{main}</main>
<aside>{_most_read(stories)}{_NEWSLETTER}</aside>
<footer>{_FOOTER}</footer>{_COOKIES}</body></html>
"""


def divs(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    pages = "".join(f'<a href="?p={n}">{n}</a> ' for n in range(1, 4)) + '<a href="?p=2">Older entries</a>'
    pagination = f'<div class="pagination">{pages}</div>' if len(stories) > 1 else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html>{_head(stories, head)}<body class="home">
<div id="wrapper"><div id="top">{ticker}</div><div id="header"><div id="logo"><a href="/">{NAME}</a></div>
<div id="menu"><ul>{_links(_MENU)}</ul></div>{_SEARCH}</div>
<div id="sidebar">{_most_read(stories)}{_NEWSLETTER}</div>
<div id="content">{main}{pagination}</div>
<div id="footer">{_FOOTER}</div></div>{_COOKIES}</body></html>
"""


def old_table(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    """Tags in capitals, everything in tables, and ASCII alone: the rest stands as character references."""
    menu = " | ".join(f'<A HREF="/{n}.htm">{name}</A>' for n, name in enumerate(_MENU))
    page = f"""<HTML><HEAD><TITLE>{NAME}</TITLE>{head}</HEAD><BODY BGCOLOR="#FFFFFF" LINK="#000099">
<TABLE WIDTH=760 ALIGN=CENTER><TR><TD COLSPAN=2><IMG SRC="logo.gif" ALT="{NAME}"><BR>{menu}</TD></TR>
<TR><TD VALIGN=TOP WIDTH=160 BGCOLOR="#CCCCCC"><FONT SIZE="-1">{ticker}
<B>Most read</B><UL>{_links(("Road to the Suek pass reopens to cars",))}</UL></FONT></TD>
<TD VALIGN=TOP><TABLE>{main}</TABLE></TD></TR>
<TR><TD COLSPAN=2 ALIGN=CENTER><FONT SIZE="-2">© 2003 {NAME}. All rights reserved.</FONT></TD></TR></TABLE>
</BODY></HTML>
"""
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def amp_shell(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    return f"""<!doctype html><html amp lang="{stories[0].language}"><head><meta charset="utf-8">
<script async src="https://cdn.ampproject.org/v0.js"></script><title>{NAME}</title>{head}
<style amp-boilerplate>body{{visibility:hidden}}</style></head><body>
<amp-sidebar id="menu" layout="nodisplay"><ul>{_links(_MENU)}</ul></amp-sidebar>
<header class="amp-wp-header"><a href="/">{NAME}</a></header>{ticker}
{main}<amp-ad type="doubleclick"></amp-ad>
<amp-user-notification id="n" layout="nodisplay">We use cookies. <button on="tap:n.dismiss">Accept</button>
</amp-user-notification><footer class="amp-wp-footer">{_FOOTER}</footer></body></html>
"""


def xhtml_shell(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{stories[0].language}"><head><title>{NAME}</title>{head}
<script type="text/javascript">//<![CDATA[
if (1 < 2 && document.forms) {{ document.title += "<p>Advertisement</p>"; }}
//]]></script></head><body><div id="navigation"><ul>{_links(_MENU)}</ul></div>
<div id="primary"><br />{main}</div><div id="secondary">{ticker}{_most_read(stories)}</div>
<div id="footer">{_FOOTER}</div></body></html>
"""


def app(stories: Sequence[Story], ticker: str, main: str, head: str = "") -> str:
    """A JavaScript application, rendered on the server: its state repeats the first story."""
    state = json.dumps({"props": {"title": stories[0].title, "text": stories[0].blocks[0].text}}, ensure_ascii=False)
    return f"""<!DOCTYPE html><html lang="{stories[0].language}">{_head(stories, head)}<body><div id="__next">
<div class="css-top">{ticker}<div class="css-nav">{"".join(f'<a href="/{m}">{m}</a>' for m in _MENU)}</div></div>
<div class="css-grid"><div class="css-col1">{main}</div>
<div class="css-col2">{_most_read(stories)}{_NEWSLETTER}</div></div>
<div class="css-foot">{_FOOTER}</div></div>{_COOKIES}
<script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>
"""


SHARE = '<div class="share"><a href="#t">Share on Telegram</a> <a href="#f">Share on Facebook</a></div>'


RELATED = f"""<section class="related"><h3>You may also like</h3><ul>{
    _links(("Road to the Suek pass reopens to cars", "What a sheep costs now", "A new roof for the Tokmok market"))
}</ul></section>"""
COMMENTS = """<section id="comments" class="comments-area"><h3>2 comments</h3><ol class="comment-list">
<li class="comment"><cite>Zamir</cite> <p>I drove there last week and saw no tractor either.
Thank you for asking.</p></li>
<li class="comment"><cite>A reader in Naryn</cite> <p>Somebody should print the schedule and hang it at the bus stop,
because half of us have no telephone that opens this page.</p></li></ol>
<form id="respond"><h3>Leave a comment</h3><textarea></textarea></form></section>"""
