"""Root URLs: every face under its own path."""

from django.conf import settings
from django.urls import include, path

from stegvis.web.shared.later import Later

urlpatterns = [
    path("", include("stegvis.web.staff.urls")),
    path("", include("stegvis.web.shared.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/e-id/", include("stegvis.web.shared.openid.urls")),
    Later("api/", "stegvis.web.api.urls", "api"),  # the library behind it takes a while to load
]
if settings.STEGVIS_TEST_BROKER:
    urlpatterns.append(path("test-broker/", include("stegvis.web.broker.urls")))

handler400 = "stegvis.web.shared.views.bad_request"
handler500 = "stegvis.web.shared.views.server_error"
