"""The exchange-rate ticker: found among the blocks, told from rates that are an article's own, collapsed to one.

What counts as the ticker. Rate lines stand together in runs. A run is the ticker where the markup puts it outside the
articles, where no prose comes before it, where it repeats such a run, or where it closes the page with a change on
every line. A run that a colon introduces, or that stands once among an article's paragraphs, is the article's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

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
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_BROKEN = re.compile(rf"([A-Z]{{3}})\s?/\s?([A-Z]{{3}})\s*(?:[=:|]\s*\S*.{{0,24}}|\s[{_SIGNS}]?\d.{{0,24}})")
"""A known pair followed by a sign of equality or a digit, and little more: a rate that was garbled or cut."""
_LONGEST_LINE = 400
"""Characters. A marquee with a dozen pairs on one line has some 300; a longer line is prose, and is not looked at."""
_PROSE_LENGTH = 120
"""Characters from which a paragraph is an article's text: of 139 articles 138 headlines are shorter, 112 ledes not."""
_MINUS = str.maketrans({"−": "-", "–": "-", "▼": "-", "↓": "-", "▲": "+", "↑": "+"})


class _Lines:
    """The lines of a page in order, and what the ticker makes of them. A line is known by its number."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.texts: list[str] = []
        self.blocks: list[int] = []
        """The block that each line is in."""
        self.starts: list[int] = []
        """The first line of each block."""
        self.prose: list[int] = []
        """The last line of each paragraph that is an article's text."""
        self.rates: dict[int, _Rates] = {}
        self.parts: set[int] = set()
        """Lines that continue a rate whose cells stand on lines of their own."""
        self.broken: set[int] = set()
        for at, block in enumerate(blocks):
            text = block.text
            self.starts.append(len(self.texts))
            if text and "\n" not in text:
                self.texts.append(text)
                self.blocks.append(at)
            else:
                lines = block.lines
                self.texts += lines
                self.blocks += [at] * len(lines)
            if len(text) >= _PROSE_LENGTH and not block.reason:
                self.prose.append(len(self.texts) - 1)


_Pair = tuple[str, str | None]


class _Rates(NamedTuple):
    """What a line of rates says."""

    rates: tuple[Rate, ...]
    pairs: tuple[_Pair, ...]


_NONE = _Rates((), ())


def label_ticker(blocks: Sequence[Block]) -> tuple[Ticker | None, list[Block], list[str]]:
    """Find the ticker: what it says, the same blocks with its lines labelled `ticker` and `date`, and warnings.

    Where copies disagree the value printed most often is taken, the first on a tie, and a warning names the others.
    A line that looks like a rate but cannot be read is labelled `unread-rate` (inside an article's own list or table
    it stays there) and quoted in a warning.
    """
    lines = _Lines(blocks)
    _read_rates(lines)
    runs = _runs(lines)
    if not runs:
        return None, list(blocks), []
    labels: dict[int, str] = {}
    copies_at: dict[int, int] = {}
    warnings: list[str] = []
    entries: list[Rate] = []
    days: list[str] = []
    seen: set[_Pair] = set()  # the pairs of the copy that is being read
    copy = 0
    for run in _ticker_runs(runs, lines, blocks):
        seen.clear()
        for at in run:
            rates, pairs = lines.rates.get(at, _NONE)
            entries += rates
            if not seen or not seen.isdisjoint(pairs):
                seen.clear()
                copy += 1
            seen.update(pairs)
            labels[at] = "unread-rate" if at in lines.broken else "ticker"
            copies_at[at] = copy
        days.extend(_label_days(run, lines, labels))
        _label_cut(run, lines, labels, warnings)
    for at in sorted(lines.broken):
        warnings.append(f"looks like a rate but cannot be read: {lines.texts[at].strip()!r}")
        if blocks[lines.blocks[at]].kind == "paragraph":
            labels[at] = "unread-rate"
    labelled = _labelled(blocks, lines, labels, copies_at)
    if not entries:
        return None, labelled, warnings
    if len(set(days)) > 1:
        warnings.append(f"the ticker stands under several days, the first is taken: {', '.join(dict.fromkeys(days))}")
    collapsed, copies = _collapse(entries, warnings)
    return Ticker(collapsed, days[0] if days else None, len(entries), copies), labelled, warnings


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
        if not found:
            return ()
        base, quote, rate, change = found.group("base", "quote", "rate", "change")
        if base not in CODES or (quote or "USD") not in CODES:
            return ()
        change = change and change.strip("()")
        change_pct = _decimal(change[:-1]) if change and change.endswith("%") else None
        rates.append(Rate(base, quote, _decimal(rate), rate, change_pct, change))
        at = found.end()
    return tuple(rates)


