from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "stegvis.reporting"
    label = "reporting"
