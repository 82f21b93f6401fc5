"""How long one text dump takes against a floor, the least any such tool must do; and the start of the command.

    python tests/benchmarks/speed_dumps.py [FOLDER]

FOLDER holds dumps (`*.txt`); by default `$TICKER_CLEAN_CORPUS/seeds` if the variable is set, else `samples/`.
The floor decodes the page, matches the ticker's regex on each line, hashes the page, and dumps a JSON document that
holds what the output holds: each block, and the text once more. Both run in turn, dump by dump, in one process;
printed are the medians and their ratio.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ticker_clean.clean import clean_page
from ticker_clean.corpus.parcels import pack

ROOT = Path(__file__).parents[2]
RATE = re.compile(
    r"[ \t]*(?:[•*·-][ \t]*)?([A-Z]{3})/([A-Z]{3})\s*[=:|]?\s*(\d+[.,]?\d*)(?:\s+([+-]?\d+(?:[.,]\d+)?%))?\s*$"
)


def floor(data: bytes) -> str:
    text = data.decode("utf-8")
    rates, blocks = [], []
    for line in text.split("\n"):
        if found := RATE.match(line):
            rates.append(found.groups())
        elif line:
            blocks.append({"kind": "paragraph", "text": line})
    page = {"sha256": hashlib.sha256(data).hexdigest(), "rates": rates, "body": blocks, "text": text}
    return json.dumps(page, ensure_ascii=False)


def product(data: bytes) -> bytes:
    return pack(clean_page(data))


def timed(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    work(data)
    return time.perf_counter() - start


def start_up(*arguments: str) -> float:
    """Median seconds from the start of a process to its end."""
    runs = []
    for _ in range(15):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def main() -> None:
    corpus = os.environ.get("TICKER_CLEAN_CORPUS")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(corpus) / "seeds" if corpus else ROOT / "samples"
    dumps = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    pairs: list[tuple[float, float]] = []
    for turn in range(220):
        for data in dumps:
            pair = timed(floor, data), timed(product, data)
            if turn >= 20:
                pairs.append(pair)
    floors, products = (statistics.median(column) for column in zip(*pairs, strict=True))
    size = sum(map(len, dumps)) / len(dumps)
    print(f"{len(dumps)} dumps of {size / 1000:.1f} kB, median of {len(pairs)} runs of each")
    print(f"floor        {floors * 1e6:7.0f} µs a dump   {size / floors / 1e6:6.1f} MB/s")
    print(f"ticker-clean {products * 1e6:7.0f} µs a dump   {size / products / 1e6:6.1f} MB/s")
    print(f"ratio        {products / floors:.2f} x the floor")
    bare, help_ = start_up("-c", "pass"), start_up("-m", "ticker_clean", "--help")
    print(f"start: bare Python {bare * 1e3:.1f} ms, --help {help_ * 1e3:.1f} ms, {help_ / bare:.1f} x")


if __name__ == "__main__":
    main()
