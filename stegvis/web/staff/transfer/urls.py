from django.urls import path

from stegvis.web.staff.transfer import views

urlpatterns = [path("transfer/", views.transfer, name="transfer")]
