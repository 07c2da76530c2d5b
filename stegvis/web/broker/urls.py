from django.urls import path

from stegvis.web.broker import views

urlpatterns = [
    path(".well-known/openid-configuration", views.discovery, name="broker_discovery"),
    path("jwks", views.keys, name="broker_keys"),
    path("authorize", views.authorize, name="broker_authorize"),
    path("token", views.token, name="broker_token"),
    path("userinfo", views.userinfo, name="broker_userinfo"),
]
