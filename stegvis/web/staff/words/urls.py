from django.urls import path

from stegvis.web.staff.words import files, views

urlpatterns = [
    path("words/", views.lists, name="words"),
    path("words/file/", files.fetch, name="words_fetch"),
    path("words/take-in/", files.take_in, name="words_take_in"),
    path("words/<slug:list_name>/", views.one_list, name="words_list"),
    path("words/<slug:list_name>/new/", views.new, name="words_new"),
    path("words/<slug:list_name>/<slug:word>/", views.change, name="words_change"),
]
