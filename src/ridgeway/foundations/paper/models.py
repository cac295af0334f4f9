"""Sheets that were printed, and what came back on them."""

from typing import Final, cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.paper.contents import Content, read_content
from ridgeway.foundations.paper.look import PAPERS, Look, Paper
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.tenancy import SchoolOwned, audited

CODE_LENGTH: Final = 10
LONGEST_SECONDS: Final = 3600


def _count(column: str) -> models.Func:
    return models.Func(F(column), function="cardinality", output_field=models.IntegerField())


@audited
class SheetSet(SchoolOwned):
    """Sheets made for a class in one go. With its pages it can be printed again, exactly as it was."""

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="sheet_sets")
    kind = models.CharField(_("kind"), max_length=24, help_text=_("A key of paper.kinds."))
    of = models.CharField(
        max_length=160, blank=True, help_text=_("What it is about: sheets of one kind and word measure the same.")
    )
    title = models.CharField(_("title"), max_length=200)
    options = models.JSONField(default=dict, help_text=_("What was chosen; see the form of the kind."))
    same_for_all = models.BooleanField(_("same sheet for everybody"), default=False)
    seed = models.BigIntegerField(help_text=_("Everything random on the pages follows from it."))
    aim_seconds = models.DecimalField(
        _("aim, in seconds for each answer"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    day = models.DateField(_("date on the sheets"))
    double_sided = models.BooleanField(_("for a printer that prints on both sides"), default=False)
    paper = models.CharField(
        _("paper"), max_length=2, choices=[(size, size.upper()) for size in PAPERS], default="a4"
    )
    large = models.BooleanField(_("large print"), default=False)
    spaced = models.BooleanField(_("wide spacing"), default=False)
    contrast = models.BooleanField(_("high contrast"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("set of sheets")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["school", "group", "-day"], name="sheet_set_of_group")]
        constraints = [
            models.CheckConstraint(condition=Q(aim_seconds__gt=0), name="sheet_set_aim"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.group}, {self.day}"

    @property
    def look(self) -> Look:
        """How the sheets look on paper."""
        return Look(paper=cast(Paper, self.paper), large=self.large, spaced=self.spaced, contrast=self.contrast)


class SheetPage(SchoolOwned):
    """One pupil's sheet."""

    sheet_set = models.ForeignKey(SheetSet, on_delete=models.CASCADE, related_name="pages")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sheet_pages")
    number = models.PositiveSmallIntegerField(_("page"))
    code = models.CharField(max_length=CODE_LENGTH, help_text=_("Printed on the page, in words and as a QR code."))
    record = models.JSONField(help_text=_("See paper.contents for its form."))
    edition = models.PositiveSmallIntegerField(
        default=0,
        help_text=_("How often what it told the ledger was withdrawn; ids of what it tells next follow from it."),
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_set", "number"], name="sheet_page_number_once"),
            models.UniqueConstraint(fields=["sheet_set", "pupil"], name="sheet_page_pupil_once"),
            models.UniqueConstraint(fields=["school", "code"], name="sheet_page_code_once"),
        ]

    def __str__(self) -> str:
        return f"Sheet of {self.pupil}"

    @property
    def content(self) -> Content:
        """What is printed on it."""
        return read_content(self.record)


@audited
class SheetResult(SchoolOwned):
    """What a pupil made of a sheet, as a teacher entered it; a later entry takes its place, the trail keeps both.

    With totals alone `wrong` and `blank` are null: which questions were wrong is not known, and nothing pretends
    to know it. Once the cells have been marked they are lists of question numbers from 0, empty if there are none.
    `seconds` is null on sheets that are not timed, `errors`, the number of wrong answers, where nobody said it.
    `settled_at` says when it went into the ledger.
    """

    page = models.OneToOneField(SheetPage, on_delete=models.CASCADE, related_name="result")
    seconds = models.PositiveSmallIntegerField(_("time in seconds"), null=True, blank=True)
    questions = models.PositiveSmallIntegerField(_("questions on the page"))
    correct = models.PositiveSmallIntegerField(_("number correct"))
    errors = models.PositiveSmallIntegerField(_("number wrong"), null=True, blank=True)
    wrong = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    blank = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("result of a sheet")
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=LONGEST_SECONDS), name="sheet_result_seconds"
            ),
            models.CheckConstraint(condition=Q(correct__lte=F("questions")), name="sheet_result_correct"),
            models.CheckConstraint(
                condition=Q(errors__isnull=True) | Q(errors__lte=F("questions") - F("correct")),
                name="sheet_result_errors",
            ),
            models.CheckConstraint(
                condition=Q(wrong__isnull=True, blank__isnull=True)
                | Q(
                    wrong__isnull=False,
                    blank__isnull=False,
                    errors=_count("wrong"),
                    questions=F("correct") + _count("wrong") + _count("blank"),
                ),
                name="sheet_result_cells_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correct} of {self.questions}"
