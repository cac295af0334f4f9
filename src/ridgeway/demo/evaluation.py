"""One finished study in the demo's network: a network that never was, of real schools to which nothing was done.

Its schools are chosen as in `docs/studies/hampshire.md`: mainstream schools of Hampshire that were low in 2016-17,
whose URN is even. So the first study that a visitor reads shows what weak schools do by themselves, and what
comparing them with schools that were alike makes of it.
"""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ridgeway.access.models import Membership, User
from ridgeway.access.roles import Role
from ridgeway.evaluation.assistant import Assistant
from ridgeway.evaluation.engine import evaluate_folder
from ridgeway.evaluation.freezing import freeze, protocol_of
from ridgeway.evaluation.models import Run, State, Study
from ridgeway.evaluation.protocol import hash_of
from ridgeway.evaluation.working import take_result, unpack
from ridgeway.exchange.models import SchoolResults
from ridgeway.exchange.results.reading import results_for
from ridgeway.schools.models import Network
from ridgeway.schools.tenancy import network_scope

BEFORE: Final = "2016-17"
CHOSEN_BY: Final = "PTRWM_EXP"
BELOW: Final = 55.0
"""Per cent at the expected standard; nationally it was 61."""
FEWEST_PUPILS: Final = 11

TITLE: Final = "A network that never was"


def write_study(network: Network, now: dt.datetime) -> Study:
    """Writes the study, as if the network's lead had answered the questions, and evaluates it on the spot."""
    with network_scope(network):
        lead = User.objects.filter(
            pk__in=Membership.objects.filter(network=network, role=Role.NETWORK_LEAD).values("user")
        ).first()
        draft: Study = Study.objects.create(
            network=network, title=TITLE, draft=_answers(), made_by=lead, made_at=now
        )
        seen = hash_of(protocol_of(draft, Assistant(draft).answers))
        study = freeze(draft, seen=seen, by=lead, now=now)
        run = Run.objects.create(
            network=network, study=study, state=State.RUNNING, asked_by=lead, asked_at=now, heard_at=now
        )
        with TemporaryDirectory() as folder:
            unpack(study, Path(folder))
            evaluate_folder(Path(folder))
            take_result(run, Path(folder), now)
    return study


def _answers() -> dict[str, dict[str, list[str]]]:
    return {
        "schools": {
            "title": [TITLE],
            "what": [
                "Nothing at all. These are schools of Hampshire where fewer than 55% of the pupils reached the "
                "expected standard in 2016-17, those with an even number. What do such schools do by themselves?"
            ],
            "from_year": ["2018"],
            "schools": [],
            "others": ["\n".join(map(str, _weak_schools()))],
        },
        "results": {
            "source": ["tables"],
            "table_outcomes": ["PTRWM_EXP", "READ_AVERAGE", "MAT_AVERAGE"],
            "table_years": ["2017", "2018", "2019"],
        },
        "comparison": {"beside": ["alike"], "ratio": ["1"]},
        "chosen": {"chosen": ["yes"]},
        "beforehand": {
            "decided": ["after"],
            "notes": ["A school’s number has nothing to do with its teaching: this is as good as a lot."],
        },
        "readers": {"readers": ["network"]},
    }


def _weak_schools() -> list[int]:
    """The mainstream schools with low results before, and an even URN."""
    urns = SchoolResults.objects.filter(file__year=BEFORE, record_type=1).values_list("urn", flat=True)
    panel = results_for(sorted(urns), [CHOSEN_BY, "TELIG"], [BEFORE])
    chosen = (panel.values[:, 0, 0] < BELOW) & (panel.values[:, 0, 1] >= FEWEST_PUPILS)
    return [urn for urn, low in zip(panel.urns, chosen, strict=True) if low and urn % 2 == 0]
