"""A real web server on this machine for the tests of `fetch`, as good or as bad as each test wants it."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Request:
    """One request in the log of a site."""

    path: str
    headers: Mapping[str, str]
    begun: float
    """Seconds of the monotonic clock."""
    connection: int
    sent: int = 0
    """Bytes of the answer's body."""


@dataclass
class WebSite:
    """Serves `pages` (an answer for each path) on 127.0.0.1 and writes down who asked for what, when."""

    pages: dict[str, Answer] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    log: list[Request] = field(default_factory=list)

    def __enter__(self) -> WebSite:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            request_logged: Request

            def do_GET(self) -> None:
                self.request_logged = Request(self.path, dict(self.headers), time.monotonic(), id(self.connection))
                site.log.append(self.request_logged)
                try:
                    site.pages.get(self.path, error(404))(self)
                except (ConnectionError, ssl.SSLError, TimeoutError):  # the client has had enough
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: Any) -> None:
                pass  # a client that does not trust our certificate hangs up

        self._server = Server(("127.0.0.1", 0), Handler)
        if self.tls:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [request.path for request in self.log if request.path != "/robots.txt"]

    def pauses(self, *paths: str) -> list[float]:
        """Seconds between the beginnings of one request and the next, of those for these paths or of all."""
        times = [request.begun for request in self.log if not paths or request.path in paths]
        return [later - earlier for earlier, later in pairwise(times)]


def html(text: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head><title>News</title>{head}</head><body><p>{text}</p></body></html>\n"


def page(body: str | bytes, type_: str | None = "text/html; charset=utf-8", **headers: str) -> Answer:
    """A page; header names are written with `_`. Those with an ETag or Last-Modified answer conditional requests."""
    data = body.encode() if isinstance(body, str) else body

    def answer(handler: BaseHTTPRequestHandler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        conditions = {"If-None-Match": named.get("ETag"), "If-Modified-Since": named.get("Last-Modified")}
        known = any(value and handler.headers.get(name) == value for name, value in conditions.items())
        handler.send_response(304 if known else 200)
        if type_:
            handler.send_header("Content-Type", type_)
        for name, value in {"Content-Length": str(0 if known else len(data)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if not known:
            write(handler, data)

    return answer


def error(status: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    return error(status, Location=location)


def raw(*pieces: bytes, every: float = 0.0, stay: float = 0.0) -> Answer:
    """Bytes as they are, status line and all, `every` so many seconds, and `stay` silent before hanging up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            write(handler, piece)
            time.sleep(every)
        time.sleep(stay)

    return answer


def in_order(*answers: Answer) -> Answer:
    """Another answer each time; the last one for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(data)
    handler.wfile.flush()
    handler.request_logged.sent += len(data)  # type: ignore[attr-defined]
