from django.urls import path

from stegvis.web.staff.contacts import views

urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/new/", views.new, name="contact_new"),
    path("contacts/<uuid:contact_id>/", views.change, name="contact_change"),
    path("contacts/<uuid:contact_id>/retire/", views.retire, name="contact_retire"),
]
