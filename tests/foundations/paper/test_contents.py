"""A page asks what it should, in an order that its seed decides, and survives being stored."""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.paper.contents import (
    FORMS,
    Content,
    ContentError,
    CoverCopy,
    Dictation,
    FactPage,
    Grid,
    Question,
    StartGrid,
    Word,
    WritingPage,
    read_content,
)
from ridgeway.foundations.paper.contents.content import shared_out
from ridgeway.foundations.paper.contents.writing import LETTERS_ENOUGH, alphabet_page, letters_in
from ridgeway.foundations.paper.kinds import KINDS
from ridgeway.foundations.paper.kinds.grids import GridKind

seeds = st.integers(min_value=0, max_value=2**63 - 1)
numbers = st.lists(st.integers(min_value=1, max_value=12), min_size=2, max_size=12, unique=True).map(sorted)
GRIDS = ["addition-grid", "subtraction-grid", "multiplication-grid", "division-grid"]
WORTH = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
}


def grid_of(kind: str, seed: int, **options: Any) -> Grid | StartGrid:
    made = KINDS[kind]
    assert isinstance(made, GridKind)
    return made.page({**made.usual, **options}, np.random.default_rng([seed]))


# Grids


@given(seeds)
def test_an_addition_grid_asks_each_of_the_hundred_facts_once(seed: int) -> None:
    asked = [question.item for question in grid_of("addition-grid", seed).questions]
    assert sorted(map(str, asked)) == sorted(f"add:{a}+{b}" for a in range(1, 11) for b in range(1, 11))


@given(seeds)
def test_the_grids_backwards_ask_the_same_facts_backwards(seed: int) -> None:
    taken = {question.item for question in grid_of("subtraction-grid", seed).questions}
    shared = {question.item for question in grid_of("division-grid", seed).questions}
    assert taken == {f"sub:{a + b}-{b}" for a in range(1, 11) for b in range(1, 11)}
    assert shared == {f"div:{a * b}/{b}" for a in range(1, 11) for b in range(1, 11)}


@given(st.sampled_from(GRIDS), seeds, numbers, numbers)
def test_a_grid_of_any_size_asks_every_pair_of_its_numbers_once(
    kind: str, seed: int, across: list[int], down: list[int]
) -> None:
    grid = grid_of(kind, seed, across=across, down=down)
    assert len({question.prompt for question in grid.questions}) == len(grid.questions) == len(across) * len(down)


@given(st.sampled_from(GRIDS), seeds, numbers, numbers)
def test_every_answer_of_a_grid_is_what_its_question_comes_to(
    kind: str, seed: int, across: list[int], down: list[int]
) -> None:
    grid = grid_of(kind, seed, across=across, down=down)
    for question in grid.questions:
        first, _sign, second = question.prompt.split()
        assert float(question.answer) == WORTH[grid.strand](int(first), int(second))
        if question.item is not None:
            assert whole_catalogue()[question.item].answer == question.answer


@given(seeds)
def test_a_question_stands_where_its_row_and_column_meet(seed: int) -> None:
    grid = grid_of("multiplication-grid", seed)
    assert isinstance(grid, Grid)
    cells = [cell for row in grid.rows() for cell in row.cells]
    for cell, (a, b) in zip(cells, product(grid.down, grid.across), strict=True):
        assert (cell.question.prompt, cell.question.answer) == (f"{a} × {b}", str(a * b))


def test_what_a_cell_begins_with_is_printed_in_it() -> None:
    grid = StartGrid("div", (7, 3), ((42, 14), (27, 12)))
    assert [question.prompt for question in grid.questions] == ["42 ÷ 7", "14 ÷ 7", "27 ÷ 3", "12 ÷ 3"]
    assert [question.answer for question in grid.questions] == ["6", "2", "9", "4"]


def test_sums_beyond_the_catalogue_are_asked_but_belong_to_no_item() -> None:
    grid = grid_of("addition-grid", 1, across=[11, 12], down=[2, 3])
    assert {question.item for question in grid.questions} == {None}
    assert {question.answer for question in grid.questions} == {"13", "14", "15"}


@given(st.sampled_from(GRIDS), seeds)
def test_in_order_the_numbers_rise(kind: str, seed: int) -> None:
    grid = grid_of(kind, seed, order="in order")
    assert grid.down == tuple(range(1, 11))
    edge = grid.across if isinstance(grid, Grid) else grid.starts[0]
    assert list(edge) == sorted(edge)


@given(st.sampled_from(GRIDS), seeds)
def test_the_same_seed_gives_the_same_grid(kind: str, seed: int) -> None:
    assert grid_of(kind, seed) == grid_of(kind, seed)


