"""A teacher keeps a list, changes it, sets it, sees how each word was spelled, and prints it."""

import datetime as dt
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.foundations.models import SetActivity, SpellingList, SpellingWord
from ridgeway.foundations.paper.contents import CoverCopy
from ridgeway.foundations.paper.models import SheetSet
from ridgeway.foundations.practice import finish_session, open_session
from ridgeway.foundations.spelling.lists import words_on
from ridgeway.foundations.spelling.recording import record_given
from ridgeway.foundations.spelling.sheets import list_choices
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import staff_client
from tests.foundations.spelling.plays import PASTED, held_by, typed

FORM = {"name": "Week 4", "day": TODAY.isoformat(), "words": PASTED}


def address(school: Troupe, name: str, *more: int) -> str:
    return reverse(f"foundations:{name}", args=[school.urn, school.group.pk, *more])


def text(reply: Any) -> str:
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def spell(school: Troupe, pupil: Pupil, answers: dict[str, str], *, prompt: str = "none") -> None:
    """The pupil plays what is set, and answers these words so and the others rightly."""
    now = timezone.now()
    with school_scope(school.school):
        (offered,) = open_session(pupil, now)["activities"]
        words = [(trial["answer"], answers.get(trial["answer"], trial["answer"])) for trial in offered["trials"]]
        record_given(pupil, typed(offered, words, prompt=prompt), now + dt.timedelta(minutes=1))
        finish_session(pupil, UUID(offered["session"]), now)


