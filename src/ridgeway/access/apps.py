from django.apps import AppConfig

from ridgeway.web.nav import NavEntry, add_to_nav


class AccessConfig(AppConfig):
    name = "ridgeway.access"
    label = "access"
    verbose_name = "Access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ridgeway.access import checks  # noqa: F401

        add_to_nav(
            NavEntry("School", "access:school", order=0),
            NavEntry("Network", "access:network", order=0, over="network"),
            NavEntry("Staff", "access:staff", needs="manage_staff", prefix="staff/", order=90),
        )
