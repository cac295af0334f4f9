"""`ridgeway fluency score`: predictions from file to file, and what is said of files that cannot be used."""

import gzip
import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from ridgeway.cli.app import app
from ridgeway.cli.practice_csv import read_practice
from ridgeway.fluency.scoring import LearnerModel, Practice, train
from tests.fluency.scoring.made import made_practice

HEADING = "pupil,item,correct,at,latency_ms"


def as_csv(practice: Practice) -> str:
    columns: dict[str, Any] = {
        "pupil": practice.pupil,
        "item": practice.item,
        "correct": practice.correct.astype(int),
    }
    more = {"skill": practice.skill, "at": practice.at_ms, "latency_ms": practice.latency_ms}
    columns |= {name: column for name, column in more.items() if column is not None}
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(str(cell) for cell in row) for row in rows)]) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.csv").write_text(as_csv(made_practice()), encoding="utf-8")
    (tmp_path / "test.csv").write_text(as_csv(made_practice(pupils=4, seed=2)), encoding="utf-8")
    return tmp_path


def score(
    folder: Path, *more: str, train_on: str = "train.csv", test_on: str = "test.csv", to: str = "p.csv"
) -> Result:
    files = ["--train", str(folder / train_on), "--test", str(folder / test_on), "--out", str(folder / to)]
    return CliRunner().invoke(app, ["fluency", "score", *files, *more], env={"COLUMNS": "200"})


def predictions(folder: Path, name: str = "p.csv") -> list[list[str]]:
    data = (folder / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode()
    return [line.split(",") for line in text.splitlines()]


def test_one_row_a_test_row_in_order_the_same_as_the_library_says(folder: Path) -> None:
    assert score(folder).exit_code == 0
    heading, *rows = predictions(folder)
    expected = train(made_practice()).score(made_practice(pupils=4, seed=2))
    assert heading == ["p", "expected_latency_ms"]
    assert [float(p) for p, _ in rows] == pytest.approx(expected.p.tolist(), abs=1e-6)
    assert expected.expected_latency_ms is not None
    assert [float(ms) for _, ms in rows] == pytest.approx(expected.expected_latency_ms.tolist(), abs=0.06)


def test_compressed_files_give_the_same_and_are_written_where_the_name_asks_for_it(folder: Path) -> None:
    for name in ("train", "test"):
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress((folder / f"{name}.csv").read_bytes()))
    score(folder)
    assert score(folder, train_on="train.csv.gz", test_on="test.csv.gz", to="p.csv.gz").exit_code == 0
    assert predictions(folder, "p.csv.gz") == predictions(folder)


def test_without_times_there_is_only_the_probability(folder: Path) -> None:
    (folder / "test.csv").write_text(as_csv(made_practice(pupils=4, seed=2, times=False)), encoding="utf-8")
    told = score(folder)
    assert predictions(folder)[0] == ["p"]
    assert "log loss" in told.stdout
    assert "120 predictions" in told.stdout
    assert "error of log latency" not in told.stdout


def test_a_summary_for_a_person_names_what_counts_most(folder: Path) -> None:
    told = score(folder).stdout
    assert "error of log latency" in told
    assert "What counts most" in told


def test_json_is_one_object_with_measures_and_weights(folder: Path) -> None:
    told = json.loads(score(folder, "--json").stdout)
    assert (told["trained_on"], told["rows"], told["pupils"]) == (600, 120, 4)
    assert 0.5 < told["all"]["auc"] < 1
    assert told["mean_of_pupils"]["calibration_error"] is None
    assert {"term", "log_odds", "log_time", "spread"} == set(told["weights"][0])


def test_measures_that_cannot_be_are_shown_as_a_dash(folder: Path) -> None:
    (folder / "test.csv").write_text("pupil,item,correct\na,x,1\n", encoding="utf-8")
    assert "–" in score(folder).stdout


def test_the_fitted_model_can_be_kept(folder: Path) -> None:
    score(folder, "--model", str(folder / "model.json"))
    model = LearnerModel.from_json((folder / "model.json").read_text(encoding="utf-8"))
    other = made_practice(pupils=4, seed=2)
    assert np.array_equal(model.score(other).p, train(made_practice()).score(other).p)


