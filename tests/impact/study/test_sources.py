"""A study reads any of the panel's sources, and public files from beginning to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from ridgeway.impact.study import evaluate, read_study
from tests.impact.panel.samples import HAMPSHIRE, hampshire, published
from tests.impact.panel.test_explore import HEAD, row
from tests.impact.study.networks import network, study_file


def test_a_mapped_csv_says_the_same_as_a_long_one(tmp_path: Path) -> None:
    long = evaluate(read_study(network(tmp_path, effect=4, options={"draws": 19})))
    columns = {"school": "school", "year": "year", "values": {"reading": "value"}, "weight": "weight"}
    source = {"csv": {"file": "panel.csv", "columns": columns}}
    mapped = evaluate(read_study(study_file(tmp_path, data=source, options={"draws": 19})))
    assert mapped.outcomes[0].estimate == long.outcomes[0].estimate


def test_treated_schools_may_stand_in_the_study_file(tmp_path: Path) -> None:
    treated = [{"school": f"S{number:04d}", "from": "2016-17"} for number in range(30)]
    inline = evaluate(read_study(network(tmp_path, effect=4, treated=treated, options={"draws": 19})))
    listed = evaluate(read_study(study_file(tmp_path, options={"draws": 19})))
    assert inline.outcomes[0].estimate == listed.outcomes[0].estimate


def test_a_file_of_explore_education_statistics_says_the_same_as_a_long_one(tmp_path: Path) -> None:
    """Forty schools over three years, with the pupils of each year from the file of school information."""
    long, ees = ["school,year,measure,value,weight"], [HEAD]
    information = ["time_period,school_urn,telig"]
    for number in range(40):
        urn, pupils = 100_001 + number, 20 + number % 30
        for year in (2023, 2024, 2025):
            figure = 50 + (number * 7 + year * 3) % 23
            long.append(f"{urn},{year},PTREAD_EXP,{figure},{pupils}")
            ees.append(row("Reading", str(figure), period=f"{year - 1}{year - 2000}", urn=str(urn)))
            information.append(f"{year - 1}{year - 2000},{urn},{pupils}")
    for name, lines in (("long.csv", long), ("ees.csv", ees), ("information.csv", information)):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    said: dict[str, Any] = {
        "treated": [{"school": str(100_001 + number), "from": "2024-25"} for number in range(0, 40, 3)],
        "outcomes": ["PTREAD_EXP"],
        "options": {"draws": 19},
    }
    source = {"ees": {"file": "ees.csv", "information": "information.csv"}}
    explored = evaluate(read_study(study_file(tmp_path, data=source, **said)))
    plain = evaluate(read_study(study_file(tmp_path, data={"panel": "long.csv"}, **said)))
    assert explored.outcomes[0].estimate == plain.outcomes[0].estimate
    assert "change_within_la" in explored.outcomes[0].described
    assert explored.outcomes[0].described["gains"]["of"] == 14


def test_a_treated_school_without_a_result_is_left_out_and_named(tmp_path: Path) -> None:
    path = network(tmp_path, effect=4, options={"draws": 19})
    panel = tmp_path / "panel.csv"
    rows = [
        row if not row.startswith("S0003,") else row.replace("reading", "other")
        for row in panel.read_text().splitlines(keepends=True)
    ]
    panel.write_text("".join(rows))
    result = evaluate(read_study(path))
    assert result.outcomes[0].without == ("S0003",)
    assert "S0003" in result.notes[0]
    assert result.outcomes[0].estimate.n_treated == 29


def test_academies_are_joined_to_the_schools_they_were(tmp_path: Path) -> None:
    """The panel's own tests say how; here the study file's key reaches it."""
    said: dict[str, Any] = {
        "data": {
            "ks2": [{"file": str(published(name)), "year": year} for year, name in HAMPSHIRE.items()],
            "links": str(published("gias/hampshire_gias_2022-04-20.csv.gz")),
        },
        "treated": [{"school": school, "from": 2018} for school in hampshire().schools[20:60]],
        "outcomes": ["MATPROG"],
        "design": {"method": "describe"},
        "options": {"draws": 19, "acknowledge": ["progress-extremes-2018"]},
    }
    without = {**said, "data": {"ks2": said["data"]["ks2"]}}
    joined = evaluate(read_study(study_file(tmp_path, **said)))
    apart = evaluate(read_study(study_file(tmp_path, **without)))
    assert len(joined.loaded.panel.schools) < len(apart.loaded.panel.schools)
    assert joined.loaded.digest != apart.loaded.digest


def test_the_lowest_schools_of_hampshire_rise_without_a_programme_and_matched_ones_rise_with_them(
    tmp_path: Path,
) -> None:
    """Nothing was done to these schools: beside all others they gained much, beside schools like them nothing."""
    files = [str(published(name)) for name in HAMPSHIRE.values()]
    panel = hampshire().where(pl.col("kind") == "mainstream")
    results = panel.results.filter(pl.col("measure") == "PTRWM_EXP").pivot("year", index="school", values="value")
    half = results.drop_nulls(["2017", "2019"]).sort("school")[::2]
    low = half.sort("2017", "school").head(30)["school"].to_list()
    said = {
        "data": {"ks2": files, "only": {"kind": "mainstream"}},
        "treated": [{"school": school, "from": 2018} for school in low],
        "outcomes": ["PTRWM_EXP", "READ_AVERAGE"],
        "options": {"acknowledge": ["writing-2018"], "draws": 99},
    }
    told = evaluate(read_study(study_file(tmp_path, **said, design={"method": "describe"}))).as_dict()
    assert told["describe"]["PTRWM_EXP"]["change_nationally"]["reference_change"] == 4
    assert told["describe"]["PTRWM_EXP"]["gains"]["share"] > 0.4
    assert told["outcomes"]["PTRWM_EXP"]["ci_low"] > 0
    assert told["doubts"]["outcomes"]["PTRWM_EXP"]["rebound"]["share"] > 0.5

    made = evaluate(read_study(study_file(tmp_path, **said, design={"method": "matched_did"}))).as_dict()
    found = made["outcomes"]["PTRWM_EXP"]
    assert found["ci_low"] < 0 < found["ci_high"]
    assert found["n_treated"] >= 20
    assert found["effect_spread"] == "pupils"
    assert made["doubts"]["outcomes"]["PTRWM_EXP"]["placebo"] is None
