"""How a pupil grows: rates, credit for parts, celeration, phases, when the aim is met, and what to do next.

A probe gives rates a minute (`rates`, `reading`) or credit for parts of answers (`digits_correct`,
`letter_sequences`). Probes on several days give a line (`celeration`, `growth_of`), lines before and after a
change (`growth_by_phase`), the day on which an aim will be met (`aim_day`), and advice (`advise`), also where
something is being tried (`advise_after`). The thresholds of all rules, with their sources, are in `thresholds`.
"""

from ridgeway.fluency.growth.advice import advise, advise_on
from ridgeway.fluency.growth.attempts import Attempt, advise_after, left_for_facts, under_way
from ridgeway.fluency.growth.lines import Celeration, Fit, Interval, Line, celeration, factor_in_words
from ridgeway.fluency.growth.moves import (
    FACT_REMEDIES,
    MOVES,
    REMEDIES,
    Advice,
    AnyRemedy,
    FactRemedy,
    Move,
    Remedy,
    Rule,
    remedy_in_words,
)
from ridgeway.fluency.growth.phases import Change, Phase, PhaseGrowth, growth_by_phase
from ridgeway.fluency.growth.probes import Growth, Probe, growth_of
from ridgeway.fluency.growth.rates import Rates, level, rates, reading, seconds_per_item, words_correct_a_minute
from ridgeway.fluency.growth.scores import Score, digits_correct, letter_sequences
from ridgeway.fluency.growth.thresholds import (
    EXCELLENT,
    GOOD,
    LEAST_DAYS,
    LEAST_SPAN,
    STUCK_DAYS,
    WORTH_WHILE,
)
from ridgeway.fluency.growth.when import AimDay, Outlook, aim_day, aim_line

__all__ = [
    "EXCELLENT",
    "FACT_REMEDIES",
    "GOOD",
    "LEAST_DAYS",
    "LEAST_SPAN",
    "MOVES",
    "REMEDIES",
    "STUCK_DAYS",
    "WORTH_WHILE",
    "Advice",
    "AimDay",
    "AnyRemedy",
    "Attempt",
    "Celeration",
    "Change",
    "FactRemedy",
    "Fit",
    "Growth",
    "Interval",
    "Line",
    "Move",
    "Outlook",
    "Phase",
    "PhaseGrowth",
    "Probe",
    "Rates",
    "Remedy",
    "Rule",
    "Score",
    "advise",
    "advise_after",
    "advise_on",
    "aim_day",
    "aim_line",
    "celeration",
    "digits_correct",
    "factor_in_words",
    "growth_by_phase",
    "growth_of",
    "left_for_facts",
    "letter_sequences",
    "level",
    "rates",
    "reading",
    "remedy_in_words",
    "seconds_per_item",
    "under_way",
    "words_correct_a_minute",
]
