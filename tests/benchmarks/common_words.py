"""Write `ticker_clean/common_words.py` again: the commonest words of English and Russian, cut to their stems.

    python tests/benchmarks/common_words.py

Needs wordfreq (3.1.1 was used).
"""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from pathlib import Path

from wordfreq import top_n_list, word_frequency

from ticker_clean.page_words import STEM

MODULE = Path(__file__).parents[2] / "ticker_clean" / "common_words.py"
LANGUAGES = {"en": "English", "ru": "Russian"}
"""Those that the pages of the region are mostly written in; on pages in others no word counts as common."""
WORDS = 60_000
"""Words of a language whose frequencies are added up for their stems; rarer ones change none of the levels."""
LEVELS = ((6.0, 9.0, 8), (5.5, 6.0, 3), (5.0, 5.5, 1))
"""(Zipf value from, to, eighths of a stem's rarity that are taken off). On articles held out of the learning of the
boundaries this did as well as finer levels or a start at 4.5, and all of them better than none."""


def stems_of(language: str) -> dict[str, float]:
    """The Zipf value of each stem: log10 of how often it comes in a thousand million words."""
    frequency: dict[str, float] = defaultdict(float)
    for word in top_n_list(language, WORDS):
        if word[:STEM].isalnum():
            frequency[word[:STEM]] += word_frequency(word, language)
    return {stem: 9 + math.log10(value) for stem, value in frequency.items()}


def literal(stems: list[str]) -> str:
    lines = textwrap.wrap(" ".join(sorted(stems)), 104)
    return "\n".join(f'            "{line} "' for line in lines)


def main() -> None:
    zipf = {name: stems_of(language) for language, name in LANGUAGES.items()}
    entries = []
    for low, high, eighths in LEVELS:
        for name, stems in zipf.items():
            entries.append(f"    (  # {name}, Zipf values from {low}\n        {eighths},\n        (")
            entries.append(literal([stem for stem, value in stems.items() if low < value <= high]))
            entries.append("        ),\n    ),")
    before, rest = MODULE.read_text(encoding="utf-8").split("_LEVELS:")
    after = rest.split("\n)\n", 1)[1]
    body = "\n".join(entries)
    MODULE.write_text(f"{before}_LEVELS: tuple[tuple[int, str], ...] = (\n{body}\n)\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
