from django.urls import path

from stegvis.web.staff.mapping import filling, views

urlpatterns = [
    path("participants/<uuid:participant_id>/mapping/", views.mapping, name="mapping"),
    path("participants/<uuid:participant_id>/mapping/begin/", views.begin, name="mapping_begin"),
    path("mappings/<uuid:mapping_id>/", views.show, name="mapping_show"),
    path("mappings/<uuid:mapping_id>/sitting/", views.sitting, name="mapping_sitting"),
    path("mappings/<uuid:mapping_id>/done/", views.done, name="mapping_done"),
    path("mappings/<uuid:mapping_id>/step/", views.step, name="mapping_step"),
    path("mappings/<uuid:mapping_id>/newest/", views.newest, name="mapping_newest"),
    path("mappings/<uuid:mapping_id>/fill/<slug:section>/", filling.fill, name="mapping_fill"),
    path("mappings/<uuid:mapping_id>/save/", filling.save, name="mapping_save"),
]
