from django.urls import path

from stegvis.web.staff.audit_log import views

urlpatterns = [path("log/", views.log, name="audit_log")]
