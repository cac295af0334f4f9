"""What pupils did, kept for good, and what follows from it.

The ledger of answers is the truth and only ever grows. A pupil's knowledge and the daily totals are folds over
it, kept because pages need them quickly; both can be thrown away and rebuilt.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency import Subject
from ridgeway.fluency.answers import TOO_QUICK_MS
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.offline.models import ForgetRequest, RefusedAnswer, SharedDevice
from ridgeway.foundations.paper.models import SheetPage, SheetResult, SheetSet
from ridgeway.foundations.reading.models import Expression, ReadingResult, ReadingText
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord, WordTry
from ridgeway.foundations.steering.models import ClassPractice, Preferences, Steer
from ridgeway.foundations.timings.models import Activity, Timing, Writing
from ridgeway.foundations.week.models import NotPractised, Reason, Tried
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import SchoolOwned, audited

__all__ = [
    "Activity",
    "Answer",
    "ClassPractice",
    "Device",
    "Expression",
    "ForgetRequest",
    "KnowledgeDay",
    "KnowledgeState",
    "Mistake",
    "NotPractised",
    "PageTotal",
    "PracticeDay",
    "PracticeSession",
    "Preferences",
    "Prompt",
    "ReadingResult",
    "ReadingText",
    "Reason",
    "RefusedAnswer",
    "SetActivity",
    "SharedDevice",
    "SheetPage",
    "SheetResult",
    "SheetSet",
    "SpellingList",
    "SpellingWord",
    "Steer",
    "Timing",
    "Tried",
    "Withdrawal",
    "WordTry",
    "Writing",
]


class Prompt(models.TextChoices):
    """What the pupil had in front of them when answering."""

    MODEL = "model", _("answer shown")
    DELAY = "delay", _("answer about to be shown")
    NONE = "none", _("unprompted")


class Device(models.TextChoices):
    KEYBOARD = "keyboard", _("Keyboard")
    TOUCH = "touch", _("Touch screen")
    PAPER = "paper", _("Paper")
    SPEECH = "speech", _("Spoken")


class PracticeSession(SchoolOwned):
    """One sitting of a pupil, opened when its plan is handed out. Answers must name one of the pupil's own."""

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="practice_sessions")
    opened_at = models.DateTimeField()
    activity = models.CharField(max_length=12, choices=Activity.choices, default=Activity.PRACTICE)
    of = models.CharField(
        max_length=40,
        blank=True,
        help_text=_(
            "What a probe is about; the key of a spelling list; the subject of practice, empty for number facts."
        ),
    )
    seconds = models.PositiveSmallIntegerField(_("planned length in seconds"))
    year = models.PositiveSmallIntegerField(
        null=True, help_text=_("The school year whose aims held, 0 for Reception; null = not known.")
    )
    own_aims = models.JSONField(
        null=True, help_text=_("Aims that a teacher had set, in milliseconds by item, set or strand; null = none.")
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds_per_item = models.FloatField(
        null=True, blank=True, help_text=_("Mean time of right answers; null = not finished, or too few to count.")
    )

    class Meta:
        indexes = [models.Index(fields=["school", "pupil", "opened_at"], name="practice_session_of_pupil")]

    def __str__(self) -> str:
        return f"Practice of {self.pupil}"


class Answer(SchoolOwned):
    """One answer, for good: rows are added and never changed. Partitioned by the month in its uuidv7."""

    append_only = True

    pk = models.CompositePrimaryKey("school_id", "id")
    id = models.UUIDField(help_text=_("uuidv7, made where the answer was given."))
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    at = models.DateTimeField(help_text=_("When it was given, the device's clock corrected."))
    received_at = models.DateTimeField()
    given = models.CharField(max_length=40)
    correct = models.BooleanField()
    latency_ms = models.PositiveIntegerField(
        null=True, help_text=_("From the question's paint to the last digit; null = not measured, as on paper.")
    )
    prompt = models.CharField(max_length=8, choices=Prompt.choices)
    delay_ms = models.PositiveIntegerField(
        null=True, help_text=_("When a delayed prompt showed the answer; null = at the pupil's aim.")
    )
    device = models.CharField(max_length=8, choices=Device.choices)
    session = models.UUIDField()
    sequence = models.PositiveSmallIntegerField(help_text=_("Place in the session."))

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["school", "pupil", "at", "id"], name="answer_of_pupil")]

    def __str__(self) -> str:
        return f"{self.item}: {self.given}"


