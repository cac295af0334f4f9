"""What can be read: packaged passages and the school's own texts, whose versions keep their words."""

from collections.abc import Iterator

import pytest

from ridgeway.fluency.passages import Passage, passages
from ridgeway.foundations.models import ReadingText
from ridgeway.foundations.reading.texts import (
    add_text,
    change_text,
    choices,
    digest_of,
    find_text,
    own_texts,
    set_withdrawn,
)
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.reading.readings import CHANGED, OWN


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def test_every_packaged_passage_is_found_by_its_id() -> None:
    for each in passages():
        found = find_text(each.id)
        assert found is not None
        assert (found.name, found.passage, found.year) == (each.id, each, each.year)


@pytest.mark.parametrize(
    "name", ["", "r9z", "own0", "own99999", "own", "ownx", "own1x", "own-1", "own" + "9" * 30]
)
def test_a_name_that_stands_for_nothing_finds_nothing(name: str) -> None:
    assert find_text(name) is None


def test_an_own_text_is_found_in_its_school_and_nowhere_else(cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=cast.ashdown.teacher)
    found = find_text(f"own{text.pk}")
    assert found is not None
    assert (found.title, found.year, found.passage.words) == ("The Little Train", 4, OWN.words)
    with school_scope(cast.birchwood.school):
        assert find_text(f"own{text.pk}") is None


def test_other_words_make_a_new_version_and_the_old_one_keeps_its_own(cast: Cast) -> None:
    first = add_text(cast.ashdown.school, OWN, 4, by=None)
    second = change_text(first, CHANGED, 5, by=cast.ashdown.teacher)
    assert (second.version, second.key, second.year) == (2, first.key, 5)
    old = find_text(f"own{first.pk}")
    assert old is not None
    assert old.passage.words == OWN.words
    assert [each.name for each in own_texts()] == [f"own{second.pk}"]


def test_another_title_alone_makes_no_new_version(cast: Cast) -> None:
    first = add_text(cast.ashdown.school, OWN, 4, by=None)
    again = change_text(first, Passage.from_text("The Train", first.body), None, by=None)
    assert (again.pk, again.title, again.year) == (first.pk, "The Train", None)
    assert ReadingText.objects.count() == 1


def test_a_change_made_from_an_old_version_goes_on_from_the_newest(cast: Cast) -> None:
    first = add_text(cast.ashdown.school, OWN, 4, by=None)
    change_text(first, CHANGED, 4, by=None)
    third = change_text(first, OWN, 4, by=None)
    assert third.version == 3


def test_a_withdrawn_text_is_off_the_list_but_can_still_be_found(cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    set_withdrawn(text, withdrawn=True)
    assert not own_texts()
    assert find_text(f"own{text.pk}") is not None
    set_withdrawn(text, withdrawn=False)
    assert len(own_texts()) == 1


def test_the_list_to_choose_from_has_every_level_and_the_own_texts(cast: Cast) -> None:
    add_text(cast.ashdown.school, OWN, None, by=None)
    groups = dict(choices(own_texts()))
    assert next(iter(groups)) == "Level 1: Year 1, spring"
    assert list(groups)[-1] == "Our own texts"
    assert sum(map(len, groups.values())) == 41
    assert "Our own texts" not in dict(choices([]))


def test_a_digest_changes_with_the_words_and_not_with_the_title() -> None:
    assert digest_of(OWN) != digest_of(CHANGED)
    assert digest_of(OWN) == digest_of(Passage.from_text("Else", OWN.text[0]))
    assert len(digest_of(OWN)) == 16
