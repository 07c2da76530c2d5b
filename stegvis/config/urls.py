"""Root URLs: every face under its own path."""

from django.urls import include, path

from stegvis.web.shared.later import Later

urlpatterns = [
    path("", include("stegvis.web.staff.urls")),
    path("", include("stegvis.web.shared.urls")),
    path("accounts/", include("allauth.urls")),
    Later("api/", "stegvis.web.api.urls", "api"),  # the library behind it takes a while to load
]

handler400 = "stegvis.web.shared.views.bad_request"
handler500 = "stegvis.web.shared.views.server_error"
