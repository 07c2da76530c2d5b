"""Root URLs: every face under its own path."""

from django.urls import include, path

urlpatterns = [
    path("", include("stegvis.web.staff.urls")),
    path("", include("stegvis.web.shared.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "stegvis.web.shared.views.bad_request"
handler500 = "stegvis.web.shared.views.server_error"
