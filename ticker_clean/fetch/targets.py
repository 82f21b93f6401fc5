"""What to fetch: URLs as typed, listed in a file or numbered; each checked, without fragment and credentials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import unquote

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from ticker_clean.errors import FetchError
from ticker_clean.urls import joined

_PAGES = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_NAT64 = ip_network("64:ff9b::/96")
"""The well-known prefix that carries an IPv4 address in its last 32 bits (RFC 6052, 2.1)."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page to fetch. `url` is safe to show and to keep: it never holds credentials."""

    url: str
    scheme: str
    host: str
    """As a name or address, without brackets."""
    port: int
    credentials: tuple[str, str] | None = None
    """Name and password that stood in the URL; sent to this origin only."""

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def parse_target(text: str, base: Target | None = None) -> Target:
    """The target that a text names, seen from `base` if there is one. Raises FetchError where it is no web address.

    Credentials come from the text itself, or from a `base` of the same origin: what a page links brings none.

    >>> parse_target("HTTPS://Reader:secret@News.Example/a b#top").url
    'https://news.example/a%20b'
    """
    text = joined(base.url, text.strip()) if base else text.strip()
    try:
        url = parse_url(text)
    except LocationParseError as error:
        raise FetchError("this is no web address") from error
    if url.scheme is None:
        raise FetchError("a web address begins with https:// or http://")
    if url.scheme not in ("http", "https"):
        raise FetchError("only http and https are fetched")
    if not url.host:
        raise FetchError("this web address names no host")
    target = Target(
        Url(url.scheme, None, url.host, url.port, url.path or "/", url.query).url,
        url.scheme,
        url.host.strip("[]"),
        url.port or (443 if url.scheme == "https" else 80),
    )
    if base:
        return replace(target, credentials=base.credentials if base.origin == target.origin else None)
    if url.auth:
        name, _, password = url.auth.partition(":")
        return replace(target, credentials=(unquote(name), unquote(password)))
    return target


def is_public(address: str) -> bool:
    """Whether an IP address is reachable for everybody, by the special-purpose registries of IANA (`ipaddress`).

    An IPv6 address that carries an IPv4 one is judged by that.

    >>> [is_public(a) for a in ("9.9.9.9", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:192.168.0.1", "::1")]
    [True, False, False, False, False, False]
    """
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        carried = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo and parsed.teredo[1])
        if parsed in _NAT64:
            carried = IPv4Address(int(parsed) & 0xFFFFFFFF)
        parsed = carried or parsed
    return parsed.is_global and not parsed.is_multicast


def says_private(host: str) -> bool:
    """Whether a host is plainly a private place for whoever reads it: a private address, or `localhost`."""
    try:
        return not is_public(host)
    except ValueError:  # a name
        return host == "localhost" or host.endswith(".localhost")


def page_numbers(text: str) -> range:
    """The numbers of `--pages`: `1-50`, or one number. Raises ValueError.

    >>> list(page_numbers("9-11"))
    [9, 10, 11]
    """
    match = _PAGES.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no range of pages such as 1-50")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return range(first, last + 1)


def numbered(url: str, pages: range) -> Iterator[str]:
    """The URL once for each page, `{page}` replaced by its number.

    >>> list(numbered("https://news.example/?page={page}", range(1, 3)))
    ['https://news.example/?page=1', 'https://news.example/?page=2']
    """
    return (url.replace("{page}", str(page)) for page in pages)


def listed(lines: Iterable[str]) -> Iterator[str]:
    """The URLs of a list, one a line; blank lines and lines that begin with `#` are skipped.

    >>> list(listed(["# from the archive", "", " https://news.example/ "]))
    ['https://news.example/']
    """
    for line in lines:
        line = line.strip().removeprefix("\ufeff")
        if line and not line.startswith("#"):
            yield line
