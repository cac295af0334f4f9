"""The demo's spelling list: done by all who take part, with errors as pupils make them, beside the ledger."""

import datetime as dt

import numpy as np
import pytest

from ridgeway.demo.spelling import ERRORS, Speller, spell
from ridgeway.foundations.activities.setting import progress_of
from ridgeway.foundations.models import Answer, SpellingList, WordTry
from ridgeway.foundations.spelling.lists import item_of
from ridgeway.foundations.spelling.pasting import read_words, write_words
from ridgeway.foundations.spelling.results import results_of
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.activities.plays import MONDAY, MORNING

FRIDAY = MORNING + dt.timedelta(days=4)


def test_its_words_could_be_pasted_and_none_is_the_curriculum_s() -> None:
    assert read_words(write_words(ERRORS)) == list(ERRORS)
    assert not any(item_of(word.text) for word in ERRORS)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_class_has_done_it_with_errors_that_pupils_make(cast: Cast, seed: int) -> None:
    school = cast.ashdown
    with school_scope(school.school):
        spellers = [
            Speller(pupil, 4, np.random.default_rng([seed, place])) for place, pupil in enumerate(school.pupils)
        ]
        spell(school.group, spellers, set_at=MORNING, at=FRIDAY, device="touch", by=school.teacher)
        (progress,) = progress_of(school.group, FRIDAY.date())
        assert (progress.title, progress.done) == ("Spelling: The Romans", 4)
        results = results_of(SpellingList.objects.get(), school.group, MONDAY)
        wrong = {word.text: errors for word, errors in ERRORS.items()}
        assert all(row.tried == 4 for row in results.words)
        assert all(way.given in wrong[row.word.text] for row in results.words for way in row.missed)
        assert any(row.missed for row in results.words)
        assert WordTry.objects.count() == 4 * len(ERRORS)
        assert not Answer.objects.exists()
