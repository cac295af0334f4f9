"""The demo's study: a finished one, of schools to which nothing was done."""

import pytest
from django.test import Client
from django.utils import timezone

from ridgeway.demo.evaluation import write_study
from ridgeway.demo.results import import_results
from ridgeway.evaluation.models import Run, State
from ridgeway.schools.tenancy import network_scope
from tests.cast import Cast

pytestmark = pytest.mark.xdist_group("demo")


def test_schools_to_which_nothing_was_done_gained_no_more_than_others_like_them(
    client: Client, cast: Cast
) -> None:
    import_results(lambda share: None)
    study = write_study(cast.network, timezone.now())
    with network_scope(cast.network):
        run = Run.objects.get(study=study)
    assert run.state == State.DONE
    assert run.found["describe"]["PTRWM_EXP"]["change"]["ci_low"] > 0
    for told in run.found["outcomes"].values():
        assert told["ci_low"] < 0 < told["ci_high"]
    client.force_login(cast.adviser)
    page = client.get(f"/networks/{cast.network.slug}/studies/{study.pk}/").content.decode()
    assert "Weak schools recover anyway" in page
