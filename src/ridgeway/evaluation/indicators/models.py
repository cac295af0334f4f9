"""What a network brings in itself: inspections of its schools, and answers to its surveys."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.tenancy import NetworkOwned, audited


@audited
class SchoolInspection(NetworkOwned):
    """An inspection of a school of the network; `grades` are judgement → grade, on the scale of its day."""

    urn = models.PositiveIntegerField(_("URN"))
    on = models.DateField(_("day of the inspection"))
    grades = models.JSONField(_("grades"))

    class Meta:
        ordering = ["urn", "on"]
        constraints = [models.UniqueConstraint(fields=["network", "urn", "on"], name="school_inspection_once")]

    def __str__(self) -> str:
        return f"Inspection of {self.urn} on {self.on}"


@audited
class Survey(NetworkOwned):
    """A survey on one day. Asked again it is another with the same name."""

    name = models.CharField(_("survey"), max_length=120)
    day = models.DateField(_("day"))

    class Meta:
        ordering = ["name", "day"]
        constraints = [models.UniqueConstraint(fields=["network", "name", "day"], name="survey_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class SurveyFigure(NetworkOwned):
    """How many answered a question of a survey in a group of people, and which share of them agreed."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="figures")
    question = models.CharField(_("question"), max_length=300)
    group = models.CharField(_("group"), max_length=120, blank=True, help_text=_("Empty for everybody asked."))
    answers = models.PositiveIntegerField(_("answers"), validators=[MinValueValidator(1)])
    agree = models.FloatField(_("share that agree"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "question", "group"], name="survey_figure_once"),
            models.CheckConstraint(
                condition=models.Q(agree__gte=0, agree__lte=1, answers__gte=1), name="survey_figure_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.agree:.0%} of {self.answers}"