def test_a_list_is_kept_as_typed_and_stands_on_the_page(teacher: Client, school: Troupe) -> None:
    assert "No lists yet" in text(teacher.get(address(school, "spelling_lists")))
    assert "Kept “Week 4”" in text(teacher.post(address(school, "new_spelling_list"), FORM, follow=True))
    with school_scope(school.school):
        held = SpellingList.objects.get()
        assert (held.group, held.made_by, held.day) == (school.group, school.teacher, TODAY)
        assert [(word.text, word.sentence) for word in words_on(held)] == [
            ("because", "I stayed in because it rained."),
            ("zebra", ""),
            ("island", "We saw an island."),
        ]
        assert held.events.count() == 1
    assert "Week 4" in text(teacher.get(address(school, "spelling_lists")))
    assert "because, zebra, island" in text(teacher.get(address(school, "spelling_lists")))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "cat\ncat"}, "Line 2: “cat” stands on line 1 already."),
        ({"words": " "}, "There are no words yet"),
        ({"words": ""}, "This field is required."),
        ({"words": "c" * 5001}, "at most 5000 characters"),
        ({"name": ""}, "This field is required."),
        ({"day": "1999-12-31"}, "Choose a day from 2000 to 2099."),
        ({"day": "soon"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost_or_kept(
    teacher: Client, school: Troupe, changes: dict[str, str], said: str
) -> None:
    reply = teacher.post(address(school, "new_spelling_list"), FORM | changes)
    assert said in text(reply)
    assert "I stayed in" in reply.content.decode() or "words" in changes
    with school_scope(school.school):
        assert not SpellingList.objects.exists()


def test_a_list_is_changed_and_what_was_typed_for_a_word_that_is_gone_comes_back_with_it(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    page = address(school, "change_spelling_list", held.pk)
    assert "because | I stayed in because it rained." in teacher.get(page).content.decode()
    teacher.post(address(school, "set_spelling_list", held.pk))
    spell(school, school.pupils[0], {"zebra": "zebar"})
    teacher.post(page, FORM | {"name": "Week four", "words": "Because, yak"})
    with school_scope(school.school):
        held.refresh_from_db()
        assert (held.name, [word.text for word in words_on(held)]) == ("Week four", ["Because", "yak"])
        assert SpellingWord.objects.filter(in_list=held).count() == 4
    shown = text(teacher.get(address(school, "spelling_list", held.pk)))
    assert "zebar" not in shown
    teacher.post(page, FORM)
    shown = text(teacher.get(address(school, "spelling_list", held.pk)))
    assert re.search(r"zebra 0 of 1 zebar : Amber T", shown)


def test_a_list_is_put_away_and_brought_back(teacher: Client, school: Troupe, held: SpellingList) -> None:
    shown = text(teacher.post(address(school, "put_spelling_list_away", held.pk), follow=True))
    assert "“Week 4” is put away." in shown
    assert "No lists yet" in shown
    assert "This list is put away." in text(teacher.get(address(school, "spelling_list", held.pk)))
    assert "“Week 4” is back." in text(
        teacher.post(address(school, "bring_spelling_list_back", held.pk), follow=True)
    )
    assert "No lists yet" not in text(teacher.get(address(school, "spelling_lists")))


def test_one_button_sets_it_for_the_week_and_the_class_s_spellings_stand_word_by_word(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    page = address(school, "spelling_list", held.pk)
    assert "Set it on screen, and the class’s spellings appear here" in text(teacher.get(page))
    assert "done by 0 of 4" in text(teacher.post(address(school, "set_spelling_list", held.pk), follow=True))
    with school_scope(school.school):
        assert (SetActivity.objects.get().of, SetActivity.objects.get().set_by) == (str(held.pk), school.teacher)
    amber, bilal, *_ = school.pupils
    spell(school, amber, {"island": "iland", "zebra": ""})
    spell(school, bilal, {"island": "ilsand"}, prompt="model")
    shown = text(teacher.get(page))
    assert "done by 2 of 4" in shown
    assert re.search(r"island 0 of 2 ilsand : Bilal S iland : Amber T ", shown)
    assert re.search(r"zebra 1 of 2 shown: Amber T", shown)
    assert re.search(r"because 2 of 2 Nobody", shown)
    assert re.search(r"Amber Testington 1 of 3 zebra, island", shown)
    assert re.search(r"Bilal Samplewood 2 of 3 island looked at the words first", shown)
    assert "Cerys Mockford Not yet" in shown
    assert "2 of 4 done" in text(teacher.get(address(school, "spelling_lists")))
    assert "Spelling: Week 4" in text(teacher.get(address(school, "activities")))


def test_the_words_that_each_pupil_missed_are_printed_for_them(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    teacher.post(address(school, "set_spelling_list", held.pk))
    amber, bilal, *_ = school.pupils
    spell(school, amber, {"island": "iland"})
    spell(school, bilal, {})
    page = teacher.get(address(school, "spelling_list", held.pk)).content.decode()
    (link,) = re.findall(r'href="([^"]+source=missed[^"]+)"', page)
    assert link.endswith(f"&amp;pupils={amber.pk}")
    sheets = teacher.get(link.replace("&amp;", "&"))
    assert f'<option value="missed:{held.pk}" selected>' in sheets.content.decode()
    made = {"kind": "cover-words", "cover-words-source": f"missed:{held.pk}", "day": TODAY.isoformat()}
    teacher.post(address(school, "sheets"), made | {"who": "all", "paper": "a4"})
    with school_scope(school.school):
        sheet_set = SheetSet.objects.get()
        assert sheet_set.title == "Cover and write words: Week 4"
        contents = {page.pupil: page.content for page in sheet_set.pages.select_related("pupil")}
    assert all(isinstance(content, CoverCopy) for content in contents.values())
    assert [[each.answer for each in contents[pupil].questions] for pupil in school.pupils] == [
        ["island"],
        *[["because", "zebra", "island"]] * 3,
    ]
    assert [each.item for each in contents[bilal].questions] == ["spell:because", None, "spell:island"]


def test_a_school_s_list_is_every_class_s_and_a_class_s_list_its_own(
    cast: Cast, teacher: Client, school: Troupe, held: SpellingList
) -> None:
    with school_scope(school.school):
        other = type(school.group).objects.create(school=school.school, academic_year=school.year, name="4 Merlin")
        shared = held_by(school, "yak", name="Ours", everyone=True)
    in_merlin = reverse("foundations:spelling_lists", args=[school.urn, other.pk])
    shown = text(teacher.get(in_merlin))
    assert "Ours" in shown
    assert "Week 4" not in shown
    assert teacher.get(f"{in_merlin}{shared.pk}/").status_code == 200
    assert teacher.get(f"{in_merlin}{held.pk}/").status_code == 404
    with school_scope(school.school):
        offered = {
            group: [name for _, named in list_choices(group) for name, _ in named]
            for group in (other, school.group)
        }
    assert offered == {other: [f"list:{shared.pk}"], school.group: [f"list:{shared.pk}", f"list:{held.pk}"]}


def test_a_list_may_be_shared_and_then_stays_so(teacher: Client, school: Troupe, held: SpellingList) -> None:
    page = address(school, "change_spelling_list", held.pk)
    for changes in (FORM | {"everyone": "on"}, FORM):
        teacher.post(page, changes)
        with school_scope(school.school):
            held.refresh_from_db()
        assert held.group is None
    assert "Every class of our school may use it" not in text(teacher.get(page))


def test_the_school_next_door_neither_sees_nor_changes_it(cast: Cast, school: Troupe, held: SpellingList) -> None:
    with school_scope(school.school):
        shared = held_by(school, "yak", name="Ours", everyone=True)
    stranger, own = staff_client(cast.birchwood.teacher.email), cast.birchwood
    assert "Ours" not in text(stranger.get(address(own, "spelling_lists")))
    names = ("change_spelling_list", "set_spelling_list", "put_spelling_list_away", "bring_spelling_list_back")
    for key in (held.pk, shared.pk):
        for name in names:
            assert stranger.post(address(own, name, key), FORM).status_code == 404
            assert stranger.post(address(school, name, key), FORM).status_code == 404
        assert stranger.get(address(own, "spelling_list", key)).status_code == 404
    with school_scope(school.school):
        assert not SetActivity.objects.exists()
        assert not SpellingList.objects.exclude(put_away_at=None).exists()


def test_pupils_who_went_wrong_in_the_same_way_stand_together_the_most_usual_way_first(
    teacher: Client, school: Troupe, held: SpellingList
) -> None:
    teacher.post(address(school, "set_spelling_list", held.pk))
    for pupil, typed_so in zip(school.pupils, ("iland", "ilsand", "ilsand", "island"), strict=True):
        spell(school, pupil, {"island": typed_so, "zebra": "zebra"})
    shown = text(teacher.get(address(school, "spelling_list", held.pk)))
    assert "island 1 of 4 ilsand : Cerys M, Bilal S iland : Amber T because 4 of 4 Nobody" in shown
