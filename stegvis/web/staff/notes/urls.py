from django.urls import path

from stegvis.web.staff.notes import templates, views

urlpatterns = [
    path("participants/<uuid:participant_id>/notes/", views.notes, name="notes"),
    path("participants/<uuid:participant_id>/notes/new/", views.new, name="note_new"),
    path("notes/<uuid:note_id>/", views.note, name="note"),
    path("notes/<uuid:note_id>/correct/", views.correct, name="note_correct"),
    path("notes/<uuid:note_id>/withdraw/", views.withdraw, name="note_withdraw"),
    path("notes/templates/", templates.templates, name="note_templates"),
    path("notes/templates/<int:template_id>/", templates.change, name="note_template_change"),
]
