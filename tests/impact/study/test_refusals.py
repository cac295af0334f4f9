"""Whatever cannot be used is refused in words: the file, the key, what stands there, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ridgeway.impact.errors import ImpactError, StudyFileError
from ridgeway.impact.study import evaluate, read_study
from tests.impact.study.networks import network, study_file


def refusal(path: Path) -> str:
    with pytest.raises(ImpactError) as refused:
        evaluate(read_study(path))
    return str(refused.value)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"desing": {"method": "did"}}, "study.yaml: 'desing' cannot be used. Did you mean design?"),
        (
            {"design": {"method": "did", "ration": 3}},
            "study.yaml, design: 'ration' cannot be used. Did you mean ratio?",
        ),
        ({"design": {"method": "dif"}}, "Did you mean did?"),
        ({"design": {}}, "study.yaml, design.method: None cannot be used. It is one of matched_did"),
        ({"design": {"method": "matched_did", "ratio": 0}}, "whole number from 1 to 100"),
        ({"design": {"method": "matched_did", "caliper": -1}}, "a number above 0"),
        ({"design": {"method": "matched_did", "matching": "entropy", "ratio": 2}}, "weights all of them"),
        ({"design": {"method": "matched_did", "moments": 2}}, "Moments are met by matching: entropy only."),
        ({"design": {"method": "matched_did", "match_on": ["fms"]}}, "Did you mean fsm?"),
        ({"design": {"method": "matched_did", "match_on": ["la"]}}, "Put it under exact."),
        ({"design": {"method": "matched_did", "exact": ["region"]}}, "design.exact: 'region'"),
        ({"design": {"method": "did", "chosen_by_results": "yes please"}}, "true or false"),
        ({"data": {"panel": "absent.csv"}}, "data.panel: 'absent.csv' cannot be used. There is no such file."),
        ({"data": {"panel": 3}}, "It must be the name of a file."),
        ({"data": {}}, "A study has one source"),
        ({"data": {"panel": "panel.csv", "only": {"la": "east"}}}, "No school is left with it."),
        ({"data": "panel.csv"}, "study.yaml, data: 'panel.csv' cannot be used. It has the keys panel"),
        ({"data": {"csv": {"file": "panel.csv"}}}, "data.csv.columns.school"),
        (
            {
                "data": {
                    "csv": {"file": "panel.csv", "columns": {"school": "school", "year": 2017, "values": "value"}}
                }
            },
            "data.csv.columns.values: 'value' cannot be used. Give names and what each stands for",
        ),
        ({"outcomes": ["readign"]}, "study.yaml, outcomes: 'readign' cannot be used. Did you mean reading?"),
        ({"outcomes": ["reading", "reading"]}, "Each name may stand there once."),
        ({"outcomes": [True]}, "a list of names"),
        ({"outcomes": []}, "Name at least one."),
        ({"outcomes": None}, "Name the measures to evaluate"),
        ({"treated": []}, "At least two treated schools are needed."),
        ({"treated": [{"school": "S0001"}]}, "treated, entry 1.from"),
        ({"treated": [{"school": "S0001", "from": 2017}] * 2}, "Each treated school may stand there once."),
        ({"treated": [{"school": "S9", "from": 2017}]}, "These schools are not in the data."),
        ({"treated": [{"school": "S0001", "from": "soon"}]}, "A school year is written as"),
        ({"treated": [{"school": "S0001", "from": 2017}]}, "At least two treated and two comparison schools"),
        ({"treated": [{"school": "S0001", "from": 2013}]}, "There must be results before 2013"),
        ({"options": {"level": 95}}, "options.level: 95 cannot be used. It must be a number above 0 and below 1."),
        ({"options": {"pupil_sd": 8}}, "Give outcome and standard deviation"),
        ({"options": {"years": [2001]}}, "There are results in 2013"),
        ({"options": {"acknowledge": ["writing-2081"]}}, "options.acknowledge"),
        ({"title": ["a"]}, "It must be words."),
    ],
)
def test_a_wrong_study_file_is_refused_with_key_value_and_remedy(
    tmp_path: Path, said: dict[str, Any], words: str
) -> None:
    assert words in refusal(network(tmp_path, **said))


def test_a_file_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("title: a\ndata: {panel: [}\n")
    with pytest.raises(StudyFileError, match=r"study\.yaml, line 2"):
        read_study(path)
    path.write_bytes(b"title: \xff\xfe")
    with pytest.raises(StudyFileError, match="Save it as UTF-8"):
        read_study(path)
    with pytest.raises(StudyFileError, match="Give the path of a study file"):
        read_study(tmp_path / "absent.yaml")


def test_a_published_measure_across_a_known_break_must_acknowledge_it(tmp_path: Path) -> None:
    network(tmp_path)
    panel = tmp_path / "panel.csv"
    panel.write_text(panel.read_text().replace("reading", "PTRWM_EXP"))
    assert "writing-2018" in refusal(study_file(tmp_path, outcomes=["PTRWM_EXP"]))
