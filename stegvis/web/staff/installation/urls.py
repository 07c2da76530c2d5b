from django.urls import path

from stegvis.web.staff.installation import views

urlpatterns = [path("installation/", views.installation, name="installation")]
