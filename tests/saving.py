"""One HTML page as browsers and archivers write it to disk: each function gives the bytes of the file."""

from __future__ import annotations

import base64
import gzip
import io
import json
import plistlib
import quopri
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

URL = "https://tienshancourier.example/news?day=2025-11-07&page=2"
TIME = datetime(2025, 11, 7, 8, 30, tzinfo=UTC)
ISO = "2025-11-07T08:30:00+00:00"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def chrome_complete(page: str) -> bytes:
    mark = f"<!-- saved from url=({len(URL):04}){URL.replace('--', '-%2D')} -->\n"
    return page.replace("<html", mark + "<html", 1).encode()


def chrome_mhtml(page: str) -> bytes:
    head = f"""From: <Saved by Blink>
Snapshot-Content-Location: {URL}
Subject: =?utf-8?Q?Latest=20news=20=E2=80=93=20the=20Courier?=
Date: Fri, 07 Nov 2025 08:30:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--fZkGEHEdUXq----"


"""
    root = _part("text/html", quopri.encodestring(page.encode()), "quoted-printable", URL, "<frame-AB@mhtml.blink>")
    frame = _part("text/html", b"<p>A frame with an advertisement", "binary", "https://ads.example/f", "<frame-C@x>")
    return _crlf(head) + _multipart(b"----MultipartBoundary--fZkGEHEdUXq----", (root, frame, _image()))


def ie_mht(page: str) -> bytes:
    """Internet Explorer: UTF-8 with a BOM in base64, the root part last, named by `start`."""
    head = """From: <Saved by Windows Internet Explorer 8>
Subject: Latest news
Date: Fri, 7 Nov 2025 14:30:00 +0600
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; start="<root@ie>";
\tboundary="----=_NextPart_000_0000_01DC4F7E.5B2C7A30"
X-MimeOLE: Produced By Microsoft MimeOLE

This is a multi-part message in MIME format.

"""
    body = base64.encodebytes(b"\xef\xbb\xbf" + page.encode())
    root = _part('text/html;\r\n\tcharset="utf-8"', body, "base64", URL, "<root@ie>")
    other = _part("text/html", b"<p>Another frame of the page", "7bit", "https://ads.example/", "<other@ie>")
    return _crlf(head) + _multipart(b"----=_NextPart_000_0000_01DC4F7E.5B2C7A30", (_image(), other, root))


def opera_mht(page: str, charset: str = "windows-1251") -> bytes:
    """Opera: the root part declares its charset, no transfer encoding, an alternative around the page."""
    head = """Content-Type: multipart/mixed; boundary=outer
Content-Location: http://somewhere.example/
Date: Fri, 07 Nov 2025 08:30:00 GMT
MIME-Version: 1.0

"""
    page = page.replace('charset="utf-8"', f'charset="{charset}"')
    data = page.encode(charset, "xmlcharrefreplace")
    root = _part(f"text/html; charset={charset}; name=index.htm", data, "8bit", URL, "<1@opera>")
    inner = b"Content-Type: multipart/alternative; boundary=inner\r\n\r\n" + _multipart(b"inner", (root,))
    return _crlf(head) + _multipart(b"outer", (inner, _image()))


def single_part_mht(page: str) -> bytes:
    """A page without images: the message is the page."""
    head = f"""From: "Saved by Windows Internet Explorer 6"
Date: Fri, 7 Nov 2025 08:30:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
Content-Location: {URL}

"""
    return _crlf(head) + quopri.encodestring(page.encode())


def _part(type_: str, body: bytes, encoding: str, location: str, id_: str) -> bytes:
    head = f"Content-Type: {type_}\nContent-ID: {id_}\nContent-Transfer-Encoding: {encoding}\n"
    return _crlf(f"{head}Content-Location: {location}\n\n") + body


def _image() -> bytes:
    return _part("image/png", base64.encodebytes(PNG), "base64", "https://tienshancourier.example/t.png", "<png@x>")


def _multipart(boundary: bytes, parts: Iterable[bytes]) -> bytes:
    return b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + b"--%s--\r\n" % boundary


def _crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def singlefile(page: str) -> bytes:
    mark = f"""<!--
 Page saved with SingleFile\x20
 url: {URL}\x20
 saved date: Fri Nov 07 2025 14:30:00 GMT+0600 (Время в Бишкеке)
-->"""
    return page.replace("<head", mark + "<head", 1).encode()


def singlefile_before_2021(page: str) -> bytes:
    return singlefile(page).replace(b"Page saved with SingleFile", b"Archive processed by SingleFile")


def monolith(page: str) -> bytes:
    return f"<!-- Saved from {URL} at 2025-11-07T08:30:00Z using monolith v2.8.1 -->\n{page}".encode()


def save_page_we(page: str) -> bytes:
    address = URL.replace("&", "&amp;")
    marks = f"""<meta name="savepage-url" content="{address}"><meta name="savepage-title" content="Latest news">
<meta name="savepage-from" content="{address}">
<meta name="savepage-date" content="Fri Nov 07 2025 08:30:00 GMT+0000 (Coordinated Universal Time)">
<style>{"p { margin: 0 } " * 2000}</style>"""
    return page.replace("</head>", f"<style>{'/* inlined */' * 3000}</style>{marks}</head>", 1).encode()


def web_scrap_book(page: str) -> bytes:
    attributes = f'data-scrapbook-create="20251107083000123" data-scrapbook-source="{URL.replace("&", "&amp;")}"'
    return page.replace("<html", f"<html {attributes}", 1).encode()


