"""A slip is true to its own pupil, names nobody else, and fits its paper."""

import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence

import pytest
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from ridgeway.fluency import Subject, catalogue
from ridgeway.fluency.stages import FLUENT
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import read_knowledge, record_answers
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.practice import sit_down
from ridgeway.foundations.slip.games import games
from ridgeway.foundations.slip.picking import needs_no_learning, once, spread
from ridgeway.foundations.slip.printing import Layout, slips_pdf
from ridgeway.foundations.slip.slips import MOST_KNOWN, MOST_NEXT, Slip, slips_of
from ridgeway.foundations.slip.wording import Worded, in_words
from ridgeway.foundations.steering.models import ClassPractice, Kind, Steer
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast

QUERIES = 8
"""Years, choices; for each of two subjects the states, the decisions, and what to expect of classmates."""

HILLS = 34 / 210
"""How high the picture at the foot is, as a share of its width."""

NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def knows(pupil: Pupil, *, sets: Sequence[str], subject: Subject = "number-facts", latency_ms: int = 1500) -> None:
    """The pupil answers every item of these sets right on each of five days, at this speed."""
    items = [item for item in catalogue(subject) if item.set_id in sets]
    given = []
    for back in range(5, 0, -1):
        nine = dt.datetime.combine(TODAY - dt.timedelta(days=back), dt.time(9), dt.UTC)
        session = sit_down(pupil, nine, year=4)
        for seq, item in enumerate(items):
            at = nine + dt.timedelta(seconds=10 * seq)
            key = uuid7(at)
            given.append(
                GivenAnswer(key, session.pk, item.id, at, item.answer, latency_ms, "none", "keyboard", seq)
            )
    assert not record_answers(pupil, given, NOW).refused


def slip_of(cast: Cast, pupil: Pupil) -> Slip:
    (slip,) = slips_of(cast.ashdown.group, [pupil], NOW)
    return slip


def pdf_of(slips: Sequence[Worded], cast: Cast, layout: Layout = "a4", *, to_write: bool = False) -> bytes:
    school, group = cast.ashdown.school, cast.ashdown.group
    return slips_pdf(school, group, slips, layout=layout, room_to_write=to_write, day=TODAY)


def pages_of(slips: Sequence[Worded], cast: Cast, layout: Layout = "a4", *, to_write: bool = False) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf_of(slips, cast, layout, to_write=to_write))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


ADDING_WITHIN_10 = ["add-to-5", "add-to-7", "add-to-9", "add-bonds-of-10"]


def test_what_is_fluent_is_told_and_what_is_slow_is_not(cast: Cast) -> None:
    amber, bilal, *_ = cast.ashdown.pupils
    knows(amber, sets=["add-to-5"])
    knows(bilal, sets=["add-to-5"], latency_ms=20_000)
    assert in_words(slip_of(cast, amber)).sure == ("Adding within 5",)
    slow = in_words(slip_of(cast, bilal))
    assert (slow.sure, slow.nearly, slow.start) == ((), (), "Bilal has made a good start.")


