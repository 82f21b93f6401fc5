"""How a folder of pages grows: speed-up by a second worker, memory by the number of pages, and trafilatura beside it.

    python tests/benchmarks/speed_corpus.py [--pages 20000] [--html 2000] [--html-folder FOLDER]

Folders of made-up pages are written first: dumps of three stories each, one of which is on no other page, and HTML
pages; or the HTML pages are those of FOLDER (`*.html` or `*.html.gz`), numbered copies of them up to `--html`. Every
run is a process of its own; peak memory is that of the largest process of the run. The runs that are compared follow
each other, `--repeat` times over, and the best of each counts. Needs the extra `bench`.
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
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from newsroom import ENGLISH, FIVE, FOUR, Story, dump  # noqa: E402  # they lie beside the tests
from newsroom_html import MARKUPS, html  # noqa: E402

MEASURE = (
    "import resource, subprocess, sys;"
    "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(used.ru_maxrss, used.ru_utime + used.ru_stime, status, file=sys.stderr)"
)


class Run(NamedTuple):
    seconds: float
    peak_mb: float
    """Of the largest process."""
    cpu: float
    """Seconds of all processes: what is left to compare where the machine has other work."""


def measured(*command: str | Path) -> Run:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        stderr=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seconds = time.perf_counter() - begun
    peak, cpu, _status = done.stderr.split()[-3:]
    return Run(seconds, int(peak) / (1024 if sys.platform == "linux" else 1 << 20), float(cpu))


def extract(folder: Path, jobs: int, out: Path) -> Run:
    return measured(sys.executable, "-m", "ticker_clean", "extract", folder, "-j", str(jobs), "-q", "-o", out)


def best(*runs: Run) -> Run:
    return Run(min(run.seconds for run in runs), max(run.peak_mb for run in runs), min(run.cpu for run in runs))


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
    parser.add_argument("--repeat", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tenth, all_dumps, pages, out = place / "tenth", place / "dumps", place / "html", place / "out.json"
        write_dumps(tenth, options.pages // 10)
        write_dumps(all_dumps, options.pages)
        write_html(pages, options.html, options.html_folder)

        few = extract(tenth, 2, out)
        many = compare(all_dumps, f"{options.pages:,} dumps", out, options.repeat)
        more = options.pages - options.pages // 10
        growth = (many.peak_mb - few.peak_mb) / more
        print(
            f"{options.pages // 10:,} dumps: peak {few.peak_mb:.0f} MB; all take {many.peak_mb / few.peak_mb:.2f} x that"
        )
        print(
            f"a million dumps, by this growth: {1e6 / more * (many.seconds - few.seconds) / 60:.0f} minutes, "
            f"{few.peak_mb + growth * 1e6:.0f} MB"
        )
        ours = compare(pages, f"{options.html:,} HTML pages", out, options.repeat)
        told = len(json.loads(out.read_bytes())["pages"])
        others = place / "trafilatura"
        program = shutil.which("trafilatura") or Path(sys.executable).parent / "trafilatura"
        command = (program, "--input-dir", pages, "--output-dir", others, "--parallel", "2")
        other = best(*[measured(*command) for _ in range(options.repeat)])
        files = sum(path.is_file() for path in others.rglob("*"))
        print(
            f"trafilatura --parallel 2: {other.seconds:.1f} s, {files:,} outputs; ours {told:,} pages, "
            f"{other.seconds / ours.seconds:.2f} x as fast, with {ours.cpu / other.cpu:.2f} of its processor time"
        )


def compare(folder: Path, what: str, out: Path, repeat: int) -> Run:
    """Print how much faster two workers are than one; the run of the two."""
    one, two = zip(*[(extract(folder, 1, out), extract(folder, 2, out)) for _ in range(repeat)], strict=True)
    slow, fast = best(*one), best(*two)
    print(
        f"{what}: -j 1 {slow.seconds:.1f} s, -j 2 {fast.seconds:.1f} s, ratio {slow.seconds / fast.seconds:.2f}, "
        f"processors {slow.cpu:.1f} and {fast.cpu:.1f} s, peak {fast.peak_mb:.0f} MB"
    )
    return fast


if __name__ == "__main__":
    main()
