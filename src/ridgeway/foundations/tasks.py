"""What the background worker does for this room."""

import pghistory
from django.utils import timezone
from procrastinate.contrib.django import app

from ridgeway.foundations.paper.settling import settle_results
from ridgeway.foundations.partitions import open_months
from ridgeway.foundations.tidying import forget_unanswered_sessions as forget


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="open_answer_months")
def open_answer_months(timestamp: int) -> None:
    """Every night: the ledger's months around today are open."""
    open_months(timezone.localdate())


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="forget_unanswered_sessions")
def forget_unanswered_sessions(timestamp: int) -> None:
    """Every night: sessions that were opened long ago and never answered are gone."""
    forget(timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(queueing_lock="settle_sheets")
def settle_sheets(timestamp: int) -> None:
    """Every night: what was entered of sheets the day before is in the ledger."""
    with pghistory.context(task="settle_sheets"):
        settle_results(timezone.now())
