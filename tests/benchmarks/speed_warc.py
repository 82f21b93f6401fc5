"""Records a second of a large WARC.gz, and the peak of memory, against a bare warcio loop over the same file.

    python tests/benchmarks/speed_warc.py [MEGABYTES] [--pages]

The file is made by repetition (default 2048 MB) in a temporary folder: images, requests and redirects, which are no
pages; with `--pages` one record in eight is a page of HTML. Each loop runs in a process of its own, three times in
turn; printed are medians of the processor's time.
"""

from __future__ import annotations

import gzip
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def make(path: Path, size: int, with_pages: bool) -> None:
    from newsroom import FIVE, STORIES
    from newsroom_html import html
    from saving import http_response, response_record, warc_record

    page = html(STORIES[:6], FIVE, "semantic").encode()
    chance = random.Random(1)
    records = []
    for _ in range(40):
        picture = chance.randbytes(chance.randrange(2_000, 40_000))
        records.append(response_record(picture, "https://a.example/t.png", type_="image/png"))
        records.append(warc_record("request", "https://a.example/", b"GET / HTTP/1.1\r\n\r\n", "application/http"))
        records.append(response_record(b"<p>Moved", "https://a.example/", status="301 Moved Permanently"))
        records.append(warc_record("revisit", "https://a.example/", http_response(b""), "application/http"))
        if with_pages:
            records += [response_record(page), *records[-3:]]
    block = b"".join(map(gzip.compress, records))
    with path.open("wb") as out:
        for _ in range(size // len(block)):
            out.write(block)


def bare(path: str) -> int:
    from warcio.archiveiterator import ArchiveIterator

    with Path(path).open("rb") as stream:
        return sum(1 for _ in ArchiveIterator(stream))


def product(path: str) -> int:
    from collections import Counter

    from ticker_clean.containers import read_pages

    skipped: Counter[str] = Counter()
    with Path(path).open("rb") as stream:
        pages = sum(1 for _ in read_pages(stream, path, skipped=skipped))
    return pages + skipped.total()


def run(loop: str, path: Path) -> tuple[int, float, float]:
    """Records, seconds, and peak memory in MB of a loop in a process of its own."""
    done = subprocess.run([sys.executable, __file__, loop, str(path)], capture_output=True, check=True, text=True)
    records, seconds, peak = done.stdout.split()
    return int(records), float(seconds), float(peak)


def main() -> None:
    if sys.argv[1:2] in (["bare"], ["product"]):
        start = time.process_time()
        records = {"bare": bare, "product": product}[sys.argv[1]](sys.argv[2])
        seconds = time.process_time() - start
        print(records, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.warc.gz"
        make(path, int(numbers[0] if numbers else 2048) << 20, "--pages" in sys.argv)
        print(f"{path.stat().st_size / 1e6:,.0f} MB of WARC.gz")
        runs = [(run("bare", path), run("product", path)) for _ in range(3)]
        seconds = []
        for loop, results in zip(("bare", "product"), zip(*runs, strict=True), strict=True):
            records, peak = results[0][0], max(peak for _, _, peak in results)
            seconds.append(statistics.median(second for _, second, _ in results))
            print(f"{loop:8} {records:9,} records {records / seconds[-1]:9,.0f} a second, peak {peak:4.0f} MB")
        print(f"ratio    {seconds[0] / seconds[1]:.2f} x of the bare loop's records a second")


if __name__ == "__main__":
    main()
