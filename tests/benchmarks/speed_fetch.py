"""`ticker-clean fetch` against `wget -i`: pages a second from a server on this machine, without delay.

    python tests/benchmarks/speed_fetch.py [PAGES]

Each run is a whole process, start-up and robots.txt included. Both take turns, and the median of the rounds' ratios
counts: on a machine that does other work, too, the pages a second of one run say little.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 7
SERVER = """
import http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms, and the server is what is measured
    wbufsize = 65536
    log_message = lambda *_: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


def main(pages: int) -> None:
    wget = shutil.which("wget")
    if wget is None:
        sys.exit("wget is not installed")
    work = Path(tempfile.mkdtemp())
    site = work / "site"
    site.mkdir()
    for number in range(pages):
        text = "<p>The bridge at Uzgen was opened to lorries on Monday.</p>\n" * 600  # some 36 KB, as a news page has
        (site / f"{number}.html").write_text(f"<!DOCTYPE html>\n<title>{number}</title>\n{text}", encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=site, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())  # type: ignore[union-attr]
        urls = work / "urls.txt"
        urls.write_text("".join(f"http://127.0.0.1:{port}/{number}.html\n" for number in range(pages)))
        fetch = [sys.executable, "-m", "ticker_clean", "fetch", "-q", "--delay", "0"]
        commands = {
            "wget -i": [wget, "-q", "-i", str(urls), "-P", "{}"],
            "fetch": [*fetch, "--from", str(urls), "-d", "{}"],
        }
        rates: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(ROUNDS):
            for name, command in commands.items():
                rates[name].append(pages / seconds(command, work / f"{round_}-{name}", pages))
        for name, measured in rates.items():
            share = statistics.median(mine / its for mine, its in zip(measured, rates["wget -i"], strict=True))
            median, least, most = statistics.median(measured), min(measured), max(measured)
            print(f"{name:8} {median:7.0f} pages/s ({least:.0f} to {most:.0f})  {share:.2f} x wget")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(work)


def seconds(command: list[str], folder: Path, pages: int) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [part.format(folder) for part in command], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=600
    )
    taken = time.perf_counter() - begun
    saved = len(list(folder.glob("*.html")))
    assert saved == pages, (command[0], saved)
    shutil.rmtree(folder)
    return taken


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
