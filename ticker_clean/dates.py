"""Days and times as pages print and declare them, to ISO 8601. Only whole, unambiguous days: nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            # English, with the short forms of datelines; Russian genitive (as in dates) and nominative
            "january jan января январь",
            "february feb февраля февраль",
            "march mar марта март",
            "april apr апреля апрель",
            "may мая май",
            "june jun июня июнь",
            "july jul июля июль",
            "august aug августа август",
            "september sept sep сентября сентябрь",
            "october oct октября октябрь",
            "november nov ноября ноябрь",
            "december dec декабря декабрь",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
)
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)"
_DAY = re.compile(
    rf"(?:{_CLOCK},?\s+)?(?:{_WEEKDAY}\.?,?\s+)?"
    r"(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})(?:\s*(?:г\.?|года))?"  # 7 May 2025
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"  # May 7, 2025
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"  # ISO 8601
    r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})(?:\s*г\.?)?"  # day first wherever dots part it
    r")"
    rf"(?:,?\s+{_CLOCK})?",
    re.IGNORECASE,
)
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?=\D|$)")
_LONGEST = 48
"""Characters: no form above is longer, so longer lines are no day lines and cost nothing."""


def day_line(line: str) -> str | None:
    """The ISO day that a line consists of, or None where the line is anything else.

    Dates with slashes are left alone: `05/07/2025` is May in one country and July in another.

    >>> day_line("07 November 2025"), day_line("Friday, November 7, 2025"), day_line("7 ноября 2025 года")
    ('2025-11-07', '2025-11-07', '2025-11-07')
    >>> day_line("On 7 November 2025"), day_line("31 February 2025"), day_line("05/07/2025")
    (None, None, None)
    """
    line = line.strip()
    if not 8 <= len(line) <= _LONGEST or not any(c.isdigit() for c in line):
        return None
    found = _DAY.fullmatch(line)
    return _iso(found) if found else None


def _iso(found: re.Match[str]) -> str | None:
    year, month, day = next(
        (found[f"y{form}"], found[f"m{form}"], found[f"d{form}"]) for form in "1234" if found[f"y{form}"]
    )
    try:
        return date(int(year), _MONTHS.get(month.lower()) or int(month), int(day)).isoformat()
    except ValueError:  # 31 February is a line of text
        return None


def iso_time(value: str | None) -> str | None:
    """A day, or a time to the second, in ISO 8601, from that form (RFC 3339) or RFC 2822, or from a printed day.

    Nothing is added: a month without a day is no day, and a day has no hour.

    >>> iso_time("2025-11-07T08:30:00.123456789Z"), iso_time("7 November 2025"), iso_time("2025-11")
    ('2025-11-07T08:30:00+00:00', '2025-11-07', None)
    """
    value = (value or "").strip()
    if not 8 <= len(value) <= 60:
        return None
    try:
        if len(value) in (8, 10):
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat(timespec="seconds")
    except ValueError:  # not ISO 8601
        pass
    found = _ISO_START.match(value)
    if found and found[0] != value:
        return iso_time(found[0])
    time = mail_datetime(value)
    return time.isoformat() if time else day_line(value)


def mail_datetime(text: str) -> datetime | None:
    """The time of RFC 2822 and RFC 1123, as in mail and HTTP; without a zone where none is told.

    >>> mail_datetime("Fri, 07 Nov 2025 08:30:00 -0000"), mail_datetime("Fri, 07 Nov 2025 08:30:00 +99999999999999")
    (datetime.datetime(2025, 11, 7, 8, 30), None)
    """
    from email.utils import parsedate_to_datetime  # slow to import, and dumps have no use for it

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # what email.utils raises for odd fields
        return None
