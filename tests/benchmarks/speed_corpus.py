"""How a folder of pages grows: speed-up by a second worker, memory by the number of pages, and trafilatura beside it.

    python tests/benchmarks/speed_corpus.py [--pages 20000] [--html 2000] [--html-folder FOLDER]

Folders of made-up pages are written first: dumps of three stories each, one of which is on no other page, and HTML
pages; or the HTML pages are those of FOLDER (`*.html` or `*.html.gz`), numbered copies of them up to `--html`. Every
run is a process of its own; peak memory is that of the largest process of the run. The runs that are compared follow
each other, twice over, and the better one of each counts. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from newsroom import ENGLISH, FIVE, FOUR, Story, dump  # noqa: E402  # they lie beside the tests
from newsroom_html import MARKUPS, html  # noqa: E402

MEASURE = (
    "import resource, subprocess, sys;"
    "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, status, file=sys.stderr)"
)


class Run(NamedTuple):
    seconds: float
    peak_mb: float
    """Of the largest process."""


def measured(*command: str | Path) -> Run:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        stderr=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seconds = time.perf_counter() - begun
    peak, _status = done.stderr.split()[-2:]
    return Run(seconds, int(peak) / (1024 if sys.platform == "linux" else 1 << 20))


def extract(folder: Path, jobs: int, out: Path) -> Run:
    return measured(sys.executable, "-m", "ticker_clean", "extract", folder, "-j", str(jobs), "-q", "-o", out)


def best(*runs: Run) -> Run:
    return Run(min(run.seconds for run in runs), max(run.peak_mb for run in runs))


def own_story(number: int) -> Story:
    """A story that is on one page alone: the words of another one in another order."""
    some = random.Random(number)
    like = some.choice(ENGLISH)
    paragraphs = []
    for block in like.blocks:
        if block.kind == "paragraph":
            words = block.text.split()
            some.shuffle(words)
            paragraphs.append(type(block)("paragraph", " ".join(words) + "."))
    return Story(f"{like.title} for the Time Number {number}", tuple(paragraphs))


def write_dumps(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        some = random.Random(number)
        stories = [*some.sample(ENGLISH, 2), own_story(number)]
        (folder / f"{number:07}.txt").write_text(dump(stories, some.choice((FIVE, FOUR))), encoding="utf-8")


def write_html(folder: Path, count: int, real: Path | None) -> None:
    folder.mkdir()
    if real:
        pages = [
            gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in sorted(real.iterdir())
        ]
        for number, page in zip(range(count), cycle(pages)):
            # a text of its own for each copy: trafilatura names its outputs by their hash
            (folder / f"{number:05}.html").write_bytes(page.replace(b"</p>", f" Copy {number}.</p>".encode(), 3))
        return
    forms = cycle(MARKUPS)
    for number in range(count):
        some = random.Random(number)
        page = html([*some.sample(ENGLISH, 2), own_story(number)], FIVE, next(forms))
        (folder / f"{number:05}.html").write_text(page, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--html", type=int, default=2_000)
    parser.add_argument("--html-folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tenth, all_dumps, pages, out = place / "tenth", place / "dumps", place / "html", place / "out.json"
        write_dumps(tenth, options.pages // 10)
        write_dumps(all_dumps, options.pages)
        write_html(pages, options.html, options.html_folder)

        for kind, folder, count in (("dumps", all_dumps, options.pages), ("HTML pages", pages, options.html)):
            one, two = zip(*[(extract(folder, 1, out), extract(folder, 2, out)) for _ in range(2)], strict=True)
            fast, slow = best(*two), best(*one)
            print(
                f"{count:,} {kind}: -j 1 {slow.seconds:.1f} s, -j 2 {fast.seconds:.1f} s, "
                f"ratio {slow.seconds / fast.seconds:.2f}, peak {fast.peak_mb:.0f} MB"
            )
            if folder is all_dumps:
                few = extract(tenth, 2, out)
                print(
                    f"{options.pages // 10:,} dumps: -j 2 {few.seconds:.1f} s, peak {few.peak_mb:.0f} MB; "
                    f"{options.pages:,} take {fast.peak_mb / few.peak_mb:.2f} x that memory"
                )
                rate = (options.pages - options.pages // 10) / (fast.seconds - few.seconds)
                growth = (fast.peak_mb - few.peak_mb) / (options.pages - options.pages // 10)
                print(
                    f"a million dumps, by this growth: {1e6 / rate / 60:.0f} minutes, "
                    f"{few.peak_mb + growth * 1e6:.0f} MB"
                )
            else:
                extract(folder, 2, out)
                found = json.loads(out.read_bytes())
                told = len({row["page"] for row in found["pages"]})
                others = place / "trafilatura"
                command = ("trafilatura", "--input-dir", folder, "--output-dir", others, "--parallel", "2")
                other = best(
                    *[
                        measured(
                            shutil.which("trafilatura") or Path(sys.executable).parent / "trafilatura", *command[1:]
                        )
                        for _ in range(2)
                    ]
                )
                files = sum(path.is_file() for path in others.rglob("*"))
                print(
                    f"trafilatura --parallel 2: {other.seconds:.1f} s, {files:,} outputs; "
                    f"ours {told:,} pages, {other.seconds / fast.seconds:.2f} x as fast"
                )


if __name__ == "__main__":
    main()
