"""Routes every face shares. The root urls include these, and name `views.bad_request` and `views.server_error`."""

from django.urls import path

from stegvis.web.shared import invited, views

urlpatterns = [
    path("session/alive", views.alive, name="session_alive"),
    path("session/end", views.end_session, name="session_end"),
    path("invitation/", invited.take, name="invitation"),
    path("invitation/<str:token>/", invited.opened, name="invitation_link"),
    path("choose/language", views.choose_language, name="choose_language"),
    path("choose/theme", views.choose_theme, name="choose_theme"),
    path("drafts/<str:form_key>", views.draft, name="draft"),
    path("drafts/<str:form_key>/discard", views.discard_draft, name="discard_draft"),
]
