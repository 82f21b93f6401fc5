"""The ticker: how lines are read, which of them are the ticker, and what becomes of the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ticker_clean.dump_blocks import dump_blocks
from ticker_clean.model import Block
from ticker_clean.ticker import label_ticker, parse_rates, snapshot_of

LEDE = (
    "The new bridge over the Kara Darya at Uzgen was opened to lorries on Monday, eleven months later than the "
    "contract had promised and two days before the first snow closed the upper road."
)

LINES = {
    # form of the line: (base, quote, rate_text, change_text)
    "• KGS/USD = 0.01144 0%": ("KGS", "USD", "0.01144", "0%"),
    "  • KZT/USD = 0.00193 -0%": ("KZT", "USD", "0.00193", "-0%"),
    "* TJS/USD=0.10811 -0.28%": ("TJS", "USD", "0.10811", "-0.28%"),
    "- UZS/USD: 0.00008 +0.5%": ("UZS", "USD", "0.00008", "+0.5%"),
    "· TMT/USD | 0.28490 | 0.1234%": ("TMT", "USD", "0.28490", "0.1234%"),
    "EUR/KGS\t99,21\t−0,15%": ("EUR", "KGS", "99,21", "−0,15%"),
    "USD/UZS 12 650,00": ("USD", "UZS", "12 650,00", None),
    "USD/UZS 12\u00a0650.5 ▲0.2%": ("USD", "UZS", "12\u00a0650.5", "▲0.2%"),
    "USD/IDR = 16,250.75 (0.4%)": ("USD", "IDR", "16,250.75", "0.4%"),
    "CNY / KGS = 12": ("CNY", "KGS", "12", None),
    "USD 84.26": ("USD", None, "84.26", None),
    "EUR 99.21 +0.35": ("EUR", None, "99.21", "+0.35"),
}


@pytest.mark.parametrize(("line", "rate"), LINES.items())
def test_a_line_of_the_ticker_is_read(line: str, rate: tuple[str, str | None, str, str | None]) -> None:
    (got,) = parse_rates(line)
    assert (got.base, got.quote, got.rate_text, got.change_text) == rate


@pytest.mark.parametrize(
    ("text", "rate", "change"),
    [
        ("KGS/USD = 0.01144 -0%", "0.01144", "0"),
        ("KGS/USD = 0.28490 −0,15%", "0.28490", "-0.15"),
        ("KGS/USD = 1 234,50 ▼2%", "1234.50", "-2"),
        ("KGS/USD = 1,234.50 ▲2%", "1234.50", "2"),
        ("KGS/USD = 0,5", "0.5", None),
        ("KGS/USD = 5 +0.35", "5", None),  # an amount is no share
    ],
)
def test_numbers_are_exact_and_minus_zero_is_zero(text: str, rate: str, change: str | None) -> None:
    (got,) = parse_rates(text)
    assert str(got.rate) == rate
    assert (got.change_pct is None) == (change is None)
    assert change is None or str(got.change_pct) == change


@pytest.mark.parametrize(
    "line",
    [
        "AND/OR = 5",
        "TCA/USD = 5",
        "USD/KGS rose to 87.45 on Monday",
        "KGS/USD",
        "KGS/USD = n/a",
        "KGS/USD = 0.01144 0% today",
        "USD 84.26 per tonne",
        "KGS/USD = 5%",
        "THE 100 best",
        "",
        "•",
    ],
)
def test_other_lines_are_no_rates(line: str) -> None:
    assert parse_rates(line) == ()


def test_several_rates_on_one_line_as_in_a_marquee() -> None:
    got = parse_rates("KGS/USD = 0.01144 0% KZT/USD = 0.00193 -0% • TJS/USD = 0.10811")
    assert [(r.base, r.rate_text, r.change_text) for r in got] == [
        ("KGS", "0.01144", "0%"),
        ("KZT", "0.00193", "-0%"),
        ("TJS", "0.10811", None),
    ]


def read(dump: str) -> tuple[list[str] | None, dict[str, list[str]], list[str]]:
    """(rates as printed, lines by reason, warnings) of a dump."""
    ticker, blocks, warnings = label_ticker(dump_blocks(dump))
    reasons: dict[str, list[str]] = {}
    for block in blocks:
        reasons.setdefault(block.reason or "text", []).extend(block.lines)
    rates = ticker and [f"{r.base}/{r.quote} {r.rate_text} {r.change_text}" for r in ticker.rates]
    return rates, reasons, warnings


def test_copies_collapse_to_one_ticker_with_its_day() -> None:
    copy = "  • KGS/USD = 0.01144 0%\n  • UZS/USD = 0.00008 -0%\n"
    ticker, blocks, warnings = label_ticker(
        dump_blocks((copy * 8).lstrip() + f"07 November 2025\n\nA Bridge\n\n{LEDE}")
    )
    assert ticker is not None
    assert (ticker.date, ticker.lines, ticker.copies, len(ticker.rates)) == ("2025-11-07", 16, 8, 2)
    assert [block.reason for block in blocks] == ["ticker", "date", None, None]
    assert warnings == []


def test_the_value_printed_most_often_is_taken_and_the_others_are_named() -> None:
    rates, reasons, warnings = read(
        "• KGS/USD = 0.01150 0%\n• KGS/USD = 0.01144 0%\n• KGS/USD = 0.01144 0%\n\nA Bridge\n\n" + LEDE
    )
    assert rates == ["KGS/USD 0.01144 0%"]
    assert len(reasons["ticker"]) == 3
    assert warnings == [
        "copies of the ticker disagree: KGS/USD = 0.01144 0% is taken (2 x), not KGS/USD = 0.01150 0% (1 x)"
    ]


def test_on_a_tie_the_first_value_is_taken() -> None:
    rates, _, warnings = read(f"KGS/USD = 0.2 1%\nKGS/USD = 0.3 1%\n\nA Bridge\n\n{LEDE}")
    assert rates == ["KGS/USD 0.2 1%"]
    assert len(warnings) == 1


@pytest.mark.parametrize("cut", ["  • KZT/USD = 0.001", "  • KZT/US", "  • KZT/USD ="])
def test_a_last_copy_may_be_cut(cut: str) -> None:
    copy = "  • KGS/USD = 0.01144 0%\n  • KZT/USD = 0.00193 -0%\n"
    rates, reasons, warnings = read(f"{copy * 3}\nA Bridge\n\n{LEDE}\n\n{copy}  • KGS/USD = 0.01144 0%\n{cut}")
    assert rates == ["KGS/USD 0.01144 0%", "KZT/USD 0.00193 -0%"]
    assert reasons["text"] == ["A Bridge", LEDE]
    assert len(warnings) == 1
    assert "KZT/US" in warnings[0]


@pytest.mark.parametrize(
    "own",
    [
        "The bank sold dollars at these rates:\n\n  • USD/KGS = 87.45\n  • EUR/KGS = 99.10\n\n" + LEDE,
        "The bank sold dollars at these rates:\n\n  • KGS/USD = 0.01150\n  • KZT/USD = 0.00200\n\n" + LEDE,
        "USD/KGS = 87.45\n\n" + LEDE,
        LEDE + "\n\nOn Friday the bank paid:\n\n  • KGS/USD = 0.01150 1%\n  • KZT/USD = 0.00200 1%",
    ],
)
def test_rates_inside_an_article_stay_there(own: str) -> None:
    ticker = "• KGS/USD = 0.01144 0%\n  • KZT/USD = 0.00193 -0%\n"
    rates, reasons, warnings = read(f"{ticker}07 May 2025\n\nA Bridge\n\n{LEDE}\n\n{own}")
    assert rates == ["KGS/USD 0.01144 0%", "KZT/USD 0.00193 -0%"]
    assert len(reasons["ticker"]) == 2
    assert [line for line in reasons["text"] if "/" in line]
    assert warnings == []


def test_codes_without_a_quote_need_company() -> None:
    assert read(f"14:35\nUSD 84.26\nEUR 99.21\nRUB 1.14\n\nA Bridge\n\n{LEDE}")[:2] == (
        ["USD/None 84.26 None", "EUR/None 99.21 None", "RUB/None 1.14 None"],
        {"date": ["14:35"], "ticker": ["USD 84.26", "EUR 99.21", "RUB 1.14"], "text": ["A Bridge", LEDE]},
    )
    assert read(f"USD 84.26\n\nA Bridge\n\n{LEDE}")[0] is None


def test_cells_on_lines_of_their_own_make_one_rate() -> None:
    rates, reasons, _ = read(f"KGS/USD\n\n0.01144\n\n0%\n\nKZT/USD\n\n0.00193\n\nA Bridge\n\n{LEDE}")
    assert rates == ["KGS/USD 0.01144 0%", "KZT/USD 0.00193 None"]
    assert reasons["text"] == ["A Bridge", LEDE]


@pytest.mark.parametrize(
    "broken", ["  • TJS/USD = n/a", "  • TJS/USD = 0.1o811 0%", "  • TJS/USD = 0.1 0.2 0.3", "  • TJS/USD = -"]
)
def test_a_rate_that_cannot_be_read_is_quoted_and_never_silently_dropped(broken: str) -> None:
    rates, reasons, warnings = read(f"• KGS/USD = 0.01144 0%\n{broken}\n  • KZT/USD = 0.00193 0%\n\nA Bridge\n\n{LEDE}")
    assert rates == ["KGS/USD 0.01144 0%", "KZT/USD 0.00193 0%"]
    assert reasons["unread-rate"] == [broken.strip(" •")]
    assert reasons["text"] == ["A Bridge", LEDE]
    assert warnings == [f"looks like a rate but cannot be read: {broken.strip(' •')!r}"]


@pytest.mark.parametrize(
    "title", ["KGS/USD Rate Falls to a Record", "USD/KZT: What Comes Next for the Tenge", "AND/OR = 5"]
)
def test_a_headline_about_a_pair_is_no_broken_rate(title: str) -> None:
    assert read(f"{title}\n\n{LEDE}") == (None, {"text": [title, LEDE]}, [])


def test_several_days_beside_the_ticker_are_told() -> None:
    copy = "• KGS/USD = 0.01144 0%\n• KZT/USD = 0.00193 0%\n"
    ticker, _, warnings = label_ticker(dump_blocks(f"{copy}07 May 2025\n\nA Bridge\n\n{LEDE}\n\n{copy}08 May 2025"))
    assert ticker is not None
    assert ticker.date == "2025-05-07"
    assert warnings == ["the ticker stands under several days, the first is taken: 2025-05-07, 2025-05-08"]


def test_a_ticker_that_markup_puts_outside_the_articles_needs_no_copy() -> None:
    blocks = [
        Block("heading", "A Bridge"),
        Block("paragraph", LEDE),
        Block("paragraph", "KGS/USD = 0.01144 0%", reason="navigation"),
    ]
    ticker, labelled, _ = label_ticker(blocks)
    assert ticker is not None
    assert labelled[2].reason == "ticker"


def test_a_snapshot_is_its_day_and_its_rows() -> None:
    def snapshot(dump: str, saved_at: str | None = None) -> tuple[str, str | None, str | None]:
        got = snapshot_of(label_ticker(dump_blocks(dump))[0], saved_at)
        assert got is not None
        return got.id, got.date, got.date_source

    dated = snapshot("KGS/USD = 0.01144 -1%\n07 May 2025")
    assert dated[1:] == ("2025-05-07", "page")
    assert dated == snapshot("• KGS/USD: 0.01144 −1%\n• KGS/USD: 0.01144 −1%\nMay 7, 2025", "2026-01-01T10:00:00Z")
    assert dated[0] != snapshot("KGS/USD = 0.011440 -1%\n07 May 2025")[0]
    assert snapshot("KGS/USD = 0.01144 -1%", "2025-05-07T23:00:00+06:00") == (dated[0], "2025-05-07", "saved")
    assert snapshot("KGS/USD = 0.01144 -1%")[1:] == (None, None)
    assert snapshot_of(None, "2025-05-07") is None


def test_rates_are_decimals_throughout() -> None:
    (rate,) = parse_rates("UZS/USD = 0.00008 -0.28%")
    assert (rate.rate, rate.change_pct) == (Decimal("0.00008"), Decimal("-0.28"))
