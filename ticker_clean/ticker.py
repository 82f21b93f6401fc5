"""The exchange-rate ticker: found among the blocks, told from rates that are an article's own, collapsed to one.

What counts as the ticker. Rate lines stand together in runs. A run is the ticker where the markup puts it outside the
articles, where no prose comes before it, where it repeats such a run, or where it closes the page with a change on
every line. A run that a colon introduces, or that stands once among an article's paragraphs, is the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ticker_clean.currencies import CODES
from ticker_clean.dates import day_line
from ticker_clean.identity import rows_id
from ticker_clean.model import Block, Rate, Snapshot, Ticker

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d+)?"
_SIGNS = r"+\-−–▲▼↑↓"
_RATE = re.compile(
    rf"""(?P<base>[A-Z]{{3}}) (?:\s?/\s?(?P<quote>[A-Z]{{3}}))?
         (?:\s*[=:|]\s*|\s+)
         (?P<rate>{_NUMBER}) (?![\w.,]*\d) (?!\s?%)
         (?:[\s|;,]*
            (?P<change> \(?[{_SIGNS}]?\s?\d+(?:[.,]\d+)?\s?%\)?   # a share: in per cent
                      | (?<=[\s|;,])[{_SIGNS}]\s?\d+(?:[.,]\d+)?   # an amount: in the quote currency, only with a sign
            ) (?![\w%]) )?
         [\s|;,•·*]*""",
    re.VERBOSE,
)
_BULLET = re.compile(r"[\s•*·◦‣▪|\-–]*")
_PAIR_ALONE = re.compile(r"([A-Z]{3})(?:\s?/\s?([A-Z]{3}))?\s*[=:|]?")
_NUMBER_ALONE = re.compile(_NUMBER)
_CHANGE_ALONE = re.compile(rf"\(?[{_SIGNS}]?\s?\d+(?:[.,]\d+)?\s?%\)?")
_BEGINS = re.compile(r"[\s•*·◦‣▪|\-–]*([A-Z]{3})(?![^\W\d_])")
"""A currency code, perhaps behind a bullet: how every rate begins, and a quick look before the other patterns."""
_BEGINS_ON_PAGE = re.compile(r"\n(?:[^\S\n]|[•*·◦‣▪|\-–])*([A-Z]{3})")
"""The same in all lines of a page at once: most pages hold no rates, and their lines need no other look."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_BROKEN = re.compile(rf"([A-Z]{{3}})\s?/\s?([A-Z]{{3}})\s*(?:[=:|]\s*\S*.{{0,24}}|\s[{_SIGNS}]?\d.{{0,24}})")
"""A known pair followed by a sign of equality or a digit, and little more: a rate that was garbled or cut."""
_LONGEST_LINE = 400
"""Characters. A marquee with a dozen pairs on one line has some 300; a longer line is prose, and is not looked at."""
_PROSE_LENGTH = 120
"""Characters from which a paragraph is an article's text: of 139 articles 138 headlines are shorter, 112 ledes not."""
_MINUS = str.maketrans({"−": "-", "–": "-", "▼": "-", "↓": "-", "▲": "+", "↑": "+"})


@dataclass(slots=True)
class _Line:
    """One line of a block and what the ticker makes of it; a stretch of prose is one line without text."""

    block: int
    number: int
    text: str = ""
    rates: tuple[Rate, ...] = ()
    part: bool = False
    """It continues a rate whose cells stand on lines of their own."""
    broken: bool = False
    prose: bool = False


