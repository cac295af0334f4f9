"""Studies of single cases, from the study file to their findings: the engine's figures, plain words, refusals."""

from __future__ import annotations

import json
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from ridgeway.impact.errors import DataError, ImpactError
from ridgeway.impact.estimate import log_response_ratio, multiple_baseline, tau_u
from ridgeway.impact.say import overclaims
from ridgeway.impact.study import CaseOutcome, evaluate, evaluate_cases, freeze, read_result, read_study
from tests.impact.study.networks import network
from tests.impact.study.series import STARTS, series, when

ALONE = {"method": "single_case"}


def found(folder: Path, **said: Any) -> CaseOutcome:
    (outcome,) = evaluate_cases(read_study(series(folder, **said))).outcomes
    return outcome


def by_hand(folder: Path) -> dict[str, np.ndarray]:
    rows = [line.split(",") for line in (folder / "series.csv").read_text().splitlines()[1:]]
    return {case: np.array([float(value) for name, _, value in rows if name == case]) for case in STARTS}


def rewrite(folder: Path, change: Any) -> None:
    """Put the lines of the series through a function."""
    path = folder / "series.csv"
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")


def test_every_case_has_the_engine_s_figures(tmp_path: Path) -> None:
    outcome = found(tmp_path)
    for each in outcome.cases:
        values, start = by_hand(tmp_path)[each.case.name], STARTS[each.case.name] - 1
        before, after = values[:start], values[start:]
        assert each.change == pytest.approx(after.mean() - before.mean())
        assert each.tau == tau_u(before, after)
        assert each.ratio == log_response_ratio(before, after)


def test_over_cases_the_mean_has_the_interval_of_a_t_test(tmp_path: Path) -> None:
    outcome = found(tmp_path)
    changes = [each.change for each in outcome.cases]
    expected = stats.ttest_1samp(changes, 0).confidence_interval()
    assert outcome.estimate is not None
    assert (outcome.estimate.ci_low, outcome.estimate.ci_high) == pytest.approx((expected.low, expected.high))
    assert outcome.change == outcome.estimate.estimate == pytest.approx(10, abs=1)


def test_where_chance_drew_the_starts_every_draw_is_looked_at(tmp_path: Path) -> None:
    outcome = found(tmp_path)
    starts = [start - 1 for start in STARTS.values()]
    windows = [range(start - 1, start + 2) for start in starts]
    assert outcome.chance == multiple_baseline(list(by_hand(tmp_path).values()), starts, windows, seed=1)
    assert outcome.chance is not None
    assert outcome.chance.draws == 3**4
    assert outcome.p_adjusted == outcome.chance.p_value <= 0.05
    assert "of 81 draws, all possible, a share of" in outcome.words
    assert outcome.words.endswith("It holds for these cases, and says nothing of others.")
    assert [(each.title, each.figure) for each in outcome.objections] == [("Short phases", "4 of 5 results")]


def test_chance_may_have_drawn_which_case_got_which_start(tmp_path: Path) -> None:
    outcome = found(tmp_path, design={"method": "multiple_baseline", "lot": "order"})
    assert outcome.chance is not None
    assert outcome.chance.draws == 24
    assert outcome.chance.p_value == pytest.approx(1 / 24)


def test_days_sessions_and_phases_say_the_same(tmp_path: Path) -> None:
    design = {"method": "multiple_baseline"}
    by_session = found(tmp_path, design=design)
    by_day = evaluate_cases(read_study(series(tmp_path, design=design, by_day=True)))
    assert by_day.outcomes[0].change == by_session.change
    assert by_day.as_dict()["outcomes"]["correct answers a minute"]["cases"][0]["from"] == "5 Oct 2026"
    path = series(tmp_path, design=design, treated=None)

    def phased(lines: list[str]) -> list[str]:
        rows = [line.split(",") for line in lines[1:]]
        told = [f"{','.join(row)},{'ab'[int(row[1]) >= STARTS[row[0]]]}" for row in rows]
        return [f"{lines[0]},phase", *reversed(told)]

    rewrite(tmp_path, phased)
    assert evaluate_cases(read_study(path)).outcomes[0].change == by_session.change


def test_a_start_means_the_same_session_for_a_case_that_missed_some(tmp_path: Path) -> None:
    path = series(tmp_path, design={"method": "multiple_baseline", "lot": "order"})
    rewrite(tmp_path, lambda lines: [line for line in lines if not line.startswith("Ben,2,")])
    ben = evaluate_cases(read_study(path)).outcomes[0].cases[1]
    assert (len(ben.before), len(ben.after)) == (6, 13)
    assert ben.case.start == STARTS["Ben"] - 1


def test_outcomes_may_be_columns_and_their_p_values_are_adjusted(tmp_path: Path) -> None:
    path = series(tmp_path, outcomes=["correct", "errors"])

    def columns(lines: list[str]) -> list[str]:
        return ["case,session,correct,errors", *(f"{line},{line.rsplit(',', 1)[1]}" for line in lines[1:])]

    rewrite(tmp_path, columns)
    correct, errors = evaluate_cases(read_study(path)).outcomes
    assert correct.chance is not None
    assert correct.change == errors.change
    assert correct.p_adjusted == pytest.approx(2 * correct.chance.p_value)


