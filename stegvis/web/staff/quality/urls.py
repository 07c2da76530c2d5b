from django.urls import path

from stegvis.web.staff.quality import views

urlpatterns = [
    path("quality/", views.overview, name="quality"),
    path("quality/<slug:gap>/", views.listed, name="quality_list"),
    path("enrolments/<uuid:enrolment_id>/fill/<slug:gap>/", views.fill, name="quality_fill"),
]
