"""Root URLs: every face under its own path."""

from django.urls import include, path

urlpatterns = [
    path("", include("stegvis.web.staff.urls")),
    path("", include("stegvis.web.shared.urls")),
    path("accounts/", include("allauth.urls")),
]
