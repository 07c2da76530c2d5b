from django.urls import path

from stegvis.web.staff.references import views

urlpatterns = [
    path("results/<slug:code>/compare/", views.shares, name="comparison"),
    path("results/<slug:code>/compare/new/", views.new, name="comparison_new"),
    path("results/<slug:code>/compare/<int:share_id>/", views.correct, name="comparison_correct"),
    path("results/<slug:code>/compare/<int:share_id>/retire/", views.retire, name="comparison_retire"),
]
