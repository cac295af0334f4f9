"""The growth of some pupils of a class together: whom an address names, what is drawn, which groups are ready."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ridgeway.fluency.growth import advise_on
from ridgeway.foundations.growth.lines import GrowthLine, Work
from ridgeway.foundations.growth.looking import Look, look
from ridgeway.foundations.growth.together import Standing, member_rows, ready_groups, standings
from ridgeway.foundations.models import KnowledgeDay, Timing, Writing
from ridgeway.foundations.steering.models import Kind, Steer
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.week.models import Tried
from ridgeway.schools.models import Pupil, YearPlacement
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.charts import ChartDay
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client

MONDAY = dt.date(2026, 11, 2)
COPYING = Work("copying", "", "paper")


@pytest.fixture
def ashdown(cast: Cast) -> Troupe:
    """Three of the four practise addition and copy for a minute on six days: 20, 30 and 40 letters a minute."""
    troupe = cast.ashdown
    practise(troupe, troupe.pupils[:3], days=12, errors=True)
    with school_scope(troupe.school):
        for back in range(6, 0, -1):
            at = dt.datetime.combine(TODAY - dt.timedelta(days=2 * back), dt.time(12), dt.UTC)
            for place, pupil in enumerate(troupe.pupils[:3]):
                Timing.objects.create(
                    id=uuid7(at), school=troupe.school, pupil=pupil, writing=Writing.COPYING, at=at, seconds=60,
                    correct=20 + 10 * place, errors=1, device="paper",
                )  # fmt: skip
    return troupe


def address(troupe: Troupe, pupils: Sequence[Pupil | str], where: str = "together/", **query: str) -> str:
    keys = "".join(f"&pupils={each if isinstance(each, str) else each.pk}" for each in pupils)
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return f"/schools/{troupe.urn}/classes/{troupe.group.pk}/growth/{where}?{keys}{asked}"


def opened(troupe: Troupe, path: str) -> str:
    reply = staff_client(troupe.teacher.email).get(path)
    assert reply.status_code == 200
    return reply.content.decode()


def drawn(html: str) -> str:
    """The Standard Celeration Chart of a page."""
    found = re.search(r'<div class="growth-large">.*?(<svg[^>]* role="img".*?</svg>)', html, re.S)
    assert found is not None
    return found[1]


def named(html: str) -> list[str]:
    """The pupils of the table, from top to bottom."""
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', html)


def line(*corrects: float) -> GrowthLine:
    days = (ChartDay(MONDAY + dt.timedelta(days=at), rate, 1.0, 0.2) for at, rate in enumerate(corrects))
    return GrowthLine(COPYING, tuple(days))


def standing(key: int, *corrects: float) -> Standing:
    return Standing(Pupil(pk=key), line(*corrects), None, advise_on(corrects))


def test_pupils_are_ticked_beside_their_charts_in_a_form_whose_address_can_be_kept(ashdown: Troupe) -> None:
    html = opened(
        ashdown, f"/schools/{ashdown.urn}/classes/{ashdown.group.pk}/growth/?show=rates&line={COPYING.key}"
    )
    assert f'<form method="get" action="{address(ashdown, []).removesuffix("?")}">' in html
    assert f'name="line" value="{COPYING.key}"' in html
    for pupil in ashdown.pupils[:3]:
        assert f'name="pupils" value="{pupil.pk}" aria-labelledby="growth-{pupil.pk}"' in html
    assert f'value="{ashdown.pupils[3].pk}"' not in html, "who has no chart has nothing to tick"


def test_everybody_together_have_the_chart_of_the_class(ashdown: Troupe) -> None:
    of_class = f"/schools/{ashdown.urn}/classes/{ashdown.group.pk}/growth/?show=rates"
    together = opened(ashdown, address(ashdown, ashdown.pupils))
    assert drawn(together) == drawn(opened(ashdown, of_class))


def test_some_have_the_chart_of_their_own_middle(ashdown: Troupe) -> None:
    html = opened(ashdown, address(ashdown, ashdown.pupils[1:3], line=COPYING.key))
    assert "the middle of 2 pupils" in html
    assert "from 35 to 35" in drawn(html), "between 30 and 40"
    assert "Letters a minute" in html


@given(keys=st.permutations(range(4)), doubled=st.booleans())
def test_the_order_of_the_keys_makes_no_difference(keys: list[int], doubled: bool) -> None:
    pupils = [Pupil(pk=key) for key in range(4)]
    lines = {COPYING: {key: line(*(5 * key + day for day in range(1, 9))) for key in range(4)}}
    looked = Look(lines, COPYING, "", MONDAY, MONDAY)
    asked = [pupils[key] for key in keys[:3]]
    straight = looked.middle_of(sorted(asked, key=lambda pupil: pupil.pk))
    assert looked.middle_of(asked[::-1]) == straight
    assert straight is not None


def test_a_pupil_alone_is_nobody_s_middle() -> None:
    looked = Look({COPYING: {1: line(5, 6)}}, COPYING, "", MONDAY, MONDAY)
    assert looked.middle_of([Pupil(pk=1)]) is None


def test_the_address_names_members_in_any_order_and_more_than_once(ashdown: Troupe) -> None:
    amber, bram, cleo = ashdown.pupils[:3]
    straight = opened(ashdown, address(ashdown, [amber, bram, cleo]))
    turned = opened(ashdown, address(ashdown, [cleo, amber, bram, cleo]))
    assert (drawn(turned), named(turned)) == (drawn(straight), named(straight))


def test_keys_of_others_name_nobody(ashdown: Troupe, cast: Cast) -> None:
    straight = opened(ashdown, address(ashdown, ashdown.pupils[:2]))
    path = address(ashdown, [*ashdown.pupils[:2], cast.birchwood.pupils[0], "0", "nobody"])
    html = opened(ashdown, path)
    assert (drawn(html), named(html)) == (drawn(straight), named(straight))
    assert len(named(html)) == 2


def test_an_address_that_names_nobody_says_what_to_do(ashdown: Troupe) -> None:
    assert "Nobody is chosen yet" in opened(ashdown, address(ashdown, ["0"]))


def test_somebody_of_another_school_finds_nothing(ashdown: Troupe, cast: Cast) -> None:
    client = staff_client(cast.birchwood.teacher.email)
    for where in ("together/", "together.pdf"):
        assert client.get(address(ashdown, ashdown.pupils, where)).status_code == 404


def test_one_pupil_alone_is_shown_on_the_pupil_s_own_page_in_the_same_work(ashdown: Troupe) -> None:
    amber = ashdown.pupils[0]
    reply = staff_client(ashdown.teacher.email).get(address(ashdown, [amber], line=COPYING.key))
    assert reply.status_code == 302
    assert reply["Location"].endswith(f"/pupils/{amber.pk}/growth/?line=copying~~paper&set=")


def test_each_member_can_be_taken_out_and_the_choice_is_kept(ashdown: Troupe) -> None:
    amber, bram, cleo = ashdown.pupils[:3]
    html = opened(ashdown, address(ashdown, [amber, bram, cleo], line=COPYING.key))
    (kept,) = re.findall(rf'href="([^"]*)" aria-label="Take {bram} out"', html)
    assert kept.startswith("?line=copying~~paper&amp;set=")
    assert set(re.findall(r"pupils=(\d+)", kept)) == {str(amber.pk), str(cleo.pk)}
    assert 'growth/?show=rates&amp;line=copying~~paper&amp;set="' in html, "back to the whole class"
    assert f'<input type="hidden" name="pupils" value="{bram.pk}">' in html, "another choice keeps the members"


def test_a_member_who_never_did_it_is_named_all_the_same(ashdown: Troupe) -> None:
    html = opened(ashdown, address(ashdown, ashdown.pupils[2:], line=COPYING.key))
    assert set(named(html)) == {str(each) for each in ashdown.pupils[2:]}
    assert "Has not done this in these weeks." in html
    assert "There is no line yet" in html


def test_the_group_is_printed_on_one_page_with_its_members(ashdown: Troupe) -> None:
    client = staff_client(ashdown.teacher.email)
    reply: Any = client.get(address(ashdown, ashdown.pupils[:3], "together.pdf", line=COPYING.key))
    (page,) = PdfReader(io.BytesIO(reply.content)).pages
    words = page.extract_text()
    assert "the middle pupil had 30 letters right a minute" in " ".join(words.split())
    for pupil in ashdown.pupils[:3]:
        assert str(pupil) in words
    assert "it is for staff" in words


def test_there_is_nothing_to_print_of_those_who_never_worked_on_one_day(ashdown: Troupe) -> None:
    client = staff_client(ashdown.teacher.email)
    assert client.get(address(ashdown, ashdown.pupils[2:], "together.pdf")).status_code == 404


def test_those_are_stuck_of_whom_the_rules_say_so_in_what_is_shown() -> None:
    flat, climbing = standing(1, 9, 9, 9, 9, 9), standing(2, 9, 10, 11, 12, 13)
    stuck, _ = ready_groups([flat, climbing])
    assert stuck.pupils == [flat.pupil]


def test_those_are_below_the_middle_whose_last_three_days_are() -> None:
    found = [standing(1, 90, 2, 40, 40), standing(2, 1, 20, 20, 20), standing(3, 30, 30, 30)]
    _, below = ready_groups(found)
    assert below.pupils == [found[0].pupil]
    assert [group.pupils for group in ready_groups([])] == [[], []]


@given(st.lists(st.lists(st.floats(1, 100), min_size=1, max_size=5), min_size=1, max_size=12))
def test_at_most_half_are_below_the_middle(rates: list[list[float]]) -> None:
    _, below = ready_groups([standing(key, *each) for key, each in enumerate(rates)])
    assert len(below.pupils) <= len(rates) / 2


def test_practice_of_a_strand_is_judged_by_fluent_facts_and_all_else_by_its_own_rates(ashdown: Troupe) -> None:
    amber = ashdown.pupils[0]
    with school_scope(ashdown.school):
        days = KnowledgeDay.objects.filter(pupil=amber, subject="number-facts")
        days.update(fluent=3, met=40)
        by_facts, *_ = standings(look([amber], TODAY), [amber], ashdown.group, TODAY)
        of_set, *_ = standings(look([amber], TODAY, set_asked="add-to-5"), [amber], ashdown.group, TODAY)
    assert "3, 3, 3 facts fluent" in by_facts.advice.evidence
    assert "answers right a minute" in of_set.advice.evidence


def test_what_is_being_tried_has_its_two_weeks(ashdown: Troupe) -> None:
    amber = ashdown.pupils[0]
    with school_scope(ashdown.school):
        looked = look([amber], TODAY, set_asked="add-to-5")
        Steer.objects.create(school=ashdown.school, pupil=amber, kind=Kind.AIM, names=["add"], milliseconds=500,
                             starts=TODAY)  # fmt: skip
        Tried.objects.create(school=ashdown.school, pupil=amber, remedy="more model", since=TODAY)
        (found,) = standings(looked, [amber], ashdown.group, TODAY)
    assert found.aim == 120, "the pupil's own"
    assert found.advice.rule == "being tried"


def test_an_aim_follows_the_pupil_s_year(ashdown: Troupe) -> None:
    amber = ashdown.pupils[0]
    with school_scope(ashdown.school):
        YearPlacement.objects.filter(pupil=amber).update(year_group="1")
        found = standings(look(ashdown.pupils, TODAY), ashdown.pupils, ashdown.group, TODAY)
    assert [each.aim for each in found if each.pupil == amber] == [10]
    assert {each.aim for each in found if each.pupil != amber} == {20}


def test_a_member_s_row_says_growth_level_last_day_and_aim(ashdown: Troupe) -> None:
    with school_scope(ashdown.school):
        looked = look(ashdown.pupils, TODAY, asked=COPYING.key)
        found = standings(looked, ashdown.pupils, ashdown.group, TODAY)
        rows = member_rows(ashdown.pupils, found, looked, ashdown.group)
    bram = next(row for row in rows if row.pupil == ashdown.pupils[1])
    assert (bram.growth, bram.level, bram.aim) == ("× 1 a week (× 1 to × 1)", "30", "–")
    assert bram.last.startswith("30 on ")
    assert bram.advice.startswith("No growth: 30, 30, 30 letters right a minute")


def test_more_pupils_cost_no_more_queries(ashdown: Troupe, django_assert_max_num_queries: Any) -> None:
    client: Client = staff_client(ashdown.teacher.email)
    client.get(address(ashdown, ashdown.pupils))
    with django_assert_max_num_queries(100) as two:
        client.get(address(ashdown, ashdown.pupils[:2]))
    with django_assert_max_num_queries(len(two)):
        client.get(address(ashdown, ashdown.pupils))
