"""Times of capture in notations of their own, each turned into ISO 8601 with the offset that was given.

Formats that write ISO 8601 need none of these: `dates.iso_time` reads it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from ticker_clean.dates import mail_datetime

_MONTHS = dict(zip(re.findall("...", "JanFebMarAprMayJunJulAugSepOctNovDec"), range(1, 13), strict=True))
_SCRIPT_DATE = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?: (?:GMT|UTC)([+-])(\d\d):?(\d\d))?"
)
_ARCHIVED_ON = re.compile(r"(\d\d):(\d\d):(\d\d) ([A-Z][a-z]{2}) (\d{1,2}), (\d{4})")


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def mail_time(text: str) -> str | None:
    """RFC 2822 and RFC 1123, as in MHTML and HTTP headers. `-0000` means UTC of an unknown zone.

    >>> mail_time("Fri, 07 Nov 2025 08:30:00 -0000"), mail_time("Thu, 10 Mar 2022 19:12:36 -0800")
    ('2025-11-07T08:30:00+00:00', '2022-03-10T19:12:36-08:00')
    """
    time = mail_datetime(text)
    return None if time is None else _iso(time if time.tzinfo else time.replace(tzinfo=UTC))


def script_time(text: str) -> str | None:
    """The time as JavaScript prints it; the name of the zone in brackets is local and ignored.

    >>> script_time("Thu Mar 10 2022 19:12:36 GMT-0800 (Pacific Standard Time)")
    '2022-03-10T19:12:36-08:00'
    """
    if not (found := _SCRIPT_DATE.search(text)) or found[1] not in _MONTHS:
        return None
    _, day, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        zone = (
            timezone(timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)) if sign else None
        )
        return _iso(datetime(int(year), _MONTHS[found[1]], int(day), int(hour), int(minute), int(second), tzinfo=zone))
    except ValueError:
        return None


def digits_time(text: str) -> str | None:
    """`YYYYMMDDhhmmss` in UTC, with or without milliseconds, as in Wayback addresses and WebScrapBook.

    >>> digits_time("20251107083000"), digits_time("20251107083000123"), digits_time("20259999999999")
    ('2025-11-07T08:30:00+00:00', '2025-11-07T08:30:00+00:00', None)
    """
    try:
        return _iso(datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return None


def archived_on_time(text: str) -> str | None:
    """The time in the Wayback Machine's closing comment, in UTC.

    >>> archived_on_time("FILE ARCHIVED ON 06:41:54 Apr 17, 2026 AND RETRIEVED FROM")
    '2026-04-17T06:41:54+00:00'
    """
    if not (found := _ARCHIVED_ON.search(text)) or found[4] not in _MONTHS:
        return None
    hour, minute, second, _, day, year = found.groups()
    try:
        return _iso(datetime(int(year), _MONTHS[found[4]], int(day), int(hour), int(minute), int(second), tzinfo=UTC))
    except ValueError:
        return None


def epoch_time(text: str) -> str | None:
    """Seconds since 1970, as ArchiveBox names its folders.

    >>> epoch_time("1762504200.25")
    '2025-11-07T08:30:00+00:00'
    """
    try:
        return _iso(datetime.fromtimestamp(int(float(text)), UTC))
    except (ValueError, OverflowError, OSError):
        return None
