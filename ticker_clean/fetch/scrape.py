"""From addresses to saved pages and a journal: which page is asked for next, and what becomes of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from ticker_clean.errors import FetchError
from ticker_clean.fetch.client import Answer, Client, HTTPStatusError, Validators, utc_now
from ticker_clean.fetch.discover import discover
from ticker_clean.fetch.journal import Entry, Journal
from ticker_clean.fetch.page_folder import Store
from ticker_clean.fetch.targets import Target, parse_target

_USERINFO = re.compile(r"^([^/]*//)?[^/?#]*@")
"""Also of what is no address: names and passwords are not repeated."""


def find_targets(urls: Iterable[str], client: Client, kind: str | None = None) -> Iterator[Target | Entry]:
    """What to fetch: each URL that the user gave or, with a `kind` of `discover`, the pages that its site lists.

    In between, as entries for the journal, what is no address and what could not be read.
    """
    for text in urls:
        try:
            site = parse_target(text)
        except FetchError as error:
            yield _failed(_USERINFO.sub(r"\1", text), error)
            continue
        client.trust(site)
        if kind is None:
            yield site
            continue
        for found in discover(kind, site, client):
            yield found if isinstance(found, Target) else _failed(*found)


def fetch_pages(
    targets: Iterable[Target], client: Client, store: Store, journal: Journal, *, skip_saved: bool = False
) -> Iterator[Entry]:
    """Fetch each target once and yield its line of the journal, which is then written already.

    A page that is saved is asked for again only in so far as it changed, or with `skip_saved` not at all. Whatever
    stops the loop, what it yielded so far is kept, and the next run goes on from there.
    """
    for target in in_turn(targets, client.delays.ready_at):
        known = journal.page(target.url)
        if known and not store.holds(known):
            known = None
        if known and skip_saved:
            yield replace(known, outcome="unchanged")
            continue
        entry = _fetch_page(target, known, client, store, journal)
        journal.append(entry)
        yield entry


def _fetch_page(target: Target, known: Entry | None, client: Client, store: Store, journal: Journal) -> Entry:
    validators = Validators(known.final_url or known.url, known.etag, known.last_modified) if known else None
    try:
        answer = client.get(target, validators=validators)
        if known and (answer.status == 304 or _is_same(answer, known)):
            return replace(known, outcome="unchanged", time=answer.time, status=answer.status)
        if not answer.body.strip():
            raise FetchError("the page is empty")
        file = _save(answer, store, journal)
    except FetchError as error:
        return _failed(target.url, error)
    return Entry(
        url=target.url,
        outcome="saved",
        time=answer.time,
        status=answer.status,
        final_url=answer.url,
        bytes=len(answer.body),
        file=file,
        content_type=answer.headers.get("Content-Type"),
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
        sha256=sha256(answer.body).hexdigest(),
    )


def _failed(url: str, error: FetchError) -> Entry:
    status = error.status if isinstance(error, HTTPStatusError) else None
    return Entry(url, "failed", utc_now(), status=status, error=str(error))


def _is_same(answer: Answer, known: Entry) -> bool:
    """Whether a server that does not know `not modified` sent the saved page once more."""
    return answer.url == known.final_url and sha256(answer.body).hexdigest() == known.sha256


def _save(answer: Answer, store: Store, journal: Journal) -> str:
    try:
        return store.save(answer, journal.owners)
    except OSError as error:
        raise FetchError(f"it could not be saved: {error.strerror or error}") from error


def in_turn(targets: Iterable[Target], ready_at: Callable[[str], float]) -> Iterator[Target]:
    """The targets, each URL once, always one of the host that may be asked first; for one host in the order given.

    So the delay of one host is spent with the others.
    """
    queues: dict[str, deque[Target]] = {}
    for target in {target.url: target for target in targets}.values():
        queues.setdefault(target.host, deque()).append(target)
    while queues:
        host = min(queues, key=ready_at)
        yield queues[host].popleft()
        if not queues[host]:
            del queues[host]
