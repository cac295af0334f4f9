from django.apps import AppConfig

from ridgeway.web.nav import NavEntry, add_to_nav


class EvaluationConfig(AppConfig):
    name = "ridgeway.evaluation"
    label = "evaluation"
    verbose_name = "Evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        add_to_nav(
            NavEntry(
                "Indicators",
                "evaluation:indicators",
                needs="see_network",
                prefix="indicators/",
                order=20,
                over="network",
            ),
            NavEntry(
                "Studies", "evaluation:studies", needs="see_network", prefix="studies/", order=30, over="network"
            ),
            NavEntry(
                "Practice and growth",
                "evaluation:dose",
                needs="see_network",
                prefix="dose/",
                order=40,
                over="network",
            ),
            NavEntry(
                "Research data",
                "evaluation:research",
                needs="evaluate",
                prefix="research/",
                order=50,
                over="network",
            ),
            NavEntry(
                "Research", "evaluation:school_releases", needs="manage_roster", prefix="releases/", order=95
            ),
        )
