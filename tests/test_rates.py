"""`rates`: series by pair and day, doubt marked, nothing averaged; the table, the CSVs and the chart."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, Run
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean.model import Rate, Snapshot
from ticker_clean.rates_table import rates_table, sparkline
from ticker_clean.series import Snapshots, series_of, wide

LEDE = (
    "The mill at Naryn turned again on Monday after eleven quiet years, and the first sack of flour went to the school."
)


def page(day: str, *rates: str) -> str:
    """A page whose ticker stands twice, under its day."""
    ticker = "\n".join(f"  • {rate}" for rate in rates)
    return f"{ticker}\n{ticker}\n{day}\n\nThe Mill at Naryn Turns Again\n\n{LEDE}\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    uzs, tmt = "UZS/USD = 0.00008 0%", "TMT/USD = 0.28490 0%"
    for name, text in {
        "c": page("7 May 2025", "KGS/USD = 0.01140 0%", uzs, tmt),
        "a": page("9 May 2025", "KGS/USD = 0.01144 0.35%", uzs, tmt),
        "b": page("9 May 2025", "KGS/USD = 0.01152 0.7%", uzs, tmt),
        "d": page("9 May 2025", "KGS/USD = 0.01144 0.35%", uzs, tmt),
        "e": page("", "KGS/USD = 0.01130 -0%", uzs),
        "f": page("2 June 2025", "KGS/USD = 0.01131 -1.8%", uzs, "TMT/USD = 0.2849 0%"),
    }.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def read_csv(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_each_value_of_a_day_is_a_row(pages: Path, command: Run) -> None:
    done = command("rates", pages, "--pair", "KGS/USD")
    assert (done.returncode, done.stderr) == (0, b"")
    assert [
        (row["date"], row["rate"], row["change_text"], row["pages"], row["marks"]) for row in read_csv(done.stdout)
    ] == [
        ("2025-05-07", "0.01140", "0%", "1", ""),
        ("2025-05-09", "0.01144", "0.35%", "2", "several-values"),
        ("2025-05-09", "0.01152", "0.7%", "1", "several-values"),
        ("2025-06-02", "0.01131", "-1.8%", "1", ""),
        ("", "0.01130", "-0%", "1", ""),
    ]


def test_pairs_come_in_the_order_printed_and_one_digit_is_marked(pages: Path, command: Run) -> None:
    rows = json.loads(command("rates", pages, "-f", "json").stdout, parse_float=Decimal)
    assert list(dict.fromkeys((row["base"], row["quote"]) for row in rows)) == [
        ("KGS", "USD"),
        ("UZS", "USD"),
        ("TMT", "USD"),
    ]
    assert {row["base"]: row["marks"] for row in rows if row["base"] != "KGS"} == {"UZS": ["one-digit"], "TMT": []}
    # equal numbers printed with other zeros are one value a day, and keep the digits that were met first
    assert [row["rate_text"] for row in rows if row["base"] == "TMT"] == ["0.28490", "0.28490", "0.2849"]


def test_days_limit_the_series_and_undated_values_are_named(pages: Path, command: Run) -> None:
    done = command("rates", pages, "--pair", "kgs", "--from", "2025-05-08", "--to", "2025-05-31", "-f", "jsonl")
    assert [json.loads(line)["date"] for line in done.stdout.splitlines()] == ["2025-05-09", "2025-05-09"]
    assert done.stderr.decode() == "left out for want of a day: 1 snapshot\n"


def test_wide_has_a_row_for_each_snapshot(pages: Path, command: Run) -> None:
    rows = read_csv(command("rates", pages, "-f", "wide-csv").stdout)
    assert list(rows[0]) == ["date", "snapshot", "KGS/USD", "UZS/USD", "TMT/USD", "marks"]
    assert [(row["date"], row["KGS/USD"], row["TMT/USD"], row["marks"]) for row in rows] == [
        ("2025-05-07", "0.01140", "0.28490", "UZS/USD one-digit"),
        ("2025-05-09", "0.01144", "0.28490", "KGS/USD several-values; UZS/USD one-digit"),
        ("2025-05-09", "0.01152", "0.28490", "KGS/USD several-values; UZS/USD one-digit"),
        ("2025-06-02", "0.01131", "0.2849", "UZS/USD one-digit"),
        ("", "0.01130", "", "UZS/USD one-digit"),
    ]
    only = read_csv(command("rates", pages, "-f", "wide-csv", "--pair", "TMT").stdout)
    assert [(row["date"], row["TMT/USD"]) for row in only] == [
        ("2025-05-07", "0.28490"),
        ("2025-05-09", "0.28490"),
        ("2025-06-02", "0.2849"),
    ]


TABLE = """\
KGS/USD  3 days, 2025-05-07 to 2025-06-02  0.01130 to 0.01152  ▄▅█▁▁
  2025-05-07  0.01140     0%
  2025-05-09  0.01144  0.35%  several values
  2025-05-09  0.01152   0.7%  several values
  2025-06-02  0.01131  -1.8%
  no day      0.01130    -0%
