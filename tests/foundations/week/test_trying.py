"""What is being tried with a pupil: said in one tap, dated, shown, judged after two weeks, taken back."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ridgeway.fluency.growth import FACT_REMEDIES, REMEDIES, AnyRemedy
from ridgeway.foundations.growth.changes import REMEDY, changes_for
from ridgeway.foundations.models import Tried
from ridgeway.foundations.week.suggesting import PLACES
from ridgeway.foundations.week.trying import attempts_of, begin
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.charts import PhaseChange
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client
from tests.foundations.week.weeks import address, fluent_on_the_last_days, page, part

PLATEAU = [21] * 20


def begin_url(school: Troupe) -> str:
    return reverse("foundations:begin_remedy", args=[school.urn, school.group.pk])


def undo_url(school: Troupe, tried: int) -> str:
    return reverse("foundations:undo_remedy", args=[school.urn, school.group.pk, tried])


def pupil_url(school: Troupe, pupil: Pupil) -> str:
    return reverse("foundations:pupil", args=[school.urn, school.group.pk, pupil.pk])


def kept(school: Troupe) -> list[tuple[int, str, dt.date]]:
    with school_scope(school.school):
        return list(Tried.objects.values_list("pupil", "remedy", "since"))


def began(school: Troupe, pupil: Pupil, remedy: AnyRemedy, *, days_ago: int) -> Tried:
    with school_scope(school.school):
        return begin([pupil], remedy, TODAY - dt.timedelta(days=days_ago), by=school.teacher)[0]


@pytest.fixture
def stuck(school: Troupe, amber: Pupil) -> Pupil:
    """A pupil who has not grown for twenty days."""
    practise(school, school.pupils, days=2)
    fluent_on_the_last_days(school, amber, PLATEAU)
    return amber


def test_one_tap_says_that_the_suggestion_is_being_done_from_today_on(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    suggested = part(page(teacher, address(school)), "stuck")
    assert 'name="remedy" value="ease the set"' in suggested
    assert f'name="pupils" value="{stuck.pk}">We are doing this' in suggested
    reply = teacher.post(begin_url(school), {"remedy": "ease the set", "pupils": stuck.pk})
    assert kept(school) == [(stuck.pk, "ease the set", TODAY)]
    html = page(teacher, reply.headers["Location"])
    assert "Amber" not in part(html, "stuck")
    trying = part(html, "trying")
    assert "Practise fewer at a time, four or five of the set" in trying
    assert f"Since {TODAY:%a} {TODAY.day} {TODAY:%b} · " in trying
    assert "look again on" in trying
    assert "No growth: 21, 21, 21 facts fluent" in trying
    assert "autofocus" in trying
    with school_scope(school.school):
        assert Tried.objects.get().said_by == school.teacher


def test_all_pupils_of_a_move_can_be_said_at_once(teacher: Client, school: Troupe, stuck: Pupil) -> None:
    fluent_on_the_last_days(school, school.pupils[1], PLATEAU)
    both = f"{school.pupils[1].pk},{stuck.pk}"
    assert f'name="pupils" value="{both}">We are doing this with all 2' in page(teacher, address(school))
    teacher.post(begin_url(school), {"remedy": "ease the set", "pupils": both})
    assert {pupil for pupil, _, _ in kept(school)} == {stuck.pk, school.pupils[1].pk}


def test_after_two_weeks_without_effect_the_next_remedy_is_suggested(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    tried = began(school, stuck, "ease the set", days_ago=13)
    assert "Amber" in part(page(teacher, address(school)), "trying")
    with school_scope(school.school):
        Tried.objects.filter(pk=tried.pk).update(since=TODAY - dt.timedelta(days=14))
    html = page(teacher, address(school))
    assert 'id="trying"' not in html
    assert 'name="remedy" value="more model"' in part(html, "stuck")
    assert "Practise fewer at a time" not in part(html, "stuck")


def test_who_grows_while_something_is_tried_is_growing_after_two_weeks(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    fluent_on_the_last_days(school, stuck, [30] * 6 + list(range(12, 26)))
    began(school, stuck, "ease the set", days_ago=14)
    assert "Amber Testington" in part(page(teacher, address(school)), "growing")


def test_facts_that_do_not_stick_have_remedies_of_their_own(teacher: Client, school: Troupe, amber: Pupil) -> None:
    practise(school, [amber], days=8, errors=True)
    fluent_on_the_last_days(school, amber, [20, 21, 22, 23, 24, 25])
    assert 'value="another way"' in part(page(teacher, address(school)), "facts")
    began(school, amber, "another way", days_ago=3)
    assert "Teach these facts another way" in part(page(teacher, address(school)), "trying")
    with school_scope(school.school):
        Tried.objects.update(since=TODAY - dt.timedelta(days=20))
    assert 'value="cover and write"' in part(page(teacher, address(school)), "facts")
    for remedy in ("cover and write", "leave alone"):
        began(school, amber, remedy, days_ago=19)
    last = part(page(teacher, address(school)), "facts")
    assert "look at this pupil together with a colleague" in last
    assert "We are doing this" not in last


def test_undone_it_is_suggested_again_and_only_the_audit_trail_remembers(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    teacher.post(begin_url(school), {"remedy": "ease the set", "pupils": stuck.pk})
    with school_scope(school.school):
        tried = Tried.objects.get()
    reply = teacher.post(undo_url(school, tried.pk))
    assert kept(school) == []
    assert 'value="ease the set"' in part(page(teacher, reply.headers["Location"]), "stuck")
    with school_scope(school.school):
        events = apps.get_model("foundations", "TriedEvent").objects.order_by("pgh_id")
        assert list(events.values_list("pgh_label", "remedy")) == [
            ("insert", "ease the set"),
            ("delete", "ease the set"),
        ]
    assert teacher.post(undo_url(school, tried.pk)).status_code == 404


def test_the_pupils_page_suggests_shows_what_was_tried_and_undoes(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    began(school, stuck, "ease the set", days_ago=20)
    here = pupil_url(school, stuck)
    card = part(page(teacher, here), "trying")
    assert "Change something: show the answer first again" in card
    assert "Practise fewer at a time" in card
    assert "look again" not in card
    reply = teacher.post(begin_url(school), {"remedy": "more model", "pupils": stuck.pk, "page": "pupil"})
    assert reply.headers["Location"] == f"{here}#trying"
    card = part(page(teacher, here), "trying")
    assert card.index("Show the answer first") < card.index("Practise fewer at a time")
    assert "look again on" in card
    assert "We are doing this" not in card
    with school_scope(school.school):
        newest = Tried.objects.get(remedy="more model")
    assert teacher.post(undo_url(school, newest.pk), {"page": "pupil"}).headers["Location"] == f"{here}#trying"
    assert [remedy for _, remedy, _ in kept(school)] == ["ease the set"]


def test_it_is_a_line_down_the_pupils_chart(school: Troupe, amber: Pupil, bilal: Pupil) -> None:
    began(school, amber, "talk it over", days_ago=5)
    began(school, bilal, "tool speed", days_ago=4)
    with school_scope(school.school):
        found = changes_for([amber, bilal], school.group, TODAY - dt.timedelta(days=5), TODAY)
        later = changes_for([amber], school.group, TODAY - dt.timedelta(days=4), TODAY)
    assert found == {
        amber.pk: [PhaseChange(TODAY - dt.timedelta(days=5), "talked over")],
        bilal.pk: [PhaseChange(TODAY - dt.timedelta(days=4), "tool speed")],
    }
    assert later == {amber.pk: []}


def test_every_remedy_can_be_done_somewhere_and_has_a_name_on_charts(
    teacher: Client, school: Troupe, stuck: Pupil
) -> None:
    remedies = {*REMEDIES, *FACT_REMEDIES}
    assert PLACES.keys() == REMEDY.keys() == remedies
    for remedy in remedies:
        began(school, stuck, remedy, days_ago=1)
    card = part(page(teacher, pupil_url(school, stuck)), "trying")
    links = [each.partition('"')[0] for each in card.split('class="d-print-none" href="')[1:]]
    assert len(links) == len(remedies)
    for link in links:
        opened = page(teacher, link.replace("&amp;", "&"))
        if "kind=" in link:
            kind = link.partition("kind=")[2].partition("&")[0].partition("#")[0]
            assert f'value="{kind}"' in opened
            assert "checked" in opened.split(f'name="kind" value="{kind}"')[1].partition(">")[0]


def test_the_same_said_twice_on_a_day_is_kept_once(teacher: Client, school: Troupe, amber: Pupil) -> None:
    for _ in range(2):
        teacher.post(begin_url(school), {"remedy": "tool speed", "pupils": amber.pk})
    assert kept(school) == [(amber.pk, "tool speed", TODAY)]


def test_what_was_tried_longer_than_half_a_year_ago_is_not_looked_at(school: Troupe, amber: Pupil) -> None:
    began(school, amber, "tool speed", days_ago=182)
    latest = began(school, amber, "tool speed", days_ago=181)
    with school_scope(school.school):
        assert attempts_of([amber.pk], TODAY) == {amber.pk: [latest]}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"remedy": "pray", "pupils": "1"}, "remedy"),
        ({"remedy": "tool speed"}, "pupils"),
        ({"remedy": "tool speed", "pupils": "all"}, "pupils"),
        ({"remedy": "tool speed", "pupils": "1,"}, "pupils"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(
    teacher: Client, school: Troupe, sent: dict[str, str], field: str
) -> None:
    reply = teacher.post(begin_url(school), sent)
    assert reply.status_code == 400
    assert f"* {field}" in reply.content.decode()


def test_the_database_refuses_a_remedy_that_there_is_not(school: Troupe, amber: Pupil) -> None:
    with school_scope(school.school), pytest.raises(IntegrityError), transaction.atomic():
        Tried.objects.create(school=school.school, pupil=amber, remedy="pray", since=TODAY)


def test_pupils_of_the_school_next_door_are_not_found(cast: Cast, teacher: Client, school: Troupe) -> None:
    theirs = cast.birchwood
    for pupils in (f"{theirs.pupils[0].pk}", f"{school.pupils[0].pk},{theirs.pupils[0].pk}"):
        assert teacher.post(begin_url(school), {"remedy": "tool speed", "pupils": pupils}).status_code == 404
    tried = began(theirs, theirs.pupils[0], "tool speed", days_ago=1)
    assert teacher.post(undo_url(school, tried.pk)).status_code == 404
    assert teacher.post(undo_url(theirs, tried.pk)).status_code == 404
    assert staff_client(theirs.teacher.email).post(begin_url(school), {}).status_code == 404
    assert (kept(school), len(kept(theirs))) == ([], 1)