def test_every_fact_told_as_known_is_fluent_by_the_pupils_own_stages(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    knows(amber, sets=[*ADDING_WITHIN_10, "mul-10", "add-doubles"])
    knows(amber, sets=["add-nine-and-some", "sub-to-5"], latency_ms=20_000)
    facts = slip_of(cast, amber).facts
    known = read_knowledge(KnowledgeState.objects.get(pupil=amber, subject="number-facts"))
    stages = known.stages(year=4)
    assert facts.skills.sure == ("adding within 10", "the 10 times table")
    assert all(stages[known.items.position(item.id)] >= FLUENT for item in facts.known)
    assert {item.set_id for item in facts.known} == {"add-doubles"}
    assert (stages[sorted(facts.skills.places)] >= FLUENT).all()


def test_an_aim_of_the_teacher_decides_what_is_fluent(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    knows(amber, sets=["add-to-5"])
    assert slip_of(cast, amber).facts.skills.sure == ("adding within 5",)
    Steer.objects.create(
        school=cast.ashdown.school,
        pupil=amber,
        kind=Kind.AIM,
        names=["add"],
        milliseconds=400,
        starts=TODAY - dt.timedelta(days=1),
    )
    assert slip_of(cast, amber).facts.skills.sure == ()


def test_what_comes_next_is_not_fluent_yet_and_obeys_what_was_decided(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    knows(amber, sets=["add-to-5"])
    Steer.objects.create(
        school=cast.ashdown.school,
        pupil=amber,
        kind=Kind.SET,
        names=["add-to-7"],
        starts=TODAY - dt.timedelta(days=1),
    )
    facts = slip_of(cast, amber).facts
    assert 3 <= len(facts.coming) <= MOST_NEXT
    assert {item.set_id for item in facts.coming} == {"add-to-7"}
    assert not facts.fresh


def test_where_all_that_may_be_asked_is_fluent_it_is_kept_fresh(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    knows(amber, sets=["add-to-5"])
    Steer.objects.create(school=cast.ashdown.school, pupil=amber, kind=Kind.SET, names=["add-to-5"], starts=TODAY)
    slip = slip_of(cast, amber)
    assert slip.facts.fresh
    assert in_words(slip).next_title == "To keep fresh"


def test_a_pupil_who_has_not_practised_is_told_what_starts_soon(cast: Cast) -> None:
    slip = slip_of(cast, cast.ashdown.pupils[3])
    told = in_words(slip)
    assert not slip.begun
    assert told.intro.startswith("Dov will soon practise number facts at school")
    assert (told.sure, told.nearly, told.start) == ((), (), "")
    assert told.next_title == "Soon, questions like these"
    assert len(told.facts) == MOST_NEXT
    assert all(item.year <= 4 for item in slip.facts.coming)
    assert slip.games


def test_without_the_short_check_the_first_session_says_what_starts_soon(cast: Cast) -> None:
    ClassPractice.objects.create(school=cast.ashdown.school, group=cast.ashdown.group, starts_with_check=False)
    assert len(slip_of(cast, cast.ashdown.pupils[3]).facts.coming) == MOST_NEXT


def test_spelling_stands_on_the_slip_where_the_class_practises_it(cast: Cast) -> None:
    amber, bilal, *_ = cast.ashdown.pupils
    assert slip_of(cast, amber).words is None
    ClassPractice.objects.create(
        school=cast.ashdown.school, group=cast.ashdown.group, further_subjects=["spelling"]
    )
    knows(amber, sets=["spell-1-he-go-my"], subject="spelling")
    told, new = in_words(slip_of(cast, amber)), in_words(slip_of(cast, bilal))
    assert told.sure[0].startswith("Spelling “")
    known = {item.answer for item in catalogue("spelling") if item.set_id == "spell-1-he-go-my"}
    assert told.words
    assert known.isdisjoint(told.words)
    assert "number facts and spelling" in new.intro
    assert new.words
    assert any("spelling" in game.strands for game in slip_of(cast, amber).games)


def test_games_match_what_comes_next_and_the_year(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    knows(amber, sets=["add-to-5"])
    slip = slip_of(cast, amber)
    strands = {item.strand for item in slip.facts.coming}
    assert all(strands & set(game.strands) and 4 in game.years for game in slip.games)


def test_a_slip_names_no_other_pupil_and_its_own_on_every_page(cast: Cast) -> None:
    pupils = cast.ashdown.pupils
    knows(pupils[0], sets=["add-to-5"])
    pages = pages_of([in_words(slip) for slip in slips_of(cast.ashdown.group, pupils, NOW)], cast)
    assert len(pages) == len(pupils)
    for pupil, page in zip(pupils, pages, strict=True):
        assert str(pupil) in page
        for other in pupils:
            assert other == pupil or (other.forename not in page and other.legal_surname not in page)


def test_each_pupils_slip_is_the_same_alone_and_among_others(cast: Cast) -> None:
    pupils = cast.ashdown.pupils
    knows(pupils[1], sets=["add-to-5"])
    together = slips_of(cast.ashdown.group, pupils, NOW)
    assert [slip_of(cast, pupil) for pupil in pupils] == together


def test_more_pupils_need_no_more_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    slips_of(cast.ashdown.group, cast.ashdown.pupils, NOW)
    with django_assert_num_queries(QUERIES):
        slips_of(cast.ashdown.group, cast.ashdown.pupils[:1], NOW)
    with django_assert_num_queries(QUERIES):
        slips_of(cast.ashdown.group, cast.ashdown.pupils, NOW)


LONGEST = Worded(
    name="Bartholomew-Alexander Featherstonehaugh-Cholmondeley",
    intro="This is what Bartholomew-Alexander has learnt in short practice at school, and what to do at home.",
    sure=(
        "Adding within 10",
        "Doubles of numbers up to 10",
        "Taking away within 10",
        "The 2, 3, 4, 5, 6, 7, 8, 9, 10 and 11 times tables",
        "Dividing by 2, 3, 4, 5, 6, 7, 8, 9 and 10",
        "Facts such as 12 × 12, 19 − 9, 144 ÷ 12 and 10 + 10",
        "Spelling “accommodate”, “pronunciation”, “environment” and “mischievous”",
    ),
    nearly=("Adding within 20", "Taking away within 20", "The 12 times table", "Dividing by 11 and 12"),
    start="",
    next_title="Coming next",
    facts=("132 ÷ 12 = 11", "144 ÷ 12 = 12", "12 × 11 = 132", "121 ÷ 11 = 11"),
    words=("pronunciation", "mischievous", "accommodate", "environment"),
    games=tuple(sorted(games(), key=lambda game: -len(game.text))[:3]),
    from_school="Wonderful " * 24,
)


def lowest_line(pdf: bytes) -> float:
    """How far above the bottom of the first page its lowest words stand, as a share of a slip's width."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    heights: list[float] = []

    def see(text: str, now: list[float], line: list[float], *_: object) -> None:
        if text.strip():
            heights.append(line[4] * now[1] + line[5] * now[3] + now[5])

    page.extract_text(visitor_text=see)
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    return min(heights) / min(width, height / math.sqrt(2))


@pytest.mark.parametrize(("layout", "on_a_page"), [("a4", 1), ("a5", 2)])
def test_the_longest_slip_keeps_above_the_hills_and_loses_nothing(
    cast: Cast, layout: Layout, on_a_page: int
) -> None:
    pages = pages_of([LONGEST] * 3, cast, layout, to_write=True)
    assert len(pages) == -(-3 // on_a_page)
    for words in [*LONGEST.sure, *LONGEST.nearly, *LONGEST.facts, *LONGEST.words, LONGEST.games[0].title]:
        assert pages[0].count(words) >= on_a_page
    assert pages[0].count("Wonderful") == 24 * on_a_page
    assert lowest_line(pdf_of([LONGEST] * 3, cast, layout, to_write=True)) > HILLS


def test_as_many_games_are_printed_as_the_paper_has_room_for(cast: Cast) -> None:
    told = in_words(slip_of(cast, cast.ashdown.pupils[0]))
    (large,), (small,) = pages_of([told], cast, "a4"), pages_of([told], cast, "a5")
    assert [game.title in large for game in told.games] == [True, True, True]
    assert [game.title in small for game in told.games] == [True, True, False]
    assert "A two-minute game to play" in pages_of([LONGEST], cast, "a5")[0]


def test_words_of_the_teacher_are_printed_and_lines_only_where_there_are_none(cast: Cast) -> None:
    told = in_words(slip_of(cast, cast.ashdown.pupils[0]), "Well done,\n  Amber!")
    bare = in_words(slip_of(cast, cast.ashdown.pupils[1]))
    with_words, without = pages_of([told, bare], cast)
    assert "From school Well done, Amber!" in with_words
    assert "From school" not in without
    assert "From school" in pages_of([bare], cast, to_write=True)[0]


def test_a_fact_and_the_same_turned_round_are_named_once_and_rules_last() -> None:
    named = once(catalogue()[each] for each in ("mul:1x7", "mul:6x7", "mul:7x6", "mul:7x1"))
    assert [item.id for item in named] == ["mul:6x7", "mul:1x7"]


@pytest.mark.parametrize("item", ["add:0+5", "sub:5-5", "sub:5-0", "mul:1x7", "div:7/7", "div:7/1"])
def test_adding_nothing_and_one_times_a_number_need_no_learning(item: str) -> None:
    assert needs_no_learning(catalogue()[item])


@pytest.mark.parametrize("item", ["add:1+5", "sub:5-1", "mul:2x7", "div:14/7"])
def test_all_else_is_learnt(item: str) -> None:
    assert not needs_no_learning(catalogue()[item])


def test_examples_come_from_all_strands_the_sets_taught_last_first() -> None:
    items = catalogue()
    named = spread(items, items, MOST_KNOWN)
    assert [item.set_id for item in named[:4]] == ["div-11-12", "mul-11-12", "sub-across-10", "add-across-10"]
    assert len({item.set_id for item in named}) == len(named) == MOST_KNOWN
