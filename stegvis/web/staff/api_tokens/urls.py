from django.urls import path

from stegvis.web.staff.api_tokens import views

urlpatterns = [
    path("keys/", views.tokens, name="api_tokens"),
    path("keys/new/", views.new, name="api_token_new"),
    path("keys/all/", views.everybody_s, name="api_tokens_all"),
    path("keys/<uuid:token_id>/end/", views.revoke, name="api_token_revoke"),
]
