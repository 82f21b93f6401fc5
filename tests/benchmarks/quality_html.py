"""How much of the article text of real pages is found, and how much else: the thresholds of `html/` came of this.

    TICKER_CLEAN_CORPUS=/folder python tests/benchmarks/quality_html.py

The folder holds `corpus/ground-truth.json` and `corpus/pages/*.html.gz` of the public article-extraction-benchmark.
Metric: that benchmark's, precision and recall of 4-token shingles averaged over pages. The pages are split by the
parity of the first hex digit of their names: the even half was developed on, the odd half only checked.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

from ticker_clean.clean import clean_page


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[n : n + 4]) for n in range(max(1, len(tokens) - 3)) if tokens)


def score(pages: dict[str, tuple[str, str]]) -> str:
    """F1, precision and recall over pages given as (found, wanted)."""
    precisions, recalls = [], []
    for found, wanted in pages.values():
        got, want = shingles(found), shingles(wanted)
        both = (got & want).total()
        if got:
            precisions.append(both / got.total())
        recalls.append(both / want.total())
    precision, recall = sum(precisions) / max(1, len(precisions)), sum(recalls) / len(recalls)
    return f"F1 {2 * precision * recall / (precision + recall):.4f} (precision {precision:.4f}, recall {recall:.4f})"


def main() -> None:
    folder = Path(os.environ.get("TICKER_CLEAN_CORPUS", ".")) / "corpus"
    if not (folder / "ground-truth.json").exists():
        sys.exit("set TICKER_CLEAN_CORPUS to the folder that holds corpus/ground-truth.json")
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages: dict[str, tuple[str, str]] = {}
    counts: Counter[int] = Counter()
    for key, gold in truth.items():
        cleaned = clean_page(gzip.decompress((folder / "pages" / f"{key}.html.gz").read_bytes()), source=key)
        pages[key] = "\n".join(article.text for article in cleaned.articles), gold["articleBody"]
        counts[len(cleaned.articles)] += 1
    halves = {"developed on": 0, "checked": 1}
    for name, parity in halves.items():
        half = {key: page for key, page in pages.items() if int(key[0], 16) % 2 == parity}
        print(f"{name:<13}{len(half):>4} pages: {score(half)}")
    print(f"{'all':<13}{len(pages):>4} pages: {score(pages)}; exactly one article on {counts[1]}")


if __name__ == "__main__":
    main()
