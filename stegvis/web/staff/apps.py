from django.apps import AppConfig


class WebStaffConfig(AppConfig):
    name = "stegvis.web.staff"
    label = "web_staff"
