"""The six questions of the assistant, and their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Source = Literal["tables", "file"]
"""The imported national tables, or a panel that somebody chose."""
Beside = Literal["alike", "all", "nobody"]
Chosen = Literal["no", "partly", "yes"]
Decided = Literal["before", "after"]
Readers = Literal["network", "governors", "funder", "researchers"]


class Question(NamedTuple):
    """A step of the assistant: its name in addresses, what it asks in a word and in full, and why."""

    key: str
    word: str
    asks: str
    why: str


QUESTIONS: Final = (
    Question(
        "schools",
        "Schools",
        "What was done and in which schools, from when?",
        "The schools that took part are compared with others, before and after they began.",
    ),
    Question(
        "results",
        "Results",
        "Which results should have improved?",
        "Choose few, and only those the work was meant to change: among many, chance alone finds something.",
    ),
    Question(
        "comparison",
        "Comparison",
        "Which schools is it fair to compare with?",
        "They stand for what would have happened to your schools anyway.",
    ),
    Question(
        "chosen",
        "Choice of schools",
        "Were the schools chosen because of their results?",
        "Schools chosen when results were low mostly do better the next year, with nothing done to them.",
    ),
    Question(
        "beforehand",
        "Beforehand",
        "What was decided beforehand?",
        "A question that was asked before anybody knew the answer is worth more than one asked afterwards.",
    ),
    Question(
        "readers",
        "Readers",
        "Who will read it?",
        "The numbers are the same for everybody; how much of the working is laid open at once differs.",
    ),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """All six answers. `starts` are the schools' first years with the programme, each by the year
    in which it ends (2019 for 2018-19); `years` are those whose results are taken; `same` are facts on which
    comparison schools must agree; `mainstream`: no special school took part, so none is compared with."""

    title: str
    what: str
    starts: Mapping[str, int]
    source: Source
    panel: str
    years: tuple[int, ...]
    outcomes: tuple[str, ...]
    beside: Beside
    same: tuple[str, ...]
    mainstream: bool
    ratio: int
    chosen: Chosen
    decided: Decided
    notes: tuple[str, ...]
    readers: Readers


def school_year_name(year: int) -> str:
    """The school year that ends in `year`: 2019 → "2018-19"."""
    return f"{year - 1}-{year % 100:02d}"
