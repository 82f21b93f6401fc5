"""Folders of pages for the tests of runs over many of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from newsroom import ENGLISH, FIVE, FOUR, dump

PAGE = dump(ENGLISH[:2], FIVE)


def varied_page(number: int) -> str:
    """A page like no other: two stories, and a third one with a title and a lede of its own."""
    some = random.Random(number)
    stories = some.sample(ENGLISH, 2)
    own = f"Report {number} on the Roads of the North\n\nThe {number}th report was read to the council on Monday.\n"
    return f"{dump(stories, some.choice((FIVE, FOUR, None)))}\n\n{own}"


def fill(folder: Path, numbers: Sequence[int]) -> None:
    """Write a page for each number, in the order given, some of them in folders within."""
    for number in numbers:
        place = folder / f"{number % 7}" if number % 3 else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"page {number:04}.txt").write_text(varied_page(number), encoding="utf-8")


def warc(pages: Sequence[str]) -> bytes:
    """A WARC of dumps, as `conversion` records (WET)."""
    records = []
    for number, page in enumerate(pages, 1):
        body = page.encode()
        head = (
            "WARC/1.0\r\nWARC-Type: conversion\r\n"
            f"WARC-Target-URI: https://news.example.org/{number}\r\nWARC-Date: 2025-11-07T06:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        records.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(records)
