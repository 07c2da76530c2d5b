from django.apps import AppConfig


class WorkqueueConfig(AppConfig):
    name = "stegvis.workqueue"
    label = "workqueue"

    def ready(self) -> None:
        from stegvis.workqueue import checks  # noqa: F401  registers the checks of the settings
