"""Pages and papers of growth, as a teacher opens them."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from ridgeway.foundations.models import PracticeDay
from ridgeway.foundations.steering.models import Kind, Steer
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client


@pytest.fixture
def ashdown(cast: Cast) -> Troupe:
    practise(cast.ashdown, cast.ashdown.pupils[:3], days=12, errors=True)
    return cast.ashdown


def seen(troupe: Troupe, where: str) -> str:
    reply = staff_client(troupe.teacher.email).get(f"/schools/{troupe.urn}/classes/{troupe.group.pk}/{where}")
    assert reply.status_code == 200
    return reply.content.decode()


def pdf(troupe: Troupe, where: str) -> PdfReader:
    reply = staff_client(troupe.teacher.email).get(f"/schools/{troupe.urn}/classes/{troupe.group.pk}/{where}")
    assert reply["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(reply.content))


@pytest.mark.parametrize("way", ["", "?show=rates"])
def test_those_who_practised_are_seen_side_by_side(ashdown: Troupe, way: str) -> None:
    html = seen(ashdown, f"growth/{way}")
    for pupil in ashdown.pupils[:3]:
        assert f"/pupils/{pupil.pk}/growth/" in html
    assert f"/pupils/{ashdown.pupils[3].pk}/growth/" not in html


def test_rates_show_the_middle_of_the_class_as_well(ashdown: Troupe) -> None:
    assert "the middle pupil" in seen(ashdown, "growth/?show=rates")


def test_the_speed_of_a_strand_is_told_week_by_week(ashdown: Troupe) -> None:
    html = seen(ashdown, "growth/?show=speed")
    assert "From seconds to automatic, week by week" in html
    assert "up to 3 seconds" in html
    assert "Nobody in this class has practised this strand" in seen(ashdown, "growth/?show=speed&strand=div")


def test_the_strand_practised_most_is_looked_at_first(ashdown: Troupe) -> None:
    assert 'aria-current="page">Addition</a>' in seen(ashdown, "growth/?show=speed")
    with school_scope(ashdown.school):
        for strand, most in (("sub", 2), ("spelling-year-4", 3)):
            PracticeDay.objects.filter(pupil__in=ashdown.pupils[:most], strand="add").update(strand=strand)
    assert 'aria-current="page">Subtraction</a>' in seen(ashdown, "growth/?show=speed")
    assert 'aria-current="page">Addition</a>' in seen(ashdown, "growth/?show=speed&strand=add")


def test_a_pupil_s_chart_says_the_celeration_and_the_aim(ashdown: Troupe) -> None:
    html = seen(ashdown, f"pupils/{ashdown.pupils[0].pk}/growth/")
    assert "a week (" in html
    assert "20 right a minute" in html


def test_a_teacher_s_aim_moves_the_line_and_a_decision_draws_one_down_the_chart(ashdown: Troupe) -> None:
    with school_scope(ashdown.school):
        Steer.objects.create(
            school=ashdown.school, pupil=ashdown.pupils[0], kind=Kind.AIM, names=["add"], milliseconds=1500,
            starts=TODAY - dt.timedelta(days=5),
        )  # fmt: skip
    html = seen(ashdown, f"pupils/{ashdown.pupils[0].pk}/growth/")
    assert "40 right a minute" in html
    assert "new aim" in html


def test_what_was_decided_for_the_class_is_drawn_on_its_chart_unless_it_never_held(ashdown: Troupe) -> None:
    begun = TODAY - dt.timedelta(days=5)
    with school_scope(ashdown.school):
        for kind, taken_back in ((Kind.SET, None), (Kind.PAUSE, 0), (Kind.SLOWER, 1)):
            Steer.objects.create(
                school=ashdown.school, group=ashdown.group, kind=kind, starts=begun,
                names=[] if kind == Kind.SLOWER else ["mul-7"],
                taken_back_at=None if taken_back is None
                else dt.datetime.combine(begun + dt.timedelta(days=taken_back), dt.time(15), dt.UTC),
            )  # fmt: skip
        Steer.objects.create(
            school=ashdown.school, pupil=ashdown.pupils[0], kind=Kind.AIM, names=["add"], milliseconds=1500,
            starts=begun,
        )  # fmt: skip
    html = seen(ashdown, "growth/?show=rates")
    assert "chosen sets, fewer new" in html
    assert "new aim" not in html


def test_one_set_can_be_looked_at_alone(ashdown: Troupe) -> None:
    assert "a week (" in seen(ashdown, f"pupils/{ashdown.pupils[0].pk}/growth/?set=add-to-5")
    assert "Nothing to show yet" in seen(ashdown, f"pupils/{ashdown.pupils[0].pk}/growth/?set=mul-7")


def test_a_class_that_has_not_begun_is_told_what_will_appear(cast: Cast) -> None:
    html = seen(cast.birchwood, "growth/")
    assert "Growth appears after a few days of practice" in html


def test_every_pupil_with_a_line_gets_a_page_on_paper(ashdown: Troupe) -> None:
    read = pdf(ashdown, "growth.pdf")
    assert len(read.pages) == 3
    words = read.pages[0].extract_text()
    assert ashdown.pupils[2].forename in words
    assert "right a minute" in words


def test_a_page_for_every_pupil_costs_no_more_queries_than_one_for_one(
    ashdown: Troupe, django_assert_num_queries: Any
) -> None:
    client = staff_client(ashdown.teacher.email)
    here = f"/schools/{ashdown.urn}/classes/{ashdown.group.pk}/"
    client.get(here)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{here}pupils/{ashdown.pupils[0].pk}/growth.pdf")
    with django_assert_num_queries(len(one)):
        client.get(f"{here}growth.pdf")


def test_one_pupil_has_one_page(ashdown: Troupe) -> None:
    assert len(pdf(ashdown, f"pupils/{ashdown.pupils[1].pk}/growth.pdf").pages) == 1


def test_a_pupil_of_another_class_is_not_found(ashdown: Troupe, cast: Cast) -> None:
    client = staff_client(ashdown.teacher.email)
    stranger = cast.birchwood.pupils[0].pk
    here = f"/schools/{ashdown.urn}/classes/{ashdown.group.pk}/pupils/{stranger}"
    assert client.get(f"{here}/growth/").status_code == 404
    assert client.get(f"{here}/growth.pdf").status_code == 404
