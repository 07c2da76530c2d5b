from django.urls import path

from stegvis.web.staff.unit_plan import views

urlpatterns = [
    path("plans/unit/", views.unit_plan, name="unit_plan"),
    path("plans/unit/<int:unit_id>/readiness/", views.readiness_list, name="unit_readiness"),
    path("plans/unit/<int:unit_id>/templates/new/", views.template_new, name="unit_template_new"),
    path("plans/templates/<uuid:plan_template_id>/", views.template_change, name="unit_template"),
    path("plans/templates/<uuid:plan_template_id>/retire/", views.template_retire, name="unit_template_retire"),
]
