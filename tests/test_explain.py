"""`explain`: the samples as golden texts, nothing of a page left out, nothing of it that could steer a terminal.

After a change that is meant write the golden texts again with `python tests/test_explain.py`, and read the diff.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, Run
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean.boundary_features import FORM, PARTS, SURROUNDINGS
from ticker_clean.clean import clean_page, label_page
from ticker_clean.explain import _TERMS, explain
from ticker_clean.identity import letters
from ticker_clean.model import Article, Block, CleanPage, Draft, LabelledPage, Page
from ticker_clean.styled import harmless

GOLDEN = Path(__file__).parent / "data" / "explain"
SAMPLE_FILES = sorted(SAMPLES.iterdir())

LEDE = "The new bridge over the Kara Darya was opened to lorries on Monday, eleven months later than promised."


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.name)
def test_a_sample_is_explained(sample: Path, command: Run) -> None:
    done = command("explain", f"samples/{sample.name}", cwd=ROOT, env={"COLUMNS": "100"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (GOLDEN / f"{sample.name}.txt").read_text(encoding="utf-8")


def test_every_golden_text_has_its_sample() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{path.name}.txt" for path in SAMPLE_FILES}


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.name)
def test_in_full_every_letter_of_the_page_is_there_once_in_order(sample: Path) -> None:
    labelled = label_page(sample.read_bytes())
    lines = list(explain(labelled, width=80, full=True))
    shown = b"".join(letters(s.text) for line in lines for s in line if s.role not in ("label", "quiet", "mark"))
    assert shown == b"".join(letters(block.plain) for block in labelled.blocks)
    assert labelled.clean == clean_page(sample.read_bytes())
    assert max(len("".join(span.text for span in line)) for line in lines) <= 80


@given(st.lists(st.text("Aa b.\n•7/=%", min_size=1, max_size=60), max_size=12), st.booleans())
def test_any_page_is_explained(paragraphs: list[str], full: bool) -> None:
    labelled = label_page(("\n\n".join(paragraphs) + "\n\nThe end of it.").encode())
    lines = list(explain(labelled, width=60, full=full))
    assert sum(line[0].text.startswith("ARTICLE") for line in lines if line) == len(labelled.drafts)


def test_what_decided_is_told_with_its_weight() -> None:
    body = (Block("paragraph", LEDE), Block("paragraph", "A question", note="answered below"))
    draft = Draft("Bridge Opens", body, 0.97, evidence=(("no full stop", 2.13), ("words<7", -0.4)))
    article = Article("0" * 16, "Bridge Opens", body, confidence=0.97)
    page = Page("a.txt", "dump", "utf-8", 10, "0" * 64, warnings=("the listing line promises 6 articles",))
    labelled = LabelledPage(CleanPage(page, (article,), None), (Block("paragraph", "Bridge Opens"), *body), (draft,))
    text = "\n".join("".join(span.text for span in line) for line in explain(labelled))
    assert "warning: the listing line promises 6 articles\n" in text
    assert "↳ confidence 0.97 (+2.1 no full stop, −0.4 5 or 6 words); 20 words\n" in text
    assert text.endswith("text         A question\n             ↳ answered below")


def test_a_word_of_a_million_letters_is_shown_whole() -> None:
    word = "abcdefghij" * 100_000
    lines = list(explain(label_page(f"Bridge Opens\n\n{LEDE}\n\n{word}".encode()), width=80, full=True))
    assert "".join(line[-1].text for line in lines if line).endswith(word)


def test_every_term_put_into_words_is_one_of_the_features() -> None:
    assert set(_TERMS) <= {*FORM, *SURROUNDINGS, *PARTS}


# control characters

ATTACK = (
    "• KGS/USD = 0.01144 0%\n  • UZS/USD = 0.00008 -0%\n  • KGS/USD = 0.01144 0%\n  • UZS/USD = 0.00008 -0%\n"
    "07 November 2025\n\n"
    "Bridge\x1b[2J at Uzgen \x1b]0;owned\x07Opens \u202eetal\u202c Eleven Months\n\n"
    f"{LEDE} \x1b]8;;http://example.org\x1b\\here\x1b]8;;\x1b\\ \x9b31m \x1b[8mhidden\x1b[0m \x08\x08 \u2066x\u2069\n\n"
    "Written by \x1b[5mAsel Nurova\n\nKGS/USD = \x1b[31m0.1.2\x1b[0m 0%\n"
)


@pytest.mark.parametrize("options", [(), ("--full",), ("--color", "always"), ("--pager",)])
def test_control_characters_of_a_page_do_not_reach_the_terminal(
    options: tuple[str, ...], tmp_path: Path, command: Run
) -> None:
    name = "a\x1b[31m\u202e.txt"
    (tmp_path / name).write_text(ATTACK, encoding="utf-8")
    (tmp_path / "empty\x1b[31m.txt").touch()
    for file, status in ((name, 0), ("empty\x1b[31m.txt", 1)):
        done = command("explain", file, *options, env={"PAGER": "cat"})
        assert done.returncode == status, done.stderr
        text = re.sub(r"\x1b\[(\d+)m", "", done.stdout.decode()) if "always" in options else done.stdout.decode()
        steering = {char for char in text + done.stderr.decode() if unicodedata.category(char) in ("Cc", "Cf")}
        assert steering <= {"\n"}
    assert "<1B>" in done.stderr.decode()


def test_with_colour_only_our_own_sequences_are_printed(tmp_path: Path, command: Run) -> None:
    (tmp_path / "a.txt").write_text(ATTACK, encoding="utf-8")
    colored = command("explain", "a.txt", "--color", "always").stdout.decode()
    assert set(re.findall(r"\x1b\[(\d+)m", colored)) <= {"0", "1", "9", "32", "33", "34", "35", "36", "90"}
    assert re.sub(r"\x1b\[\d+m", "", colored) == command("explain", "a.txt").stdout.decode()
    assert "<1B>[2J" in colored


@given(st.text(st.characters()))
def test_harmless_text_is_printable_and_ordinary_text_stays(text: str) -> None:
    assert all(
        char.isprintable() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char in "\u200c\u200d"
        for char in harmless(text)
    )
    if text.isprintable():
        assert harmless(text) == text


def test_joiners_stay() -> None:
    assert harmless("می‌خواهم 👩‍🌾") == "می‌خواهم 👩‍🌾"


# the command


def test_a_page_of_a_container_is_chosen_by_its_number(tmp_path: Path, command: Run) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as pages:
        for name in ("interview.txt", "teasers.txt"):
            pages.writestr(name, (SAMPLES / name).read_bytes())
    both = command("explain", "pages.zip").stdout.decode()
    names = re.findall(r"^pages\.zip#.*$", both, re.MULTILINE)
    assert len(names) == 2
    for name in names:
        one = command("explain", name).stdout.decode()
        assert one.startswith(f"{name}\n")
        assert one.strip() in both
    for wrong in ("pages.zip#9", "none.zip#1", "none.txt"):
        done = command("explain", wrong)
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"There is no {'page' if wrong == 'pages.zip#9' else 'file'} '{wrong}'." in done.stderr.decode()
    assert "'.' is a folder" in command("explain", ".").stderr.decode()


def test_standard_input_is_explained(command: Run) -> None:
    page = (SAMPLES / "interview.txt").read_bytes()
    piped = command("explain", "-", stdin=page).stdout.decode()
    named = command("explain", SAMPLES / "interview.txt").stdout.decode()
    assert piped.splitlines()[0] == "-"
    assert piped.splitlines()[1:] == named.splitlines()[1:]


def test_the_confidence_is_the_one_that_extract_writes(command: Run) -> None:
    import json

    path = SAMPLES / "full-page-of-six.txt"
    rows = json.loads(command("extract", path, "--only", "articles").stdout, parse_float=Decimal)
    told = re.findall(
        r"ARTICLE (\d+) .*\n(?:  +.*\n)*? +↳ confidence ([\d.]+)", command("explain", path).stdout.decode()
    )
    assert told == [(str(row["position"]), f"{row['confidence']:.2f}") for row in rows]


def test_a_reader_who_has_enough_ends_it_quietly() -> None:
    run = [sys.executable, "-m", "ticker_clean", "explain", "--full", SAMPLES / "full-page-of-six.txt"]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def write_golden() -> None:
    for sample in SAMPLE_FILES:
        run = [sys.executable, "-m", "ticker_clean", "explain", f"samples/{sample.name}"]
        done = subprocess.run(run, cwd=ROOT, env={**os.environ, "COLUMNS": "100"}, stdout=subprocess.PIPE, check=True)
        (GOLDEN / f"{sample.name}.txt").write_bytes(done.stdout)


if __name__ == "__main__":
    write_golden()
