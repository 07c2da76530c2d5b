from django.urls import path

from stegvis.web.staff.activities import attendance, catalogue, follow, planning, session, switching, today

urlpatterns = [
    path("activities/", catalogue.activities, name="activities"),
    path("activities/today/", today.board, name="activities_today"),
    path("activities/switch/", switching.switch, name="activity_switch"),
    path("activities/hours/", follow.hours, name="activity_hours"),
    path("activities/turnout/", follow.turnout, name="activity_turnout"),
    path("activities/report/", follow.report, name="activity_report"),
    path("activities/files/<slug:kind>/", follow.file, name="activity_file"),
    path("activities/new/", catalogue.new, name="activity_new"),
    path("activities/<uuid:activity_id>/", catalogue.activity, name="activity"),
    path("activities/<uuid:activity_id>/change/", catalogue.change, name="activity_change"),
    path("activities/<uuid:activity_id>/retire/", catalogue.retire, name="activity_retire"),
    path("activities/<uuid:activity_id>/plan/", planning.plan, name="activity_plan"),
    path("activities/<uuid:activity_id>/plan/series/", planning.series, name="activity_series"),
    path("activities/sessions/<uuid:session_id>/", session.session, name="activity_session"),
    path("activities/sessions/<uuid:session_id>/change/", planning.change, name="activity_session_change"),
    path("activities/sessions/<uuid:session_id>/cancel/", planning.cancel, name="activity_session_cancel"),
    path("activities/sessions/<uuid:session_id>/book/", session.book, name="activity_book"),
    path("activities/sessions/<uuid:session_id>/interpreter/", session.interpreter, name="activity_interpreter"),
    path("activities/sessions/<uuid:session_id>/attendance/", attendance.take, name="activity_attendance"),
    path("activities/bookings/<uuid:booking_id>/end/", session.unbook, name="activity_unbook"),
]
