"""The report of several studies: their mean beside each of them, how far they differ, and what was refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ridgeway.evaluation.report import html_of, pdf_of, report_of_pooled
from ridgeway.evaluation.report.document import Block, Facts, Finding, Picture, Points, Report, Table, Words
from ridgeway.impact.study import PooledStudies, pool_studies
from tests.evaluation.report.test_papers import outline

OUTCOME: dict[str, Any] = {
    "effect_spread": "pupils", "level": 0.95, "method": "difference-in-differences",
    "n_treated": 12, "n_comparison": 340, "footing": {"score": 2, "word": "loose", "reasons": []},
}  # fmt: skip


def study(title: str, effect: float, error: float = 0.1, **outcomes: Any) -> dict[str, Any]:
    """Return the result of a study of maths as `study.json` has it, with further outcomes."""
    ends = [effect - 1.96 * error, effect + 1.96 * error]
    maths = OUTCOME | {"effect_size": effect, "effect_se": error, "effect_ci": ends}
    return {"study": {"title": title, "hash": title * 8}, "outcomes": {"MAT_AVERAGE": maths, **outcomes}}


def three(**outcomes: Any) -> PooledStudies:
    told = [study("North <1>", 0.2), study("South", 0.6, 0.15), study("West", -0.1, 0.2)]
    told[0]["outcomes"] |= outcomes
    return pool_studies(told)


def blocks(report: Report, key: str) -> tuple[Block, ...]:
    (section,) = (each for each in report.sections if each.key == key)
    return section.blocks


def test_the_answer_is_the_mean_in_the_engine_s_own_words_on_the_weakest_footing() -> None:
    pooled = three()
    found, independent = blocks(report_of_pooled(pooled), "answer")
    assert isinstance(found, Finding)
    assert isinstance(independent, Words)
    assert found.name == "Maths: average scaled score"
    assert found.text == pooled.outcomes[0].words
    assert found.figure == f"+{pooled.outcomes[0].found.estimate:.2f} standard deviations of pupils"
    assert found.reasons == ("North <1>: loose (2).", "South: loose (2).", "West: loose (2).")
    assert "the same schools stand in two of them" in independent.text


def test_the_forest_holds_each_study_the_mean_and_what_a_next_study_may_find() -> None:
    pooled = three()
    forest, table = blocks(report_of_pooled(pooled), "studies")
    assert isinstance(forest, Picture)
    assert isinstance(table, Table)
    rows = forest.chart.table.rows
    assert [row[0] for row in rows] == ["North <1>", "South", "West", "All together", "A next study"]
    found = pooled.outcomes[0].found
    assert rows[-1][2] == f"{found.prediction_low:.2f} to {found.prediction_high:.2f}".replace("-", "−")
    assert [row[2] for row in table.data.rows] == [f"{100 * weight:.0f}%" for weight in found.weights]
    assert table.data.rows[0][3] == "12 beside 340"


def test_two_studies_do_not_tell_what_a_next_one_would_find() -> None:
    report = report_of_pooled(pool_studies([study("North", 0.2), study("South", 0.6)]))
    forest, _ = blocks(report, "studies")
    assert isinstance(forest, Picture)
    assert [row[0] for row in forest.chart.table.rows] == ["North", "South", "All together"]
    _, facts = blocks(report, "apart")
    assert isinstance(facts, Facts)
    assert facts.items[-1] == ("A next study (95% interval)", "not known: three studies are needed")


def test_how_far_studies_differ_is_told_with_each_of_them_left_out() -> None:
    pooled = three()
    _, facts, left = blocks(report_of_pooled(pooled), "apart")
    assert isinstance(facts, Facts)
    assert isinstance(left, Picture)
    assert (
        f"{100 * pooled.outcomes[0].found.i2:.0f}% ("
        in dict(facts.items)["Share of the variance that is of them, I² (95% interval)"]
    )
    assert [row[0] for row in left.chart.table.rows] == ["Without North <1>", "Without South", "Without West"]


def test_an_outcome_that_could_not_be_pooled_is_named_with_its_reason() -> None:
    report = report_of_pooled(
        three(attendance=OUTCOME | {"effect_size": None, "effect_se": None, "effect_ci": None})
    )
    (refused,) = (each for each in blocks(report, "method") if isinstance(each, Points))
    assert refused.items[0].startswith("Attendance: studies with an effect size of attendance: 0 cannot be used.")


@pytest.mark.parametrize("pooled", [three(), pool_studies([study("North", 0.2), study("South", 0.6)])])
def test_page_and_paper_are_whole(pooled: PooledStudies) -> None:
    report = report_of_pooled(pooled)
    page = html_of(report)
    found = outline(page)
    assert found.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(found.headings, found.headings[1:], strict=False))
    assert len(found.ids) == len(set(found.ids))
    assert "<1>" not in page
    assert "Ridgeway · Report of several studies" in page
    assert f"The results pooled and the code have the hash <code>{pooled.digest}</code>" in page
    paper = pdf_of(report)
    assert paper.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 1
