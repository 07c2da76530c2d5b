from django.urls import path

from stegvis.web.staff.attainments import views

urlpatterns = [path("participants/<uuid:participant_id>/on-the-way/", views.attainments, name="attainments")]
