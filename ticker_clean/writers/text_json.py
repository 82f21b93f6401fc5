"""Rows as JSON text: exact numbers, UTF-8 without escapes."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from ticker_clean.model import Row

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_TO_ESCAPE = bytes(range(32)) + b'"\\'
_TEXT_BLOCK = {kind: b'{"kind":"%b","text":"' % kind.encode() for kind in ("paragraph", "heading", "quote", "caption")}
_INDENTED = json.JSONEncoder(ensure_ascii=False, indent=2).encode


def row_json(row: Row, *, pretty: bool = False) -> str:
    """One row as a JSON object, on one line, or indented by two spaces a level.

    `Decimal`s come out as the number they are: `json` alone would need a float, and print 0.00008 as 8e-05.

    >>> row_json({"base": "UZS", "rate": Decimal("0.00008"), "change_pct": None})
    '{"base":"UZS","rate":0.00008,"change_pct":null}'
    """
    if not pretty and not any(isinstance(value, Decimal) for value in row.values()):
        return _COMPACT(row)
    comma, colon, first, last = (",\n  ", ": ", "{\n  ", "\n}") if pretty else (",", ":", "{", "}")
    return first + comma.join(f'"{name}"{colon}{value_json(row[name], pretty=pretty)}' for name in row) + last


def value_json(value: Any, *, pretty: bool = False) -> str:
    """One value of a row as JSON."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return encode_basestring(value)
    return _INDENTED(value).replace("\n", "\n  ") if pretty else _COMPACT(value)


def article_json(row: Row) -> bytes:
    """One `articles` row as `row_json` writes it, in UTF-8. Body and text, which hold the same, are escaped once."""
    body: list[bytes] = []
    texts: list[bytes] = []
    is_joined = True
    for block in row["body"]:
        kind = block["kind"]
        if kind not in _TEXT_BLOCK:  # a list, a table
            body.append(encoded(_COMPACT(block)))
            is_joined = False
            continue
        text = encoded(block["text"])
        if len(text.translate(None, _TO_ESCAPE)) < len(text):  # a quick look: most texts hold nothing to escape
            text = _escaped(block["text"])
        body.append(_TEXT_BLOCK[kind] + text + b'"}')
        if kind != "caption":
            texts.append(text)
    text = b"\\n\\n".join(texts) if is_joined else _escaped(row["text"])
    rest = encoded(_COMPACT({**row, "body": None, "text": None}))
    return rest.replace(b'"body":null,"text":null', b'"body":[%b],"text":"%b"' % (b",".join(body), text), 1)


def _escaped(text: str) -> bytes:
    """What stands between the quotes of a JSON string."""
    return encoded(encode_basestring(text)[1:-1])


def encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which UTF-8 has no bytes for, becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace")
