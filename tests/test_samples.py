"""Each page of `samples/` and what comes out of it.

`data/sample_titles.json` says what each sample was written to hold: it was made by hand and not by the tool. Where the
tool falls short of it, `known_gap` there says how.
`expected/NAME.json` is the whole output, for the eye of a reviewer: after a change that is meant, write them again with
`python tests/test_samples.py` and read the difference.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, SAMPLES, Run

EXPECTED = Path(__file__).parent / "expected"
TRUTH = json.loads((Path(__file__).parent / "data" / "sample_titles.json").read_text(encoding="utf-8"))
NAMES = sorted(path.name for path in SAMPLES.iterdir())


def test_each_sample_has_its_truth_and_its_expected_output() -> None:
    assert NAMES
    assert sorted(TRUTH) == NAMES
    assert sorted(path.name for path in EXPECTED.iterdir()) == [f"{name}.json" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_the_output_is_the_expected_one(name: str, command: Run) -> None:
    done = command("extract", f"samples/{name}", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=TRUTH[name]["known_gap"]))
        if "known_gap" in TRUTH[name]
        else name
        for name in NAMES
    ],
)
def test_the_output_is_what_the_sample_was_written_to_hold(name: str, extract: Callable[..., dict[str, Any]]) -> None:
    truth, document = TRUTH[name], extract(SAMPLES / name)
    (page,) = document["pages"]
    fields = ("base", "quote", "rate_text", "change_text")
    assert [{field: rate[field] for field in fields} for rate in document["rates"]] == truth["rates"]
    for field in ("date", "ticker_lines", "ticker_copies", "listing"):
        assert page[field] == truth[field], field
    assert len(page["warnings"]) == truth.get("warnings", 0)
    assert [article["title"] for article in document["articles"]] == [article["title"] for article in truth["articles"]]
    for article, intended in zip(document["articles"], truth["articles"], strict=True):
        assert Counter(block["kind"] for block in article["body"]) == intended["blocks"], article["title"]
        assert (article["authors"], article["dateline"], article["complete"]) == (
            intended["authors"],
            intended["dateline"],
            intended["complete"],
        ), article["title"]
        if page["format"] == "html":
            assert (article["published"], article["url"]) == (intended["published"], intended["url"]), article["title"]
            assert article["language"] in (intended["language"], None)  # None where the page does not say it


def test_every_sample_keeps_to_the_schema(command: Run, extract: Callable[..., dict[str, Any]]) -> None:
    document = extract(SAMPLES)
    assert len(document["pages"]) == len(NAMES)
    jsonschema.validate(document, json.loads(command("schema").stdout))


def write_expected() -> None:
    for name in NAMES:
        done = subprocess.run(
            [sys.executable, "-m", "ticker_clean", "extract", f"samples/{name}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        pretty = json.dumps(json.loads(done.stdout), ensure_ascii=False, indent=1)
        (EXPECTED / f"{name}.json").write_text(pretty + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_expected()
