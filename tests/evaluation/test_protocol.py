"""Whatever is answered, the protocol is a study file that the engine reads as meant; so are lists of schools."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.evaluation.answers import Answers, school_year_name
from ridgeway.evaluation.protocol import METHODS, breaks_of, in_plain_words, study_file
from ridgeway.evaluation.report.names import heading_of
from ridgeway.evaluation.schools_named import lines_of_list, starts_named
from ridgeway.evaluation.tables import OUTCOMES
from ridgeway.impact.errors import DataError
from ridgeway.impact.study import read_study

YEARS = st.integers(2006, 2039)
URNS = st.integers(100_000, 999_999).map(str)
STARTS = st.dictionaries(URNS, YEARS, min_size=2, max_size=6)
SENTENCE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1
).map(lambda text: " ".join(text.split()) or "x")

ANSWERS = st.builds(
    Answers,
    title=SENTENCE,
    what=SENTENCE,
    starts=STARTS,
    source=st.sampled_from(["tables", "file"]),
    panel=st.just("panel.csv"),
    years=st.lists(YEARS, min_size=2, max_size=5, unique=True).map(lambda years: tuple(sorted(years))),
    outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, unique=True).map(tuple),
    beside=st.sampled_from(["alike", "all", "nobody"]),
    same=st.sampled_from([(), ("la",)]),
    mainstream=st.booleans(),
    ratio=st.integers(1, 20),
    chosen=st.sampled_from(["no", "partly", "yes"]),
    decided=st.sampled_from(["before", "after"]),
    notes=st.lists(SENTENCE, max_size=3, unique=True).map(tuple),
    readers=st.sampled_from(["network", "governors", "funder", "researchers"]),
)


@given(ANSWERS, st.booleans())
def test_the_engine_reads_the_protocol_as_it_was_meant(answers: Answers, links: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "study.yaml"
        path.write_text(study_file(answers, links=links), "utf-8")
        study = read_study(path)
    assert isinstance(study.treated, list)
    assert {each["school"]: each["from"] for each in study.treated} == answers.starts
    assert (study.title, study.outcomes, study.choices.years) == (answers.title, answers.outcomes, answers.years)
    assert study.plan.method == METHODS[answers.beside]
    assert study.plan.chosen_by_results == (answers.chosen != "no")
    assert study.plan.unused == ()
    assert study.choices.acknowledge == tuple(each.key for each in breaks_of(answers))
    assert set(answers.notes) <= set(study.protocol)
    assert any(answers.what in sentence for sentence in study.protocol)


@given(ANSWERS)
def test_the_plain_words_leave_no_outcome_and_no_school_out(answers: Answers) -> None:
    told = " ".join(sentence for _, sentences in in_plain_words(answers) for sentence in sentences)
    assert f"{len(answers.starts)} schools took part" in told
    assert all(heading_of(name) in told for name in answers.outcomes)
    assert all(note in told for note in answers.notes)


@given(STARTS)
def test_a_list_of_schools_reads_the_same_from_a_file_as_typed(starts: dict[str, int]) -> None:
    file = "school,from\n" + "".join(f"{school},{school_year_name(year)}\n" for school, year in starts.items())
    assert starts_named(lines_of_list(file.encode(), "ours.csv"), otherwise=0, beside={}) == starts


@given(STARTS, YEARS)
def test_schools_without_a_year_begin_with_the_others(starts: dict[str, int], year: int) -> None:
    assert starts_named("\n\n".join(starts), otherwise=year, beside={}) == dict.fromkeys(starts, year)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("115851, 2018-20", "line 1"),
        ("115851\n\n115851", "line 3: '115851' cannot be used. This school is named already"),
        (", 2018", "Write one school a line"),
    ],
)
def test_a_line_that_says_no_school_is_refused_by_its_number(text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        starts_named(text, otherwise=2018, beside={})
