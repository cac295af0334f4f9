"""Texts that a school brings itself, and readings that were heard."""

import math
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency.passages import LONGEST_TITLE, Passage, passage
from ridgeway.fluency.reading import LONGEST, SHORTEST, Mark, Reading
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import SchoolOwned, audited

LONGEST_NOTE: Final = 500
YEARS: Final = [(year, _("Year %d") % year) for year in range(1, 7)]


class Expression(models.IntegerChoices):
    """How a reading sounded, in four steps."""

    WORD_BY_WORD = 1, _("Word by word, the voice stays flat")
    SHORT_GROUPS = 2, _("Two or three words together, some stops in odd places")
    PHRASES = 3, _("Mostly whole phrases, full stops heard")
    TELLING = 4, _("As if telling it, the voice follows the meaning")


@audited
class ReadingText(SchoolOwned):
    """One version of a text that a school brings itself. A version keeps its words, for the readings of it.

    `key` is the same for all versions of a text; the one in use is `current`. A text that was taken off the list
    is `withdrawn`, and can be put back.
    """

    key = models.UUIDField(default=uuid4)
    version = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("text"), help_text=_("A blank line between paragraphs."))
    year = models.PositiveSmallIntegerField(_("year group"), null=True, blank=True, choices=YEARS)
    withdrawn = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key", "version"], name="reading_text_version_once"),
            models.UniqueConstraint(
                fields=["school", "key"], condition=Q(current=True), name="reading_text_current_once"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1, year__lte=6), name="reading_text_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def passage(self) -> Passage:
        """The text as it is read aloud."""
        return Passage.from_text(self.title, self.body)


@audited
class ReadingResult(SchoolOwned):
    """A reading that was heard, as a teacher noted it; it may be corrected, and the trail keeps what was there.

    What was read is a packaged passage or a version of the school's own text, and `words_of` tells its words from
    those of another version. `marks` are pairs of a word's place, from 1, and what happened there; null where only
    totals were entered. `errors` follows from the marks, where there are any to follow from.
    """

    key = models.UUIDField(help_text=_("Made with the page on which it was heard: sent twice, it is kept once."))
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="readings")
    packaged = models.CharField(max_length=12, blank=True, help_text=_("A passage of `ridgeway.fluency`."))
    text = models.ForeignKey(ReadingText, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    words_of = models.CharField(max_length=16, help_text=_("A digest of the words that the marks belong to."))
    day = models.DateField(_("day"))
    seconds = models.PositiveSmallIntegerField(_("time in seconds"))
    last_word = models.PositiveSmallIntegerField(_("last word read"))
    errors = models.PositiveSmallIntegerField(_("errors"))
    marks = models.JSONField(null=True, blank=True)
    expression = models.PositiveSmallIntegerField(
        _("expression"), null=True, blank=True, choices=Expression.choices
    )
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    removed = models.BooleanField(default=False)
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["school", "pupil", "day"], name="reading_of_pupil")]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="reading_key_once"),
            models.CheckConstraint(
                condition=Q(packaged="", text__isnull=False) | Q(~Q(packaged=""), text__isnull=True),
                name="reading_of_one_text",
            ),
            models.CheckConstraint(
                condition=Q(seconds__gte=SHORTEST, seconds__lte=LONGEST), name="reading_seconds"
            ),
            models.CheckConstraint(condition=Q(errors__lte=F("last_word")), name="reading_errors"),
            models.CheckConstraint(
                condition=Q(expression__isnull=True) | Q(expression__in=Expression.values),
                name="reading_expression",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} on {self.day}: {self.rate} words correct a minute"

    @property
    def figures(self) -> Reading:
        """What the reading comes to."""
        return Reading(self.last_word, self.errors, self.seconds)

    @property
    def title(self) -> str:
        """The title of what was read."""
        return self.text.title if self.text is not None else passage(self.packaged).title

    @property
    def rate(self) -> int:
        """Words correct a minute, to the nearest whole one."""
        return math.floor(self.figures.words_correct_a_minute + 0.5)

    @property
    def percent_right(self) -> int | None:
        """Words right of a hundred read, rounded down, so that 100 means all; None where no word was read."""
        return 100 * self.figures.correct // self.last_word if self.last_word else None

    @property
    def difficulty_in_words(self) -> str:
        """How hard the text was for the pupil."""
        words = {"easy": _("easy"), "right": _("right for teaching"), "hard": _("hard")}
        difficulty = self.figures.difficulty
        return str(words[difficulty]) if difficulty else "–"

    @property
    def marked(self) -> tuple[Mark, ...] | None:
        """The marks; None where only totals are known."""
        return None if self.marks is None else tuple(Mark(word, kind) for word, kind in self.marks)
