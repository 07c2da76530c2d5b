from django.urls import path

from stegvis.web.shared.openid import views

urlpatterns = [
    path("weak/", views.too_weak, name="openid_too_weak"),
    path("untie/<int:identity_id>/", views.untie, name="openid_untie"),
    path("<slug:provider_id>/start/", views.start, name="openid_start"),
    path("<slug:provider_id>/callback/", views.callback, name="openid_callback"),
]
