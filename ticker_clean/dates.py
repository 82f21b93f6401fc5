"""Days as pages print them, to ISO 8601. Only whole, unambiguous days: nothing is guessed."""

from __future__ import annotations

import re
from datetime import date

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
