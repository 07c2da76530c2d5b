from django.urls import path

from stegvis.web.staff.goals import views

urlpatterns = [
    path("goals/", views.choose, name="goals"),
    path("goals/<slug:code>/", views.tree, name="goals_project"),
    path("goals/<slug:code>/new/", views.new, name="goal_new"),
    path("goals/<slug:code>/goal/<slug:goal_code>/", views.holds, name="goal"),
    path("goals/<slug:code>/goal/<slug:goal_code>/picture/", views.picture, name="goal_picture"),
]
