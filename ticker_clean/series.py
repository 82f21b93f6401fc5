"""The rates of many pages as time series: a series for each pair, its values in order of days.

Nothing is averaged, inverted or filled in: where pages disagree on a day each value stands there, marked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ticker_clean.model import Rate, Row, Snapshot

SEVERAL_VALUES = "several-values"
"""Mark: pages of this day print other values for the pair, too."""
ONE_DIGIT = "one-digit"
"""Mark: the value has one significant digit, as 0.00008; a step of the last digit changes it by more than a tenth."""
COLUMNS = (
    *("date", "date_source", "base", "quote", "rate", "rate_text", "change_pct", "change_text"),
    *("snapshot", "pages", "marks"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value that a pair has on a day."""

    date: str | None
    date_source: str | None
    rate: Rate
    snapshot: str
    """The first snapshot that holds it."""
    pages: int
    """How many pages print it for that day."""
    marks: tuple[str, ...] = ()

    def to_row(self) -> Row:
        return {
            "date": self.date,
            "date_source": self.date_source,
            "base": self.rate.base,
            "quote": self.rate.quote,
            "rate": self.rate.rate,
            "rate_text": self.rate.rate_text,
            "change_pct": self.rate.change_pct,
            "change_text": self.rate.change_text,
            "snapshot": self.snapshot,
            "pages": self.pages,
            "marks": list(self.marks),
        }


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one pair, by day; those without a day come last, equal days in the order met."""

    pair: str
    values: tuple[Value, ...]


def pair_name(rate: Rate) -> str:
    """`KGS/USD`, or `USD` alone where the page prints no quote currency."""
    return f"{rate.base}/{rate.quote}" if rate.quote else rate.base


class Snapshots:
    """The snapshots of a run, each once, with the number of pages that carry it."""

    def __init__(self) -> None:
        self._met: dict[str, tuple[Snapshot, int]] = {}

    def add(self, snapshot: Snapshot) -> None:
        self._met[snapshot.id] = (snapshot, self._met.get(snapshot.id, (snapshot, 0))[1] + 1)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Add the snapshot that these rows of the `rates` table are."""
        rates = tuple(
            Rate(*(row[name] for name in ("base", "quote", "rate", "rate_text", "change_pct", "change_text")))
            for row in rows
        )
        self.add(Snapshot(rows[0]["snapshot"], rows[0]["date"], rows[0]["date_source"], rates))

    def by_day(self, first: str | None = None, last: str | None = None) -> list[tuple[Snapshot, int]]:
        """Those from day `first` to day `last` (ISO, inclusive), by day; undated ones last, or, with a limit, not."""
        chosen = [
            (snapshot, pages)
            for snapshot, pages in self._met.values()
            if (snapshot.date is None and not first and not last)
            or (snapshot.date is not None and (first or "") <= snapshot.date <= (last or "9999-12-31"))
        ]
        return sorted(chosen, key=lambda met: met[0].date or "9999-12-31+")

    @property
    def undated(self) -> int:
        """How many have no day."""
        return sum(snapshot.date is None for snapshot, _ in self._met.values())


def series_of(snapshots: Iterable[tuple[Snapshot, int]], pairs: Collection[str] = ()) -> list[Series]:
    """A series for each pair, in the order the pairs are first met; with `pairs` (`KGS/USD`, or `KGS`), only these.

    >>> from decimal import Decimal
    >>> rate = Rate("UZS", "USD", Decimal("0.00008"), "0.00008")
    >>> [series] = series_of([(Snapshot("00", "2025-05-07", "page", (rate,)), 3)])
    >>> series.pair, series.values[0].pages, series.values[0].marks
    ('UZS/USD', 3, ('one-digit',))
    """
    met: dict[str, dict[tuple[object, ...], Value]] = {}
    for snapshot, pages in snapshots:
        for rate in snapshot.rates:
            if not _wanted(rate, pairs):
                continue
            values = met.setdefault(pair_name(rate), {})
            key = (snapshot.date, rate.rate)
            if there := values.get(key):
                values[key] = replace(there, pages=there.pages + pages)
            else:
                values[key] = Value(snapshot.date, snapshot.date_source, rate, snapshot.id, pages)
    return [Series(pair, _marked(list(values.values()))) for pair, values in met.items()]


def wide(snapshots: Iterable[tuple[Snapshot, int]], pairs: Collection[str] = ()) -> tuple[list[str], list[Row]]:
    """The names of the pairs, and a row for each snapshot: its day, its rate of each pair, and the marks.

    A day with several snapshots has several rows, as nobody can say which of the values belong together. Rows that
    agree in all the pairs asked for are one.
    """
    snapshots = list(snapshots)
    doubtful = {
        (series.pair, value.date, value.rate.rate): value.marks
        for series in series_of(snapshots, pairs)
        for value in series.values
        if value.marks
    }
    names = list(
        dict.fromkeys(pair_name(rate) for snapshot, _ in snapshots for rate in snapshot.rates if _wanted(rate, pairs))
    )
    rows: dict[tuple[object, ...], Row] = {}
    for snapshot, _ in snapshots:
        rates = {pair_name(rate): rate.rate for rate in snapshot.rates if _wanted(rate, pairs)}
        if rates:
            marks = [
                f"{pair} {mark}"
                for pair, rate in rates.items()
                for mark in doubtful.get((pair, snapshot.date, rate), ())
            ]
            row = {"date": snapshot.date, "snapshot": snapshot.id, **{n: rates.get(n) for n in names}, "marks": marks}
            rows.setdefault((snapshot.date, *(rates.get(name) for name in names)), row)
    return names, list(rows.values())


def _wanted(rate: Rate, pairs: Collection[str]) -> bool:
    return not pairs or pair_name(rate) in pairs or rate.base in pairs


def _marked(values: Sequence[Value]) -> tuple[Value, ...]:
    days: dict[str | None, int] = {}
    for value in values:
        days[value.date] = days.get(value.date, 0) + 1
    marked = []
    for value in values:
        several = (SEVERAL_VALUES,) if value.date and days[value.date] > 1 else ()
        coarse = (ONE_DIGIT,) if len(value.rate.rate.as_tuple().digits) == 1 else ()
        marked.append(replace(value, marks=several + coarse))
    return tuple(marked)
