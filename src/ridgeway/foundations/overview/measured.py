"""What is told of a strand: the figures of pupils of which a group's middle one is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ridgeway.fluency.growth import factor_in_words
from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.strands import Strand
from ridgeway.foundations.overview.timed import Timed

Figure = Callable[[PupilFigures], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a pupil: its name in files, what it is, and how a page and a spreadsheet write it.

    It is None of a pupil of whom it is not known. On a page its name may be shorter, and has a hint.
    """

    column: str
    of: Figure
    said: Callable[[float], str]
    form: str
    short: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        """Its name on a page."""
        return self.short or self.column


@dataclass(frozen=True, slots=True)
class Measures:
    """What is told of groups and of single pupils, and how the pupils of whom anything is known are called."""

    counted: str
    column: str
    of_groups: Sequence[Measure]
    of_pupils: Sequence[Measure]

    def knows(self, each: PupilFigures) -> bool:
        """Whether there is anything to tell of a pupil in this strand."""
        return self.of_groups[0].of(each) is not None


def measures_of(strand: Strand, work: Work | None = None) -> Measures:
    """What is told of a strand; of one that is timed, what one work says. None is what nobody did."""
    return _of_items(strand.counted) if strand.subject is not None else _of_timings(strand.counted, work)


def _of_items(items: str) -> Measures:
    what = items.capitalize()
    met = Measure(f"{what} met", lambda each: each.known.met, _whole, "0")
    secure = Measure(f"Secure {items}", lambda each: each.known.secure, _whole, "0")
    fluent = Measure(
        f"Fluent {items}",
        lambda each: each.known.fluent if each.known.met else None,
        _whole, "0", hint=f"{what} answered within the aim, at the end of the time",
    )  # fmt: skip
    at_aim = Measure(
        f"Share of {items} met at aim",
        lambda each: each.known.at_aim,
        "{:.0%}".format, "0%", "At aim", f"Of the {items} a pupil has met, the share that is fluent",
    )  # fmt: skip
    gain = Measure(
        f"Fluent {items} gained a week",
        lambda each: each.known.gain,
        "{:.1f}".format, "0.0", "Gained a week", f"{what} that became fluent in a week",
    )  # fmt: skip
    celeration = Measure(
        "Celeration a week",
        lambda each: each.known.celeration,
        factor_in_words, "0.00", "Celeration", "The factor by which right answers a minute grew in a week",
    )  # fmt: skip
    return Measures(
        "Began",
        f"Pupils who have met any of the {items}",
        (fluent, at_aim, gain, celeration),
        (met, fluent, secure, gain, celeration),
    )


def _of_timings(counted: str, work: Work | None) -> Measures:
    def of(figure: Callable[[Timed], float | None]) -> Figure:
        return lambda each: figure(each.timed[work]) if work is not None and work in each.timed else None

    what = counted.capitalize()
    days = Measure("Days timed", of(lambda timed: timed.days), _whole, "0")
    rate = Measure(
        f"{what} correct a minute",
        of(lambda timed: timed.rate),
        _whole, "0", f"{what} a minute", f"{what} correct a minute, by the last three days timed",
    )  # fmt: skip
    more = Measure(
        f"{what} a minute more than the half-term before",
        of(lambda timed: timed.more),
        _signed, "+0;-0;0", "Growth", f"How many {counted} a minute more than in the half-term before",
    )  # fmt: skip
    return Measures("Timed", "Pupils who were timed", (rate, more), (days, rate, more))


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _signed(value: float) -> str:
    """A change as people write it: "+7", "−2", "0"."""
    return f"{round(value):+d}".replace("-", "−") if round(value) else "0"
