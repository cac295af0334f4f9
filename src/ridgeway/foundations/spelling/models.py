"""Spelling lists that teachers make, and what pupils typed when they first met a word of one."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.spelling.pasting import LONGEST_SENTENCE, LONGEST_WORD
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.tenancy import SchoolOwned, audited

LONGEST_NAME: Final = 60
LONGEST_GIVEN: Final = 40


@audited
class SpellingList(SchoolOwned):
    """Words to spell, of one class or, where `group` is null, of every class of the school.

    It is put away, never deleted: what pupils did with it stays theirs.
    """

    group = models.ForeignKey(
        TeachingGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="spelling_lists"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    day = models.DateField(_("date"), help_text=_("The day or the week that it is for."))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["school", "group"], name="spelling_list_of_class")]

    def __str__(self) -> str:
        return self.name


@audited
class SpellingWord(SchoolOwned):
    """A word of a list, and the sentence it is heard in if there is one.

    One that was taken off its list has no `place` there any more; what pupils typed for it stays.
    """

    in_list = models.ForeignKey(SpellingList, on_delete=models.CASCADE, related_name="words")
    place = models.PositiveSmallIntegerField(null=True, help_text=_("From 1; null = no longer on the list."))
    text = models.CharField(_("word"), max_length=LONGEST_WORD)
    sentence = models.CharField(_("sentence"), max_length=LONGEST_SENTENCE, blank=True)

    class Meta:
        ordering = ["in_list", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "in_list", "text"], name="spelling_word_once"),
            models.CheckConstraint(condition=~Q(text=""), name="spelling_word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class WordTry(SchoolOwned):
    """A pupil's first try at a word in one sitting.

    Of all that was typed for a word in a sitting only the answer that came first in it is kept, in whatever order
    and however often answers are delivered.
    """

    session = models.UUIDField(help_text=_("The sitting."))
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="word_tries")
    word = models.ForeignKey(SpellingWord, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(help_text=_("When it was typed, the device's clock corrected."))
    sequence = models.PositiveSmallIntegerField(help_text=_("Place in the session."))
    given = models.CharField(max_length=LONGEST_GIVEN, blank=True)
    correct = models.BooleanField()
    looked = models.BooleanField(help_text=_("The word was looked at first, where it could not be heard."))
    device = models.CharField(max_length=8)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["school", "pupil", "at"], name="word_try_of_pupil")]
        constraints = [models.UniqueConstraint(fields=["school", "session", "word"], name="word_try_once")]

    def __str__(self) -> str:
        return f"{self.word}: {self.given}"
