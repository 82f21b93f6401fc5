"""Random damage to valid files of every kind: a page or a failure comes out, nothing else and nothing late.

`TICKER_CLEAN_FUZZ=10000` runs so many mutations of each file (some minutes); the default is a sample.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from contextlib import suppress

import pytest
import saving
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from newsroom import FIVE, STORIES, dump
from newsroom_html import html

from ticker_clean.charset import decode
from ticker_clean.containers import Limits, read_pages
from ticker_clean.errors import PageError
from ticker_clean.model import SavedPage

PAGE = html(STORIES[:1], FIVE, "bare-headings")
SEEDS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    # what is damaged, and what is done to it afterwards
    "dump": (dump(STORIES[:1]).encode(), bytes),
    "html": (saving.wayback(saving.singlefile(PAGE).decode()), bytes),
    "html.gz": (gzip.compress(PAGE.encode()), bytes),
    "utf-16": (("\ufeff" + PAGE).encode("utf-16-le"), bytes),
    "mhtml": (saving.chrome_mhtml(PAGE), bytes),
    "mhtml, nested": (saving.opera_mht(PAGE), bytes),
    "mhtml, base64": (saving.ie_mht(PAGE), bytes),
    "webarchive": (saving.webarchive(PAGE), bytes),
    "webarchive, XML": (saving.webarchive(PAGE, xml=True), bytes),
    "warc": (saving.warc(PAGE), bytes),
    "warc.gz": (saving.warc_gz(PAGE), bytes),
    "warc, then gz": (saving.warc(PAGE), gzip.compress),
    "wet": (saving.wet(dump(STORIES[:1])), bytes),
    "zip": (saving.zipped({"a.html": PAGE.encode(), "b.mht": saving.ie_mht(PAGE), "c.gz": b"\x1f\x8b"}), bytes),
    "wacz": (saving.wacz(PAGE), bytes),
}
TOKENS = (
    b"\0",
    b"\xff\xff\xff\xff",
    b"\r\n\r\n",
    b"--",
    b"WARC/1.0\r\n",
    b"PK\1\2",
    b"\x1f\x8b\x08",
    b"=?utf-8?q?",
    b"<",
    b"9999999",
)
PLACE = st.floats(0, 1)
MUTATION = st.one_of(
    st.tuples(st.just("cut"), PLACE, PLACE),
    st.tuples(st.just("drop"), PLACE, st.integers(1, 64)),
    st.tuples(st.just("twice"), PLACE, st.integers(1, 4096)),
    st.tuples(st.just("bit"), PLACE, st.integers(0, 7)),
    st.tuples(st.just("write"), PLACE, st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from(TOKENS))),
    st.tuples(st.just("insert"), PLACE, st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from(TOKENS))),
)


def mutated(data: bytes, mutations: list[tuple[str, float, object]]) -> bytes:
    for what, place, how in mutations:
        at = int(place * len(data))
        if what == "cut":
            data = data[:at]
        elif what == "drop":
            data = data[:at] + data[at + how :]  # type: ignore[operator]
        elif what == "twice":
            data = data[:at] + data[at : at + how] * 2 + data[at + how :]  # type: ignore[operator]
        elif what == "bit" and at < len(data):
            data = data[:at] + bytes([data[at] ^ 1 << how]) + data[at + 1 :]  # type: ignore[operator]
        elif what == "write":
            data = data[:at] + how + data[at + len(how) :]  # type: ignore[operator,arg-type]
        elif what == "insert":
            data = data[:at] + how + data[at:]  # type: ignore[operator]
    return data


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_give_pages_or_failures(kind: str) -> None:
    seed, then = SEEDS[kind]

    @settings(
        max_examples=int(os.environ.get("TICKER_CLEAN_FUZZ", "60")),
        deadline=2000,
        suppress_health_check=list(HealthCheck),
    )
    @example([])
    @given(st.lists(MUTATION, min_size=1, max_size=6))
    def survives(mutations: list[tuple[str, float, object]]) -> None:
        data = then(mutated(seed, mutations))
        items = list(read_pages(io.BytesIO(data), "a", Limits(max_page_bytes=1 << 20)))
        assert mutations or any(isinstance(item, SavedPage) for item in items)
        for item in items:
            if isinstance(item, SavedPage):
                assert len(item.data) <= 1 << 20
                with suppress(PageError):
                    decode(item.data, item.charset)
            else:
                assert item.detail
                assert item.error in {"empty", "unreadable", "unsupported", "too-large", "too-deep", "truncated"}

    survives()
