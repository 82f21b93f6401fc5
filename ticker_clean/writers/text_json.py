"""Rows as JSON text: exact numbers, UTF-8 without escapes."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ticker_clean.model import Row

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
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
    return _INDENTED(value).replace("\n", "\n  ") if pretty else _COMPACT(value)


def encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which UTF-8 has no bytes for, becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace")
