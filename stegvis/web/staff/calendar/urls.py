from django.urls import path

from stegvis.web.staff.calendar import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/book/", views.book, name="calendar_book"),
]
