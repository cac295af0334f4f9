"""The class's week on one page: who practised, how long and how fast, and what the class knows."""

import datetime as dt
import gzip
import math
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ridgeway.access.roles import Role
from ridgeway.foundations.classroom import look_into
from ridgeway.foundations.models import Activity, PracticeDay, PracticeSession
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, pupil_client, staff_client


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


def class_url(school: Troupe, **query: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/schools/{school.urn}/classes/{school.group.pk}/?{asked}"


def page(client: Client, url: str) -> str:
    reply = client.get(url)
    assert reply.status_code == 200
    html = re.sub(r'(csrfmiddlewaretoken" value)="\w+"', r"\1", reply.content.decode())
    return re.sub(r"\s+", " ", html)


def last_week() -> str:
    """A day of the week in which everybody's last practice was."""
    return str(TODAY - dt.timedelta(days=1))


def test_a_class_that_has_not_begun_says_what_to_do_first(teacher: Client, school: Troupe) -> None:
    html = page(teacher, class_url(school))
    assert "Nobody has practised yet" in html
    for url in (f"/schools/{school.urn}/classes/{school.group.pk}/sign-in/", "/pupils/"):
        assert f'href="{url}"' in html


def test_a_class_without_pupils_says_where_they_come_from(teacher: Client, school: Troupe) -> None:
    with school_scope(school.school):
        GroupMembership.objects.update(ends=TODAY)
    assert "Nobody is in this class" in page(teacher, class_url(school))


def test_a_class_of_a_year_that_is_over_says_so_on_each_of_its_pages(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:1], days=1)
    pages = [class_url(school), f"/schools/{school.urn}/classes/{school.group.pk}/monday/"]
    assert not any("which is over" in page(teacher, each) for each in pages)
    with school_scope(school.school):
        school.year.ends = TODAY
        school.year.save()
    assert all(f"This is the class of {school.year}, which is over" in page(teacher, each) for each in pages)