class PageTotal(SchoolOwned):
    """A page of questions of which only the time for all is known, for good: rows are added and never changed.

    In the fold it takes the place of those answers of its session to its items that have no time of their own.
    `correct` has a place for each of `items`, null where nobody marked it.
    """

    append_only = True

    pk = models.CompositePrimaryKey("school_id", "id")
    id = models.UUIDField(help_text=_("uuidv7, which follows from what the page was."))
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="page_totals", db_index=False)
    session = models.UUIDField()
    at = models.DateTimeField(help_text=_("When it was done."))
    received_at = models.DateTimeField()
    items = ArrayField(models.CharField(max_length=40), help_text=_("The questions answered, in their order."))
    correct = ArrayField(models.BooleanField(null=True))
    milliseconds = models.PositiveIntegerField(help_text=_("For all of them together."))
    device = models.CharField(max_length=8, choices=Device.choices)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["school", "pupil", "at", "id"], name="page_total_of_pupil")]
        constraints = [
            models.CheckConstraint(condition=Q(items__len__gte=1), name="page_total_has_questions"),
            models.CheckConstraint(
                condition=Q(items__len=Func(F("correct"), function="cardinality", output_field=IntegerField())),
                name="page_total_marks_agree",
            ),
            models.CheckConstraint(condition=Q(milliseconds__gte=TOO_QUICK_MS), name="page_total_time"),
        ]

    def __str__(self) -> str:
        return f"{len(self.items)} questions"


class Mistake(models.TextChoices):
    """Why what a session told counts no more."""

    CORRECTED = "corrected", _("What was entered from the sheet was corrected")
    TAKEN_AWAY = "taken away", _("What was entered from the sheet was taken away")
    SOMEBODY_ELSE = "somebody else", _("Somebody else practised in the pupil's name")


@audited
class Withdrawal(SchoolOwned):
    """That nothing counts of a session: no answer and no page of it in the ledger, and none that is still to come.

    The ledger itself keeps all. Two views of it, `foundations_countedanswer` and `foundations_countedpage`, leave
    out what is withdrawn: whoever counts answers reads those.
    """

    session = models.OneToOneField(PracticeSession, on_delete=models.CASCADE, related_name="withdrawal")
    why = models.CharField(max_length=13, choices=Mistake.choices)
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("session that does not count")
        constraints = [models.CheckConstraint(condition=Q(why__in=Mistake.values), name="withdrawal_why")]

    def __str__(self) -> str:
        return f"{self.session}: {self.get_why_display()}"


class KnowledgeState(SchoolOwned):
    """What a pupil knows of a subject: the fold of `ridgeway.fluency` over answers, up to the last one folded.

    Those to the subject's own items are in it, and those to the items of tool speed, which tell how fast the hand
    is in every subject. Whoever records a pupil's answers holds the rows that they inform, so that answers from
    two devices are folded one after the other.
    """

    pk = models.CompositePrimaryKey("school_id", "pupil_id", "subject")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="knowledge", db_index=False)
    subject: "models.CharField[Subject, Subject]" = models.CharField(
        max_length=20, help_text=_("One of the subjects of `ridgeway.fluency`.")
    )
    state = models.BinaryField(help_text=_("Empty before the first answer."))
    newer = models.BinaryField(
        default=b"", help_text=_("What has changed since the state was written; empty when nothing has.")
    )
    answers = models.PositiveIntegerField(default=0, help_text=_("How many were to the subject's own items."))
    last_at = models.DateTimeField(null=True)
    last_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.subject}: knowledge of {self.pupil}"


class PracticeDay(SchoolOwned):
    """A pupil's practice of one strand on one school day, summed."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="practice_days")
    day = models.DateField(help_text=_("In the school's own time zone."))
    strand = models.CharField(max_length=20)
    device = models.CharField(max_length=8, choices=Device.choices)
    answers = models.PositiveIntegerField()
    correct = models.PositiveIntegerField()
    timed = models.PositiveIntegerField(
        help_text=_("Correct, to a question without its answer in sight at first, and the time is known.")
    )
    milliseconds = models.PositiveBigIntegerField(help_text=_("Time on all answers."))
    log_seconds = models.FloatField(
        help_text=_("Sum of ln(seconds) of the timed, each rounded so that the sum is exact.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "day", "strand", "device"], name="practice_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pupil} on {self.day}"


class KnowledgeDay(SchoolOwned):
    """How many items of a subject a pupil had met, knew fluently and securely at the end of a day of practice."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="knowledge_days")
    subject = models.CharField(max_length=20)
    day = models.DateField(help_text=_("In the school's own time zone."))
    met = models.PositiveSmallIntegerField()
    fluent = models.PositiveSmallIntegerField()
    secure = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "subject", "day"], name="knowledge_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.pupil} on {self.day}, {self.subject}: {self.fluent} fluent"
