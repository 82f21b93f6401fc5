"""URLs as pages write them: also those that are none."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"https?://[\w.-]+/[\w./%~+=&?-]*[\w/]")
"""A URL that `urljoin`, which takes two of them apart, gives back as it is, as most are."""


def joined(base: str | None, url: str) -> str:
    """`url` as seen from `base`; as it is where there is no base, or where one of the two is no URL.

    >>> joined("https://courier.example/news/1", "/snow"), joined(None, "/snow"), joined("http://[", "/snow")
    ('https://courier.example/snow', '/snow', '/snow')
    """
    if _WHOLE.fullmatch(url):
        return url
    from urllib.parse import urljoin  # slow to import, and dumps have no use for it

    try:
        return urljoin(base or "", url)
    except ValueError:  # `http://[`: brackets that hold no IPv6 address
        return url
