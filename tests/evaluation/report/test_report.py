"""A report has its parts in the order in which it is read, and says what the result says and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ridgeway.evaluation.report import Report, report_of
from ridgeway.evaluation.report.anyway import anyway
from ridgeway.evaluation.report.document import (
    Block,
    Facts,
    Figures,
    Finding,
    Objections,
    Picture,
    Points,
    Questions,
    Table,
    Words,
)
from ridgeway.evaluation.report.subject import Subject
from ridgeway.impact.say import overclaims
from ridgeway.impact.study import evaluate, freeze, read_study
from tests.evaluation.report.conftest import DESIGNS, Made
from tests.impact.study.networks import network, study_file

ORDER = ["answer", "picture", "anyway", "compared", "objections", "checks", "method", "glossary"]


def blocks(report: Report, key: str) -> tuple[Block, ...]:
    (found,) = (section.blocks for section in report.sections if section.key == key)
    return found


def texts(parts: tuple[Block, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case Words(text) | Finding(text=text):
                yield text
            case Points(items):
                yield from items
            case Table(title, data):
                yield title
                for row in data.rows:
                    yield from row
            case Facts(items):
                for name, value in items:
                    yield f"{name}: {value}"
            case Picture(chart):
                yield chart.title


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_has_all_parts_in_order(made: Made, design: str) -> None:
    report = report_of(made(design))
    assert [section.key for section in report.sections] == ORDER
    assert report.title == "The <north>"
    assert all(section.blocks for section in report.sections)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_answer_is_the_results_own_paragraph_and_claims_no_more(made: Made, design: str) -> None:
    result = made(design)
    answer = blocks(report_of(result), "answer")
    (finding,) = (part for part in answer if isinstance(part, Finding))
    assert finding.text == result.outcomes[0].words
    (footing,) = finding.footing.table.rows
    assert footing == (f"{result.outcomes[0].footing.word} ({result.outcomes[0].footing.score} of 5)",)
    limit = {"did": "did", "matched": "matched_did", "staggered": "did", "describe": "describe"}[design]
    assert [overclaims(text, limit) for text in texts(answer)] == [()] * len(answer)  # type: ignore[arg-type]


def test_a_trial_of_pupils_has_no_years_and_no_schools_to_describe(made: Made) -> None:
    report = report_of(made("trial"))
    assert [section.key for section in report.sections] == [key for key in ORDER if key != "anyway"]
    assert report.summary == "20 drawn for the programme, beside 20 others"
    (picture,) = blocks(report, "picture")
    assert isinstance(picture, Picture)
    figures = blocks(report, "compared")[0]
    assert isinstance(figures, Figures)
    assert figures.items == (("drawn for the programme", "20"), ("others", "20"))


def test_a_description_says_that_it_is_one_and_has_fewer_pictures(made: Made) -> None:
    described, estimated = report_of(made("describe")), report_of(made("did"))
    assert "It makes no claim about what the programme did." in " ".join(texts(blocks(described, "answer")))
    assert "no claim" not in " ".join(texts(blocks(estimated, "answer")))

    def drawn(report: Report) -> int:
        return sum(isinstance(block, Picture) for section in report.sections for block in section.blocks)

    assert drawn(described) < drawn(estimated) - 3


def test_years_are_drawn_beside_the_comparison_schools_and_as_differences(made: Made) -> None:
    result = made("did")
    first, means, differences = (
        part for part in blocks(report_of(result), "picture") if isinstance(part, Picture)
    )
    assert first.chart.title == "Difference from other schools, in standard deviations of schools"
    assert means.chart.table.columns == ("Year", "Treated schools", "Other schools")
    assert [row[0] for row in means.chart.table.rows] == [str(year) for year in range(2013, 2020)]
    told = {row[0]: row[1] for row in differences.chart.table.rows}
    assert told["2016"].startswith("0")
    by_year = result.as_dict()["outcomes"]["reading"]["by_year"]["years"]
    of_2018 = next(each for each in by_year if each["relative_year"] == 1)
    assert told["2018"].startswith(f"{of_2018['estimate']:.2f}")


def test_different_starts_are_shown_in_years_from_each_start(made: Made) -> None:
    pictures = [part for part in blocks(report_of(made("staggered")), "picture") if isinstance(part, Picture)]
    assert pictures[2].chart.table.columns[0] == "Years from each school’s start"
    assert "−2" in [row[0] for row in pictures[2].chart.table.rows]


def test_the_rebound_is_told_with_its_figures(made: Made) -> None:
    result = made("did")
    back = result.as_dict()["doubts"]["outcomes"]["reading"]["rebound"]
    words = " ".join(texts(blocks(report_of(result), "anyway")))
    assert f"changed by +{back['gain']['mean']:.1f}" in words
    assert f"of such a gap {back['reliability']:.0%} lasts".lower() in words.lower()


def test_who_is_compared_is_counted(made: Made) -> None:
    match = made("matched").comparison.match
    assert match is not None
    figures = next(part for part in blocks(report_of(made("matched")), "compared") if isinstance(part, Figures))
    counted = dict(figures.items)
    assert counted["schools named as treated"] == "30"
    assert counted["of them matched"] == str(match.n_treated)
    assert counted["other schools to choose from"] == "90"
    assert counted["comparison schools in it"] == str(match.n_comparison)


def test_every_objection_is_there_once_with_its_figure(made: Made) -> None:
    result = made("did")
    (listed,) = (part for part in blocks(report_of(result), "objections") if isinstance(part, Objections))
    assert {item.title for item in listed.items} == {each.title for each in result.outcomes[0].objections}
    assert all(item.figure and item.source for item in listed.items)


def test_every_question_of_the_result_has_its_answer(made: Made) -> None:
    result = made("did")
    (questions,) = (part for part in blocks(report_of(result), "checks") if isinstance(part, Questions))
    answers = result.as_dict()["doubts"]["outcomes"]["reading"]["answers"]
    assert [(item.question, item.verdict) for item in questions.items] == [
        (each["question"], each["verdict"]) for each in answers
    ]


def test_the_picture_of_chance_has_as_many_draws_as_the_result(made: Made) -> None:
    for design in ("did", "matched", "staggered"):
        result = made(design)
        (chart,) = (
            part.chart
            for part in blocks(report_of(result), "checks")
            if isinstance(part, Picture) and "picked at random" in part.caption
        )
        assert sum(int(row[2].replace(",", "")) for row in chart.table.rows) == 49
        chance = result.outcomes[0].checks.chance
        assert chance is not None
        far = chart.description.split(". ")[-1]
        assert far.startswith(f"{round(chance.p_value * 50) - 1} lie at least as far from zero")


def test_the_expert_finds_method_errors_hash_and_versions(made: Made) -> None:
    result = made("matched")
    words = " ".join(texts(blocks(report_of(result), "method")))
    found = result.outcomes[0].estimate
    for needed in (found.method, found.inference, result.loaded.digest, "numpy", "Python", "study.yaml"):
        assert needed in words
    assert all(note in words for note in result.notes)


def test_a_frozen_protocol_is_told_with_what_is_otherwise_now(tmp_path: Path) -> None:
    study = read_study(network(tmp_path, options={"draws": 9}))
    protocol = freeze(study, on=date(2025, 3, 4))
    study_file(tmp_path, options={"draws": 19}, protocol=["A gain of two points would be worth the work."])
    result = evaluate(read_study(tmp_path / "study.yaml"))
    words = " ".join(texts(blocks(report_of(result), "method")))
    assert "The protocol was frozen on 4 March 2025" in words
    assert protocol.digest in words
    assert all(deviation in words for deviation in result.deviations)
    assert "options.draws: 9 was frozen, now it is 19." in words
    assert "A gain of two points" in words


def test_without_a_protocol_that_is_said(made: Made) -> None:
    assert "No protocol was frozen" in " ".join(texts(blocks(report_of(made("did")), "method")))


def test_movement_between_grades_stands_beside_its_base_rate(made: Made) -> None:
    told = {
        "grade": 2,
        "reached": {"count": 12, "of": 20, "share": 0.6, "ci_low": 0.39, "ci_high": 0.78},
        "base_rate": [0.55, 0.5, 0.6],
        "words": "12 of 20 schools that were inspected reached grade 2 or better.",
    }
    subject = Subject.of(made("did"))
    shown = anyway(replace(subject, told={**subject.told, "inspections": told})).blocks
    (picture,) = (part for part in shown if isinstance(part, Picture) and "grade 2" in part.chart.title)
    assert picture.note == told["words"]
    assert picture.chart.table.rows == (
        ("Treated schools", "60%", "39% to 78%"),
        ("Others, same start", "55%", "50% to 60%"),
    )
    refused = anyway(replace(subject, told={**subject.told, "inspections": {"refused": "No grades."}})).blocks
    assert "Movement between grades could not be told. No grades." in list(texts(refused))
