"""Fetch web pages politely and safely, one exchange at a time. The only home of `requests`."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    InvalidHeader,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import Retry

from ticker_clean import __version__
from ticker_clean.errors import FetchError, PassingFetchError
from ticker_clean.fetch.connections import Guard, pool_classes
from ticker_clean.fetch.http_body import ACCEPT_ENCODING, expand, too_large
from ticker_clean.fetch.politeness import AGENT, Delays, Robots
from ticker_clean.fetch.targets import Target, parse_target, says_private

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
TEXT_TYPES = frozenset({"text/plain"})
FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)
PAGE_TYPES = HTML_TYPES | TEXT_TYPES | FEED_TYPES

_REDIRECTS = 10
"""As many as a page may take. Browsers stop at 20; RFC 9309 has robots.txt follow at least 5."""
_WITH_PAGE = (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION)
_RETRIED = frozenset({429, 500, 502, 503, 504})
_CHUNK = 16384
_ROBOTS_BYTES = 5_000_000
"""Ten times what RFC 9309, 2.5 has us read of a robots.txt; what is larger is none."""
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]*")
_ACCEPT = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,application/xml;q=0.7,*/*;q=0.1"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a client behaves. Times in seconds."""

    delay: float = 1.0
    """Between the end of one exchange with a host and the beginning of the next."""
    contact: str | None = None
    """A mail or web address that the User-Agent names, for the people who run the sites."""
    ignore_robots: bool = False
    allow_private: bool = False
    timeout: float = 60.0
    """For one page, all in all. A server that says nothing at all is given half of it, a connection a sixth."""
    max_bytes: int = 20_000_000
    """Of one page, before and after decompression."""
    retries: int = 4
    backoff: float = 1.0
    """The second retry waits twice as long as this, the third four times, ..."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered in the end: a page (status 200), or `not modified` (304)."""

    url: str
    """Where the redirects ended."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    time: str
    """When the answer was there, ISO 8601, UTC."""
    capture: bytes = b""
    """The exchanges, with those that redirected, as members of a `.warc.gz`; empty if they were not recorded."""

    @property
    def media_type(self) -> str:
        """`text/html` and the like; empty where the server declared none."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the server declared."""
        header = Message()
        header["Content-Type"] = self.headers.get("Content-Type", "")
        charset = header.get_param("charset")
        return charset.strip() if isinstance(charset, str) and _TOKEN.fullmatch(charset.strip()) else None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a page was known by when it was saved (RFC 9110, 8.8), so that its server need not send it again."""

    url: str
    """The final URL: only there they mean something."""
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and value.isascii() and value.isprintable()}


class HTTPStatusError(FetchError):
    """The server answered with an error."""

    def __init__(self, status: int) -> None:
        try:
            phrase = f" ({HTTPStatus(status).phrase})"
        except ValueError:  # none that a standard names
            phrase = ""
        super().__init__(f"the server answered {status}{phrase}")
        self.status = status


class Client:
    """Asks servers for pages. Use it in one thread, and close it."""

    def __init__(self, manners: Manners, *, record: bool = False) -> None:
        """`record` keeps the exchanges of each answer in `Answer.capture`; it needs warcio."""
        self.manners = manners
        self.delays = Delays(manners.delay)
        self.robots = Robots(self._read_robots, self.delays)
        self._record = record
        self._guard = Guard(allow_private=manners.allow_private, seconds=manners.timeout)
        self._session = _Session()
        self._session.headers.update(
            {"User-Agent": user_agent(manners.contact), "Accept": _ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self._guard))
        self._requests: dict[tuple[object, ...], requests.PreparedRequest] = {}
        self._settings: dict[tuple[str, str, int], Mapping[str, Any]] = {}

    def close(self) -> None:
        self._session.close()
        self._guard.close()

    def trust(self, target: Target) -> None:
        """Take a target from the user's own hand: where its host is plainly a private place, that is meant.

        A name that only turns out to be at a private address is not: that may be news to the user.
        """
        if says_private(target.host):
            self._guard.trusted.add((target.host, target.port))

    def get(
        self,
        target: Target,
        *,
        types: Collection[str] = PAGE_TYPES,
        validators: Validators | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """The page of a target, redirects followed, each step as polite and as safe as the first.

        `types` are the media types that may come. Raises FetchError where there is no page or it must not be fetched.
        """
        return self._follow(target, types, validators, max_bytes or self.manners.max_bytes, obey=True)

    def _read_robots(self, target: Target) -> str | None:
        robots = parse_target("/robots.txt", target)
        try:
            answer = self._follow(robots, (), None, _ROBOTS_BYTES, obey=False)
        except HTTPStatusError as error:
            if 400 <= error.status < 500 and error.status != HTTPStatus.TOO_MANY_REQUESTS:
                return None  # RFC 9309, 2.3.1.3: the site has no rules
            raise
        return answer.body.decode("utf-8-sig", "replace")

    def _follow(
        self, target: Target, types: Collection[str], validators: Validators | None, max_bytes: int, *, obey: bool
    ) -> Answer:
        seen: set[str] = set()
        capture = b""
        while True:
            if target.url in seen:
                raise FetchError("it redirects in a circle")
            if len(seen) > _REDIRECTS:
                raise FetchError(f"it redirects more than {_REDIRECTS} times")
            seen.add(target.url)
            self._guard.permit(target.host, target.port)
            if obey and not self.manners.ignore_robots:
                self.robots.check(target)
            headers = validators.headers() if validators and validators.url == target.url else {}
            answer, location = self._ask(target, headers, types, max_bytes)
            capture += answer.capture
            if location is None:
                if answer.status in _WITH_PAGE or (answer.status == HTTPStatus.NOT_MODIFIED and headers):
                    return replace(answer, capture=capture)
                raise HTTPStatusError(answer.status)
            redirected = parse_target(location, target)
            if target.scheme == "https" and redirected.scheme == "http":
                raise FetchError(f"it redirects from https to {redirected.url}, which is not secure")
            target = redirected

    def _ask(
        self, target: Target, headers: Mapping[str, str], types: Collection[str], max_bytes: int
    ) -> tuple[Answer, str | None]:
        """The answer of one URL and where it redirects to; asked again, with pauses, while its server is in trouble."""
        # A server that is silent, or not there, is tried once more and no oftener.
        left = Retry(self.manners.retries, other=min(1, self.manners.retries), backoff_factor=self.manners.backoff)
        while True:
            self.delays.wait(target.host)
            pause = 0.0
            failure: FetchError
            passing: FetchError | None = None
            try:
                answer, location = self._exchange(target, headers, types, max_bytes)
            except PassingFetchError as error:
                failure = passing = error
            else:
                if answer.status not in _RETRIED:
                    return answer, location
                failure = HTTPStatusError(answer.status)
                pause = _retry_after(left, answer.headers.get("Retry-After"))
            try:
                left = left.increment("GET", error=passing)
            except MaxRetryError:
                self.delays.answered(target.host, pause=pause)
                raise failure from None
            self.delays.answered(target.host, pause=max(pause, left.get_backoff_time()))

    def _exchange(
        self, target: Target, headers: Mapping[str, str], types: Collection[str], max_bytes: int
    ) -> tuple[Answer, str | None]:
        """One request and its answer."""
        total = self.manners.timeout
        request = self._request(target)
        request.headers.update(headers)
        if target.origin not in self._settings:
            self._settings[target.origin] = self._session.merge_environment_settings(target.url, {}, True, None, None)
        try:
            with self._guard.deadline(), self._recorded() as capture:
                response = self._session.send(
                    request, allow_redirects=False, timeout=(total / 6, total / 2), **self._settings[target.origin]
                )
                with response:
                    body = _body(response, types, max_bytes)
        except (FetchError, requests.RequestException, HTTPError, OSError, http.client.HTTPException) as error:
            if self._guard.expired:
                raise FetchError(f"it took longer than {total:g} s") from error
            raise _explained(error, target.host) from error
        finally:
            self.delays.answered(target.host)
        if self._guard.expired:  # a body without a length seems to end where the line is cut
            raise FetchError(f"it took longer than {total:g} s")
        answer = Answer(
            target.url, response.status_code, response.headers, body, time=utc_now(), capture=capture.getvalue()
        )
        return answer, self._session.redirect_target(response)

    def _request(self, target: Target) -> requests.PreparedRequest:
        """A request, copied from the first one to its site: to prepare one takes a fifth of the time of a page."""
        key = (target.origin, target.credentials)
        if key not in self._requests:
            auth = tuple(part.encode() for part in target.credentials) if target.credentials else _NO_AUTH
            first = requests.Request("GET", target.url, headers=self._session.headers, auth=auth)
            self._requests[key] = first.prepare()
        request = self._requests[key].copy()
        request.url = target.url
        if self._session.cookies:
            request.prepare_cookies(self._session.cookies)
        return request

    @contextmanager
    def _recorded(self) -> Iterator[BytesIO]:
        capture = BytesIO()
        if not self._record:
            yield capture
            return
        from warcio.capture_http import RequestRecorder
        from warcio.warcwriter import WARCWriter

        self._guard.recorder = RequestRecorder(WARCWriter(capture, gzip=True))
        try:
            yield capture
        finally:
            self._guard.recorder = None


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def user_agent(contact: str | None) -> str:
    """The honest name: program, version, and whom to write to.

    >>> user_agent("desk@news.example").partition(" ")[2]
    '(+desk@news.example)'
    """
    agent = f"{AGENT}/{__version__}"
    return f"{agent} (+{contact})" if contact else agent


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: `requests` would read the body of a redirect, however large, and prepare the next request."""
        return None

    def redirect_target(self, response: requests.Response) -> str | None:
        return super().get_redirect_target(response)


