"""The science of Foundations of Learning: what a pupil knows, and what to practise next.

Plain Python and NumPy. State and time go in, new state comes out; nothing here keeps a clock, or opens a file
other than its own packaged content.

    items = catalogue()
    knowledge = Knowledge.new(items).update(answers)
    plan = plan_session(knowledge, at=now, seconds=300, rng=np.random.default_rng(seed))
    session = Session(plan)
"""

from ridgeway.fluency.answers import Answer, Answers
from ridgeway.fluency.items import PARTNER_KINDS, Catalogue, FactSet, Item
from ridgeway.fluency.knowledge import Knowledge
from ridgeway.fluency.placement import Baseline
from ridgeway.fluency.planner import plan_session
from ridgeway.fluency.prediction import Prediction
from ridgeway.fluency.priors import Prior
from ridgeway.fluency.progression import SUBJECTS, Subject, catalogue, subject_of, whole_catalogue
from ridgeway.fluency.session import Outcome, Session
from ridgeway.fluency.stages import STAGES, Stage
from ridgeway.fluency.trials import Plan, Trial

__all__ = [
    "PARTNER_KINDS",
    "STAGES",
    "SUBJECTS",
    "Answer",
    "Answers",
    "Baseline",
    "Catalogue",
    "FactSet",
    "Item",
    "Knowledge",
    "Outcome",
    "Plan",
    "Prediction",
    "Prior",
    "Session",
    "Stage",
    "Subject",
    "Trial",
    "catalogue",
    "plan_session",
    "subject_of",
    "whole_catalogue",
]
