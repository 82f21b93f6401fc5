"""The connections of one client: to public addresses only, no longer than a deadline, recorded where asked."""

from __future__ import annotations

import math
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from ticker_clean.errors import FetchError
from ticker_clean.fetch.targets import is_public, says_private

_AUTHORIZATION = re.compile(rb"(?im)^(?:proxy-)?authorization:.*\n")


class Guard:
    """What every connection of one client obeys. Not for several threads: a client has one exchange at a time."""

    def __init__(self, *, allow_private: bool, seconds: float) -> None:
        """`seconds`: how long an exchange may take."""
        self.allow_private = allow_private
        self.trusted: set[tuple[str, int]] = set()
        """Hosts and ports that may be private."""
        self.recorder: Any = None
        """The warcio `RequestRecorder` of the exchange under way, if it is recorded."""
        self._line: socket.socket | None = None
        self._line_is_left = False
        self.expired = False
        """Whether the last exchange was cut at its deadline."""
        self._seconds = seconds
        self._until = math.inf
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watchman: threading.Thread | None = None

    def close(self) -> None:
        self._closed.set()
        if self._watchman:
            self._watchman.join()

    def permit(self, host: str, port: int) -> None:
        """Raises FetchError where the host is plainly private and that was not meant."""
        if says_private(host) and not self._may_be_private(host, port):
            raise FetchError(f"{host} is a private address; --allow-private fetches from there")

    def _may_be_private(self, host: str, port: int) -> bool:
        return self.allow_private or (host, port) in self.trusted

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host. Raises FetchError if one of them is private and the host is not trusted."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        for address in addresses:
            if not is_public(address) and not self._may_be_private(host, port):
                raise FetchError(f"{host} is at the private address {address}; --allow-private fetches from there")
        return addresses

    def hold(self, line: socket.socket | None) -> None:
        """Take the line of the exchange under way, to cut it at the deadline."""
        with self._lock:
            self._line = line
            if self.expired and line:
                _cut(line)

    def leave(self, line: socket.socket) -> None:
        """Close a line whose connection ended: after the exchange, if it is under way.

        A body without a length is read on after its connection was closed.
        """
        with self._lock:
            self._line_is_left = line is self._line
        if not self._line_is_left:
            line.close()

    @contextmanager
    def deadline(self) -> Iterator[None]:
        """Cut the line when the time is up, whatever it is waiting for; `expired` then says so.

        A time-out on each read does not do that: one byte now and then passes it for ever.
        """
        if self._watchman is None:
            self._watchman = threading.Thread(target=self._watch, daemon=True)
            self._watchman.start()
        with self._lock:
            self.expired = False
            self._until = time.monotonic() + self._seconds
        try:
            yield
        finally:
            with self._lock:
                self._until = math.inf
                if self._line and self._line_is_left:
                    self._line.close()
                self._line = None
                self._line_is_left = False

    def _watch(self) -> None:
        """Wake up when the deadline known last is over; as deadlines only move on, none is slept through."""
        pause = self._seconds
        while not self._closed.wait(pause):
            with self._lock:
                left = self._until - time.monotonic()
                if left <= 0:
                    self.expired = True
                    self._until = math.inf
                    if self._line:
                        _cut(self._line)
                pause = left if 0 < left < self._seconds else self._seconds


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:  # the other side was quicker
        return


class _Guarded(HTTPConnection):
    guard: Guard
    _line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn() if self.proxy else self._checked_conn()
        self._line = sock.dup()  # TLS takes the socket itself away; a shutdown reaches the line through any of them
        self.guard.hold(self._line)
        return sock

    def _checked_conn(self) -> socket.socket:
        """A connection to an address that was checked: the name is not looked up again, it could answer otherwise."""
        host = self._dns_host
        try:
            addresses = self.guard.addresses(host, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except UnicodeError as error:
            raise FetchError(f"{host!r} is no host name") from error
        try:
            for address in addresses[:-1]:
                self._dns_host = address
                try:
                    return super()._new_conn()
                except (NewConnectionError, ConnectTimeoutError):
                    continue
            self._dns_host = addresses[-1]
            return super()._new_conn()
        finally:
            self._dns_host = host

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        self.guard.hold(self._line)
        recorder = self.guard.recorder
        self.response_class = HTTPResponse
        if recorder:
            from warcio.capture_http import RecordingHTTPResponse

            recorder.start()
            self.response_class = partial(RecordingHTTPResponse, recorder)  # type: ignore[assignment]
        super().putrequest(*args, **kwargs)

    def send(self, data: Any) -> None:
        recorder = self.guard.recorder
        if recorder:
            host = f"[{self.host}]" if ":" in self.host else self.host
            recorder.extract_url(data, host, self.port, self.default_port)
            recorder.write_request(_AUTHORIZATION.sub(b"", data))
        super().send(data)

    def close(self) -> None:
        if self._line:
            self.guard.leave(self._line)
            self._line = None
        super().close()


class _GuardedTLS(_Guarded, HTTPSConnection):
    pass


def pool_classes(guard: Guard) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools, by scheme, for urllib3's `PoolManager`, whose connections obey the guard."""
    plain = type("GuardedConnection", (_Guarded,), {"guard": guard})
    tls = type("GuardedTLSConnection", (_GuardedTLS,), {"guard": guard})
    return {
        "http": type("GuardedPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("GuardedTLSPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }
