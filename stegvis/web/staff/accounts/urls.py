from django.urls import path

from stegvis.web.staff.accounts import acts, views

urlpatterns = [
    path("administration/accounts/", views.accounts, name="accounts"),
    path("administration/accounts/invite/", acts.invite, name="account_invite"),
    path("administration/accounts/<int:user_id>/", views.account, name="account"),
    path("administration/accounts/<int:user_id>/role/", acts.role, name="account_role"),
    path("administration/accounts/<int:user_id>/leave/", acts.leave, name="account_leave"),
    path("administration/accounts/<int:user_id>/act/", acts.act, name="account_act"),
    path(
        "administration/accounts/<int:user_id>/roles/<int:membership_id>/end/", acts.end_role, name="account_role_end"
    ),
    path("administration/accounts/<int:user_id>/roles/<int:membership_id>/move/", acts.move, name="account_role_move"),
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/new/", acts.assign, name="assignment_new"),
]