class _NoAuth(AuthBase):
    """Nothing: with no `auth` at all, `requests` would take credentials from ~/.netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


_NO_AUTH = _NoAuth()


class _Adapter(HTTPAdapter):
    def __init__(self, guard: Guard) -> None:
        self._pools = pool_classes(guard)
        super().__init__(pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _body(response: requests.Response, types: Collection[str], max_bytes: int) -> bytes:
    """The page in a response, decompressed; empty for every status but those that carry one."""
    if response.status_code not in _WITH_PAGE:
        if {"Content-Length", "Transfer-Encoding"} & response.headers.keys():
            response.raw.read(_CHUNK, decode_content=False)  # if that was all, the connection can go on
        return b""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if types and media_type and media_type not in types:
        raise FetchError(f"it is of the type {media_type!r}, which is not fetched")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > max_bytes:
        raise FetchError(too_large(max_bytes))
    coding = response.headers.get("Content-Encoding", "")
    size = _CHUNK if coding else 4 * _CHUNK
    body = expand(iter(lambda: response.raw.read(size, decode_content=False), b""), coding, max_bytes)
    if types and not media_type and b"\0" in body[:_CHUNK] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FetchError("it is no text, and the server declared no type")
    return body


def _retry_after(retry: Retry, header: str | None) -> float:
    """Seconds of the `Retry-After` header: a number or a date (RFC 9110, 10.2.3)."""
    try:
        return retry.parse_retry_after(header) if header else 0.0
    except InvalidHeader:
        return 0.0


def _explained(error: BaseException, host: str) -> FetchError:
    """A sentence for what went wrong deep in the connection; never the text of `requests`: it may hold credentials."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, ValueError):  # InvalidURL, InvalidHeader, ... of requests
        return FetchError("the server's answer, or the address itself, is not valid")
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    for cause in causes:
        if isinstance(cause, FetchError):
            return cause
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(f"the certificate of {host} is not valid: {cause.verify_message}")
    for kinds, sentence in _SENTENCES:
        if any(isinstance(cause, kinds) for cause in causes):
            return PassingFetchError(sentence.format(host=host))
    return PassingFetchError("the connection broke")


_SENTENCES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((NameResolutionError,), "there is no host named {host}"),
    ((ConnectionRefusedError,), "{host} refused the connection"),
    ((TimeoutError,), "{host} stopped answering"),
    ((NewConnectionError,), "{host} cannot be reached"),
    ((ConnectTimeoutError, ReadTimeoutError), "{host} stopped answering"),
    ((ssl.SSLError,), "no secure connection to {host} could be made"),
    ((IncompleteRead, http.client.IncompleteRead), "the answer ended too early"),
    ((http.client.RemoteDisconnected,), "the server closed the connection without an answer"),
    ((http.client.HTTPException,), "the server's answer is not HTTP"),
)
