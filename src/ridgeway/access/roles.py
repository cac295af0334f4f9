"""Roles, and what each of them may do. The one table of permissions."""

from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

Capability = Literal[
    "see_school", "see_pupils", "teach", "manage_roster", "manage_staff", "see_network", "evaluate"
]
"""see_school: figures of the school; see_pupils: named pupils; teach: practice, sheets, sign-in of pupils;
manage_roster: imports and exports of pupils; manage_staff: who has which role and which class; see_network: the
network's schools and studies; evaluate: making studies of it, and releasing research data, which the schools
read of. The last two open no page of a school."""

CAPABILITY_NAMES: dict[Capability, str] = {
    "see_school": "see the school's figures",
    "see_pupils": "see named pupils",
    "teach": "work with classes",
    "manage_roster": "import and export pupil lists",
    "manage_staff": "give staff their roles and classes",
    "see_network": "see the network’s studies",
    "evaluate": "make studies and release research data",
}


class Role(models.TextChoices):
    TEACHER = "teacher", _("Teacher")
    SUPPORT_ASSISTANT = "support_assistant", _("Support assistant")
    TEAM_LEADER = "team_leader", _("Achievement Team leader")
    COACH = "coach", _("Coach")
    SENIOR_LEADER = "senior_leader", _("Senior leader")
    HEADTEACHER = "headteacher", _("Headteacher")
    GOVERNOR = "governor", _("Governor")
    DATA_MANAGER = "data_manager", _("Data manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    ADVISER = "adviser", _("Achievement adviser")
    NETWORK_LEAD = "network_lead", _("Network lead")


NETWORK_ROLES = frozenset({Role.ADVISER, Role.NETWORK_LEAD})

_LOOKS: frozenset[Capability] = frozenset({"see_school"})
_TEACHES: frozenset[Capability] = _LOOKS | {"see_pupils", "teach"}
_LEADS: frozenset[Capability] = _TEACHES | {"manage_roster", "manage_staff"}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.TEACHER: _TEACHES,
    Role.SUPPORT_ASSISTANT: _TEACHES,
    Role.TEAM_LEADER: _TEACHES,
    Role.COACH: _LOOKS,
    Role.SENIOR_LEADER: _TEACHES,
    Role.HEADTEACHER: _LEADS,
    Role.GOVERNOR: _LOOKS,
    Role.DATA_MANAGER: _LOOKS | {"see_pupils", "manage_roster"},
    Role.ADMINISTRATOR: _LEADS,
    Role.ADVISER: _LOOKS | {"see_network"},
    Role.NETWORK_LEAD: _LOOKS | {"see_network", "evaluate"},
}


def capabilities(roles: frozenset[Role]) -> frozenset[Capability]:
    """Everything these roles together allow."""
    allowed: frozenset[Capability] = frozenset()
    return allowed.union(*(CAPABILITIES[role] for role in roles))