def label_ticker(blocks: Sequence[Block]) -> tuple[Ticker | None, list[Block], list[str]]:
    """Find the ticker: what it says, the same blocks with its lines labelled `ticker` and `date`, and warnings.

    Where copies disagree the value printed most often is taken, the first on a tie, and a warning names the others.
    A line that looks like a rate but cannot be read is labelled `unread-rate` (inside an article's own list or table
    it stays there) and quoted in a warning.
    """
    if not _may_hold_rates(blocks):
        return None, list(blocks), []
    lines = _lines(blocks)
    runs = _runs(lines)
    if not runs:
        return None, list(blocks), []
    labels: dict[tuple[int, int], str] = {}
    copies_at: dict[tuple[int, int], int] = {}
    warnings: list[str] = []
    entries: list[Rate] = []
    days: list[str] = []
    seen: set[str] = set()  # the pairs of the copy that is being read
    copy = 0
    for run in _ticker_runs(runs, lines, blocks):
        seen.clear()
        for line in lines[run.start : run.stop]:
            labels[line.block, line.number] = "unread-rate" if line.broken else "ticker"
            entries.extend(line.rates)
            pairs = {f"{rate.base}/{rate.quote}" for rate in line.rates}
            if not seen or seen & pairs:
                seen.clear()
                copy += 1
            seen |= pairs
            copies_at[line.block, line.number] = copy
        days.extend(_label_days(run, lines, labels))
        _label_cut(run, lines, labels, warnings)
    for line in lines:
        if line.broken:
            warnings.append(f"looks like a rate but cannot be read: {line.text.strip()!r}")
            if blocks[line.block].kind == "paragraph":
                labels[line.block, line.number] = "unread-rate"
    labelled = _labelled(blocks, labels, copies_at, copy)
    if not entries:
        return None, labelled, warnings
    if len(set(days)) > 1:
        warnings.append(f"the ticker stands under several days, the first is taken: {', '.join(dict.fromkeys(days))}")
    rates, copies = _collapse(entries, warnings)
    return Ticker(rates, days[0] if days else None, len(entries), copies), labelled, warnings


def snapshot_of(ticker: Ticker | None, saved_at: str | None) -> Snapshot | None:
    """The ticker as a snapshot: dated by the line printed with it, else by the time of capture, else not at all."""
    if ticker is None:
        return None
    date = ticker.date or (saved_at and saved_at[:10]) or None
    rows = (
        (r.base, r.quote, f"{r.rate:f}", None if r.change_text is None else r.change_text.translate(_MINUS))
        for r in ticker.rates
    )
    source: Literal["page", "saved"] | None = "page" if ticker.date else "saved" if date else None
    return Snapshot(rows_id([(date,), *rows]), date, source, ticker.rates)


def parse_rates(line: str) -> tuple[Rate, ...]:
    """The rates that a line consists of, () where it holds anything else.

    >>> [(r.base, r.quote, r.rate_text, r.change_text) for r in parse_rates("  • KZT/USD = 0.00193 -0%")]
    [('KZT', 'USD', '0.00193', '-0%')]
    >>> parse_rates("USD/UZS 12 650,00 ▲0,2%")[0].rate
    Decimal('12650.00')
    >>> parse_rates("AND/OR = 5"), parse_rates("USD/KGS rose to 87.45")
    ((), ())
    """
    start = _BULLET.match(line)
    at = start.end() if start else 0
    rates: list[Rate] = []
    end = len(line.rstrip())
    while at < end:
        found = _RATE.match(line, at)
        if not found or found["base"] not in CODES or (found["quote"] or "USD") not in CODES:
            return ()
        change = found["change"] and found["change"].strip("()")
        rates.append(
            Rate(
                found["base"],
                found["quote"],
                _decimal(found["rate"]),
                found["rate"],
                _decimal(change[:-1]) if change and change.endswith("%") else None,
                change,
            )
        )
        at = found.end()
    return tuple(rates)


def _decimal(text: str) -> Decimal:
    """The exact number of printed digits; minus zero is zero. A lone comma is the decimal sign."""
    digits = "".join(text.translate(_MINUS).split())
    digits = digits.replace(",", "") if "." in digits else digits.replace(",", ".")
    number = Decimal(digits)
    return number if number else abs(number)


