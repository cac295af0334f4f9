"""Whatever a device sends, each answer is recorded or refused with a reason, and no answer costs another."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.foundations.delivery import CLOCK_FAULT, GivenAnswer, read_answers
from ridgeway.foundations.ledger import read_knowledge, record_answers
from ridgeway.foundations.models import Answer, KnowledgeState
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, answer, session_of

FIELDS = ("id", "session", "item", "at", "given", "latency_ms", "prompt", "device", "seq", "delay_ms")

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=50)
    | st.sampled_from(
        ["", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "1e400", "\ud800", "\x00", "add:7+8"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def ada(cast: Cast) -> Iterable[Pupil]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils[0]


def as_sent(told: GivenAnswer, behind: dt.timedelta) -> dict[str, Any]:
    """An answer as it stands in a delivery of a device whose clock is so far behind."""
    named = {name: getattr(told, name) for name in FIELDS} | {"at": told.at - behind}
    sent: dict[str, Any] = json.loads(json.dumps(named, default=str))
    return sent


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spoilt=st.lists(st.tuples(st.sampled_from(FIELDS), ANYTHING), max_size=8),
    rubbish=st.lists(ANYTHING, max_size=4),
    skew=st.timedeltas(dt.timedelta(days=-2), dt.timedelta(days=2)),
)
def test_good_answers_are_kept_whatever_comes_with_them(
    ada: Pupil, spoilt: list[tuple[str, Any]], rubbish: list[Any], skew: dt.timedelta
) -> None:
    with transaction.atomic():
        session = session_of(ada)
        behind = skew if abs(skew) > CLOCK_FAULT else dt.timedelta()
        good = [as_sent(answer(session, after_s=place, seq=place), behind) for place in range(3)]
        bad = [
            as_sent(answer(session, after_s=10 + place, seq=place), behind) | {name: value}
            for place, (name, value) in enumerate(spoilt)
        ]
        readable, unreadable = read_answers([*rubbish, *bad, *good], skew=skew)
        recorded = record_answers(ada, readable, LATER)
        refused = [*unreadable, *recorded.refused]
        assert {each["id"] for each in good} <= {str(key) for key in recorded.ids}
        assert len(recorded.ids) + len(refused) == len(rubbish) + len(bad) + len(good)
        assert all(each.reason and len(each.id) <= 40 for each in refused)
        assert Answer.objects.count() == len(recorded.ids)
        before = read_knowledge(KnowledgeState.objects.get(subject="number-facts"))
        assert rebuild_knowledge(ada)["number-facts"].to_bytes() == before.to_bytes()
        transaction.set_rollback(True)
