"""URLs as pages write them: also those that are none."""

from __future__ import annotations


def joined(base: str | None, url: str) -> str:
    """`url` as seen from `base`; as it is where there is no base, or where one of the two is no URL.

    >>> joined("https://courier.example/news/1", "/snow"), joined(None, "/snow"), joined("http://[", "/snow")
    ('https://courier.example/snow', '/snow', '/snow')
    """
    from urllib.parse import urljoin  # slow to import, and dumps have no use for it

    try:
        return urljoin(base or "", url)
    except ValueError:  # `http://[`: brackets that hold no IPv6 address
        return url
