"""A list that is read out on paper is looked at word by word like one that was typed."""

import datetime as dt
import re

from django.test import Client

from ridgeway.foundations.models import SheetSet, SpellingList
from ridgeway.foundations.paper.results import Entry, Marks, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.spelling.lists import change_list
from ridgeway.foundations.spelling.pasting import read_words
from ridgeway.foundations.spelling.results import missed_words, results_of
from ridgeway.foundations.spelling.sheets import list_choices
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Troupe
from tests.foundations.spelling.test_pages import address, spell, text

BECAUSE, ZEBRA, ISLAND = range(3)


def dictate(
    school: Troupe, held: SpellingList, entries: dict[Pupil, Entry], *, on: dt.date = TODAY, kind: str = "spelling"
) -> SheetSet:
    """The list is written on paper, and these results come back."""
    with school_scope(school.school):
        options = {"source": f"list:{held.pk}", "words": ""}
        made = make_sheets(school.group, kind, on=on, pupils=school.pupils, options=options)
        pages = {page.pupil: page for page in made.pages.select_related("pupil")}
        enter_results(made, {pages[pupil]: entry for pupil, entry in entries.items()}, by=school.teacher)
        return made


def missed(*wrong: int, blank: tuple[int, ...] = ()) -> Entry:
    return Entry(None, 3 - len(wrong) - len(blank), Marks(wrong, blank))


def test_words_tapped_as_wrong_or_blank_stand_word_by_word_and_pupil_by_pupil(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    amber, bilal, cerys, _ = school.pupils
    page = address(school, "spelling_list", held.pk)
    assert "Read out on paper, they do once you have entered which words were wrong." in text(teacher.get(page))
    dictate(school, held, {amber: missed(ISLAND), bilal: missed(ZEBRA, blank=(ISLAND,)), cerys: missed()})
    shown = text(teacher.get(page))
    assert re.search(r"island 1 of 3 on paper: Bilal S, Amber T zebra 2 of 3 on paper: Bilal S", shown)
    assert re.search(r"because 3 of 3 Nobody", shown)
    assert "Amber Testington 2 of 3 island" in shown
    assert "Bilal Samplewood 1 of 3 zebra, island" in shown
    assert "Dov Fixtureby Not yet" in shown


def test_all_right_says_it_of_every_word_and_other_totals_of_none(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    amber, bilal, *_ = school.pupils
    dictate(school, held, {amber: Entry(None, 3), bilal: Entry(None, 2)})
    with school_scope(school.school):
        results = results_of(held, school.group, TODAY)
    assert [row.tried for row in results.pupils if row.pupil in (amber, bilal)] == [0, 3]
    assert [row.right for row in results.words] == [1, 1, 1]


def test_copying_a_word_is_no_try_at_it(school: Troupe, held: SpellingList) -> None:
    dictate(school, held, {school.pupils[0]: missed(ZEBRA)}, kind="cover-words")
    with school_scope(school.school):
        assert results_of(held, school.group, TODAY).done == 0


def test_the_last_try_counts_whether_on_paper_or_typed(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    amber, bilal, *_ = school.pupils
    yesterday, tomorrow = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
    dictate(school, held, {amber: missed(ISLAND, ZEBRA)}, on=yesterday)
    teacher.post(address(school, "set_spelling_list", held.pk))
    spell(school, amber, {"zebra": "zebar"})
    spell(school, bilal, {"zebra": "zebar"})
    dictate(school, held, {bilal: missed(ISLAND)}, on=tomorrow)
    with school_scope(school.school):
        names = {word.pk: word.text for word in held.words.all()}
        found = missed_words(held, [amber.pk, bilal.pk])
        ways = {way.given for row in results_of(held, school.group, TODAY).words for way in row.missed}
    assert {key: {names[word] for word in words} for key, words in found.items()} == {
        amber.pk: {"zebra"},
        bilal.pk: {"island"},
    }
    assert ways == {"zebar", None}


def test_what_each_pupil_missed_on_paper_can_be_printed_and_read_out_once_more(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    amber = school.pupils[0]
    with school_scope(school.school):
        assert [name for name, named in list_choices(school.group) if named] == ["Our spelling lists"]
    dictate(school, held, {amber: missed(ZEBRA)})
    with school_scope(school.school):
        assert dict(list_choices(school.group))["What each pupil missed"] == [(f"missed:{held.pk}", "Week 4")]
        again = make_sheets(
            school.group,
            "spelling",
            on=TODAY,
            pupils=[amber],
            options={"source": f"missed:{held.pk}", "words": ""},
        )
        page = again.pages.get()
        assert [question.answer for question in page.content.questions] == ["zebra"]
        enter_results(again, {page: Entry(None, 1)}, by=None)
        assert missed_words(held, [amber.pk]) == {}


def test_words_on_paper_are_found_again_when_the_list_has_changed(school: Troupe, held: SpellingList) -> None:
    dictate(school, held, {school.pupils[0]: missed(ISLAND)})
    with school_scope(school.school):
        change_list(held, read_words("Island\nyak"), name="Week 4", day=TODAY, group=school.group)
        island, yak = results_of(held, school.group, TODAY).words
    assert [(row.word.text, row.right, row.tried) for row in (island, yak)] == [("Island", 0, 1), ("yak", 0, 0)]
