"""A class's page of readings says who is due and what comes next; a pupil's page lists all readings."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from ridgeway.fluency.reading import level_for
from ridgeway.foundations.reading.overview import (
    LATELY,
    gain_of,
    growth_chart,
    look_at_class,
    look_at_pupil,
    rate_chart,
)
from ridgeway.foundations.reading.results import set_removed
from ridgeway.foundations.reading.texts import add_text, change_text
from ridgeway.foundations.steering.models import ClassPractice, Rhythm
from ridgeway.foundations.week.due import begins, timings_due
from ridgeway.schools.models import YearPlacement
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.reading.readings import CHANGED, OWN, hear, heard, totals

DAY = dt.timedelta(1)


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def page(client: Client, name: str, *parts: int) -> str:
    response = client.get(reverse(f"foundations:{name}", args=parts))
    assert response.status_code == 200
    return response.content.decode()


def where(cast: Cast) -> tuple[int, int]:
    return cast.ashdown.urn, cast.ashdown.group.pk


def test_a_class_that_was_never_heard_is_told_how_to_begin(teacher: Client, cast: Cast) -> None:
    shown = page(teacher, "reading", *where(cast))
    assert "Nobody in this class has been heard yet" in shown
    assert shown.count(">never<") == len(cast.ashdown.pupils)


def test_a_class_without_pupils_is_told_where_they_come_from(teacher: Client, cast: Cast) -> None:
    for pupil in cast.ashdown.pupils:
        pupil.memberships.all().delete()
    assert "Nobody is in this class" in page(teacher, "reading", *where(cast))
    assert "Nobody is in this class today" in page(teacher, "reading_from_paper", *where(cast))


@pytest.mark.parametrize("rhythm", [Rhythm.WEEK, Rhythm.FORTNIGHT, Rhythm.HALF_TERM])
def test_who_is_due_here_is_due_on_the_monday_page(cast: Cast, rhythm: Rhythm) -> None:
    amber, bilal, cerys, dov = cast.ashdown.pupils
    group = cast.ashdown.group
    practice = ClassPractice.objects.create(school=cast.ashdown.school, group=group, reading_timed=rhythm)
    since = begins(rhythm, TODAY)
    hear(amber, heard(day=since - DAY))
    hear(bilal, heard(day=min(since, TODAY)))
    hear(cerys, heard(day=TODAY))
    found = look_at_class(group, TODAY)
    (monday,) = [each for each in timings_due(cast.ashdown.pupils, practice, TODAY) if each.what == "reading"]
    assert found.since == monday.since
    assert {each.pupil for each in found.due} == set(monday.pupils) >= {amber, dov}
    assert {each.pupil for each in found.others} == set(cast.ashdown.pupils) - set(monday.pupils)
    assert found.begun


def test_where_reading_is_not_timed_nobody_is_due(teacher: Client, cast: Cast) -> None:
    ClassPractice.objects.create(school=cast.ashdown.school, group=cast.ashdown.group, reading_timed=Rhythm.NEVER)
    hear(cast.ashdown.pupils[0], heard())
    shown = page(teacher, "reading", *where(cast))
    assert "Due to be heard" not in shown
    assert shown.count("Hear<span") == len(cast.ashdown.pupils)


def test_the_middle_of_the_class_is_of_the_last_readings_of_those_heard_lately(cast: Cast) -> None:
    amber, bilal, cerys, dov = cast.ashdown.pupils
    assert look_at_class(cast.ashdown.group, TODAY).middle is None
    hear(amber, heard(60, day=TODAY - DAY))
    hear(amber, heard(80))
    hear(bilal, heard(90))
    hear(cerys, heard(100))
    hear(dov, heard(20, day=TODAY - LATELY))
    assert look_at_class(cast.ashdown.group, TODAY).middle == 90


def test_the_form_that_comes_next_is_one_not_read_yet_at_the_level_of_the_year(cast: Cast) -> None:
    amber, bilal, *_ = cast.ashdown.pupils
    level = level_for(4, TODAY)
    for form in "ab":
        hear(amber, heard(), f"r{level}{form}")
    (reader,) = [each for each in look_at_class(cast.ashdown.group, TODAY).readers if each.pupil == amber]
    following = [reader.next, look_at_pupil(bilal, 4, TODAY).next]
    assert [each.name for each in following if each] == [f"r{level}c", f"r{level}a"]


def test_where_no_level_is_the_pupils_a_text_is_to_be_chosen(teacher: Client, cast: Cast) -> None:
    YearPlacement.objects.all().delete()
    shown = page(teacher, "reading", *where(cast))
    assert shown.count("Choose a text") == len(cast.ashdown.pupils)


def test_a_class_costs_the_same_queries_however_many_readings_there_are(cast: Cast) -> None:
    for pupil in cast.ashdown.pupils:
        for back in range(5):
            hear(pupil, heard(day=TODAY - back * DAY))
    with assertNumQueries(5):
        look_at_class(cast.ashdown.group, TODAY)


def test_a_removed_reading_is_in_no_list_and_can_be_put_back(teacher: Client, cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    kept = hear(amber, heard(77))
    removed = teacher.post(reverse("foundations:remove_reading", args=[*where(cast), kept.pk]), follow=True)
    assert "It can be put back" in removed.content.decode()
    assert "Put back" in removed.content.decode()
    assert not look_at_pupil(amber, 4, TODAY).readings
    teacher.post(reverse("foundations:restore_reading", args=[*where(cast), kept.pk]))
    assert [each.last_word for each in look_at_pupil(amber, 4, TODAY).readings] == [77]


def test_a_pupils_page_lists_every_reading_with_its_figures(teacher: Client, cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    hear(amber, heard(80, day=TODAY - 14 * DAY))
    hear(amber, totals(100, 8, seconds=60), "r6b")
    shown = page(teacher, "reading_pupil", *where(cast), amber.pk)
    assert "From 80 to 92 words correct a minute in 2 weeks" in shown
    assert "92%" in shown
    assert "right for teaching" in shown
    assert shown.count("<svg") >= 2


def test_a_text_that_the_pupil_has_read_says_when(teacher: Client, cast: Cast) -> None:
    amber, bilal, *_ = cast.ashdown.pupils
    own = add_text(cast.ashdown.school, OWN, 4, by=None)
    hear(amber, heard(day=dt.date(2026, 3, 2)))
    hear(amber, heard(50, day=dt.date(2026, 3, 3)), f"own{own.pk}")
    changed = change_text(own, CHANGED, 4, by=None)
    shown = page(teacher, "reading_pupil", *where(cast), amber.pk)
    assert "6a: Roads the Romans Built (read " in shown
    assert "The Little Train (read " in shown
    assert "6b: The Pumpkin in the Pushchair<" in shown
    hearing = reverse("foundations:hear", args=[*where(cast), amber.pk])
    for text in ("r6a", f"own{changed.pk}"):
        assert "Amber read this text on" in teacher.get(hearing, {"text": text}).content.decode()
    assert "read this text on" not in teacher.get(hearing, {"text": "r6b"}).content.decode()
    assert "(read " not in page(teacher, "reading_pupil", *where(cast), bilal.pk)


def test_growth_needs_readings_on_two_days(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    first = hear(amber, heard(50, day=TODAY - 3 * DAY))
    assert gain_of([]) is None
    assert gain_of([first, first]) is None
    gain = gain_of([first, hear(amber, heard(45))])
    assert gain is not None
    assert (gain.first.rate, gain.last.rate, gain.weeks) == (50, 45, 1)


def test_charts_show_words_right_and_wrong_a_minute(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    readings = [hear(amber, totals(50, 5, seconds=30, day=TODAY - 7 * DAY)), hear(amber, totals(98, 0))]
    assert [row[1] for row in rate_chart(readings).table.rows] == ["90", "98"]
    assert [row[1:3] for row in growth_chart(readings).table.rows] == [("90", "10"), ("98", "0")]
    assert ">Words a minute<" in growth_chart(readings).svg


def test_a_pupil_of_another_class_is_not_shown(teacher: Client, cast: Cast) -> None:
    stranger = cast.birchwood.pupils[0]
    for name in ("reading_pupil", "hear"):
        address = reverse(f"foundations:{name}", args=[*where(cast), stranger.pk])
        assert teacher.get(address).status_code == 404


def test_a_reading_of_another_school_cannot_be_opened_or_removed(teacher: Client, cast: Cast) -> None:
    with school_scope(cast.birchwood.school):
        kept = hear(cast.birchwood.pupils[0], heard())
    assert teacher.get(reverse("foundations:reading_result", args=[*where(cast), kept.pk])).status_code == 404
    assert teacher.post(reverse("foundations:remove_reading", args=[*where(cast), kept.pk])).status_code == 404
    with school_scope(cast.birchwood.school):
        kept.refresh_from_db()
        assert not kept.removed
        set_removed(kept, removed=True)
    assert teacher.post(reverse("foundations:restore_reading", args=[*where(cast), kept.pk])).status_code == 404


def test_what_may_be_compared_is_said_with_its_source(teacher: Client, cast: Cast) -> None:
    shown = page(teacher, "reading", *where(cast))
    assert "Department for Education" in shown
    assert "may not be reproduced" in shown
