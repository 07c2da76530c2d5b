from django.urls import path

from stegvis.web.staff.mapping_forms import views

urlpatterns = [
    path("mapping-forms/", views.parts, name="mapping_forms"),
    path("mapping-forms/begin/", views.begin, name="mapping_form_begin"),
    path("mapping-forms/<uuid:form_id>/", views.part, name="mapping_form"),
    path("mapping-forms/<uuid:form_id>/act/", views.act, name="mapping_form_act"),
    path("mapping-forms/<uuid:form_id>/sections/<slug:section>/", views.section, name="mapping_form_section"),
    path(
        "mapping-forms/<uuid:form_id>/sections/<slug:section>/<slug:question>/",
        views.question,
        name="mapping_form_question",
    ),
]
