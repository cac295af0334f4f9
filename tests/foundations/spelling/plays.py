"""Lists kept and played for tests: what a teacher types and what a device would send."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.models import PracticeSession, SpellingList
from ridgeway.foundations.spelling.lists import keep_list
from ridgeway.foundations.spelling.pasting import read_words
from ridgeway.foundations.uuid7 import uuid7
from tests.cast import TODAY, Troupe

PASTED: Final = "because | I stayed in because it rained.\nzebra\nisland | We saw an island."


def held_by(school: Troupe, pasted: str = PASTED, *, name: str = "Week 4", everyone: bool = False) -> SpellingList:
    """A list that the class's teacher keeps."""
    group = None if everyone else school.group
    return keep_list(school.school.pk, read_words(pasted), name=name, day=TODAY, group=group, by=school.teacher)


def typed(play: dict[str, Any], answers: Sequence[tuple[str, str]], *, prompt: str = "none") -> list[GivenAnswer]:
    """What a device sends when words are answered so, one after the other, ten seconds each."""
    names = {trial["answer"]: trial["item"] for trial in play["trials"]}
    opened = PracticeSession.objects.get(pk=play["session"]).opened_at
    sent = []
    for seq, (word, given) in enumerate(answers):
        at = opened + dt.timedelta(seconds=10 * seq)
        session, item = UUID(play["session"]), names.get(word, word)
        sent.append(GivenAnswer(uuid7(at), session, item, at, given, 3000, prompt, "keyboard", seq))
    return sent