"""


def test_the_table(pages: Path, command: Run, tmp_path: Path) -> None:
    assert command("rates", pages, "--pair", "KGS", "-f", "table").stdout.decode() == TABLE
    assert command("rates", pages, "--pair", "KGS", "-f", "table", "-o", "a.txt").stdout == b""
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TABLE


def test_on_a_terminal_the_table_is_the_default(pages: Path) -> None:
    plain = on_terminal("rates", pages, "--pair", "KGS", NO_COLOR="1", PAGER="cat")
    assert plain == TABLE
    colored = on_terminal("rates", pages, "--pair", "KGS", PAGER="cat", TERM="xterm", NO_COLOR="")
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == TABLE
    assert "\x1b[" not in on_terminal("rates", pages, "--color", "never", PAGER="cat", NO_COLOR="")
    assert "\x1b[" not in on_terminal("rates", pages, PAGER="cat", TERM="dumb", NO_COLOR="")
    assert on_terminal("rates", pages, "--pair", "KGS", "-f", "table", NO_COLOR="1", PAGER="tr K X") == TABLE.replace(
        "K", "X"
    )


def on_terminal(*arguments: str | Path, **environment: str) -> str:
    """What a command prints on a terminal of 100 columns."""
    master, slave = pty.openpty()
    import fcntl
    import termios

    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    run = [sys.executable, "-m", "ticker_clean", *map(os.fspath, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with subprocess.Popen(run, stdin=slave, stdout=slave, stderr=slave, env=environment):
        os.close(slave)
        printed = b""
        while True:
            try:
                printed += os.read(master, 1 << 16)
            except OSError:  # Linux says so when the last writer is gone
                break
    os.close(master)
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (["--pair", "SOM"], 1, "no rates were found"),
        (["--pair", "USD/KGS"], 1, "no rates were found"),
        (["--pair", "dollars"], 2, "'dollars' is no pair such as KGS/USD"),
        (["--from", "yesterday"], 2, "'yesterday' does not match the format"),
        (["--chart", "a.gif"], 2, "A chart is an .svg or a .png: 'a.gif'"),
        (["--chart", "none/a.svg"], 2, "Cannot write 'none/a.svg'"),
    ],
)
def test_what_cannot_be_given_is_told(arguments: list[str], status: int, why: str, pages: Path, command: Run) -> None:
    done = command("rates", pages, *arguments)
    assert done.returncode == status
    assert why in done.stderr.decode()


def test_a_failed_page_is_told_and_the_rest_is_there(pages: Path, command: Run) -> None:
    (pages / "\x1b[31mred.txt").touch()
    done = command("rates", pages, "--pair", "KGS")
    assert done.returncode == 1
    assert len(read_csv(done.stdout)) == 5
    assert "<1B>[31mred.txt: " in done.stderr.decode()


# the chart


def test_the_chart_has_a_panel_for_each_pair_and_a_point_for_each_value(
    pages: Path, command: Run, tmp_path: Path
) -> None:
    done = command("rates", pages, "--chart", "rates.svg")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    svg = (tmp_path / "rates.svg").read_bytes()
    points = {
        group.get("id"): len(list(group.iter("{http://www.w3.org/2000/svg}use")))
        for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g")
        if "/" in group.get("id", "") and not group.get("id", "").startswith("panel")
    }
    assert points == {
        "values-KGS/USD": 2,
        "several-values-KGS/USD": 2,
        "one-digit-UZS/USD": 3,
        "values-TMT/USD": 3,
    }
    assert re.findall(r'id="panel-([A-Z/]+)"', svg.decode()) == ["KGS/USD", "UZS/USD", "TMT/USD"]
    texts = "".join(ET.fromstring(svg).itertext())
    for told in ("several values on one day", "one significant digit", "1 without a day", "2025", "0.2849"):
        assert told in texts
    assert command("rates", pages, "--chart", "again.svg").returncode == 0
    assert (tmp_path / "again.svg").read_bytes() == svg


def test_a_gap_stays_a_gap(tmp_path: Path, command: Run) -> None:
    for day in (1, 2, 4, 20, 21):
        (tmp_path / f"{day:02}.txt").write_text(
            page(f"{day} May 2025", f"KGS/USD = 0.0114{day % 10} 0%", "TMT/USD = 0.2849 0%")
        )
    assert command("rates", tmp_path, "--pair", "KGS", "--chart", "a.svg").returncode == 0
    root = ET.fromstring((tmp_path / "a.svg").read_bytes())
    [panel] = [group for group in root.iter("{http://www.w3.org/2000/svg}g") if group.get("id") == "panel-KGS/USD"]
    joined = [
        path.get("d", "").count("L")
        for path in panel.iter("{http://www.w3.org/2000/svg}path")
        if "stroke-opacity: 0.7" in path.get("style", "")
    ]
    assert joined == [2, 1]


@pytest.mark.parametrize(
    ("day", "pairs"),
    [("", ["KGS", "KZT"]), ("7 May 2025", ["KGS"]), ("7 May 2025", ["KGS", "KZT", "TJS", "UZS", "TMT", "EUR", "RUB"])],
)
def test_a_chart_of_little_or_much_is_drawn(day: str, pairs: list[str], tmp_path: Path, command: Run) -> None:
    rates = [f"{pair}/USD = 0.0{number}1 0%" for number, pair in enumerate(pairs, 1)]
    rates.append(f"JPY/USD = {'9' * 330} 0%")
    (tmp_path / "a.txt").write_text(page(day, *rates), encoding="utf-8")
    done = command("rates", tmp_path / "a.txt", "--chart", "a.png", env={"PYTHONWARNINGS": "error"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_without_its_library_the_chart_says_how_to_get_it(pages: Path, tmp_path: Path, command: Run) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError\n", encoding="utf-8")
    done = command("rates", pages, "--chart", "a.svg", env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert done.returncode == 2
    assert "pip install 'ticker-clean[chart]'" in done.stderr.decode()


# laws

_RATES = st.builds(
    lambda base, quote, digits: Rate(base, quote, Decimal(digits), digits),
    st.sampled_from(["KGS", "KZT", "UZS"]),
    st.sampled_from(["USD", None]),
    st.from_regex(r"[0-9]{1,5}(\.[0-9]{1,6})?", fullmatch=True),
)
_SNAPSHOTS = st.lists(
    st.tuples(
        st.sampled_from([None, "2025-05-07", "2025-05-08", "2025-06-01"]),
        st.lists(_RATES, min_size=1, max_size=4, unique_by=lambda rate: (rate.base, rate.quote)),
    ),
    max_size=12,
)


@given(_SNAPSHOTS)
def test_every_printed_value_is_in_the_series_and_no_other(printed: list[tuple[str | None, list[Rate]]]) -> None:
    met = Snapshots()
    for number, (day, rates) in enumerate(printed):
        met.add(Snapshot(f"{number:016x}", day, "page" if day else None, tuple(rates)))
    series = series_of(met.by_day())
    told = {(one.pair, value.date, value.rate.rate): value for one in series for value in one.values}
    there = [
        (f"{rate.base}/{rate.quote}" if rate.quote else rate.base, day, rate.rate)
        for day, rates in printed
        for rate in rates
    ]
    assert set(told) == set(there)
    assert sum(value.pages for value in told.values()) == len(there)
    for (pair, day, _), value in told.items():
        several = len({rate for p, d, rate in there if (p, d) == (pair, day)}) > 1 and day is not None
        assert ("several-values" in value.marks) == several
    for one in series:
        days = [value.date or "9" for value in one.values]
        assert days == sorted(days)
    names, rows = wide(met.by_day())
    assert {(name, row["date"], row[name]) for row in rows for name in names if row[name] is not None} == set(there)
    lines = ["".join(span.text for span in line) for line in rates_table(series)]
    assert sum(line.startswith("  ") for line in lines) == len(told)


@given(st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=90))
def test_a_sparkline_has_its_heights_in_the_order_of_the_rates(rates: list[Decimal]) -> None:
    bars = sparkline(rates)
    assert len(bars) == min(len(rates), 40)
    if len(rates) <= 40:
        by_rate = [bar for _, bar in sorted(zip(rates, bars, strict=True))]
        assert by_rate == sorted(bars)


def test_the_samples_have_rates(command: Run) -> None:
    done = command("rates", *sorted(SAMPLES.glob("*.txt")))
    assert done.returncode == 0
    assert len(read_csv(done.stdout)) > 20
