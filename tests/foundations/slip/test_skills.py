"""What is told as sure is true of every fact behind it, whatever the stages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import catalogue
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.stages import ACCURATE, FLUENT, NEW, SECURE
from ridgeway.foundations.slip.skills import NEARLY, TABLES, skills, tell_skills

ITEMS = catalogue()


def stages(*fluent: str) -> Whole:
    """Stages in which the items whose ids begin so, or all of a set, are fluent, and all others accurate."""
    known = [item.set_id in fluent or any(item.id == each for each in fluent) for item in ITEMS]
    return np.where(known, FLUENT, ACCURATE)


def where(told: bool) -> Whole:
    return np.full(len(ITEMS), FLUENT if told else ACCURATE)


def table(number: int) -> list[str]:
    return [f"mul:{a}x{b}" for a in range(1, 13) for b in range(1, 13) if number in (a, b)]


def form(name: str) -> list[str]:
    return [item.id for item in ITEMS if item.fact is not None and item.fact.form == name]


def test_all_that_is_fluent_is_told_in_one_line_for_each_operation() -> None:
    assert tell_skills(where(told=True)).sure == (
        "adding within 20",
        "taking away within 20",
        "all times tables up to 12",
        "dividing by all numbers up to 12",
    )
    assert tell_skills(where(told=True)).nearly == ()


def test_nothing_fluent_tells_nothing() -> None:
    assert tell_skills(where(told=False)).sure == ()
    assert tell_skills(where(told=False)).nearly == ()


def test_tables_are_told_together() -> None:
    assert tell_skills(stages(*table(2), *table(5), *table(10))).sure == ("the 2, 5 and 10 times tables",)
    assert tell_skills(stages(*table(7))).sure == ("the 7 times table",)


def test_dividing_is_told_by_the_number_divided_by() -> None:
    fluent = [item.id for item in ITEMS if item.strand == "div" and item.id.endswith(("/3", "/4"))]
    assert tell_skills(stages(*fluent)).sure == ("dividing by 3 and 4",)


def test_only_the_widest_of_skills_that_hold_each_other_is_told() -> None:
    within_10 = [each for each in form("add") if int(ITEMS[each].answer) <= 10]
    assert tell_skills(stages(*within_10)).sure == ("adding within 10",)


def test_pairs_doubles_and_taking_away_from_ten_have_words_of_their_own() -> None:
    pairs = [each for each in form("add") if ITEMS[each].answer == "10"]
    doubles = [f"add:{n}+{n}" for n in range(11)]
    from_ten = [each for each in form("sub") if each.startswith("sub:10-")]
    told = tell_skills(stages(*pairs, *doubles, *from_ten))
    assert told.sure == ("pairs of numbers that make 10", "doubles of numbers up to 10", "taking away from 10")


def test_one_fact_that_is_not_fluent_makes_a_table_nearly_there() -> None:
    known = stages(*table(6))
    known[ITEMS.position("mul:6x8")] = ACCURATE
    told = tell_skills(known)
    assert told.sure == ()
    assert told.nearly == ("the 6 times table",)


@given(st.tuples(*[st.sampled_from([NEW, ACCURATE, FLUENT, SECURE])] * len(ITEMS.sets)))
def test_what_is_told_is_true_of_the_stages(by_set: tuple[int, ...]) -> None:
    known = np.array(by_set)[ITEMS.set_of]
    told = tell_skills(known)
    assert (known[sorted(told.places)] >= FLUENT).all()
    fluent = [np.mean(known[sorted(skill.places)] >= FLUENT) for skill in skills()]
    assert bool(told.sure) == any(share == 1 for share in fluent)
    assert bool(told.nearly) == any(NEARLY <= share < 1 for share in fluent)


@pytest.mark.parametrize("number", TABLES)
def test_a_table_is_every_product_with_its_number_up_to_12(number: int) -> None:
    of_number = [{ITEMS.items[place].id for place in each.places} for each in skills() if each.number == number]
    assert set(table(number)) in of_number
