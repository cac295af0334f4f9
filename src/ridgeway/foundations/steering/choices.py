"""How the classes of a pupil practise, as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from ridgeway.fluency import SUBJECTS, Subject
from ridgeway.foundations.steering.models import USUAL_MINUTES, ClassPractice


@dataclass(frozen=True, slots=True)
class Choices:
    """Minutes a session, which subjects may be asked, and whether a new pupil starts with a short check."""

    minutes: int = USUAL_MINUTES
    subjects: tuple[Subject, ...] = SUBJECTS[:1]
    starts_with_check: bool = True


def choices_of(groups: Sequence[int]) -> Choices:
    """What holds in these classes, by their keys: all their subjects, and the most minutes of any."""
    chosen = list(ClassPractice.objects.filter(group__in=groups))
    if not chosen:
        return Choices()
    further = {subject for practice in chosen for subject in practice.further_subjects}
    return Choices(
        minutes=max(practice.minutes for practice in chosen),
        subjects=(*SUBJECTS[:1], *(each for each in SUBJECTS[1:] if each in further)),
        starts_with_check=any(practice.starts_with_check for practice in chosen),
    )
