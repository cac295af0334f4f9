"""One pupil on one page: grids, growth, what is next, and every answer once."""

import re

import pytest
from django.test import Client

from ridgeway.foundations.ledger import record_answers
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.answers import LATER, answer, session_of
from tests.foundations.pages import practise, staff_client
from tests.foundations.test_class_page import page


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


def pupil_url(school: Troupe, query: str = "") -> str:
    return f"/schools/{school.urn}/classes/{school.group.pk}/pupils/{school.pupils[0].pk}/{query}"


def cells(html: str) -> list[str]:
    return re.findall(r'<td class="heat-\d"[^>]*>', html.split("rw-heat")[1].split("</table>", maxsplit=1)[0])


def test_a_pupil_who_has_not_practised_is_led_to_the_sign_in(teacher: Client, school: Troupe) -> None:
    html = page(teacher, pupil_url(school))
    assert "No number facts yet" in html
    assert f"/classes/{school.group.pk}/sign-in/" in html


def test_the_grids_show_stage_and_seconds_of_every_fact(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:1])
    html = page(teacher, pupil_url(school))
    assert len(cells(html)) == 100
    cell = r'"1 \+ 1 = 2, (fluent|secure): 5 answers, 5 right without help, about (\d\.\d) s">[●★] \2<'
    assert re.search(cell, html)
    assert "Facts with 0 are not in the grid" in html
    for strand, count in (("mul", 144), ("sub", 100), ("div", 144)):
        assert len(cells(page(teacher, pupil_url(school, f"?strand={strand}")))) == count


def test_an_inverse_grid_has_the_question_where_answer_and_number_meet(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:1])
    html = page(teacher, pupil_url(school, "?strand=sub"))
    row = html.split('<th scope="row">= 7</th>')[1].split("</tr>")[0]
    assert "15 − 8 = 7, not met yet" in re.findall(r'title="([^"]+)"', row)[7]


def test_it_tells_growth_and_what_is_next(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:1], days=10)
    html = page(teacher, pupil_url(school))
    assert "Fluent facts by day" in html
    assert "Seconds a fact by day" in html
    assert "Along the dashed line answers a minute are × 1.7" in html
    assert "What is next" in html
    assert "At the aim" in html or "facts fluent" in html


def test_every_answer_of_the_last_sessions_is_there_once(teacher: Client, school: Troupe) -> None:
    ada = school.pupils[0]
    with school_scope(school.school):
        session = session_of(ada)
        given = [
            answer(session, "add:7+8", after_s=3.0 * seq, seq=seq, latency_ms=1000 + seq) for seq in range(70)
        ]
        given += [
            answer(session, "mul:6x7", "", after_s=300, seq=70),
            answer(session, "mul:6x7", "42", after_s=303, seq=71, prompt="model"),
            answer(session, "sub:15-8", "7", after_s=306, seq=72, prompt="delay", delay_ms=3000, latency_ms=3900),
        ]
        record_answers(ada, given, LATER)
        record_answers(ada, given, LATER)
    first, second = (page(teacher, pupil_url(school, f"?page={number}")) for number in (1, 2))
    listed = [html.split('id="answers"')[1] for html in (first, second)]
    assert [html.count("<tr>") - 1 for html in listed] == [50, 23]
    assert "1 to 50 of 73 answers" in listed[0]
    assert "asked to be shown" in listed[0]
    assert "it is 42" in listed[0]
    assert "answer in sight" in listed[0]
    assert "after 3 s" in listed[0]
    assert page(teacher, pupil_url(school, "?page=99")) == second


def test_a_pupil_of_another_class_is_not_found_under_this_one(cast: Cast, teacher: Client, school: Troupe) -> None:
    stranger = cast.birchwood.pupils[0].pk
    url = f"/schools/{school.urn}/classes/{school.group.pk}/pupils/{stranger}/"
    assert teacher.get(url).status_code == 404
