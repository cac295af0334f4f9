"""Which decisions a chart of growth shows: those that changed the practice it is about."""

import datetime as dt

import pytest

from ridgeway.foundations.growth.changes import changes_for, changes_for_class
from ridgeway.foundations.steering.models import Kind
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.charts import PhaseChange
from tests.cast import TODAY, Cast
from tests.foundations.steering.decisions import decided

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "names", "on_addition"),
    [
        (Kind.PAUSE, ["sub"], []),
        (Kind.PAUSE, ["sub", "add-to-5"], ["some left alone"]),
        (Kind.PAUSE, ["add:7+8"], ["some left alone"]),
        (Kind.SET, ["sub"], ["chosen sets"]),
        (Kind.SLOWER, [], ["fewer new"]),
    ],
)
def test_an_aim_and_leaving_alone_are_about_what_they_name_and_the_rest_about_all_practice(
    cast: Cast, kind: Kind, names: list[str], on_addition: list[str]
) -> None:
    school, amber = cast.ashdown, cast.ashdown.pupils[0]
    with school_scope(school.school):
        decided(amber, kind, *names)
        of_addition = changes_for([amber], school.group, TODAY, TOMORROW, strand="add")
        of_all = changes_for([amber], school.group, TODAY, TOMORROW)
    assert [change.label for change in of_addition[amber.pk]] == on_addition
    assert len(of_all[amber.pk]) == 1


def test_of_a_class_too(cast: Cast) -> None:
    school = cast.ashdown
    with school_scope(school.school):
        decided(school.group, Kind.AIM, "sub", milliseconds=5000)
        assert changes_for_class(school.group, TODAY, TOMORROW, strand="add") == []
        assert changes_for_class(school.group, TODAY, TOMORROW, strand="sub") == [PhaseChange(TODAY, "new aim")]
