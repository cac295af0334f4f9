"""What no foreign key leads to: a room declares how such traces of a pupil are found and erased."""

from collections.abc import Sequence
from typing import Final, Protocol

from ridgeway.access.privacy.subjects import Subject

Row = dict[str, object]


class Trace(Protocol):
    """Rows about pupils that are found in a way of their own."""

    title: str
    """What it is, for a parent."""

    about: str
    """What it holds and why, in a sentence or two."""

    columns: dict[str, str]
    """What each column of `rows` means."""

    covers: frozenset[str]
    """The models it answers for, such as `exchange.Change`."""

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """What there is about the subject, for a copy and to be counted."""

    def erase(self, subject: Subject, using: str) -> int:
        """Takes it away inside the transaction that is open, while the pupil's rows are still there; says how many
        rows went or were changed."""


_TRACES: Final[list[Trace]] = []


def add_trace(*traces: Trace) -> None:
    """Declares traces; a room does so when it is ready."""
    _TRACES.extend(each for each in traces if each not in _TRACES)


def all_traces() -> tuple[Trace, ...]:
    """What the rooms have declared."""
    return tuple(_TRACES)
