"""Bylines as pages print them: the line that says who wrote an article."""

from __future__ import annotations

import re

_LEAD = re.compile(r"^\W*(?:(?:\w+\s+)?by:?\s+|[^\W\d]+(?:\s[^\W\d]+)?\s*:\s*)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bи\b)\s*")


def byline_names(line: str) -> tuple[str, ...]:
    """The people that a byline names.

    >>> byline_names("- Written by Asel Nurova and Timur Kim"), byline_names("Автор: Айпери Осмонова")
    (('Asel Nurova', 'Timur Kim'), ('Айпери Осмонова',))
    """
    names = _AND.split(_LEAD.sub("", line.strip()).strip(" .|"))
    return tuple(name.strip() for name in names if name.strip())