def test_grids_of_different_seeds_differ() -> None:
    assert len({str(grid_of("addition-grid", seed).record()) for seed in range(50)}) == 50


def test_the_edges_are_shuffled_apart_from_each_other() -> None:
    grid = grid_of("addition-grid", 1)
    assert isinstance(grid, Grid)
    assert grid.across != grid.down


# Being stored

PAGES: list[Content] = [
    Grid("mul", (3, 1, 2), (2, 5)),
    StartGrid("sub", (3, 8), ((9, 5), (12, 10))),
    FactPage(("add:7+8",), ("add:7+8", "sub:15-8", "miss:7+?=15"), 3),
    Dictation((Word("island", "We swam to the island.", "spell:island"), Word("zebra"))),
    CoverCopy((Question.of("mul:6x7"), Question("", "zebra"))),
    WritingPage("copying", "A lark sings."),
    alphabet_page(),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.FORM)
def test_a_stored_page_reads_back_equal(page: Content) -> None:
    assert read_content(json.loads(json.dumps(page.record()))) == page


def test_every_form_has_been_tried() -> None:
    assert {page.FORM for page in PAGES} == set(FORMS)


OLD: list[tuple[Mapping[str, Any], Content]] = [
    ({"version": 1, "grid": "add", "across": [3, 1], "down": [2, 5]}, Grid("add", (3, 1), (2, 5))),
    (
        {"version": 1, "learning": ["add:7+8"], "items": ["add:7+8", "sub:15-8"]},
        FactPage(("add:7+8",), ("add:7+8", "sub:15-8"), 4),
    ),
]


@pytest.mark.parametrize(("record", "page"), OLD)
def test_pages_stored_before_forms_had_names_are_still_read(record: Mapping[str, Any], page: Content) -> None:
    assert read_content(record) == page


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"version": 2, "grid": "add", "across": [1], "down": [1]},
        {"version": 1, "grid": "add", "across": [1]},
        {"version": 1, "grid": "pow", "across": [1], "down": [1]},
        {"version": 1, "form": "start-grid", "grid": "add", "down": [1], "starts": [[1]]},
        {"version": 1, "form": "start-grid", "grid": "sub", "down": [1, 2], "starts": [[3]]},
        {"version": 1, "form": "poem"},
        {"version": 1, "learning": [], "items": []},
        {"version": 1, "learning": [], "items": ["add:99+1"]},
        {"version": 1, "learning": [], "items": 7},
        {"version": 1, "form": "dictation", "words": []},
        {"version": 1, "form": "writing", "task": "copying", "text": "!"},
        {"version": 1, "form": "writing", "task": "singing", "text": "a lark"},
    ],
)
def test_a_record_that_is_no_page_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(ContentError):
        read_content(record)


# Words and letters


def test_a_missing_number_is_solved_in_its_place() -> None:
    assert Question.of("miss:7+?=15").solved == "7 + 8 = 15"
    assert Question.of("mul:6x7").solved == "6 × 7 = 42"
    assert Question("", "island").solved == "island"


def test_the_scoring_copy_counts_letters_up_to_the_end_of_each_word() -> None:
    counted = WritingPage("copying", "A lark sings, it's May.").counted
    assert counted[0] == [("A", 1), ("lark", 5), ("sings,", 10), ("it's", 13), ("May.", 16)]
    assert counted[1][0] == ("A", 17)


@given(st.text(alphabet=st.characters(codec="ascii"), min_size=1, max_size=300).filter(letters_in))
def test_the_scoring_copy_is_longer_than_anybody_writes_and_ends_with_the_whole(text: str) -> None:
    page = WritingPage("copying", text)
    assert page.count == letters_in(text) * len(page.counted)
    assert LETTERS_ENOUGH <= page.count < LETTERS_ENOUGH + letters_in(text)


def test_the_alphabet_is_counted_in_four_parts() -> None:
    assert [count for _, count in alphabet_page().counted[0]] == [7, 14, 20, 26]


# Pages


@given(st.integers(min_value=1, max_value=200), st.integers(min_value=1, max_value=20))
def test_a_long_page_is_shared_out_evenly_to_as_few_as_can_be_and_nothing_is_lost(count: int, most: int) -> None:
    parts = shared_out(count, most)
    assert [place for part in parts for place in part] == list(range(count))
    assert len(parts) == -(-count // most)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_long_list_is_marked_in_two_columns_in_the_order_of_its_lines() -> None:
    words = tuple(Word(f"word{number}") for number in range(25))
    assert [len(row.cells) for row in Dictation(words[:12]).rows()] == [1] * 12
    rows = Dictation(words).rows()
    assert [len(row.cells) for row in rows] == [2] * 12 + [1]
    assert [cell.number for cell in rows[0].cells] == [1, 14]
