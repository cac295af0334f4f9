"""What the demo's network has brought in itself: inspections of its schools, and a staff survey asked twice."""

import datetime as dt
from typing import Final

from ridgeway.evaluation.indicators.inspections import record_inspections
from ridgeway.evaluation.indicators.surveys import EVERYBODY, Asked, record_surveys
from ridgeway.impact.panel import OVERALL, Inspection
from ridgeway.schools.models import Network
from ridgeway.schools.tenancy import network_scope

SURVEY: Final = "Staff survey"
LATELY: Final = dt.timedelta(days=60)
"""How long ago a school was last inspected, and the staff last asked."""

_BEFORE: Final = (
    ("999001", dt.date(2019, 3, 12), "requires improvement"),
    ("999002", dt.date(2022, 6, 14), "good"),
    ("999003", dt.date(2023, 11, 7), "requires improvement"),
)
_REPORT_CARD: Final = {
    "inclusion": "strong standard",
    "curriculum and teaching": "expected standard",
    "achievement": "expected standard",
    "leadership and governance": "strong standard",
}
_ANSWERS: Final = (
    ("I learn from colleagues in other schools", EVERYBODY, (61, 0.48), (58, 0.81)),
    ("I learn from colleagues in other schools", "Teachers", (38, 0.55), (36, 0.86)),
    ("I learn from colleagues in other schools", "Support staff", (23, 0.35), (22, 0.73)),
    ("Our team meetings end in something we do", EVERYBODY, (61, 0.39), (58, 0.72)),
    ("I know which pupils are stuck, and on what", EVERYBODY, (61, 0.57), (58, 0.79)),
)
"""A question, a group, and the answers and share that agreed of the first and of the second time."""


def write_indicators(network: Network, day: dt.date) -> None:
    """Writes both, as the network's lead would bring them in from files; `day` is today."""
    lately = day - LATELY
    found = [Inspection(urn, on, {OVERALL: grade}) for urn, on, grade in _BEFORE]
    asked = [
        Asked(SURVEY, when, question, group, *times[at])
        for at, when in enumerate((lately - dt.timedelta(days=364), lately))
        for question, group, *times in _ANSWERS
    ]
    with network_scope(network):
        record_inspections(network, [*found, Inspection("999001", lately, _REPORT_CARD)])
        record_surveys(network, asked)
