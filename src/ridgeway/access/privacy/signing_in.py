"""Traces of this room: open sessions, counted tries, and who made which change."""

from collections.abc import Iterable, Sequence
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from ridgeway.access import limits
from ridgeway.access.gate import PUPIL_KEY
from ridgeway.access.privacy.holdings import AnyModel, holdings, tracked_by
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.traces import Row
from ridgeway.access.sessions import SessionStore


class OpenSessions:
    """Sessions of the signed-in pupil. Erasing ends them, and forgets wrong tries at the pictures."""

    title = "Open sessions"
    about = "That the pupil is signed in at a screen, for an hour at most."
    columns = {"ends": "When the session ends by itself."}
    covers = frozenset({"sessions.Session"})

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """When each session runs out."""
        return [{"ends": session.expire_date} for session in _sessions(subject, using)]

    def erase(self, subject: Subject, using: str) -> int:
        """Ends them."""
        for limit in (limits.PICTURES, limits.PICTURES_IN_A_DAY):
            limit.clear(subject.pk)
        keys = [session.pk for session in _sessions(subject, using)]
        return Session.objects.using(using).filter(pk__in=keys)._raw_delete(using) or 0


class Acts:
    """Who made the changes that the audit trail keeps: acts about the subject alone, and the subject's own."""

    title = "Who made which change"
    about = "For each change in the earlier versions: when it was made, by whom, and on which page."
    columns = {
        "act": "The number by which an earlier version names the act.",
        "at": "When it was.",
        "details": "The page, or the program's command; and the number of the member of staff or the pupil.",
    }
    covers = frozenset({"pghistory.Context"})

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """The acts, the oldest first."""
        alone, shared = _behind(subject, using)
        acts = _acts(using).filter(Q(pk__in=alone) | _naming(subject, shared)).order_by("created_at", "pk")
        return [{"act": str(act.pk), "at": act.created_at, "details": act.metadata} for act in acts]

    def erase(self, subject: Subject, using: str) -> int:
        """Takes them away; one behind which there is more stays, and names the subject no more."""
        alone, shared = _behind(subject, using)
        gone = _acts(using).filter(pk__in=alone)._raw_delete(using) or 0
        naming = list(_acts(using).filter(_naming(subject, shared)))
        for act in naming:
            kept = {name: said for name, said in act.metadata.items() if name not in {"pupil", "url"}}
            _acts(using).filter(pk=act.pk).update(metadata=kept)
        return gone + len(naming)


def _sessions(subject: Subject, using: str) -> list[Session]:
    wanted, store = [subject.school.pk, subject.pk], SessionStore()
    sessions = Session.objects.using(using).order_by("expire_date")
    return [each for each in sessions if store.decode(each.session_data).get(PUPIL_KEY) == wanted]


def _acts(using: str) -> "models.QuerySet[Any]":
    acts: models.QuerySet[Any] = pghistory.models.Context._base_manager.using(using)
    return acts.all()


def _naming(subject: Subject, shared: set[Any]) -> Q:
    """Acts of the pupil's own, and of the shared ones those on a page that has the pupil's key in its address."""
    return Q(metadata__pupil=subject.pk) | Q(pk__in=shared, metadata__url__icontains=f"/{subject.pk}/")


def _behind(subject: Subject, using: str) -> tuple[set[Any], set[Any]]:
    """The acts behind the subject's history: those behind nothing else, and the others."""
    own = {holding.model: holding for holding in holdings() if holding.tracked is not None}
    acts: set[Any] = set()
    for holding in own.values():
        acts |= _acts_behind(holding.rows(subject, using))
    shared: set[Any] = set()
    for model in _trail():
        others = model._base_manager.using(using).filter(pgh_context__in=acts)
        if model in own:
            others = others.exclude(pk__in=own[model].rows(subject, using).values("pk"))
        shared |= _acts_behind(others)
    return acts - shared, shared


def _acts_behind(rows: "models.QuerySet[Any]") -> set[Any]:
    return set(rows.exclude(pgh_context=None).order_by().values_list("pgh_context", flat=True).distinct())


def _trail() -> Iterable[AnyModel]:
    """The tables of the audit trail."""
    return [model for model in apps.get_models() if tracked_by(model) is not None]