def test_it_is_sent_compressed_to_a_browser_that_asks_for_it(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils, days=1)
    plain = teacher.get(class_url(school)).content
    reply = teacher.get(class_url(school), headers={"Accept-Encoding": "gzip"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert len(reply.content) < len(plain) / 4
    assert b"Amber" in gzip.decompress(reply.content)


def test_it_shows_who_practised_with_minutes_and_seconds(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:3], days=1)
    html = page(teacher, class_url(school, week=last_week()))
    assert '3 <small class="fs-6 fw-normal">of 4</small>' in html
    row = html.split("Testington, Amber</a>")[-1].split("</tr>")[0]
    assert "&lt;1<span class" in row
    assert '<td class="rw-number">1.7</td>' in row
    dov = html.split("Fixtureby, Dov</a>")[-1].split("</tr>")[0]
    assert "no practice" in dov


def test_sheets_and_other_work_are_practice_too_in_the_week_and_in_the_one_before(
    teacher: Client, school: Troupe
) -> None:
    monday = Week.of(TODAY).before().monday
    at = timezone.make_aware(dt.datetime.combine(monday, dt.time(9)))
    with school_scope(school.school):
        GroupMembership.objects.update(starts=monday)
        made = make_sheets(school.group, "addition-grid", on=monday, pupils=school.pupils[:1])
        enter_results(made, {made.pages.get(): Entry(300, 90)}, by=None)
        PracticeSession.objects.create(
            id=uuid7(at), school=school.school, pupil=school.pupils[1], opened_at=at, finished_at=at, seconds=300,
            activity=Activity.SPELLING,
        )  # fmt: skip
    html = page(teacher, class_url(school, week=str(monday)))
    assert '2 <small class="fs-6 fw-normal">of 4</small>' in html
    amber, bilal = (html.split(f"{each.list_name}</a>")[-1].split("</tr>")[0] for each in school.pupils[:2])
    assert "a sheet on paper" in amber
    assert "an activity on a screen" in bilal
    assert '<td class="rw-number">–</td>' in amber
    assert "2 the week before" in page(teacher, class_url(school))


def test_minutes_are_the_middle_of_those_on_a_screen(school: Troupe) -> None:
    practise(school, school.pupils[:1], days=1)
    day = TODAY - dt.timedelta(days=1)
    with school_scope(school.school):
        GroupMembership.objects.update(starts=day)
        made = make_sheets(school.group, "addition-grid", on=day, pupils=school.pupils[1:])
        enter_results(made, {each: Entry(300, 90) for each in made.pages.all()}, by=None)
        looked = look_into(school.group, Week.of(day), TODAY)
    assert looked.practised == 4
    assert looked.middle_minutes == pytest.approx(20 * 1.7 / 60)


def test_seconds_are_the_middle_pupils_and_fluent_facts_stand_week_by_week(school: Troupe) -> None:
    practise(school, school.pupils[:3], days=1)
    day = TODAY - dt.timedelta(days=1)
    with school_scope(school.school):
        slow = PracticeDay.objects.get(pupil=school.pupils[0])
        PracticeDay.objects.filter(pk=slow.pk).update(log_seconds=slow.timed * math.log(9))
        looked = look_into(school.group, Week.of(day), TODAY)
    assert looked.week_pace == pytest.approx(1.7, rel=1e-3)
    assert looked.pace_before is None
    assert looked.lines[0].fluent_by_week[:-1] == [None] * 6
    assert [line.fluent_by_week[-1] for line in looked.lines if line.practised] == [
        line.fluent for line in looked.lines if line.practised
    ]


def test_weeks_can_be_stepped_through_but_not_into_the_future(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils, days=1)
    now = page(teacher, class_url(school))
    assert "Week before" in now
    assert "Week after" not in now
    assert page(teacher, class_url(school, week="2999-01-01")) == now
    assert page(teacher, class_url(school, week="tomorrow")) == now
    earlier = page(teacher, class_url(school, week=str(TODAY - dt.timedelta(days=21))))
    assert "Week after" in earlier
    assert '0 <small class="fs-6 fw-normal">of 4</small>' in earlier


def test_sets_are_shown_with_the_share_that_is_fluent_and_open_to_their_facts(
    teacher: Client, school: Troupe
) -> None:
    practise(school, school.pupils[:1])
    html = page(teacher, class_url(school, strand="add"))
    assert "Adding to 5" in html
    assert "Amber: 20 of 21 fluent, 20 met" in html
    opened = page(teacher, class_url(school, strand="add", set="add-to-5"))
    assert "Adding to 5: the stage of each fact" in opened
    assert "Amber: 2 + 3 = 5, " in opened
    assert "the stage of each fact" not in page(teacher, class_url(school, strand="mul", set="add-to-5"))
    assert page(teacher, class_url(school, strand="history")) == page(teacher, class_url(school))


def test_names_are_shown_as_text_whatever_they_hold(teacher: Client, school: Troupe) -> None:
    with school_scope(school.school):
        Pupil.objects.filter(pk=school.pupils[0].pk).update(preferred_forename="<b>Bobby</b>")
    practise(school, school.pupils)
    assert "<b>Bobby" not in page(teacher, class_url(school, set="add-to-5"))


def test_thirty_pupils_with_seven_weeks_cost_at_most_thirteen_queries(teacher: Client, school: Troupe) -> None:
    with school_scope(school.school):
        for number in range(26):
            pupil = Pupil.objects.create(
                school=school.school,
                legal_surname=f"Extra{number}",
                legal_forename="One",
                date_of_birth=dt.date(2018, 1, 1),
            )
            YearPlacement.objects.create(
                school=school.school, pupil=pupil, academic_year=school.year, year_group="4"
            )
            GroupMembership.objects.create(
                school=school.school, group=school.group, pupil=pupil, starts=school.year.starts
            )
            school.pupils.append(pupil)
    practise(school, school.pupils, days=10)
    teacher.get(class_url(school))
    with CaptureQueriesContext(connection) as queries:
        page(teacher, class_url(school, strand="add", set="add-to-5"))
    assert len(queries) <= 13, [query["sql"][:90] for query in queries]


def test_the_page_shows_practice_of_this_class_only(cast: Cast, teacher: Client, school: Troupe) -> None:
    practise(cast.birchwood, cast.birchwood.pupils)
    assert "Nobody has practised yet" in page(teacher, class_url(school))
    with school_scope(school.school):
        assert PracticeDay.objects.count() == 0


def test_only_those_who_work_with_classes_see_it(cast: Cast, school: Troupe) -> None:
    practise(school, school.pupils[:1])
    pages = (class_url(school), f"/schools/{school.urn}/classes/{school.group.pk}/pupils/{school.pupils[0].pk}/")
    for url in pages:
        assert staff_client(cast.birchwood.teacher.email).get(url).status_code == 404
        assert staff_client(cast.stranger.email).get(url).status_code == 404
        assert staff_client(school.staff[Role.GOVERNOR].email).get(url).status_code == 403
        assert Client().get(url).status_code == 302
        assert pupil_client(school.pupils[0]).get(url).headers["Location"] == "/practise/"
        assert staff_client(school.staff[Role.HEADTEACHER].email).get(url).status_code == 200


def test_a_class_of_another_school_is_not_found_under_ones_own(
    cast: Cast, teacher: Client, school: Troupe
) -> None:
    other = cast.birchwood.group.pk
    assert teacher.get(f"/schools/{school.urn}/classes/{other}/").status_code == 404
