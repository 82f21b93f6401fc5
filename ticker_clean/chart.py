"""The rates as a chart: a small panel for each pair, the printed values as points. The only home of matplotlib.

A line joins two days where few days lie between them; a longer gap stays a gap. Doubtful values are hollow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

from ticker_clean.errors import OutputError
from ticker_clean.series import ONE_DIGIT, SEVERAL_VALUES, Series

try:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, MultipleLocator, ScalarFormatter
except ImportError as error:
    raise OutputError("A chart needs matplotlib; to install it: pip install 'ticker-clean[chart]'.") from error

_JOINED_DAYS = 4
"""Values up to so many days apart are joined: a long weekend."""
_BLUE, _ORANGE, _GREY = "#1f5f99", "#d9710b", "#6b6b6b"
_PANEL = 4.6, 2.3
"""Inches."""
_LARGEST = Decimal(10) ** 30
_TICKS_UP = 4
"""Ticks on the axis of rates; none is finer than the digits that are printed."""
_CROWDED = 60
"""More points of one look than this are drawn smaller."""
_TICKS = ["%Y", "%b %Y", "%d %b %Y", "%H:%M", "%H:%M", "%S"]
"""How a tick at a year, a month, a day (hours and less never come) is labelled: each tells its year."""


def draw(series: Sequence[Series], out: BinaryIO, format_: str) -> None:
    """Draw the series as `svg` or `png`; values without a day are left out, and the panel says how many.

    In the SVG each panel is a group `panel-KGS/USD`, with its points in the groups `values-`, `several-values-` and
    `one-digit-` of that pair. The same series give the same bytes.
    """
    columns = 1 if len(series) < 2 else 2
    lines = max(1, -(-len(series) // columns))
    figure = Figure(figsize=(_PANEL[0] * columns, _PANEL[1] * lines + 0.3), layout="constrained")
    FigureCanvasAgg(figure)
    with mpl.rc_context({"svg.hashsalt": "ticker-clean", "font.size": 8, "svg.fonttype": "none"}):
        panels = figure.subplots(lines, columns, squeeze=False).flat
        for number, panel in enumerate(panels):
            if number < len(series):
                _draw_panel(panel, series[number])
            else:
                panel.set_axis_off()
        _share_days(figure.axes[: len(series)], series)
        _legend(figure, series)
        figure.savefig(
            out, format=format_, dpi=160, metadata={"Date": None} if format_ == "svg" else {"Software": None}
        )


def _draw_panel(panel: Any, series: Series) -> None:
    panel.set_gid(f"panel-{series.pair}")
    dated = [
        (date.fromisoformat(value.date), value)
        for value in series.values
        if value.date and value.rate.rate < _LARGEST  # a page can print any number; matplotlib cannot draw it
    ]
    for stretch in _stretches([day for day, _ in dated]):
        panel.plot(
            [day for day, _ in dated[stretch.start : stretch.stop]],
            [float(value.rate.rate) for _, value in dated[stretch.start : stretch.stop]],
            color=_BLUE,
            linewidth=0.9,
            alpha=0.7,
        )
    several = [(day, value) for day, value in dated if SEVERAL_VALUES in value.marks]
    coarse = [(day, value) for day, value in dated if value.marks == (ONE_DIGIT,)]
    sure = [(day, value) for day, value in dated if not value.marks]
    for name, points, look in (
        ("values", sure, {"marker": "o", "color": _BLUE}),
        ("several-values", several, {"marker": "D", "color": _ORANGE, "fillstyle": "none"}),
        ("one-digit", coarse, {"marker": "s", "color": _GREY, "fillstyle": "none"}),
    ):
        if points:
            panel.plot(
                [day for day, _ in points],
                [float(value.rate.rate) for _, value in points],
                linestyle="none",
                markersize=2 if len(points) > _CROWDED else 3.4,
                markeredgewidth=0.6 if len(points) > _CROWDED else 0.9,
                gid=f"{name}-{series.pair}",
                label=name,
                **look,
            )
    undated = sum(value.date is None for value in series.values)
    note = f"{undated} without a day" if undated else ""
    panel.set_title(series.pair, loc="left", fontsize=9, fontweight="bold")
    panel.set_title(note, loc="right", fontsize=7, color=_GREY)
    _dress(panel, [value.rate.rate for _, value in dated])


def _stretches(days: Sequence[date]) -> list[range]:
    """Runs of days that follow each other closely, one value a day, as ranges of positions."""
    runs: list[range] = []
    start = 0
    for at in range(1, len(days) + 1):
        if at == len(days) or not 1 <= (days[at] - days[at - 1]).days <= _JOINED_DAYS:
            runs.append(range(start, at))
            start = at
    return [run for run in runs if len(run) > 1]


def _dress(panel: Any, rates: Sequence[Decimal]) -> None:
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
    panel.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    panel.set_axisbelow(True)
    if len(set(rates)) == 1:  # without this, matplotlib shows noise of some 1e-10 round the one value
        only = float(rates[0])
        panel.set_ylim(only * 0.5 or -1, only * 1.5 or 1)
        panel.set_yticks([only], [f"{rates[0]:f}"])
    elif rates:
        last_digit = Decimal(1).scaleb(min(int(rate.as_tuple().exponent) for rate in rates))
        few_steps = max(rates) - min(rates) <= _TICKS_UP * last_digit
        panel.yaxis.set_major_locator(MultipleLocator(float(last_digit)) if few_steps else MaxNLocator(_TICKS_UP))
        digits = ScalarFormatter(useOffset=False)
        digits.set_scientific(False)
        panel.yaxis.set_major_formatter(digits)


def _share_days(panels: Sequence[Any], series: Sequence[Series]) -> None:
    """The same span of days in every panel, so that the eye can go down from one to the next."""
    days = [date.fromisoformat(value.date) for one in series for value in one.values if value.date]
    for panel in panels:
        if not days:
            panel.set_xticks([])
            panel.set_yticks([])
            continue
        margin = max(timedelta(days=2), (max(days) - min(days)) * 0.03)
        panel.set_xlim(min(days) - margin, max(days) + margin)
        if min(days) == max(days):
            panel.set_xticks(days[:1], [f"{days[0]:%d %b %Y}"])
            continue
        locator = AutoDateLocator(minticks=2, maxticks=5)  # type: ignore[no-untyped-call]
        panel.xaxis.set_major_locator(locator)
        panel.xaxis.set_major_formatter(
            ConciseDateFormatter(locator, formats=_TICKS, zero_formats=_TICKS, show_offset=False)  # type: ignore[no-untyped-call]
        )


def _legend(figure: Any, series: Sequence[Series]) -> None:
    """Name the marks that stand in the chart, below it."""
    marks = {mark for one in series for value in one.values if value.date for mark in value.marks}
    handles = {line.get_label(): line for panel in figure.axes for line in panel.lines}
    told = {"several-values": "several values on one day", "one-digit": "one significant digit"}
    named = [(handles[mark], text) for mark, text in told.items() if mark in marks and mark in handles]
    if named:
        figure.legend(*zip(*named, strict=True), loc="outside lower left", ncols=2, frameon=False, fontsize=7)
