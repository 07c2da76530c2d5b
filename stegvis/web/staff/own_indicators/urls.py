from django.urls import path

from stegvis.web.staff.own_indicators import views

urlpatterns = [
    path("own-indicators/<slug:code>/", views.listed, name="own_indicators"),
    path("own-indicators/<slug:code>/new/", views.new, name="own_indicator_new"),
    path("own-indicators/<slug:code>/<slug:own_code>/", views.one, name="own_indicator"),
    path("own-indicators/<slug:code>/<slug:own_code>/change/", views.revise, name="own_indicator_revise"),
    path("own-indicators/<slug:code>/<slug:own_code>/retire/", views.retire, name="own_indicator_retire"),
    path("own-indicators/<slug:code>/<slug:own_code>/picture/", views.picture, name="own_indicator_picture"),
]
