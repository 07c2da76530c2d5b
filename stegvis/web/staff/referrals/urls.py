from django.urls import path

from stegvis.web.staff.referrals import views

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/new/", views.new, name="referral_new"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/take/", views.take, name="referral_take"),
    path("referrals/<uuid:referral_id>/attempt/", views.attempt, name="referral_attempt"),
    path("referrals/<uuid:referral_id>/start/", views.start, name="referral_start"),
    path("referrals/<uuid:referral_id>/wait/", views.wait, name="referral_wait"),
    path("referrals/<uuid:referral_id>/settle/", views.settle, name="referral_settle"),
]