def _decimal(text: str) -> Decimal:
    """The exact number of printed digits; minus zero is zero. A lone comma is the decimal sign."""
    digits = "".join((text if text.isascii() else text.translate(_MINUS)).split())
    digits = digits.replace(",", "") if "." in digits else digits.replace(",", ".")
    number = Decimal(digits)
    return number if number else abs(number)


def _read_rates(lines: _Lines) -> None:
    """Tell the lines that are rates, and those that would be: in cells of their own, garbled or cut."""
    read: dict[str, _Rates] = {}  # copies are equal, so each distinct line is parsed once
    unread: list[int] = []
    for at, line in enumerate(lines.texts):
        if line[1:2].islower():  # a quick look: most lines are words
            continue
        if line not in read:
            found = _BEGINS.match(line) if len(line) <= _LONGEST_LINE else None
            if not found or found[1] not in CODES:
                continue
            read[line] = _rates(line)
        if read[line].rates:
            lines.rates[at] = read[line]
        else:
            unread.append(at)
    lines.prose = [at for at in lines.prose if at not in lines.rates]
    for at in unread:
        text = _BULLET.sub("", lines.texts[at], 1).rstrip()
        pair = _PAIR_ALONE.fullmatch(text)
        if pair and (pair[2] or pair[1]) in CODES:
            _join_cells(lines, at, text)
        elif (broken := _BROKEN.fullmatch(text)) and broken[2] in CODES:
            lines.broken.add(at)


def _rates(line: str) -> _Rates:
    rates = parse_rates(line)
    return _Rates(rates, tuple((rate.base, rate.quote) for rate in rates))


def _join_cells(lines: _Lines, at: int, pair: str) -> None:
    """Read a pair whose rate and change stand on the next lines (cells of a table, elements of a marquee)."""
    rate, change = [*(text.strip() for text in lines.texts[at + 1 : at + 3]), "", ""][:2]
    if not _NUMBER_ALONE.fullmatch(rate):
        return
    has_change = _CHANGE_ALONE.fullmatch(change) is not None
    joined = _rates(f"{pair} {rate} {change}" if has_change else f"{pair} {rate}")
    if joined.rates:
        lines.rates[at] = joined
    lines.parts.update((at + 1, at + 2) if has_change else (at + 1,))


def _runs(lines: _Lines) -> list[range]:
    """Stretches of lines that are rates. A code without a quote currency, such as `USD 84.26`, needs company."""
    runs: list[range] = []
    start = stop = 0
    for at in [*sorted({*lines.rates, *lines.parts, *lines.broken}), len(lines.texts) + 1]:
        if at != stop:
            if start < stop:
                runs.append(range(start, stop))
            start = at
        stop = at + 1
    return [run for run in runs if _stands(run, lines)]


def _stands(run: range, lines: _Lines) -> bool:
    pairs = _pairs(run, lines)
    return len(pairs) > 1 or any(quote for _, quote in pairs) or not lines.broken.isdisjoint(run)


def _pairs(run: range, lines: _Lines) -> list[_Pair]:
    return [pair for at in run for pair in lines.rates.get(at, _NONE).pairs]


def _ticker_runs(runs: list[range], lines: _Lines, blocks: Sequence[Block]) -> list[range]:
    """The runs that are the ticker, by the rule at the head of this file."""
    first, last = (lines.prose[0], lines.prose[-1]) if lines.prose else (len(lines.texts), -1)
    pairs_of = [_pairs(run, lines) for run in runs]
    repeated = _repeated(pairs_of)
    chosen: list[range] = []
    for number, run in enumerate(runs):
        pairs = pairs_of[number]
        introduced = run.start > 0 and lines.texts[run.start - 1].rstrip().endswith(":")
        outside = all(blocks[lines.blocks[at]].reason for at in run)
        if outside or (run.start < first and not introduced):
            chosen.append(run)
        elif pairs and not introduced:
            repeats = len(set(pairs)) < len(pairs)
            closes = run.start > last and len(pairs) > 1
            changes = all(rate.change_text for at in run for rate in lines.rates.get(at, _NONE).rates)
            copies = (len(pairs) > 1 or run.start > last) and number in repeated
            if repeats or copies or (closes and changes):
                chosen.append(run)
    return chosen


