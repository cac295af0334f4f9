"""A reading is kept once, follows from its marks, can be corrected, and can be taken out and put back."""

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django.asserts import assertNumQueries

from ridgeway.fluency.reading import Mark
from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.reading.results import (
    ReadingError,
    correct_reading,
    keep_reading,
    readings_of,
    set_removed,
)
from ridgeway.foundations.reading.texts import Readable, add_text, find_text, text_of
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.reading.readings import OWN, hear, heard, totals

MARKS = [Mark(3, "substitution"), Mark(9, "self-correction"), Mark(20, "omission"), Mark(150, "hesitation")]


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def test_what_is_kept_follows_from_the_marks(cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(100, marks=MARKS, expression=3, note="Stopped at every comma."))
    kept.refresh_from_db()
    assert (kept.last_word, kept.errors, kept.seconds) == (100, 2, 60)
    assert kept.marked == tuple(MARKS)
    assert kept.figures.words_correct_a_minute == 98
    assert (kept.expression, kept.note) == (3, "Stopped at every comma.")


def test_the_same_reading_sent_again_is_kept_once(cast: Cast, roads: Readable) -> None:
    key = uuid4()
    for _ in range(10):
        keep_reading(cast.ashdown.pupils[0], roads, heard(marks=MARKS), key=key, by=cast.ashdown.teacher)
    (kept,) = ReadingResult.objects.all()
    assert kept.heard_by == cast.ashdown.teacher
    assert kept.events.count() == 1


def test_a_later_sending_of_a_reading_takes_the_place_of_the_earlier_one(cast: Cast, roads: Readable) -> None:
    key = uuid4()
    pupil = cast.ashdown.pupils[0]
    keep_reading(pupil, roads, heard(100), key=key, by=None)
    keep_reading(pupil, roads, heard(90, note="One line twice."), key=key, by=None)
    (kept,) = ReadingResult.objects.all()
    assert (kept.last_word, kept.note) == (90, "One line twice.")


def test_a_key_belongs_to_one_text(cast: Cast, roads: Readable) -> None:
    key = uuid4()
    amber = cast.ashdown.pupils[0]
    keep_reading(amber, roads, heard(100), key=key, by=None)
    other = find_text("r6b")
    assert other is not None
    with pytest.raises(ReadingError, match="Another reading was saved from this page"):
        keep_reading(amber, other, heard(50), key=key, by=None)
    assert [each.last_word for each in ReadingResult.objects.all()] == [100]


def test_totals_alone_are_kept_without_marks(cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], totals(80, 4, seconds=120))
    kept.refresh_from_db()
    assert kept.marked is None
    assert kept.figures.words_correct_a_minute == 38


def test_a_correction_leaves_what_was_there_in_the_trail(cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(100))
    correct_reading(kept, kept.pupil, heard(95))
    correct_reading(kept, kept.pupil, heard(95))
    trail = kept.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(trail.values_list("last_word", flat=True)) == [100, 95]


def test_a_removed_reading_counts_nowhere_until_it_is_put_back(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    kept = hear(pupil, heard(100))
    set_removed(kept, removed=True)
    assert not readings_of([pupil.pk], TODAY, TODAY + dt.timedelta(1))
    set_removed(kept, removed=False)
    assert len(readings_of([pupil.pk], TODAY, TODAY + dt.timedelta(1))) == 1


def test_counts_for_charts_are_words_right_and_wrong_in_a_time(cast: Cast) -> None:
    amber, bilal, cerys, _ = cast.ashdown.pupils
    yesterday = TODAY - dt.timedelta(1)
    hear(amber, heard(100, marks=MARKS))
    hear(amber, totals(45, 5, seconds=30, day=yesterday))
    hear(bilal, heard(70, day=TODAY - dt.timedelta(30)))
    hear(cerys, heard(60))
    with assertNumQueries(1):
        counts = readings_of([amber.pk, bilal.pk], yesterday, TODAY + dt.timedelta(1))
    assert counts == [(amber.pk, yesterday, 30, 40, 5), (amber.pk, TODAY, 60, 98, 2)]
    assert [each.day for each in readings_of([amber.pk], yesterday, TODAY)] == [yesterday]


def test_a_reading_of_an_own_text_keeps_its_version(cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    kept = hear(cast.ashdown.pupils[0], heard(30), f"own{text.pk}")
    kept.refresh_from_db()
    assert text_of(kept).passage.words == OWN.words
    assert kept.packaged == ""


@pytest.mark.parametrize(
    "broken",
    [{"errors": 101}, {"seconds": 0}, {"seconds": 601}, {"expression": 5}, {"packaged": ""}],
)
def test_the_database_refuses_a_reading_that_cannot_be(cast: Cast, broken: dict[str, object]) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(100))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingResult.objects.filter(pk=kept.pk).update(**broken)


def test_readings_of_another_school_are_not_seen(cast: Cast) -> None:
    hear(cast.ashdown.pupils[0], heard(100))
    with school_scope(cast.birchwood.school):
        assert not ReadingResult.objects.exists()
        assert not readings_of([cast.ashdown.pupils[0].pk], TODAY, TODAY + dt.timedelta(1))
