"""Schools drawn by lot, alone or several as one, within blocks, or from a waiting list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ridgeway.impact.doubt import changes, mean_before
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.estimate import Trial, randomised
from ridgeway.impact.study import evaluate, read_study
from tests.impact.study.networks import network, study_file

FEW = {"draws": 99}


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = evaluate(read_study(path)).as_dict()
    return found


def draw_trusts(folder: Path) -> None:
    """Draw a third of the thirty trusts anew, four schools each; none gained."""
    chosen = np.random.default_rng(11).choice(30, 10, replace=False).tolist()
    schools = [f"S{4 * trust + place:04d}" for trust in sorted(chosen) for place in range(4)]
    (folder / "treated.csv").write_text("school,from\n" + "".join(f"{school},2017\n" for school in schools))


def test_a_lot_finds_the_effect_and_may_say_that_the_programme_did_it(tmp_path: Path) -> None:
    path = network(tmp_path, effect=5, design={"method": "randomised"}, options=FEW)
    found = told(path)
    reading = found["outcomes"]["reading"]
    assert reading["method"] == "randomised, difference between arms, adjusted for baseline"
    assert reading["ci_low"] < 5 < reading["ci_high"]
    assert "A lot decided who took part" in reading["words"]
    assert found["doubts"]["outcomes"]["reading"]["randomisation_p"] == pytest.approx(0.01)
    refused = found["doubts"]["outcomes"]["reading"]["refused"]
    assert "A lot decided" in refused["other_ways"]


def test_it_is_the_difference_between_arms_adjusted_for_the_years_before(tmp_path: Path) -> None:
    result = evaluate(read_study(network(tmp_path, effect=5, design={"method": "randomised"}, options=FEW)))
    grid = result.comparison.used["reading"]
    before = mean_before(grid)
    by_hand = randomised(Trial(before + changes(grid), grid.treated, covariates={"baseline": before}))
    assert result.outcomes[0].estimate.estimate == pytest.approx(by_hand.estimate)
    assert result.outcomes[0].estimate.std_error == pytest.approx(by_hand.std_error)


def test_blocks_and_clusters_of_the_lot_are_kept(tmp_path: Path) -> None:
    design = {"method": "randomised", "blocks": "la", "clusters": "trust"}
    path = network(tmp_path, effect=0, design=design, options=FEW)
    panel = tmp_path / "panel.csv"
    header, *rows = panel.read_text().splitlines()
    trusts = [int(row[1:5]) // 4 for row in rows]
    areas = ["south" if trust % 2 else "north" for trust in trusts]
    told_rows = [
        f"{row.rsplit(',', 1)[0]},{area},T{trust}" for row, area, trust in zip(rows, areas, trusts, strict=True)
    ]
    panel.write_text("\n".join([f"{header},trust", *told_rows]) + "\n")
    draw_trusts(tmp_path)
    reading = told(path)["outcomes"]["reading"]
    assert reading["method"].startswith("randomised by cluster in blocks")
    assert reading["n_treated"] + reading["n_comparison"] == 30
    assert reading["ci_low"] < 0 < reading["ci_high"]


def test_on_a_waiting_list_the_first_are_set_beside_those_still_waiting(tmp_path: Path) -> None:
    """Every second school starts a year later; the year in which only the first had started is looked at."""
    path = network(
        tmp_path, effect=6, staggered=True, members=60, schools=60, design={"method": "waitlist"}, options=FEW
    )
    result = evaluate(read_study(path))
    grid = result.comparison.used["reading"]
    assert (int(grid.treated.sum()), len(grid.schools)) == (30, 60)
    assert grid.years.tolist() == [2013, 2014, 2015, 2016, 2017]
    estimate = result.outcomes[0].estimate
    assert estimate.ci_low < 6 < estimate.ci_high
    assert "Schools still waiting" in " ".join(result.notes)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"design": {"method": "did", "blocks": "la"}}, "It belongs to a lot"),
        ({"design": {"method": "randomised", "chosen_by_results": True}}, "not chosen for their results"),
        ({"design": {"method": "randomised", "clusters": "trust"}}, "design.clusters: 'trust'"),
        ({"design": {"method": "randomised"}, "staggered": True}, "take method waitlist"),
        ({"design": {"method": "waitlist"}}, "still waiting the year they start"),
    ],
)
def test_what_no_lot_can_be_is_refused(tmp_path: Path, said: dict[str, Any], words: str) -> None:
    with pytest.raises(ImpactError) as refused:
        evaluate(read_study(network(tmp_path, **said)))
    assert words in str(refused.value)


def test_every_school_that_was_drawn_from_needs_its_block(tmp_path: Path) -> None:
    network(tmp_path)
    panel = tmp_path / "panel.csv"
    panel.write_text("\n".join(
        row.rsplit(",", 1)[0] + "," if row.startswith("S0007") else row for row in panel.read_text().splitlines()
    ))  # fmt: skip
    path = study_file(tmp_path, design={"method": "randomised", "blocks": "la"})
    with pytest.raises(ImpactError, match="needs a la before the start"):
        evaluate(read_study(path))
