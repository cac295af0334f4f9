"""`ridgeway evaluate` and `ridgeway power`: words for people, one object for scripts, plain refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ridgeway.cli.app import app
from tests.impact.study.networks import network
from tests.impact.study.series import series


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_study_is_told_in_words_and_written_to_a_folder(tmp_path: Path) -> None:
    path = network(tmp_path, effect=6, title="The north", options={"draws": 19})
    result = run("evaluate", str(path), "--out", str(tmp_path / "made"))
    assert result.exit_code == 0
    assert "The north" in result.stdout
    assert "In the treated schools reading changed by" in result.stdout
    written = tmp_path / "made" / "study.json"
    assert sorted(each.name for each in written.parent.iterdir()) == ["report.html", "report.pdf", "study.json"]
    assert "The report is in" in result.stdout
    printed = run("evaluate", str(path), "--json")
    assert json.loads(printed.stdout) == json.loads(written.read_text("utf-8"))


def test_what_is_wrong_is_one_sentence_with_exit_code_1_and_nothing_is_written(tmp_path: Path) -> None:
    path = network(tmp_path, outcomes=["readign"])
    folder = tmp_path / "made"
    result = run("evaluate", str(path), "--out", str(folder))
    assert result.exit_code == 1
    assert "study.yaml, outcomes: 'readign' cannot be used. Did you mean reading?" in result.stderr
    assert not folder.exists()
    assert "Did you mean reading?" in json.loads(run("evaluate", str(path), "--json").stdout)["error"]


def test_a_protocol_is_frozen_once_and_the_report_tells_of_it(tmp_path: Path) -> None:
    path = network(tmp_path, options={"draws": 19})
    frozen = run("evaluate", str(path), "--freeze")
    assert frozen.exit_code == 0
    digest = json.loads((tmp_path / "study.protocol.json").read_text("utf-8"))["digest"]
    assert f"Its hash is {digest}" in frozen.stdout
    again = run("evaluate", str(path), "--freeze", "--json")
    assert again.exit_code == 1
    assert "frozen once" in json.loads(again.stdout)["error"]
    assert run("evaluate", str(path), "--out", str(tmp_path / "made")).exit_code == 0
    assert digest in (tmp_path / "made" / "report.html").read_text("utf-8")


def test_freezing_evaluates_nothing(tmp_path: Path) -> None:
    path = network(tmp_path)
    refused = run("evaluate", str(path), "--freeze", "--out", str(tmp_path / "made"))
    assert refused.exit_code == 2
    assert not (tmp_path / "study.protocol.json").exists()
    told = json.loads(run("evaluate", str(path), "--freeze", "--json").stdout)
    assert set(told) == {"protocol", "frozen_on", "digest"}
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "panel.csv", "study.protocol.json", "study.yaml", "treated.csv",
    ]  # fmt: skip


def test_single_cases_are_told_and_written_as_any_study_is(tmp_path: Path) -> None:
    path = series(tmp_path)
    result = run("evaluate", str(path), "--out", str(tmp_path / "made"))
    assert result.exit_code == 0
    assert "In the 4 cases, on average," in result.stdout
    assert "- notable: Short phases (4 of 5 results)." in result.stdout
    written = tmp_path / "made" / "study.json"
    assert sorted(each.name for each in written.parent.iterdir()) == ["report.html", "report.pdf", "study.json"]
    assert json.loads(run("evaluate", str(path), "--json").stdout) == json.loads(written.read_text("utf-8"))
    refused = run("evaluate", "--pool", str(written), str(written))
    assert "Single cases are not pooled" in refused.stderr


def networks(folder: Path, *, seeds: tuple[int, ...] = (1, 2, 3)) -> list[str]:
    """Evaluate networks of their own and return where their results were written."""
    found = []
    for seed in seeds:
        own = folder / f"network {seed}"
        own.mkdir()
        options = {"draws": 19, "pupil_sd": {"reading": 15}}
        path = network(own, seed=seed, effect=4, title=f"Network {seed}", options=options)
        assert run("evaluate", str(path), "--out", str(own)).exit_code == 0
        found.append(str(own / "study.json"))
    return found


def test_several_studies_are_pooled_told_and_written_to_a_folder(tmp_path: Path) -> None:
    results = networks(tmp_path)
    pooled = run("evaluate", "--pool", *results, "--out", str(tmp_path / "together"))
    assert pooled.exit_code == 0
    assert "Over 3 studies the mean difference is" in pooled.stdout
    names = sorted(each.name for each in (tmp_path / "together").iterdir())
    assert names == ["pooled.json", "report.html", "report.pdf"]
    printed = json.loads(run("evaluate", "--pool", *results, "--outcome", "reading", "--json").stdout)
    assert printed == json.loads((tmp_path / "together" / "pooled.json").read_text("utf-8"))
    assert "Several studies together" in (tmp_path / "together" / "report.html").read_text("utf-8")


def test_what_cannot_be_pooled_is_one_sentence_with_exit_code_1(tmp_path: Path) -> None:
    (only,) = networks(tmp_path, seeds=(1,))
    refused = run("evaluate", "--pool", only, "--out", str(tmp_path / "together"))
    assert refused.exit_code == 1
    assert "studies: 1 cannot be used. At least 2 are needed to pool." in refused.stderr
    assert not (tmp_path / "together").exists()
    missing = run("evaluate", "--pool", only, str(tmp_path / "none.json"))
    assert "none.json: 'FileNotFoundError' cannot be used. Give a study.json" in missing.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("a.yaml", "b.yaml"), "One study file at a time"),
        (("a.yaml", "--outcome", "reading"), "--outcome belongs to --pool"),
        (("a.json", "b.json", "--pool", "--freeze"), "--freeze evaluates nothing"),
    ],
)
def test_options_that_contradict_one_another_are_refused(words: tuple[str, ...], told: str) -> None:
    refused = run("evaluate", *words)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    path = network(tmp_path, options={"draws": 19})
    result = run("evaluate", str(path), "--out", str(path))
    assert result.exit_code == 1
    assert "can't be read or written" in result.stderr


@pytest.mark.parametrize(
    ("words", "mdes"),
    [
        (("--number", "31"), 0.39),
        (("--design", "pupils", "--number", "1000"), 0.18),
        (("--design", "matched", "--number", "31"), 0.22),
        (("--design", "did", "--number", "60"), 0.72),
    ],
)
def test_power_tells_the_smallest_effect_that_would_be_seen(words: tuple[str, ...], mdes: float) -> None:
    told = json.loads(run("power", *words, "--json").stdout)
    assert told["mdes"] == pytest.approx(mdes, abs=0.03)
    assert told["mdes"] == pytest.approx(told["multiplier"] * told["std_error"])


def test_power_tells_how_many_are_needed() -> None:
    told = json.loads(run("power", "--effect", "0.2", "--json").stdout)
    fewer = json.loads(run("power", "--number", str(told["number"] - 1), "--json").stdout)
    assert told["mdes"] <= 0.2 < fewer["mdes"]
    assert "With 120 schools an effect of 0.199" in run("power", "--effect", "0.2").stdout


def test_power_needs_either_a_number_or_an_effect_and_values_that_can_be() -> None:
    assert run("power").exit_code == 2
    refused = run("power", "--number", "2")
    assert refused.exit_code == 1
    assert "schools: 2 cannot be used. At least 3 are needed." in refused.stderr
