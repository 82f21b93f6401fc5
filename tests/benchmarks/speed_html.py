"""Speed and memory of HTML pages against trafilatura, readability-lxml and newspaper4k.

    TICKER_CLEAN_CORPUS=/folder python tests/benchmarks/speed_html.py [ROUNDS]

The folder holds `corpus/pages/*.html.gz`, or `pages/*.html.gz`. Every tool reads every page in turn, in one process, so
that a busy machine slows all alike; the figures are CPU seconds, and the ratios those of the sums of each page's best
round. What each does: ticker-clean all of `clean_page` from bytes (metadata, blocks, ids), trafilatura its text mode
with default options, readability `summary` and `short_title`, newspaper4k `parse` without fetching images, told that
all is English (it needs a package more for each other language). With `memory` for ROUNDS: the peak of our tool.
"""

from __future__ import annotations

import gzip
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

_MEMORY = "memory"


def pages() -> list[bytes]:
    folder = Path(os.environ.get("TICKER_CLEAN_CORPUS", "."))
    found = sorted(folder.glob("corpus/pages/*.html.gz")) or sorted(folder.glob("pages/*.html.gz"))
    if not found:
        sys.exit("set TICKER_CLEAN_CORPUS to the folder that holds corpus/pages/*.html.gz")
    return [gzip.decompress(path.read_bytes()) for path in found]


def tools() -> dict[str, Callable[[bytes], object]]:
    """Every tool that is installed, ours first; each is only imported when it is asked for."""
    from ticker_clean.clean import clean_page

    found: dict[str, Callable[[bytes], object]] = {"ticker-clean": clean_page}
    try:
        import trafilatura

        found["trafilatura"] = lambda data: trafilatura.extract(data)
        found["trafilatura fast"] = lambda data: trafilatura.extract(data, fast=True)
    except ImportError:
        print("trafilatura is not installed")
    try:
        from readability import Document

        found["readability-lxml"] = lambda data: (
            (document := Document(data))
            and (
                document.summary(),
                document.short_title(),
            )
        )
    except ImportError:
        print("readability-lxml is not installed")
    try:
        import newspaper

        def parse(data: bytes) -> object:
            article = newspaper.Article("https://example.org/", language="en", fetch_images=False)
            article.download(input_html=data.decode("utf-8", "replace"))
            article.parse()
            return article.text

        found["newspaper4k"] = parse
    except ImportError:
        print("newspaper4k is not installed")
    return found


def memory() -> None:
    """Peak memory above the interpreter's, of our tool alone over all pages."""
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from ticker_clean.clean import clean_page

    for path in sorted(Path(os.environ["TICKER_CLEAN_CORPUS"]).glob("**/pages/*.html.gz")):
        clean_page(gzip.decompress(path.read_bytes()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory {(peak - start) / 1024:.0f} MB above the interpreter's {start / 1024:.0f} MB")


def speed(rounds: int) -> None:
    corpus, found = pages(), tools()
    size = sum(map(len, corpus))
    best = {name: [float("inf")] * len(corpus) for name in found}
    for _ in range(rounds):
        for number, data in enumerate(corpus):
            for name, run in found.items():
                start = time.thread_time()
                run(data)
                best[name][number] = min(best[name][number], time.thread_time() - start)
    total = {name: sum(times) for name, times in best.items()}
    against = total.get("trafilatura", total["ticker-clean"])
    print(f"{len(corpus)} pages, {size / len(corpus) / 1000:.0f} KB each, best of {rounds} rounds\n")
    print(f"{'tool':<18}{'ms a page':>10}{'MB a second':>13}{'x trafilatura':>15}")
    for name, seconds in sorted(total.items(), key=lambda item: item[1]):
        print(f"{name:<18}{seconds / len(corpus) * 1000:>10.2f}{size / seconds / 1e6:>13.1f}{against / seconds:>15.2f}")


if __name__ == "__main__":
    if _MEMORY in sys.argv:
        memory()
    else:
        speed(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
