"""What a teacher sees and does: decide in a plain form, see what holds, take it back in one click, undo that."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ridgeway.foundations.models import ClassPractice, Preferences, Steer
from ridgeway.foundations.steering.models import Kind
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client
from tests.foundations.steering.decisions import decided, in_days


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def ada(school: Troupe) -> Pupil:
    return school.pupils[0]


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


def class_page(school: Troupe) -> str:
    return reverse("foundations:class_steering", args=[school.urn, school.group.pk])


def pupil_page(school: Troupe, pupil: Pupil) -> str:
    return reverse("foundations:pupil_steering", args=[school.urn, school.group.pk, pupil.pk])


def text(browser: Client, url: str) -> str:
    reply = browser.get(url)
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def post(browser: Client, url: str, **given: Any) -> Any:
    return browser.post(url, {"starts": TODAY.isoformat(), **given}, follow=True)


def test_a_decision_for_a_pupil_holds_and_says_since_when_and_by_whom(
    teacher: Client, school: Troupe, ada: Pupil
) -> None:
    url = pupil_page(school, ada)
    post(teacher, url, kind="aim", names=["mul-7", "div"], seconds="4.5", until=in_days(20), note="Tires quickly")
    with school_scope(school.school):
        steer = Steer.objects.get()
    assert (steer.pupil_id, steer.names, steer.milliseconds) == (ada.pk, ["mul-7", "div"], 4500)
    assert (steer.starts, steer.until, steer.decided_by) == (TODAY, in_days(20), school.teacher)
    shown = text(teacher, url)
    assert "Aim of 4.5 seconds: 7 times table, All of division" in shown
    assert "Tires quickly" in shown
    assert str(school.teacher) in shown


def test_one_fact_is_named_as_it_is_asked(teacher: Client, school: Troupe, ada: Pupil) -> None:
    post(teacher, pupil_page(school, ada), kind="pause", fact="7x8")
    with school_scope(school.school):
        assert Steer.objects.get().names == ["mul:7x8"]


def test_what_does_not_belong_to_the_kind_is_not_kept(teacher: Client, school: Troupe) -> None:
    post(teacher, class_page(school), kind="slower", names=["mul"], fact="7x8", seconds="3")
    with school_scope(school.school):
        steer = Steer.objects.get()
    assert (steer.group_id, steer.names, steer.milliseconds) == (school.group.pk, [], None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "What: This field is required."),
        ({"kind": "aim", "names": ["mul"]}, "How many seconds is the aim?"),
        ({"kind": "aim", "names": ["mul"], "seconds": "0.1"}, "greater than or equal to 0.5"),
        ({"kind": "pause"}, "Tick what it is about."),
        ({"kind": "set", "fact": "7x8"}, "Tick what it is about."),
        ({"kind": "pause", "fact": "7x88"}, "No question here reads “7x88”."),
        ({"kind": "pause", "names": ["spelling"]}, "spelling is not one of the available choices"),
        ({"kind": "slower", "starts": in_days(-1)}, "begin today or later"),
        ({"kind": "slower", "until": in_days(-1)}, "The last day must not be before the first."),
        ({"kind": "pause", "names": ["add", "sub", "mul", "div"]}, "would have no number facts left"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_kept(
    teacher: Client, school: Troupe, given: dict[str, Any], said: str
) -> None:
    reply = post(teacher, class_page(school), **given)
    assert said in reply.content.decode()
    with school_scope(school.school):
        assert not Steer.objects.exists()


def test_a_decision_is_taken_back_in_one_click_and_that_is_undone_in_another(
    teacher: Client, school: Troupe, ada: Pupil
) -> None:
    with school_scope(school.school):
        steer = decided(ada, Kind.PAUSE, "mul-7")
    back, again = (
        reverse(f"foundations:{name}", args=[school.urn, school.group.pk, steer.pk])
        for name in ("take_steer_back", "put_steer_back")
    )
    page = teacher.post(back, follow=True).content.decode()
    assert again in page.split('role="status"')[1].split("</form>")[0]
    shown = text(teacher, pupil_page(school, ada))
    assert "Nothing has been decided" in shown
    assert "Taken back on" in shown
    teacher.post(again)
    assert "Leave alone: 7 times table" in text(teacher, pupil_page(school, ada)).split("What holds for")[1]


def test_what_would_leave_nothing_is_not_put_back_and_the_page_says_so(
    teacher: Client, school: Troupe, ada: Pupil
) -> None:
    with school_scope(school.school):
        steer = decided(ada, Kind.PAUSE, "mul-7")
        teacher.post(reverse("foundations:take_steer_back", args=[school.urn, school.group.pk, steer.pk]))
        decided(school.group, Kind.SET, "mul-7")
    again = reverse("foundations:put_steer_back", args=[school.urn, school.group.pk, steer.pk])
    assert "no number facts left" in teacher.post(again, follow=True).content.decode()


def test_a_pupils_page_shows_the_class_decisions_too_and_leads_to_them(
    teacher: Client, school: Troupe, ada: Pupil
) -> None:
    with school_scope(school.school):
        decided(school.group, Kind.SLOWER, starts=in_days(2))
    reply = teacher.get(pupil_page(school, ada)).content.decode()
    assert "Whole class" in reply
    assert "To come" in reply
    assert class_page(school) in reply
    assert "Take back" not in reply


def test_what_has_run_its_time_is_listed_as_over(teacher: Client, school: Troupe) -> None:
    with school_scope(school.school):
        decided(school.group, Kind.SLOWER, starts=in_days(-9), until=in_days(-3))
    shown = text(teacher, class_page(school))
    assert "Its time is over" in shown
    assert "Put back" not in shown


def test_how_a_class_practises_is_chosen_and_decides_what_can_be_named(teacher: Client, school: Troupe) -> None:
    url = reverse("foundations:class_practice", args=[school.urn, school.group.pk])
    assert "Bonds of 10" not in text(teacher, class_page(school))
    teacher.post(url, {"minutes": 8, "further_subjects": ["missing-numbers"]})
    with school_scope(school.school):
        kept = ClassPractice.objects.get()
    assert (kept.minutes, kept.further_subjects, kept.starts_with_check) == (8, ["missing-numbers"], False)
    shown = text(teacher, class_page(school))
    assert "Bonds of 10" in shown
    assert "Chosen on" in shown


@pytest.mark.parametrize("minutes", ["", "2", "16", "five"])
def test_minutes_are_from_three_to_fifteen(teacher: Client, school: Troupe, minutes: str) -> None:
    url = reverse("foundations:class_practice", args=[school.urn, school.group.pk])
    assert "Please look at this again" in teacher.post(url, {"minutes": minutes}).content.decode()
    with school_scope(school.school):
        assert not ClassPractice.objects.exists()


def test_a_teacher_sets_how_practice_looks(teacher: Client, school: Troupe, ada: Pupil) -> None:
    url = reverse("foundations:pupil_preferences", args=[school.urn, school.group.pk, ada.pk])
    chosen = {"timer": "none", "type": "large", "motion": "usual", "contrast": "usual", "pad": "left"}
    teacher.post(url, chosen)
    with school_scope(school.school):
        kept = Preferences.objects.get()
    assert (kept.pupil_id, kept.timer, kept.pad, kept.set_by) == (ada.pk, "none", "left", school.teacher)
    assert "Please look at this again" in teacher.post(url, chosen | {"pad": "middle"}).content.decode()


def test_the_pupils_own_page_has_a_box_of_what_was_decided(teacher: Client, school: Troupe, ada: Pupil) -> None:
    practise(school, [ada])
    url = reverse("foundations:pupil", args=[school.urn, school.group.pk, ada.pk])
    assert "What you decided" not in text(teacher, url)
    with school_scope(school.school):
        decided(ada, Kind.AIM, "add-to-5", milliseconds=1000)
        Preferences.objects.create(school=school.school, pupil=ada, type="large")
    shown = text(teacher, url)
    assert "What you decided Aim of 1 second: Adding to 5" in shown
    assert "How practice looks: Size of type: large." in shown


def test_the_pupils_stages_go_by_the_pupils_own_aim(teacher: Client, school: Troupe, ada: Pupil) -> None:
    practise(school, [ada])
    url = reverse("foundations:pupil", args=[school.urn, school.group.pk, ada.pk])

    def fluent() -> int:
        found = re.search(r"Fluent facts (\d+) of 530", text(teacher, url))
        assert found
        return int(found[1])

    assert fluent() > 0
    with school_scope(school.school):
        decided(ada, Kind.AIM, "add-to-5", milliseconds=500)
    assert fluent() == 0


def test_the_neighbours_decisions_are_out_of_reach(cast: Cast, teacher: Client, school: Troupe) -> None:
    next_door = cast.birchwood
    with school_scope(next_door.school):
        steers = [decided(next_door.group, Kind.SLOWER), decided(next_door.pupils[0], Kind.SLOWER)]
    for steer in steers:
        for name in ("take_steer_back", "put_steer_back"):
            url = reverse(f"foundations:{name}", args=[school.urn, school.group.pk, steer.pk])
            assert teacher.post(url).status_code == 404
    assert teacher.get(pupil_page(school, next_door.pupils[0])).status_code == 404


def test_a_decision_for_another_class_of_the_school_is_not_found_under_this_one(
    teacher: Client, school: Troupe
) -> None:
    with school_scope(school.school):
        other = type(school.group).objects.create(school=school.school, academic_year=school.year, name="4 Merlin")
        steer = decided(other, Kind.SLOWER)
    url = reverse("foundations:take_steer_back", args=[school.urn, school.group.pk, steer.pk])
    assert teacher.post(url).status_code == 404
