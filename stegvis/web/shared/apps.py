from django.apps import AppConfig


class WebSharedConfig(AppConfig):
    name = "stegvis.web.shared"
    label = "web_shared"
