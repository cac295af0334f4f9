from django.apps import AppConfig
from django.db.models.signals import post_migrate

from ridgeway.web.nav import NavEntry, add_to_nav


class AccessConfig(AppConfig):
    name = "ridgeway.access"
    label = "access"
    verbose_name = "Access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ridgeway.access import account_events, checks  # noqa: F401
        from ridgeway.access.privacy.signing_in import Acts, OpenSessions
        from ridgeway.access.privacy.traces import add_trace
        from ridgeway.access.trail.indexes import index_the_trail

        post_migrate.connect(index_the_trail, sender=self)
        add_trace(OpenSessions(), Acts())
        add_to_nav(
            NavEntry("School", "access:school", order=0),
            NavEntry("Network", "access:network", order=0, over="network"),
            NavEntry("Staff", "access:staff", needs="manage_staff", prefix="staff/", order=90),
        )
