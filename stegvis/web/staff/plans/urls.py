from django.urls import path

from stegvis.web.staff.plans import views

urlpatterns = [path("plans/", views.plans, name="plans")]
