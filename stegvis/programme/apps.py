from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "stegvis.programme"
    label = "programme"
