from django.urls import path

from stegvis.web.staff.life_wheel import views

urlpatterns = [
    path("participants/<uuid:participant_id>/life-wheel/new/", views.new, name="life_wheel_new"),
    path("life-wheels/<uuid:wheel_id>/", views.show, name="life_wheel"),
    path("life-wheels/<uuid:wheel_id>/withdraw/", views.withdraw, name="life_wheel_withdraw"),
]
