"""Marked cells become answers of the ledger the night after, once; a time becomes a page where it tells of one."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from ridgeway.fluency import Knowledge, catalogue
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import (
    Answer,
    KnowledgeState,
    PageTotal,
    PracticeDay,
    PracticeSession,
    SheetResult,
    SheetSet,
    Withdrawal,
)
from ridgeway.foundations.paper.results import Entry, Marks, enter_results
from ridgeway.foundations.paper.settling import STANDS_FOR, settle_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.tasks import settle_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.answers import stored

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def sheet_set(cast: Cast) -> Iterator[SheetSet]:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        yield make_sheets(troupe.group, "addition-grid", on=YESTERDAY, pupils=troupe.pupils, seed=1)


def enter(sheet_set: SheetSet, entry: Entry | None, number: int = 1) -> None:
    enter_results(sheet_set, {sheet_set.pages.get(number=number): entry}, by=None)


def night(days: int = 1) -> int:
    return settle_results(timezone.now() + dt.timedelta(days=days))


MARKED = Entry(300, 95, Marks((3, 4), (97, 98, 99)))


def test_each_answered_cell_is_one_answer_on_paper_without_a_time(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    assert night() == 1
    questions = sheet_set.pages.get(number=1).content.questions
    answers = list(Answer.objects.order_by("sequence"))
    assert [answer.item for answer in answers] == [question.item for question in questions[:97]]
    assert Counter((answer.device, answer.latency_ms, answer.prompt) for answer in answers) == {
        ("paper", None, "none"): 97
    }
    assert [answer.sequence for answer in answers if not answer.correct] == [3, 4]
    assert {answer.at.date() for answer in answers} == {YESTERDAY}


def test_what_was_marked_informs_what_the_pupil_knows(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    night()
    pupil = sheet_set.pages.get(number=1).pupil
    knowledge = read_knowledge(KnowledgeState.objects.get(pupil=pupil, subject="number-facts"))
    assert int(knowledge.rows.answers.sum()) == 97
    rebuild_knowledge(pupil)
    assert (
        int(read_knowledge(KnowledgeState.objects.get(pupil=pupil, subject="number-facts")).rows.answers.sum())
        == 97
    )


def test_settling_again_adds_nothing(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    assert (night(), night()) == (1, 0)
    SheetResult.objects.update(settled_at=None)
    assert night() == 1
    assert (Answer.objects.count(), PracticeSession.objects.count(), PageTotal.objects.count()) == (97, 1, 1)


def test_an_entry_may_be_corrected_until_the_night(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    assert settle_results(timezone.now() + STANDS_FOR - dt.timedelta(minutes=1)) == 0
    enter(sheet_set, Entry(300, 100, Marks((), ())))
    night()
    assert set(Answer.objects.values_list("correct", flat=True)) == {True}
    assert Answer.objects.count() == 100


ALL_RIGHT = Entry(300, 100, Marks((), ()))


def told(sheet_set: SheetSet) -> Any:
    """What is stored of the first page's pupil."""
    return stored(sheet_set.pages.get(number=1).pupil)


def test_a_correction_after_the_night_counts_from_the_next_and_what_was_wrong_from_then_no_more(
    sheet_set: SheetSet, cast: Cast
) -> None:
    enter(sheet_set, MARKED)
    night()
    settled = told(sheet_set)
    enter_results(sheet_set, {sheet_set.pages.get(number=1): ALL_RIGHT}, by=cast.ashdown.teacher)
    assert told(sheet_set) == ({}, [])
    assert night(2) == 1
    assert told(sheet_set) != settled
    assert PracticeDay.objects.get().correct == 100
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.why, withdrawal.withdrawn_by) == ("corrected", cast.ashdown.teacher)
    enter(sheet_set, MARKED)
    assert night(3) == 1
    assert told(sheet_set) == settled
    assert (Answer.objects.count(), PageTotal.objects.count()) == (97 + 100 + 97, 3)


