from django.apps import AppConfig


class BrokerConfig(AppConfig):
    name = "stegvis.web.broker"
    label = "web_broker"
