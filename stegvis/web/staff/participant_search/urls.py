from django.urls import path

from stegvis.web.staff.participant_search import views

urlpatterns = [path("participants/search/", views.search, name="participant_search")]
