"""Decisions for tests: short to write."""

import datetime as dt
from typing import Any

from ridgeway.foundations.models import Steer
from ridgeway.foundations.steering.deciding import Decision, Whom, decide
from ridgeway.foundations.steering.models import Kind
from tests.cast import TODAY


def decided(whom: Whom, kind: Kind, *names: str, **more: Any) -> Steer:
    """A decision that holds from today on, unless it says otherwise."""
    return decide(whom, Decision(kind, names, **{"starts": TODAY, **more}), by=None)


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)