def _repeated(pairs_of: Sequence[Sequence[_Pair]]) -> set[int]:
    """The runs with whose pairs another run begins: sorted by pairs, it stands next to them.

    >>> _repeated([[("KGS", "USD")], [("KZT", "USD")], [("KGS", "USD"), ("KZT", "USD")]])
    {0}
    """
    in_order = sorted((tuple((base, quote or "") for base, quote in of), at) for at, of in enumerate(pairs_of))
    return {
        number
        for (pairs, at), (others, other) in pairwise(in_order)
        if others[: len(pairs)] == pairs
        for number in ((at, other) if others == pairs else (at,))
    }


def _label_days(run: range, lines: _Lines, labels: dict[int, str]) -> list[str]:
    """Label the day and the clock printed next to a run, after it or before it, and give the ISO days."""
    days: list[str] = []
    for step, at in ((1, run.stop), (-1, run.start - 1)):
        while 0 <= at < len(lines.texts):
            text = lines.texts[at].strip()
            day = day_line(text)
            if not day and not _CLOCK.fullmatch(text):
                break
            labels[at] = "date"
            days.extend([day] if day else [])
            at += step
    return days


def _label_cut(run: range, lines: _Lines, labels: dict[int, str], warnings: list[str]) -> None:
    """Label the last line of a page that was cut within the last copy: the beginning of a line of the ticker."""
    if run.stop != len(lines.texts) - 1:
        return
    last = lines.texts[run.stop]
    rest = last.lstrip(" \t•*·-")
    if rest and any(lines.texts[at].lstrip(" \t•*·-").startswith(rest) for at in run):
        labels[run.stop] = "ticker"
        warnings.append(f"the last copy of the ticker is cut: {last.strip()!r}")


def _collapse(entries: Sequence[Rate], warnings: list[str]) -> tuple[tuple[Rate, ...], int]:
    """One rate for each pair, in the order first printed, and how often the most repeated pair stood there."""
    texts = [(rate.base, rate.quote, rate.rate_text, rate.change_text) for rate in entries]
    rate_of = dict(zip(texts, entries, strict=True))
    printed: dict[_Pair, list[tuple[Rate, int]]] = {}
    for text, count in Counter(texts).items():
        printed.setdefault(text[:2], []).append((rate_of[text], count))
    rates: list[Rate] = []
    for values in printed.values():
        (taken, count), *others = sorted(values, key=lambda value: -value[1])  # on a tie the first printed
        rates.append(taken)
        if others:
            told = ", ".join(f"{_printed(rate)} ({times} x)" for rate, times in others)
            warnings.append(f"copies of the ticker disagree: {_printed(taken)} is taken ({count} x), not {told}")
    return tuple(rates), max(sum(count for _, count in values) for values in printed.values())


def _printed(rate: Rate) -> str:
    pair = f"{rate.base}/{rate.quote}" if rate.quote else rate.base
    return f"{pair} = {rate.rate_text}" + (f" {rate.change_text}" if rate.change_text is not None else "")


def _labelled(blocks: Sequence[Block], lines: _Lines, labels: dict[int, str], copies_at: dict[int, int]) -> list[Block]:
    """The blocks with labels on their lines; a block whose lines differ is cut where they do."""
    copies = max(copies_at.values(), default=0)
    labelled: list[Block] = []
    done = 0
    for number in sorted({lines.blocks[at] for at in labels}):
        labelled += blocks[done:number]
        done = number + 1
        block = blocks[number]
        top = start = lines.starts[number]
        stop = top + len(block.lines)
        reasons = [labels.get(at, block.reason) for at in range(top, stop)]
        for end in range(top + 1, stop + 1):
            reason = reasons[start - top]
            if end == stop or reasons[end - top] != reason:
                note = block.note
                if reason == "ticker" and start in copies_at:
                    first, last = copies_at[start], copies_at.get(end - 1, copies)
                    note = f"copy {first} of {copies}" if first == last else f"copies {first} to {last} of {copies}"
                labelled.append(_part(block, start - top, end - top)._replace(reason=reason, note=note))
                start = end
    labelled += blocks[done:]
    return labelled


def _part(block: Block, start: int, end: int) -> Block:
    """Lines `start` to `end` of a block."""
    if block.kind == "list":
        return block._replace(items=block.items[start:end])
    if block.kind == "table":
        return block._replace(rows=block.rows[start:end])
    return block._replace(text="\n".join(block.lines[start:end]))