def test_dates_and_a_byte_order_mark_and_empty_cells_and_words_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    dates = "a,x,1,2026-11-20T09:00:00+00:00,900\na,y,FALSE,2026-11-20T09:00:05,\n\na,x,1.0,,\n"
    file.write_text(
        f"\ufeff{HEADING},skill\n" + dates.replace("\n", ",s\n").replace("\n,s\n", "\n\n"), encoding="utf-8"
    )
    practice = read_practice(file)
    assert practice.at_ms is not None
    assert practice.latency_ms is not None
    assert practice.at_ms[1] - practice.at_ms[0] == 5000
    assert np.isnan(practice.at_ms[2])
    assert np.isnan(practice.latency_ms[1])
    assert practice.correct.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("text", "row", "column", "said"),
    [
        ("", None, None, "empty"),
        (f"{HEADING}\n", None, None, "no answers"),
        ("pupil,correct\na,1\n", None, "item", "no column “item”"),
        ("pupil,item,item,correct\na,x,x,1\n", None, "item", "2 columns"),
        (f"{HEADING}\na,x,1,0,9\na,x,yes,1,9\n", 3, "correct", "“yes” is neither 0 nor 1"),
        (f"{HEADING}\na,x,,1,9\n", 2, "correct", "neither 0 nor 1"),
        (f"{HEADING}\n ,x,1,1,9\n", 2, "pupil", "no name"),
        (f"{HEADING}\na,x,1,1,-9\n", 2, "latency_ms", "from 0 to 86,400,000"),
        (f"{HEADING}\na,x,1,1,99999999999\n", 2, "latency_ms", "a day"),
        (f"{HEADING}\na,x,1,1,nan\n", 2, "latency_ms", "leave the cell empty"),
        (f"{HEADING}\na,x,1,1,quick\n", 2, "latency_ms", "“quick” is no number"),
        (f"{HEADING}\na,x,1,noon,9\n", 2, "at", "“noon” is no time"),
        (f"{HEADING}\na,x,1,900000,9\n\na,x,1,5,9\n", 4, "at", "sort each pupil's rows by time"),
        (f"{HEADING}\na,x,1,1\n", 2, "latency_ms", "4 cells"),
        (f'{HEADING}\na,"x,1,1,2\n' + "x" * 200_000, None, None, "not a CSV file"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_written(
    folder: Path, text: str, row: int | None, column: str | None, said: str
) -> None:
    (folder / "test.csv").write_text(text, encoding="utf-8")
    before = sorted(folder.iterdir())
    result = score(folder, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert said in told["error"]
    assert (told["row"], told["column"]) == (row, column)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("test.csv", b"pupil,item,correct\n\xe9,x,1\n", "CSV UTF-8"),
        ("test.csv.gz", b"pupil,item,correct\na,x,1\n", "not compressed with gzip"),
        ("test.csv", gzip.compress(b"pupil,item,correct\na,x,1\n", mtime=0)[:-12], "damaged or cut off"),
    ],
)
def test_files_that_cannot_be_read_are_told_in_a_sentence(folder: Path, name: str, data: bytes, said: str) -> None:
    (folder / name).write_bytes(data)
    result = score(folder, test_on=name)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (folder / "p.csv").exists()


def test_training_answers_that_are_all_alike_and_missing_files_are_told(folder: Path) -> None:
    (folder / "train.csv").write_text("pupil,item,correct\na,x,1\n", encoding="utf-8")
    assert "right and wrong" in score(folder).stderr
    assert "There is no file" in score(folder, test_on="nowhere.csv").stderr
    assert "can't be used" in score(folder, test_on=".").stderr


def test_a_folder_that_is_not_there_is_told_and_an_earlier_file_stays_whole(folder: Path) -> None:
    assert "There is no file or folder" in score(folder, to="nowhere/p.csv").stderr
    score(folder)
    before = (folder / "p.csv").read_bytes()
    (folder / "test.csv").write_text("pupil\n", encoding="utf-8")
    score(folder)
    assert (folder / "p.csv").read_bytes() == before
    assert stat.S_IMODE((folder / "p.csv").stat().st_mode) == 0o644
