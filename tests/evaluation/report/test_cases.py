"""The report of a study of single cases: each series with its change, what it can show and what it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ridgeway.evaluation.report import html_of, pdf_of, report_of_cases
from ridgeway.evaluation.report.document import Block, Figures, Objections, Picture, Points, Report, Table, Words
from ridgeway.impact.study import CasesResult, evaluate_cases, read_study
from tests.evaluation.report.test_papers import outline
from tests.impact.study.series import STARTS, series


def result(folder: Path, **said: Any) -> CasesResult:
    return evaluate_cases(read_study(series(folder, **said)))


def blocks(report: Report, key: str) -> tuple[Block, ...]:
    (section,) = (each for each in report.sections if each.key == key)
    return section.blocks


def test_the_answer_has_the_engine_s_words_and_figures(tmp_path: Path) -> None:
    found = result(tmp_path)
    large, words = blocks(report_of_cases(found), "answer")
    assert isinstance(large, Figures)
    assert isinstance(words, Words)
    assert words.text == found.outcomes[0].words
    assert [name for name, _ in large.items] == [
        "mean change", "after, of before", "Tau-U, on average", "chance does as well",
    ]  # fmt: skip


@pytest.mark.parametrize("by_day", [False, True])
def test_every_case_is_drawn_before_and_after_with_its_numbers(tmp_path: Path, by_day: bool) -> None:
    *drawn, _ = blocks(report_of_cases(result(tmp_path, by_day=by_day)), "picture")
    assert [each.caption for each in drawn if isinstance(each, Picture)] == list(STARTS)
    ada = drawn[0]
    assert isinstance(ada, Picture)
    assert ada.chart.table.columns == ("Day" if by_day else "Session", "before", "after")
    rows = ada.chart.table.rows
    assert len(rows) == 20
    assert rows[0][0] == ("Mon 7 Sep 2026" if by_day else "1")
    assert [row[2] for row in rows[:4]] == ["–"] * 4
    assert [row[1] for row in rows[4:]] == ["–"] * 16
    assert ("5 Oct 2026" if by_day else "session 5") in ada.chart.description


def test_what_it_can_and_cannot_show_stands_beside_it(tmp_path: Path) -> None:
    found = result(tmp_path, design={"method": "multiple_baseline"})
    report = report_of_cases(found)
    _, can, _, cannot = blocks(report, "shows")
    assert isinstance(can, Points)
    assert isinstance(cannot, Points)
    assert (can.items, cannot.items) == (found.outcomes[0].can, found.outcomes[0].cannot)
    (objections,) = blocks(report, "objections")
    assert isinstance(objections, Objections)
    assert objections.items[0].title == "Nobody drew when the change came"
    assert any(
        "Chance did not draw" in each.items[0] for each in blocks(report, "method") if isinstance(each, Points)
    )


def test_every_case_stands_in_the_table_with_both_its_phases(tmp_path: Path) -> None:
    found = result(tmp_path)
    table = blocks(report_of_cases(found), "method")[0]
    assert isinstance(table, Table)
    assert [row[:2] for row in table.data.rows] == [(case, f"session {start}") for case, start in STARTS.items()]
    assert table.data.rows[0][2].endswith("(4)")


@pytest.mark.parametrize(
    "said",
    [{}, {"by_day": True, "protocol": ["Drawn on Friday."]}, {"design": {"method": "single_case"}}],
)
def test_page_and_paper_are_whole(tmp_path: Path, said: dict[str, Any]) -> None:
    report = report_of_cases(result(tmp_path, **said))
    page = html_of(report)
    found = outline(page)
    assert found.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(found.headings, found.headings[1:], strict=False))
    assert "<4K>" not in page
    assert pdf_of(report).startswith(b"%PDF-")
