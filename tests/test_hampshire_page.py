"""The worked study of Hampshire shows what the command finds, of the schools that its rule names."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ridgeway.cli.app import app
from tools.hampshire import HALVES, MADE, OUTCOME, PAGE, STUDIES, treated, weak_schools, with_blocks

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    def found(path: Path) -> dict[str, Any]:
        result: dict[str, Any] = json.loads(CliRunner().invoke(app, ["evaluate", str(path), "--json"]).stdout)
        return result

    return {half: found(path) for half, path in HALVES}


@pytest.mark.parametrize("half", ["even", "odd"])
def test_the_treated_schools_are_those_of_the_rule(half: str) -> None:
    assert (MADE / f"{half}.csv").read_text(encoding="utf-8") == treated(half)


def test_the_page_counts_the_schools_of_the_rule() -> None:
    assert f"In Hampshire {len(weak_schools())} mainstream primary schools" in TEXT


def test_the_figures_of_the_page_are_those_of_the_command(told: dict[str, dict[str, Any]]) -> None:
    assert with_blocks(TEXT, told) == TEXT


def test_what_the_page_says_of_them_is_true(told: dict[str, dict[str, Any]]) -> None:
    for result in told.values():
        nation = result["describe"][OUTCOME]["change_nationally"]
        assert nation["treated_change"] > 2 * nation["reference_change"] > 0, "twice the national gain"
        found = result["outcomes"][OUTCOME]
        assert found["ci_low"] <= 0 <= found["ci_high"], "nothing was found"
    titles = {each["title"] for each in told["even"]["doubts"]["objections"]}
    assert {"Trends before not to be seen", "A broken series"} <= titles


def test_the_report_that_is_kept_tells_the_same(told: dict[str, dict[str, Any]]) -> None:
    report = (MADE / "report.html").read_text(encoding="utf-8")
    found = told["even"]["outcomes"][OUTCOME]
    assert f"{abs(found['estimate']):.1f} percentage points" in report
    assert f"Footing: {found['footing']['word']} ({found['footing']['score']} of 5)" in report
    assert (STUDIES / "hampshire.yaml").is_file()


def test_a_page_without_a_place_for_figures_is_refused(told: dict[str, dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"hampshire\.md has no place for leaflet"):
        with_blocks("# Hampshire", told)
