"""A network's studies: what was asked and decided, the data it was decided on, and what each run found."""

import gzip
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ridgeway.access.models import User
from ridgeway.evaluation.indicators.models import SchoolInspection, Survey, SurveyFigure
from ridgeway.evaluation.research.models import Release, SchoolRelease
from ridgeway.schools.tenancy import NetworkOwned, audited

__all__ = [
    "PackedFile",
    "Release",
    "Run",
    "RunFile",
    "SchoolInspection",
    "SchoolRelease",
    "State",
    "Study",
    "StudyFile",
    "Survey",
    "SurveyFigure",
    "packed",
]


@audited
class Study(NetworkOwned):
    """A question of the network's, from the first draft on. Once `frozen_at` is set the protocol never changes.

    `draft` holds what was typed under each question, as it was typed, so that nothing is lost on the way:
    question → field → values. `protocol` is the study file (YAML) that `ridgeway evaluate` takes.
    """

    title = models.CharField(_("name"), max_length=200)
    draft = models.JSONField(default=dict)
    protocol = models.TextField(blank=True)
    protocol_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the protocol."))
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True, protocol="", protocol_hash="")
                | models.Q(frozen_at__isnull=False) & ~models.Q(protocol="") & ~models.Q(protocol_hash=""),
                name="study_frozen_with_protocol",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.frozen_at is None


def packed(content: bytes) -> bytes:
    """The form in which a file is kept; the same content gives the same bytes."""
    return gzip.compress(content, mtime=0)


class PackedFile(NetworkOwned):
    """A file that is kept as a whole, gzip."""

    name = models.CharField(max_length=100)
    packed = models.BinaryField(help_text=_("The content, gzip."))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> bytes:
        """The file as it was chosen or written."""
        return gzip.decompress(self.packed)


class StudyFile(PackedFile):
    """A file that the protocol names: the panel somebody chose, or tables as they stood when it was frozen."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="files")
    about = models.JSONField(default=dict, help_text=_("Of a panel: see panels.About."))

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["study", "name"], name="study_file_once")]


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class Run(NetworkOwned):
    """One evaluation of a frozen study, in the background.

    `words` say why it was refused. `result` is the study.json that `ridgeway evaluate --out` would write, byte for
    byte. `heard_at` is the last sign of life of the worker.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=200, blank=True)
    share = models.FloatField(default=0.0)
    words = models.TextField(blank=True)
    result = models.TextField(blank=True)
    result_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the result."))
    versions = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="study_runs_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.get_state_display()}"

    @property
    def is_going(self) -> bool:
        """Whether it has not come to an end."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def found(self) -> dict[str, Any]:
        """The result as one object; see docs/reference/studies.md for its keys."""
        return dict(json.loads(self.result))


class RunFile(PackedFile):
    """A report that a run wrote."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="files")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="run_file_once")]
