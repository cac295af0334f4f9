"""What Ridgeway ships to practise: every subject's items are right, complete and in one order of sets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from ridgeway.fluency.errors import UnknownItemError
from ridgeway.fluency.progression import (
    SUBJECTS,
    Subject,
    catalogue,
    strand_titles,
    subject_of,
    whole_catalogue,
    word_lists,
)

NUMBER_FACTS = len(catalogue())

WORK_OUT: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a // b,
}


@pytest.mark.parametrize(
    ("subject", "count"),
    [
        ("number-facts", {"add": 121, "sub": 121, "mul": 144, "div": 144}),
        (
            "missing-numbers",
            {"bonds": 98, "missing-add": 136, "missing-sub": 81, "missing-mul": 121, "missing-div": 121},
        ),
        ("tool-speed", {"copy-numbers": 100, "copy-letters": 26}),
        ("spelling", {"spelling": 321}),
        ("phonics", {"sounds": 114, "sight": 110}),
    ],
)
def test_each_subject_has_its_items(subject: Subject, count: dict[str, int]) -> None:
    assert Counter(each.strand for each in catalogue(subject)) == count


def test_the_whole_catalogue_has_every_subject_and_begins_with_the_number_facts() -> None:
    parts = [catalogue(subject) for subject in SUBJECTS]
    assert whole_catalogue().items == tuple(item for part in parts for item in part)
    assert whole_catalogue().items[:NUMBER_FACTS] == catalogue().items
    assert {each.id for each in whole_catalogue().sets} == {each.id for part in parts for each in part.sets}


def test_every_item_has_one_subject() -> None:
    for subject in SUBJECTS:
        assert {subject_of(item.id) for item in catalogue(subject)} == {subject}
    with pytest.raises(UnknownItemError):
        subject_of("history:1066")


def test_number_facts_stay_in_their_order() -> None:
    tables = [(a, b) for a in range(1, 13) for b in range(1, 13)]
    to_20 = [(a, b) for a in range(11) for b in range(11)]
    assert [each.id for each in catalogue()] == [
        *(f"add:{a}+{b}" for a, b in to_20),
        *(f"sub:{a + b}-{b}" for a, b in to_20),
        *(f"mul:{a}x{b}" for a, b in tables),
        *(f"div:{a * b}/{b}" for a, b in tables),
    ]


def test_all_sets_of_all_subjects_are_in_one_order_that_keeps_their_needs() -> None:
    whole = whole_catalogue()
    places = {each.id: place for place, each in enumerate(whole.sets)}
    for each in whole.sets:
        assert all(places[need] < places[each.id] for need in each.needs)
    assert "div-7" in whole.set("miss-mul-7").needs
    assert "sight-people" in whole.set("spell-1-he-go-my").needs
    assert catalogue("missing-numbers").set("miss-mul-7").needs == ("miss-mul-6", "miss-mul-8")


def test_first_sets_of_all_subjects_are_few() -> None:
    first = {each.id for each in whole_catalogue().sets if not each.needs}
    assert first == {"add-to-5", "copy-digits", "copy-alphabet", "sounds-first-letters"}


def test_every_strand_has_a_title() -> None:
    assert set(strand_titles()) == set(whole_catalogue().strands)
    assert all(strand_titles().values())


def test_ids_are_short_and_plain_so_that_they_can_be_stored_anywhere() -> None:
    for each in whole_catalogue():
        assert re.fullmatch(r"[a-z]+:[!-~]+", each.id)
        assert len(each.id) <= 30


def test_every_answer_is_accepted_as_it_stands() -> None:
    assert all(each.accepts(each.answer) for each in whole_catalogue())
    assert all(each.answer and each.prompt for each in whole_catalogue())


def test_no_prompt_stands_twice_in_a_strand() -> None:
    prompts = Counter((each.strand, each.prompt) for each in whole_catalogue() if each.strand != "spelling")
    assert [prompt for prompt, count in prompts.items() if count > 1] == []


# Missing numbers


def test_every_missing_number_makes_its_sentence_true() -> None:
    for each in catalogue("missing-numbers"):
        a, sign, b, _, result = each.prompt.replace("□", each.answer).split(" ")
        assert WORK_OUT[sign](int(a), int(b)) == int(result)
        assert each.prompt.count("□") == 1


@pytest.mark.parametrize(
    ("item_id", "prompt", "answer"),
    [
        ("miss:7+?=15", "7 + □ = 15", "8"),
        ("miss:?+8=15", "□ + 8 = 15", "7"),
        ("miss:15-?=8", "15 − □ = 8", "7"),
        ("miss:6x?=42", "6 × □ = 42", "7"),
        ("miss:42/?=7", "42 ÷ □ = 7", "6"),
        ("miss:30+?=100", "30 + □ = 100", "70"),
    ],
)
def test_ids_of_missing_numbers_never_change_their_meaning(item_id: str, prompt: str, answer: str) -> None:
    found = catalogue("missing-numbers")[item_id]
    assert (found.prompt, found.answer) == (prompt, answer)


@pytest.mark.parametrize(("total", "step"), [(5, 1), (10, 1), (20, 1), (100, 10)])
def test_the_bonds_of_a_number_are_complete(total: int, step: int) -> None:
    found = {each.id for each in catalogue("missing-numbers").only(sets=[f"bonds-of-{total}"])}
    parts = range(0, total + 1, step)
    assert found == {f"miss:{a}+?={total}" for a in parts} | {f"miss:?+{b}={total}" for b in parts}


@pytest.mark.parametrize(
    ("item_id", "partners"),
    [
        ("miss:7+?=15", ("miss:8+?=15", "sub:15-7", "sub:15-8")),
        ("miss:?+8=15", ("miss:?+7=15", "sub:15-8", "sub:15-7")),
        ("miss:15-?=8", ("miss:15-?=7", "sub:15-8", "sub:15-7")),
        ("miss:6x?=42", ("miss:7x?=42", "div:42/6", "div:42/7")),
        ("miss:42/?=7", ("miss:42/?=6", "div:42/7", "div:42/6")),
        ("miss:6+?=12", (None, "sub:12-6", None)),
        ("miss:30+?=100", ("miss:70+?=100", None, None)),
    ],
)
def test_a_missing_number_has_the_fact_that_gives_it_as_its_inverse(
    item_id: str, partners: tuple[str | None, ...]
) -> None:
    whole = whole_catalogue()
    found = whole.partners[whole.position(item_id)].tolist()
    assert tuple(whole.items[place].id if place >= 0 else None for place in found) == partners


def test_the_inverse_of_a_missing_number_has_its_answer() -> None:
    whole = whole_catalogue()
    for place, each in enumerate(whole):
        inverse = whole.partners[place, 1]
        if each.id.startswith("miss:") and inverse >= 0:
            assert whole.items[inverse].answer == each.answer


def test_other_subjects_leave_the_partners_of_number_facts_as_they_are() -> None:
    assert np.array_equal(whole_catalogue().partners[:NUMBER_FACTS], catalogue().partners)


# Tool speed


def test_what_is_copied_is_what_is_shown() -> None:
    tools = catalogue("tool-speed")
    assert all(each.prompt == each.answer == each.id.removeprefix("copy:") for each in tools)
    assert [each.answer for each in tools.only(sets=["copy-digits"])] == list("0123456789")
    assert [each.answer for each in tools.only(strand="copy-letters")] == list("abcdefghijklmnopqrstuvwxyz")


# Spelling


@pytest.mark.parametrize(
    ("list_id", "year", "entries", "words"),
    [("year-1", 1, 45, 45), ("year-2", 2, 64, 64), ("years-3-and-4", 4, 100, 109), ("years-5-and-6", 6, 100, 104)],
)
def test_the_lists_have_as_many_entries_as_the_national_curriculum(
    list_id: str, year: int, entries: int, words: int
) -> None:
    (found,) = [each for each in word_lists() if each.id == list_id]
    assert (found.year, len(found.entries), len(found.words)) == (year, entries, words)


def test_every_word_of_a_list_is_taught_by_the_end_of_its_year() -> None:
    spelling = catalogue("spelling")
    for each in word_lists():
        assert all(spelling[f"spell:{word}"].year <= each.year for word in each.words)
    assert {each.answer for each in spelling} == {word for each in word_lists() for word in each.words}


def test_every_word_to_spell_is_heard_in_its_sentence_and_not_seen() -> None:
    for each in catalogue("spelling"):
        as_a_word = re.compile(rf"\b{each.answer}\b", re.IGNORECASE)
        assert len(as_a_word.findall(each.say)) == 1
        assert not as_a_word.search(each.prompt)
        assert as_a_word.sub("____", each.say) == each.prompt


def test_dictated_sentences_are_whole_sentences_and_each_its_own() -> None:
    said = [each.say for each in catalogue("spelling")]
    assert len(set(said)) == len(said)
    assert [each for each in said if not re.fullmatch(r"[A-Z][A-Za-zé,’ -]+[.?!]", each)] == []
    assert max(len(each.split()) for each in said) <= 12


def test_spelling_sets_are_of_a_size_to_teach() -> None:
    sizes = catalogue("spelling").set_sizes
    assert sizes.min() >= 8
    assert sizes.max() <= 12


# Phonics


def test_a_further_sound_comes_after_the_usual_one() -> None:
    phonics = catalogue("phonics")
    places = {each.id: place for place, each in enumerate(phonics.sets)}
    usual = {each.prompt: places[each.set_id] for each in phonics.only(strand="sounds")}
    for each in phonics:
        grapheme, _, key_word = each.prompt.partition(" in ")
        if key_word:
            assert usual[grapheme] < places[each.set_id]
            assert key_word == each.answer


def test_the_whole_alphabet_has_its_sounds() -> None:
    graphemes = {each.prompt for each in catalogue("phonics")}
    assert set("abcdefghijklmnoprstuvwxyz") | {"qu"} <= graphemes


def test_sounds_are_written_in_the_phonetic_alphabet() -> None:
    for each in catalogue("phonics").only(strand="sounds"):
        assert re.fullmatch(r"/[bdfghjklmnprstvwzæeɪɒʌʊuːiɑɔɜəaʃʒθðŋɛ]+/", each.say)
