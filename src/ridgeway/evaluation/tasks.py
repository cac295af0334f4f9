"""What the background worker does for this room."""

from procrastinate.contrib.django import app

from ridgeway.evaluation.working import work_on
from ridgeway.schools.tenancy import network_scope


@app.task
def evaluate_study(network: int, run: int) -> None:
    """Evaluates a study that somebody has asked for."""
    with network_scope(network):
        work_on(run)
