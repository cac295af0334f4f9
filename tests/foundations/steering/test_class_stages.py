"""A class's page counts what is fluent by each pupil's own aims."""

from ridgeway.foundations.classroom import look_into
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.weeks import Week
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise
from tests.foundations.steering.decisions import decided


def test_a_pupils_own_aim_changes_that_pupils_count_alone(cast: Cast) -> None:
    school = cast.ashdown
    practise(school, school.pupils[:3])
    with school_scope(school.school):
        before = [line.fluent for line in look_into(school.group, Week.of(TODAY), TODAY).lines]
        decided(school.pupils[0], Kind.AIM, "add-to-5", milliseconds=500)
        after = {line.pupil: line.fluent for line in look_into(school.group, Week.of(TODAY), TODAY).lines}
    assert [after[pupil] for pupil in school.pupils] == [0, max(before), max(before), 0]
    assert max(before) > 0