def maoxian(page: str) -> bytes:
    return page.replace("<head", f"\n<!-- OriginalSrc: {URL} -->\n<head", 1).encode()


def httrack(page: str) -> bytes:
    address = URL.removeprefix("https://")
    by = "HTTrack Website Copier/3.x [XR&CO'2014]"
    mark = f"\n<!-- Mirrored from {address} by {by}, Fri, 07 Nov 2025 08:30:00 GMT -->\n"
    added = "<!-- Added by HTTrack --><meta http-equiv='content-type' content='text/html;charset=utf-8' />"
    page = page.replace("<head", f"{mark}{added}<!-- /Added by HTTrack -->\n<head", 1)
    return page.replace("</html>", mark + "</html>").encode()


def wayback(page: str) -> bytes:
    """A copy saved from web.archive.org: links go through the archive, its toolbar stands in the body."""
    archive = "https://web.archive.org/web/20251107083000"
    page = page.replace('href="/', f'href="{archive}/https://tienshancourier.example/')
    page = page.replace('src="/', f'src="{archive}im_/https://tienshancourier.example/')
    page = page.replace('href="https://tienshan', f'href="{archive}/https://tienshan')
    script = f"""<script src="//archive.org/includes/athena.js" type="text/javascript"></script>
<script type="text/javascript">__wm.init("https://web.archive.org/web");
__wm.wombat("{URL}","20251107083000","https://web.archive.org/","web","/_static/", "1762504200");</script>
<!-- End Wayback Rewrite JS Include -->"""
    toolbar = """<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><p>The Wayback Machine is an initiative of
the Internet Archive, building a digital library of Internet sites and other cultural artifacts.</p>
<p>12 captures, from March 2019 to November 2025, of this page are kept.</p></div><!-- END WAYBACK TOOLBAR INSERT -->"""
    page = page.replace("<head>", f"<head>{script}", 1).replace("<body>", f"<body>{toolbar}", 1)
    return f"""{page}<!--
     FILE ARCHIVED ON 08:30:00 Nov 07, 2025 AND RETRIEVED FROM THE
     INTERNET ARCHIVE ON 10:00:00 Nov 20, 2025.
-->""".encode()


def webarchive(page: str, charset: str = "UTF-8", *, xml: bool = False) -> bytes:
    main = {
        "WebResourceData": page.encode(charset, "xmlcharrefreplace"),
        "WebResourceFrameName": "",
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": charset,
        "WebResourceURL": URL,
    }
    image = {"WebResourceData": PNG, "WebResourceMIMEType": "image/png", "WebResourceURL": URL + "t.png"}
    frame = {"WebMainResource": {**main, "WebResourceData": b"<p>An advertisement"}}
    archive = {"WebMainResource": main, "WebSubresources": [image], "WebSubframeArchives": [frame]}
    return plistlib.dumps(archive, fmt=plistlib.FMT_XML if xml else plistlib.FMT_BINARY)


def warc_record(type_: str, url: str | None, block: bytes, content_type: str, **headers: str) -> bytes:
    lines = [f"WARC-Type: {type_}", "WARC-Record-ID: <urn:uuid:0f7d6a34-3f4e-4c3c-9a54-1f3a5a7c1b9e>"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += ["WARC-Date: 2025-11-07T08:30:00.123456789Z", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(["WARC/1.1", *lines, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"


def http_response(
    body: bytes, type_: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {type_}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked(body: bytes, size: int = 1000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def response_record(body: bytes, url: str = URL, **headers: str) -> bytes:
    return warc_record("response", url, http_response(body, **headers), "application/http;msgtype=response")


def warc_records(page: str) -> list[bytes]:
    """A crawl: its page between what is no page."""
    body = chunked(gzip.compress(page.encode()))
    request = b"GET /news HTTP/1.1\r\nHost: tienshancourier.example\r\n\r\n"
    return [
        warc_record("warcinfo", None, b"software: a crawler\r\n", "application/warc-fields"),
        warc_record("request", URL, request, "application/http;msgtype=request"),
        response_record(body, Transfer_Encoding="chunked", Content_Encoding="gzip"),
        response_record(PNG, "https://tienshancourier.example/t.png", type_="image/png"),
        response_record(b"<p>Moved", "https://tienshancourier.example/", status="301 Moved Permanently"),
        warc_record("revisit", URL, http_response(b""), "application/http;msgtype=response"),
    ]


def warc(page: str) -> bytes:
    return b"".join(warc_records(page))


def warc_gz(page: str) -> bytes:
    return b"".join(map(gzip.compress, warc_records(page)))


def wet(text: str) -> bytes:
    info = warc_record("warcinfo", None, b"a crawl", "application/warc-fields")
    return gzip.compress(info) + gzip.compress(warc_record("conversion", URL, text.encode(), "text/plain"))


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def wacz(page: str) -> bytes:
    pages = {"id": "1", "url": URL, "ts": "2025-11-07T08:30:00Z", "title": "Latest news"}
    members = {
        "archive/data.warc.gz": warc_gz(page),
        "indexes/index.cdx": b"",
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n' + json.dumps(pages).encode() + b"\n",
        "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1"}',
    }
    return zipped(members, zipfile.ZIP_STORED)


def archivebox_index() -> bytes:
    return json.dumps(
        {
            "url": URL,
            "timestamp": "1762504200.0",
            "title": "Latest news",
            "bookmarked_at": "2025-11-07 08:30:00+00:00",
            "canonical": {"wget_path": "tienshancourier.example/news.html", "singlefile_path": "singlefile.html"},
            "history": {"wget": [], "singlefile": [], "dom": []},
        }
    ).encode()