def _may_hold_rates(blocks: Sequence[Block]) -> bool:
    text = "\n".join(["", *[block.plain for block in blocks]])
    return any(found[1] in CODES for found in _BEGINS_ON_PAGE.finditer(text))


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    """Every line of the page that could be a rate, in order; a block of other text stands in as one line."""
    read: dict[str, tuple[bool, tuple[Rate, ...]]] = {}  # copies are equal, so each distinct line is parsed once
    lines: list[_Line] = []
    unread: list[int] = []
    for at, block in enumerate(blocks):
        text = block.text
        if text and "\n" not in text and not _may_be_rate(text):
            lines.append(_Line(at, 0, text, prose=len(text) >= _PROSE_LENGTH and not block.reason))
            continue
        for number, line in enumerate(block.lines):
            if line not in read:
                may_be = _may_be_rate(line)
                read[line] = may_be, parse_rates(line) if may_be else ()
            may_be, rates = read[line]
            if may_be and not rates:
                unread.append(len(lines))
            lines.append(_Line(at, number, line, rates))
        if len(text) >= _PROSE_LENGTH and not block.reason:
            lines[-1].prose = not lines[-1].rates
    for at in unread:
        text = _BULLET.sub("", lines[at].text, 1).rstrip()
        pair = _PAIR_ALONE.fullmatch(text)
        if pair and (pair[2] or pair[1]) in CODES:
            _join_cells(lines, at, text)
        elif (broken := _BROKEN.fullmatch(text)) and broken[2] in CODES:
            lines[at].broken = True
    return lines


def _may_be_rate(line: str) -> bool:
    found = _BEGINS.match(line) if len(line) <= _LONGEST_LINE else None
    return found is not None and found[1] in CODES


def _join_cells(lines: list[_Line], at: int, pair: str) -> None:
    """Read a pair whose rate and change stand on the next lines (cells of a table, elements of a marquee)."""
    rate = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    if not _NUMBER_ALONE.fullmatch(rate):
        return
    change = lines[at + 2].text.strip() if at + 2 < len(lines) else ""
    joined = f"{pair} {rate} {change}" if _CHANGE_ALONE.fullmatch(change) else f"{pair} {rate}"
    lines[at].rates = parse_rates(joined)
    for line in lines[at + 1 : at + (3 if joined.endswith(change) and change else 2)]:
        line.part = True


def _runs(lines: Sequence[_Line]) -> list[range]:
    """Stretches of lines that are rates. A code without a quote currency, such as `USD 84.26`, needs company."""
    runs: list[range] = []
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and (lines[at].rates or lines[at].part or lines[at].broken):
            continue
        if start < at:
            rates = [rate for line in lines[start:at] for rate in line.rates]
            if len(rates) > 1 or any(rate.quote for rate in rates) or any(line.broken for line in lines[start:at]):
                runs.append(range(start, at))
        start = at + 1
    return runs


def _pairs(run: range, lines: Sequence[_Line]) -> list[tuple[str, str | None]]:
    return [(rate.base, rate.quote) for line in lines[run.start : run.stop] for rate in line.rates]


def _ticker_runs(runs: list[range], lines: Sequence[_Line], blocks: Sequence[Block]) -> list[range]:
    """The runs that are the ticker, by the rule at the head of this file."""
    prose = [at for at, line in enumerate(lines) if line.prose]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    chosen: list[range] = []
    for run in runs:
        introduced = run.start > 0 and lines[run.start - 1].text.rstrip().endswith(":")
        outside = all(blocks[line.block].reason for line in lines[run.start : run.stop])
        if outside or (run.start < first and not introduced):
            chosen.append(run)
    for run in runs:
        pairs = _pairs(run, lines)
        if run in chosen or not pairs or lines[run.start - 1].text.rstrip().endswith(":"):
            continue
        repeats = len(set(pairs)) < len(pairs)
        closes = run.start > last and len(pairs) > 1
        changes = all(rate.change_text for line in lines[run.start : run.stop] for rate in line.rates)
        others = [_pairs(other, lines) for other in runs if other is not run]
        copies = (len(pairs) > 1 or run.start > last) and any(other[: len(pairs)] == pairs for other in others)
        if repeats or copies or (closes and changes):
            chosen.append(run)
    return sorted(chosen, key=lambda run: run.start)


