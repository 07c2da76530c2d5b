from django.urls import path

from stegvis.web.staff.calendar import feed, views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/book/", views.book, name="calendar_book"),
    path("calendar/feed/", feed.feed, name="calendar_feed"),
    path("calendar/<slug:secret>.ics", feed.ics, name="calendar_ics"),
]
