from django.urls import path

from stegvis.web.staff.merging import views

urlpatterns = [
    path("participants/doubles/", views.doubles, name="doubles"),
    path("participants/<uuid:participant_id>/doubles/", views.doubles_of, name="participant_doubles"),
    path("participants/<uuid:participant_id>/merge/<uuid:other_id>/", views.merge, name="participant_merge"),
    path("participants/<uuid:participant_id>/unmerge/", views.undo, name="participant_unmerge"),
]