def test_where_less_is_better_a_fall_is_the_finding(tmp_path: Path) -> None:
    design = {"method": "multiple_baseline", "lot": "starts", "better": "decrease"}
    outcome = found(tmp_path, step=-10, design=design)
    assert outcome.chance is not None
    assert outcome.change < 0 < outcome.tau
    assert outcome.chance.p_value <= 0.05
    assert "lower after the change" in outcome.words


def test_without_a_lot_the_words_claim_nothing_but_what_happened(tmp_path: Path) -> None:
    outcome = found(tmp_path, design={"method": "multiple_baseline"})
    assert outcome.chance is None
    assert overclaims(" ".join((outcome.words, *outcome.can, *outcome.cannot)), "before_after") == ()
    assert "no test by drawing the starts was possible" in outcome.words
    assert outcome.words.endswith("not why, and says nothing of others.")
    assert outcome.cannot[0].startswith("Growth that was under way")
    assert outcome.objections[0].title == "Nobody drew when the change came"
    assert overclaims(found(tmp_path).words, "randomised") == ()


def test_one_case_has_no_interval_over_cases_and_says_what_it_cannot_show(tmp_path: Path) -> None:
    path = series(tmp_path, design=ALONE, treated=[{"case": "Ada", "from": 5}])
    rewrite(tmp_path, lambda lines: [line for line in lines if line.startswith(("case", "Ada"))])
    result = evaluate_cases(read_study(path))
    (outcome,) = result.outcomes
    assert (outcome.estimate, outcome.ratio) == (None, None)
    assert outcome.words.startswith("In the one case correct answers a minute came out")
    assert "did not change at three different times" in outcome.cannot[0]
    assert [each.title for each in outcome.objections[:2]] == [
        "Nobody drew when the change came", "Too few different starts",
    ]  # fmt: skip
    told = result.as_dict()["outcomes"]["correct answers a minute"]
    assert (told["std_error"], told["p_value"]) == (None, None)
    assert told["cases"][0]["ratio"]["times"] == pytest.approx(exp(outcome.cases[0].ratio.estimate))  # type: ignore[union-attr]
    assert "Three or more are needed" in told["refused"]["interval"]


def test_growth_that_was_under_way_is_objected_to(tmp_path: Path) -> None:
    titles = [each.title for each in found(tmp_path, step=0, growth=2).objections]
    assert "Growth was under way" in titles
    assert "Growth was under way" not in [each.title for each in found(tmp_path).objections]


def test_no_step_is_no_finding(tmp_path: Path) -> None:
    outcome = found(tmp_path, step=0)
    assert outcome.chance is not None
    assert outcome.chance.p_value > 0.05
    assert "no more than chance alone often does" in outcome.words
    assert "Chance does as well" in [each.title for each in outcome.objections]


def test_results_of_nothing_have_no_ratio_but_a_change(tmp_path: Path) -> None:
    path = series(tmp_path, design=ALONE)
    rewrite(tmp_path, lambda lines: [lines[0], *(f"{line.rsplit(',', 1)[0]},0" for line in lines[1:])])
    nothing = evaluate_cases(read_study(path)).outcomes[0]
    assert (nothing.ratio, nothing.change) == (None, 0)
    assert "times what it was" not in nothing.words


def test_too_few_draws_are_told_not_passed_over(tmp_path: Path) -> None:
    treated = [{"case": case, "from": start, "earliest": start, "latest": start} for case, start in STARTS.items()]
    result = evaluate_cases(read_study(series(tmp_path, treated=treated)))
    assert result.outcomes[0].chance is None
    assert "There must be 20 or more" in result.notes[0]


def test_the_object_is_plain_and_the_same_every_time(tmp_path: Path) -> None:
    path = series(tmp_path)
    told = evaluate_cases(read_study(path)).as_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told == evaluate_cases(read_study(path)).as_dict()
    assert set(told) == {"study", "outcomes", "doubts"}
    assert told["study"]["n_cases"] == 4
    outcome = told["outcomes"]["correct answers a minute"]
    assert outcome["p_value"] == outcome["randomisation"]["p_value"]


