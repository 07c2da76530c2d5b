from django.urls import path

from stegvis.web.staff.fund import views

urlpatterns = [
    path("fund/<slug:code>/", views.project, name="fund"),
    path("fund/<slug:code>/<int:number>/export/", views.export, name="fund_export"),
    path("fund/<slug:code>/missing/<slug:check>/", views.listed, name="fund_missing"),
]
