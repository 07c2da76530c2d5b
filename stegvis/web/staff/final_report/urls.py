from django.urls import path

from stegvis.web.staff.final_report import views

_REPORT = "enrolments/<uuid:enrolment_id>/report/"

urlpatterns = [
    path(_REPORT, views.report, name="final_report"),
    path(f"{_REPORT}file/", views.fetched, name="final_report_file"),
    path(f"{_REPORT}give/", views.give, name="final_report_give"),
    path(f"{_REPORT}given/<uuid:hand_over_id>/", views.given, name="final_report_given"),
]