def changes(**said: Any) -> list[dict[str, Any]]:
    """Return the changes of all cases, with that of Ada replaced."""
    ada: dict[str, Any] = {"case": "Ada", "from": 5, "earliest": 4, "latest": 6} | said
    others = [{"case": case, "from": at, "earliest": at, "latest": at + 1} for case, at in STARTS.items()]
    return [ada, *others[1:]]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"design": {"method": "did"}}, "Series of cases need one of single_case, multiple_baseline"),
        ({"design": {**ALONE, "ratio": 3}}, "design.ratio: 3 cannot be used. A study of single cases has no use"),
        ({"design": {**ALONE, "lot": "coin"}}, "starts, order"),
        ({"options": {"draws": 99}}, "options.draws: 99 cannot be used. A study of single cases has no use"),
        ({"data": {"series": "series.csv", "only": {"a": 1}}}, "stand alone"),
        ({"outcomes": ["correct", "errors"]}, "A column here is one of case, session, value"),
        ({"treated": None}, "Give each case its change"),
        ({"treated": [{"case": "Ada", "from": 5}]}, r"['Ben', 'Cleo', 'Dev'] cannot be used. Every case needs"),
        ({"treated": [*changes(), {"case": "Ada", "from": 9}]}, "Each case may stand there once"),
        (
            {"treated": changes(**{"from": "soon"})},
            "treated, entry 1.from: 'soon' cannot be used. Sessions are whole",
        ),
        ({"treated": changes(**{"from": 3})}, "results of Ada before and after: (2, 18) cannot be used"),
        ({"treated": changes(**{"from": 40})}, "results of Ada before and after: (20, 0) cannot be used"),
        (
            {"treated": changes(**{"from": 9})},
            "Ada: 'session 9' cannot be used. Chance could have drawn session 4 to",
        ),
        ({"treated": changes(earliest=1)}, "There must be a result before and after every start"),
        ({"treated": changes(earliest=7, latest=6)}, "No result lies between the two"),
        ({"treated": changes(latest=None)}, "Say of each case between which times chance drew"),
        (
            {
                "treated": [{"case": case, "from": 5 + 4 * (case > "B")} for case in STARTS],
                "design": {"method": "multiple_baseline"},
            },
            "At least three cases must change at three different times",
        ),
    ],
)
def test_what_cannot_be_a_study_of_cases_is_refused(tmp_path: Path, said: dict[str, Any], words: str) -> None:
    with pytest.raises(ImpactError) as refused:
        evaluate_cases(read_study(series(tmp_path, **said)))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda lines: [*lines, "Ada,3,9"],
            "row 82, column session: '3' cannot be used. A case has one result at a",
        ),
        (lambda lines: [*lines, "Ada,x,9"], "column session: 'x' cannot be used. Sessions are whole numbers"),
        (lambda lines: [*lines, "Ada,21,many"], "column value: 'many' cannot be used. A cell holds a number"),
        (lambda lines: ["case,week,value", *lines[1:]], "The column session is missing. Series have the columns"),
        (
            lambda lines: [f"{lines[0]},phase", *(f"{line},a" for line in lines[1:])],
            "Say once when the change came",
        ),
    ],
)
def test_a_series_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, change: Any, words: str) -> None:
    path = series(tmp_path)
    rewrite(tmp_path, change)
    with pytest.raises(ImpactError) as refused:
        evaluate_cases(read_study(path))
    assert words in str(refused.value)


def test_every_start_that_chance_could_draw_has_results_after_it(tmp_path: Path) -> None:
    path = series(tmp_path, treated=changes(latest=12))
    late = tuple(f"Ada,{session}," for session in range(12, 21))
    rewrite(tmp_path, lambda lines: [line for line in lines if not line.startswith(late)])
    with pytest.raises(
        ImpactError, match=r"Ada: 'session 4 to session 12' cannot be used\. There must be a result"
    ):
        evaluate_cases(read_study(path))


def test_a_phase_that_comes_back_is_refused(tmp_path: Path) -> None:
    path = series(tmp_path, design=ALONE, treated=None)

    def back_and_forth(lines: list[str]) -> list[str]:
        return [f"{lines[0]},phase", *(f"{line},{'abab'[at % 20 // 5]}" for at, line in enumerate(lines[1:]))]

    rewrite(tmp_path, back_and_forth)
    with pytest.raises(DataError, match=r"row 12, column phase.*that of Ada does 3 times"):
        evaluate_cases(read_study(path))


def test_a_file_may_say_when_the_change_came(tmp_path: Path) -> None:
    rows = "".join(f"{case},{when(start, by_day=False)},,\n" for case, start in STARTS.items())
    (tmp_path / "changed.csv").write_text(f"case,from,earliest,latest\n{rows}")
    treated = {"file": "changed.csv"}
    assert found(tmp_path, treated=treated, design=ALONE).change == found(tmp_path, design=ALONE).change
    with pytest.raises(DataError, match="no earliest and latest"):
        found(tmp_path, treated=treated)


def test_cases_and_schools_are_not_taken_for_one_another(tmp_path: Path) -> None:
    with pytest.raises(ImpactError, match="are for evaluate_cases"):
        evaluate(read_study(series(tmp_path)))
    with pytest.raises(ImpactError, match="no years before"):
        freeze(read_study(series(tmp_path)))
    with pytest.raises(ImpactError, match="It may be single_case or multiple_baseline"):
        evaluate_cases(read_study(network(tmp_path)))
    for design in ({"method": "did", "lot": "order"}, {"method": "did", "better": "increase"}):
        with pytest.raises(ImpactError, match="It is for single_case and multiple_baseline"):
            read_study(network(tmp_path, design=design))
    with pytest.raises(ImpactError, match=r"data: \{series: series\.csv\}"):
        read_study(network(tmp_path, design=ALONE))


def test_cases_are_not_pooled_with_schools(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_text(json.dumps(evaluate_cases(read_study(series(tmp_path))).as_dict()))
    with pytest.raises(DataError, match="Single cases are not pooled"):
        read_result(path)