def test_a_result_taken_away_after_the_night_counts_no_more_until_it_is_entered_again(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    enter(sheet_set, MARKED, number=2)
    night()
    settled = told(sheet_set)
    enter(sheet_set, None)
    assert told(sheet_set) == ({}, [])
    assert Withdrawal.objects.get().why == "taken away"
    assert PracticeDay.objects.get().pupil == sheet_set.pages.get(number=2).pupil
    enter(sheet_set, MARKED)
    night(2)
    assert told(sheet_set) == settled


def test_what_was_entered_again_without_a_change_stays_settled(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    night()
    enter(sheet_set, MARKED)
    assert night(2) == 0
    assert not Withdrawal.objects.exists()


def asked(sheet_set: SheetSet) -> list[str]:
    """The items of the first page's questions, in their order."""
    return [question.item or "" for question in sheet_set.pages.get(number=1).content.questions]


def sheets_of(cast: Cast, kind: str, **options: Any) -> SheetSet:
    troupe = cast.ashdown
    return make_sheets(troupe.group, kind, on=YESTERDAY, pupils=troupe.pupils, seed=1, **options)


def the_page() -> tuple[list[str], list[bool | None], int]:
    """What the only page in the ledger asked, its marks and its time in seconds."""
    page = PageTotal.objects.get()
    return page.items, page.correct, page.milliseconds // 1000


def test_totals_alone_become_no_answers(sheet_set: SheetSet) -> None:
    enter(sheet_set, Entry(300, 100))
    night()
    assert not Answer.objects.exists()
    assert not PracticeDay.objects.exists()


def test_where_all_are_right_the_page_is_all_its_questions(sheet_set: SheetSet) -> None:
    enter(sheet_set, Entry(300, 100))
    assert night() == 1
    assert the_page() == (asked(sheet_set), [True] * 100, 300)


def test_where_the_number_wrong_is_known_the_first_ones_were_answered_and_nobody_knows_which_right(
    cast: Cast,
) -> None:
    with school_scope(cast.ashdown.school):
        probe = sheets_of(cast, "probe")
        enter(probe, Entry(60, 30, errors=2))
        night()
        assert the_page() == (asked(probe)[:32], [None] * 32, 60)


def test_where_none_is_wrong_the_first_ones_were_right(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        probe = sheets_of(cast, "probe")
        enter(probe, Entry(60, 30, errors=0))
        night()
        assert the_page() == (asked(probe)[:30], [True] * 30, 60)


@pytest.mark.parametrize("correct", [90, 99])
def test_a_sheet_done_to_its_end_with_nearly_all_right_is_all_its_questions_unmarked(
    sheet_set: SheetSet, correct: int
) -> None:
    enter(sheet_set, Entry(300, correct))
    assert night() == 1
    assert the_page() == (asked(sheet_set), [None] * 100, 300)


def test_a_minute_with_the_number_wrong_unknown_says_nothing_however_many_are_right(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        probe = sheets_of(cast, "probe")
        enter(probe, Entry(60, len(asked(probe)) - 1))
        assert night() == 0


def test_where_it_is_not_known_which_were_answered_nothing_is_taken_until_cells_are_marked(
    sheet_set: SheetSet,
) -> None:
    enter(sheet_set, Entry(300, 89))
    assert night() == 0
    assert not PracticeSession.objects.exists()
    enter(sheet_set, MARKED)
    assert night(2) == 1
    assert Answer.objects.count() == 97


def test_where_nothing_was_answered_there_is_no_page(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        enter(sheets_of(cast, "probe"), Entry(60, 0, errors=0))
        night()
        assert not PageTotal.objects.exists()


def test_the_time_of_a_marked_sheet_is_that_of_its_cells_which_count_once(sheet_set: SheetSet) -> None:
    enter(sheet_set, MARKED)
    night()
    cells, marks = asked(sheet_set)[:97], [place not in {3, 4} for place in range(97)]
    assert the_page() == (cells, marks, 300)
    pupil = sheet_set.pages.get(number=1).pupil
    expected = Knowledge.new(catalogue()).observe_total(
        cells, at=PageTotal.objects.get().at, total_ms=300_000, correct=marks, year=4
    )
    state = KnowledgeState.objects.get(pupil=pupil, subject="number-facts")
    assert read_knowledge(state).to_bytes() == expected.to_bytes()
    assert PracticeDay.objects.get().answers == 97


def test_a_marked_sheet_without_a_time_is_answers_alone(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        enter(sheets_of(cast, "addition-grid"), Entry(None, 100, Marks((), ())))
        night()
        assert (Answer.objects.count(), PageTotal.objects.count()) == (100, 0)


def test_a_time_in_which_something_else_was_answered_too_is_left_out(cast: Cast) -> None:
    numbers = list(range(1, 13))
    with school_scope(cast.ashdown.school):
        options = {"across": numbers, "down": numbers, "order": "mixed"}
        grid = sheets_of(cast, "addition-grid", options=options)
        enter(grid, Entry(300, 144))
        enter(grid, Entry(300, 144, Marks((), ())), number=2)
        assert night() == 2
        assert not PageTotal.objects.exists()
        known = sum(item != "" for item in asked(grid))
        assert Answer.objects.count() == known < 144


def test_cells_marked_after_the_night_take_the_place_of_the_totals(sheet_set: SheetSet) -> None:
    enter(sheet_set, Entry(300, 100))
    night()
    enter(sheet_set, MARKED)
    night(2)
    pupil = sheet_set.pages.get(number=1).pupil
    knowledge = read_knowledge(KnowledgeState.objects.get(pupil=pupil, subject="number-facts"))
    assert int(knowledge.rows.answers.sum()) == PracticeDay.objects.get().answers == 97


def test_letters_are_no_questions_and_become_no_page(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        enter(sheets_of(cast, "alphabet"), Entry(60, 20, errors=1))
        night()
        assert not PracticeSession.objects.exists()


def test_a_sheet_with_a_day_to_come_waits_for_it(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        later = make_sheets(
            cast.ashdown.group, "addition-grid", on=TODAY + dt.timedelta(days=2), pupils=cast.ashdown.pupils
        )
        enter(later, MARKED)
        assert [night(days) for days in (1, 2, 3)] == [0, 0, 1]


def test_words_of_a_teachers_own_belong_to_no_item_and_become_no_answers(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        words = make_sheets(
            cast.ashdown.group,
            "spelling",
            on=YESTERDAY,
            pupils=cast.ashdown.pupils,
            options={"source": "list", "words": "zebra\nyak"},
        )
        enter(words, Entry(None, 1, Marks((0,), ())))
        assert night() == 1
        assert not Answer.objects.exists()
        assert not PracticeSession.objects.exists()
        enter(words, None)
        assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(("kind", "prompt"), [("cover-words", "model"), ("spelling", "none")])
def test_a_word_that_was_looked_at_and_covered_counts_as_shown(cast: Cast, kind: str, prompt: str) -> None:
    options = {"source": "spell-4-island-answer", "words": ""}
    with school_scope(cast.ashdown.school):
        words = make_sheets(cast.ashdown.group, kind, on=YESTERDAY, pupils=cast.ashdown.pupils, options=options)
        enter(words, Entry(None, 12, Marks((), ())))
        assert night() == 1
        assert set(Answer.objects.values_list("prompt", "correct")) == {(prompt, True)}
        assert Answer.objects.count() == 12


def test_the_worker_does_it_for_every_school(cast: Cast) -> None:
    for troupe in (cast.ashdown, cast.birchwood):
        with school_scope(troupe.school):
            enter(make_sheets(troupe.group, "addition-grid", on=YESTERDAY, pupils=troupe.pupils), MARKED)
            long_ago = timezone.now() - dt.timedelta(days=1)
            SheetResult.objects.update(entered_at=long_ago)
    settle_sheets(timestamp=0)
    for troupe in (cast.ashdown, cast.birchwood):
        with school_scope(troupe.school):
            assert Answer.objects.count() == 97
