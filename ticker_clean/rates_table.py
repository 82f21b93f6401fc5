"""Series of rates as an aligned table for a person, each pair under a headline with a sparkline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ticker_clean.series import ONE_DIGIT, SEVERAL_VALUES, Series, Value
from ticker_clean.styled import Line, Span

_BARS = "▁▂▃▄▅▆▇█"
_SPARKS = 40
"""Columns of a sparkline; of more values, the last of each stretch stands for it."""
_TOLD = {SEVERAL_VALUES: "several values", ONE_DIGIT: "one digit"}


def rates_table(series: Sequence[Series]) -> Iterator[Line]:
    """The lines of the table."""
    for number, one in enumerate(series):
        if number:
            yield ()
        yield _headline(one)
        rates = [f"{value.rate.rate:f}" for value in one.values]
        before = max(rate.find(".") if "." in rate else len(rate) for rate in rates)
        padded = [" " * (before - (rate.find(".") if "." in rate else len(rate))) + rate for rate in rates]
        width = max(map(len, padded))
        changes = max(len(value.rate.change_text or "") for value in one.values)
        for value, rate in zip(one.values, padded, strict=True):
            yield _row(value, rate.ljust(width), changes)


def sparkline(rates: Sequence[Decimal]) -> str:
    """One bar a value, from the lowest to the highest of them; all bars are in the middle where they are equal.

    >>> sparkline([Decimal("0.0113"), Decimal("0.0114"), Decimal("0.0119")]), sparkline([Decimal(1)])
    ('▁▂█', '▄')
    """
    if len(rates) > _SPARKS:
        rates = [rates[(at + 1) * len(rates) // _SPARKS - 1] for at in range(_SPARKS)]
    low, high = min(rates), max(rates)
    if low == high:
        return _BARS[3] * len(rates)
    return "".join(_BARS[int((rate - low) * (len(_BARS) - 1) / (high - low) + Decimal("0.5"))] for rate in rates)


def _headline(series: Series) -> Line:
    days = list(dict.fromkeys(value.date for value in series.values if value.date))
    rates = [value.rate.rate for value in series.values]
    low, high = min(rates), max(rates)
    span = "no day" if not days else days[0] if len(days) == 1 else f"{len(days)} days, {days[0]} to {days[-1]}"
    reach = f"{low:f}" if low == high else f"{low:f} to {high:f}"
    return Span(series.pair, "title"), Span(f"  {span}  {reach}  ", "quiet"), Span(sparkline(rates), "spark")


def _row(value: Value, rate: str, changes: int) -> Line:
    marks = ", ".join(_TOLD[mark] for mark in value.marks)
    source = "" if value.date_source in ("page", None) else f"  day of {value.date_source} copy"
    text = f"  {value.date or 'no day':10}  {rate}  {value.rate.change_text or '':>{changes}}"
    if not marks:
        return (Span(f"{text}{source}".rstrip()),)
    return Span(f"{text}{source}"), Span(f"  {marks}", "mark")
