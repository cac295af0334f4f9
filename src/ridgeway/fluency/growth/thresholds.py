"""Every threshold of growth in one place, with where it comes from.

Where a source is given as a judgement, the figure is Ridgeway's own: sensible, documented, and not a finding.
"""

from __future__ import annotations

from typing import Final

WORTH_WHILE, GOOD, EXCELLENT = 1.25, 1.4, 2.0
"""Celerations a week: × 1.25 is the least that is worth while, × 1.4 is good, × 2 excellent. Rules of thumb of
precision teaching; the first is its usual minimum celeration (White and Haring 1980)."""

LEAST_DAYS: Final = 5
LEAST_SPAN: Final = 7.0
"""A trend needs so many points over so many days before it is shown (precision teaching asks for five to
seven). With five points the interval of the median slope has its full coverage; with four it cannot have."""

STEADY_BOUNCE: Final = 2.0
"""A total bounce below × 2 is steady (rule of thumb of precision teaching)."""

ZERO_SHARE: Final = 0.5
"""A count of zero is fitted as half an answer, at half the record floor: half a count is what is usually added to
keep logarithms finite (Haldane 1956). Other counts stay as they are. `Celeration.zeros` says how often."""

CONFIDENCE: Final = 0.95
"""How sure an interval is meant to be, unless another level is asked for."""

LONGEST_WEEKS: Final = 52
"""No line is drawn out further than a year beyond its last day. A judgement: a line that straight is rare."""

STUCK_DAYS: Final = 3
"""After so many practice days without growth something should change (the rule that English educational
psychologists teach for daily probes; the three-day rule of White and Haring 1980)."""

RECENT_DAYS: Final = 10
"""The line through so many practice days, two school weeks, can overrule three days without a new best. A
judgement, by simulation (`bench/growth.py`): it spares many who grow, and hardly delays finding a plateau."""

AIM_DAYS: Final = 3
"""After so many practice days at the aim the next set begins (the same rule's other half)."""

MOST_ERRORS: Final = 2.0
"""Errors a minute that an aim allows (precision teaching's usual aim: so many correct with two errors at most)."""

LEAST_ACCURACY: Final = 0.9
"""The share of right answers below which timing waits. Errorless teaching keeps a session at nine in ten or
better, and timing builds on accuracy (the instructional hierarchy of Haring, Lovitt, Eaton and Hansen 1978)."""

LEAST_ANSWERS: Final = 10
"""Fewer answers say nothing of accuracy: one slip in five is not a habit. A judgement."""

NEAR_WEEKS: Final = 2
"""Who reaches the aim within so many weeks on the present line is not slow, whatever the line's slope: growth
flattens near an aim. A judgement."""

TRIAL_DAYS: Final = 14
"""A remedy has two weeks to show an effect. A judgement: precision teaching looks again after three days, but it
counts answers a minute each day; facts that are fluent move more slowly."""

TRIED_DAYS: Final = 182
"""For half a year a remedy that was tried is not suggested again; the facts are others by then. A judgement."""
