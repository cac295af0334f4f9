"""Each pupil alone: their own line as a picture, with their own aim and what was changed for them."""

import datetime as dt
from collections.abc import Sequence

from ridgeway.foundations.growth.changes import changes_for
from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.pictures import Picture, aim_a_minute, picture
from ridgeway.foundations.steering.resolving import steering_of
from ridgeway.foundations.years import years_in
from ridgeway.schools.models import Pupil, TeachingGroup


def pictures_of(
    looked: Look, pupils: Sequence[Pupil], group: TeachingGroup, today: dt.date
) -> list[tuple[Pupil, Picture]]:
    """The pictures of those of these pupils who did what is shown, in their order. Four queries, however many."""
    lines = [(pupil, line) for pupil in pupils if (line := looked.of(pupil)) is not None]
    drawn = [pupil for pupil, _ in lines]
    years, steering = years_in(drawn, group), steering_of(drawn, today)
    changes = changes_for(drawn, group, looked.since, looked.until, strand=looked.strand)
    found = []
    for pupil, line in lines:
        aim = aim_a_minute(line.work, year=years.get(pupil.pk), own_aims=steering[pupil.pk].own_aims)
        found.append((pupil, picture(f"{looked.name}, {pupil}", line, aim=aim, changes=changes[pupil.pk])))
    return found
