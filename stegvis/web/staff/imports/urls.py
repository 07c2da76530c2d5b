from django.urls import path

from stegvis.web.staff.imports import choosing, memory, rows, undoing, views

urlpatterns = [
    path("imports/", views.history, name="imports"),
    path("imports/new/", views.new, name="import_new"),
    path("imports/template/<slug:kind>/", rows.template, name="import_template"),
    path("imports/memory/", memory.memory, name="import_memory"),
    path("imports/memory/<int:choice_id>/remove/", memory.remove, name="import_forget"),
    path("imports/<uuid:import_id>/", views.one, name="import"),
    path("imports/<uuid:import_id>/columns/", choosing.choose_columns, name="import_columns"),
    path("imports/<uuid:import_id>/words/", choosing.choose_words, name="import_words"),
    path("imports/<uuid:import_id>/rows/", rows.faulty, name="import_rows"),
    path("imports/<uuid:import_id>/rest/", rows.rest, name="import_rest"),
    path("imports/<uuid:import_id>/take/", views.take, name="import_take"),
    path("imports/<uuid:import_id>/cancel/", views.cancel, name="import_cancel"),
    path("imports/<uuid:import_id>/retry/", views.retry, name="import_retry"),
    path("imports/<uuid:import_id>/undo/", undoing.undo, name="import_undo"),
]