def _label_days(run: range, lines: Sequence[_Line], labels: dict[tuple[int, int], str]) -> list[str]:
    """Label the day and the clock printed next to a run, after it or before it, and give the ISO days."""
    days: list[str] = []
    for step, at in ((1, run.stop), (-1, run.start - 1)):
        while 0 <= at < len(lines):
            text = lines[at].text.strip()
            day = day_line(text)
            if not day and not _CLOCK.fullmatch(text):
                break
            labels[lines[at].block, lines[at].number] = "date"
            days.extend([day] if day else [])
            at += step
    return days


def _label_cut(run: range, lines: Sequence[_Line], labels: dict[tuple[int, int], str], warnings: list[str]) -> None:
    """Label the end of a page that was cut within the last copy: the beginning of a line that the ticker holds."""
    if run.stop != len(lines) - 1:
        return
    last = lines[run.stop]
    rest = last.text.lstrip(" \t•*·-")
    if rest and any(line.text.lstrip(" \t•*·-").startswith(rest) for line in lines[run.start : run.stop]):
        labels[last.block, last.number] = "ticker"
        warnings.append(f"the last copy of the ticker is cut: {last.text.strip()!r}")


def _collapse(entries: Sequence[Rate], warnings: list[str]) -> tuple[tuple[Rate, ...], int]:
    """One rate for each pair, in the order first printed, and how often the most repeated pair stood there."""
    first: dict[str, Rate] = {}
    printed: dict[tuple[str, str | None], dict[str, int]] = {}
    for rate in entries:
        text = _printed(rate)
        first.setdefault(text, rate)
        counts = printed.setdefault((rate.base, rate.quote), {})
        counts[text] = counts.get(text, 0) + 1
    rates: list[Rate] = []
    for values in printed.values():
        (taken, count), *others = sorted(values.items(), key=lambda value: -value[1])  # on a tie the first printed
        rates.append(first[taken])
        if others:
            told = ", ".join(f"{text} ({times} x)" for text, times in others)
            warnings.append(f"copies of the ticker disagree: {taken} is taken ({count} x), not {told}")
    return tuple(rates), max(sum(values.values()) for values in printed.values())


def _printed(rate: Rate) -> str:
    pair = f"{rate.base}/{rate.quote}" if rate.quote else rate.base
    return f"{pair} = {rate.rate_text}" + (f" {rate.change_text}" if rate.change_text is not None else "")


def _labelled(
    blocks: Sequence[Block],
    labels: dict[tuple[int, int], str],
    copies_at: dict[tuple[int, int], int],
    copies: int,
) -> list[Block]:
    """The blocks with labels on their lines; a block whose lines differ is cut where they do."""
    touched = {block for block, _ in labels}
    labelled: list[Block] = []
    for at, block in enumerate(blocks):
        if at not in touched:
            labelled.append(block)
            continue
        lines = block.lines
        reasons = [labels.get((at, number), block.reason) for number in range(len(lines))]
        start = 0
        for end in range(1, len(lines) + 1):
            if end == len(lines) or reasons[end] != reasons[start]:
                note = block.note
                if reasons[start] == "ticker" and (at, start) in copies_at:
                    first, last = copies_at[at, start], copies_at.get((at, end - 1), copies)
                    note = f"copy {first} of {copies}" if first == last else f"copies {first} to {last} of {copies}"
                labelled.append(replace(_part(block, start, end), reason=reasons[start], note=note))
                start = end
    return labelled


def _part(block: Block, start: int, end: int) -> Block:
    """Lines `start` to `end` of a block."""
    if block.kind == "list":
        return replace(block, items=block.items[start:end])
    if block.kind == "table":
        return replace(block, rows=block.rows[start:end])
    return replace(block, text="\n".join(block.lines[start:end]))
