from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "stegvis.organisation"
    label = "organisation"
