"""The routes of the staff's pages: each screen keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("stegvis.web.staff.start.urls")),
    path("", include("stegvis.web.staff.participant_search.urls")),
    path("", include("stegvis.web.staff.participants.urls")),
    path("", include("stegvis.web.staff.participant.urls")),
    path("", include("stegvis.web.staff.participant_change.urls")),
    path("", include("stegvis.web.staff.participant_looks.urls")),
    path("", include("stegvis.web.staff.participant_contact.urls")),
    path("", include("stegvis.web.staff.notes.urls")),
    path("", include("stegvis.web.staff.protection.urls")),
    path("", include("stegvis.web.staff.merging.urls")),
    path("", include("stegvis.web.staff.enrol.urls")),
    path("", include("stegvis.web.staff.enrolment_change.urls")),
    path("", include("stegvis.web.staff.enrolment_close.urls")),
    path("", include("stegvis.web.staff.activities.urls")),
    path("", include("stegvis.web.staff.imports.urls")),
    path("", include("stegvis.web.staff.accounts.urls")),
    path("", include("stegvis.web.staff.deputies.urls")),
    path("", include("stegvis.web.staff.audit_log.urls")),
    path("", include("stegvis.web.staff.references.urls")),
    path("", include("stegvis.web.staff.printed_figures.urls")),
    path("", include("stegvis.web.staff.check_figures.urls")),
    path("", include("stegvis.web.staff.results.urls")),
    path("", include("stegvis.web.staff.installation.urls")),
    path("", include("stegvis.web.staff.api_tokens.urls")),
    path("", include("stegvis.web.staff.words.urls")),
    path("", include("stegvis.web.staff.quality.urls")),
]
