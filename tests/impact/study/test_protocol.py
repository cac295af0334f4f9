"""A protocol is frozen before outcomes are read; what differs later is told, and so is an altered protocol."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ridgeway.impact.errors import StudyFileError
from ridgeway.impact.study import Study, deviations, evaluate, freeze, protocol_path, read_protocol, read_study
from ridgeway.impact.study.loading import load_before
from tests.impact.panel.samples import school, wide
from tests.impact.study.networks import START, network, study_file

FEW = {"draws": 19}
DAY = dt.date(2026, 11, 2)


def frozen(folder: Path, **said: Any) -> Study:
    study = read_study(network(folder, effect=4, options=FEW, **said))
    freeze(study, on=DAY)
    return study


def told(study: Study) -> dict[str, Any]:
    found: dict[str, Any] = evaluate(study).as_dict()
    return found


def titles(found: dict[str, Any]) -> set[str]:
    return {objection["title"] for objection in found["doubts"]["objections"]}


def test_a_study_that_keeps_its_protocol_has_no_deviations_and_no_objection(tmp_path: Path) -> None:
    found = told(frozen(tmp_path))
    assert found["study"]["frozen"]["on"] == "2026-11-02"
    assert found["study"]["frozen"]["intact"]
    assert found["study"]["deviations"] == []
    assert "Planned with results in view" not in titles(found)


def test_a_study_without_a_protocol_says_so(tmp_path: Path) -> None:
    found = told(read_study(network(tmp_path, options=FEW)))
    assert (found["study"]["frozen"], found["study"]["deviations"]) == (None, [])
    assert "Planned with results in view" in titles(found)


def test_a_protocol_can_be_frozen_before_there_are_any_outcomes(tmp_path: Path) -> None:
    """Results from the start on neither must be there nor are read: those that come later change nothing."""
    study = read_study(network(tmp_path, effect=4, options=FEW))
    panel = tmp_path / "panel.csv"
    whole = panel.read_text().splitlines()
    early = [row for row in whole if row.split(",")[1] == "year" or int(row.split(",")[1]) < START]
    panel.write_text("\n".join(early) + "\n")
    freeze(study, on=DAY)
    panel.write_text("\n".join(whole) + "\n")
    assert told(study)["study"]["deviations"] == []


def test_nothing_is_read_of_the_years_from_the_start_on(tmp_path: Path) -> None:
    prior = load_before(read_study(network(tmp_path)))
    assert max(prior.panel.years) == START - 1


def test_what_is_decided_otherwise_later_is_listed_in_words(tmp_path: Path) -> None:
    frozen(tmp_path, design={"method": "matched_did", "ratio": 3})
    design = {"method": "matched_did", "ratio": 5, "exact": ["la"]}
    found = told(read_study(study_file(tmp_path, options={**FEW, "level": 0.9}, design=design)))
    assert found["study"]["deviations"] == [
        "design.exact: nothing was frozen, now it is la.",
        "design.ratio: 3 was frozen, now it is 5.",
        "options.level: 0.95 was frozen, now it is 0.9.",
    ]
    assert "Planned with results in view" in titles(found)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("treated.csv", "S0003,2017", "S0103,2017", "The list of treated schools"),
        ("panel.csv", "S0004,2014,reading,", "S0004,2014,reading,1", "Results of the years before"),
        ("panel.csv", ",20,0,south", ",20,39,south", "Facts known before"),
    ],
)
def test_other_data_of_the_years_before_are_told(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    study = frozen(tmp_path)
    path = tmp_path / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    protocol = read_protocol(study)
    assert protocol is not None
    (found,) = deviations(study, protocol)
    assert found.startswith(words)


def test_a_protocol_that_was_altered_is_found_out(tmp_path: Path) -> None:
    frozen(tmp_path, design={"method": "did"})
    study = read_study(study_file(tmp_path, options=FEW, design={"method": "event_study"}))
    path = protocol_path(study)
    path.write_text(path.read_text().replace('"did"', '"event_study"'))
    found = told(study)
    assert not found["study"]["frozen"]["intact"]
    assert found["study"]["deviations"][0].startswith("The protocol was altered after it was frozen")
    assert "Planned with results in view" in titles(found)


def test_a_newer_program_is_told_but_is_no_reason_to_doubt_the_plan(tmp_path: Path) -> None:
    study = frozen(tmp_path)
    path = protocol_path(study)
    told_then = json.loads(path.read_text())
    path.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ridgeway.impact.study.protocol.code_digest", lambda: "an earlier program")
        freeze(study, on=DAY)
    found = told(study)
    assert found["study"]["deviations"][0].startswith("The program is another version")
    assert "Planned with results in view" not in titles(found)
    assert told_then["hashes"]["code"] != "an earlier program"


def test_a_protocol_is_frozen_once(tmp_path: Path) -> None:
    study = frozen(tmp_path)
    with pytest.raises(StudyFileError, match="A protocol is frozen once"):
        freeze(study)


def test_a_file_that_is_no_protocol_is_refused(tmp_path: Path) -> None:
    study = read_study(network(tmp_path))
    for text in ("{", "[]", "{}"):
        protocol_path(study).write_text(text)
        with pytest.raises(StudyFileError, match="It is not a protocol"):
            read_protocol(study)


def test_wide_tables_of_later_years_are_not_opened(tmp_path: Path) -> None:
    rows = [school(100000 + number, PTRWM_EXP=f"{40 + number}%") for number in range(10)]
    (tmp_path / "early.csv").write_bytes(wide(*rows, year=2017))
    tables = [{"file": "early.csv", "year": 2017}, {"file": "not yet published.csv", "year": 2018}]
    path = study_file(
        tmp_path,
        data={"ks2": tables},
        treated=[{"school": str(100000 + number), "from": 2018} for number in range(3)],
        outcomes=["PTRWM_EXP"],
    )
    assert load_before(read_study(path)).panel.years == (2017,)
