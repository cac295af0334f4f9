"""What the background worker does for this room."""

from procrastinate.contrib.django import app

from ridgeway.access.sessions import SessionStore


@app.periodic(cron="30 2 * * *")
@app.task(queueing_lock="forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    """Every night: sessions that have run out are gone, and with them who was signed in when."""
    SessionStore.clear_expired()
