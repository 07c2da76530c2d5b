from django.urls import path

from stegvis.web.staff.results import closer, drawn, files, releasing, reporting, views

urlpatterns = [
    path("results/", views.projects_list, name="results"),
    path("results/<slug:code>/", views.project, name="results_project"),
    path("results/<slug:code>/<int:number>/how/<slug:indicator>/", views.definition, name="results_definition"),
    path("results/<slug:code>/<int:number>/picture/<slug:name>/", drawn.picture, name="results_picture"),
    path("results/<slug:code>/<int:number>/table/<slug:name>/", drawn.table, name="results_table"),
    path("results/<slug:code>/<int:number>/closer/", closer.page, name="results_closer"),
    path("results/<slug:code>/<int:number>/over-time/", closer.over_time, name="results_over_time"),
    path("results/<slug:code>/<int:number>/export/", files.export, name="results_export"),
    path("results/<slug:code>/<int:number>/report/", reporting.new, name="report_new"),
    path("results/<slug:code>/<int:number>/report/file/", reporting.fetch, name="report_file"),
    path("results/<slug:code>/release/", releasing.new, name="release_new"),
    path("results/<slug:code>/release/<uuid:job_id>/", releasing.progress, name="release_progress"),
]
