from django.urls import path

from stegvis.web.staff.goals import views, writing

urlpatterns = [
    path("goals/", views.choose, name="goals"),
    path("goals/<slug:code>/", views.tree, name="goals_project"),
    path("goals/<slug:code>/new/", writing.new, name="goal_new"),
    path("goals/<slug:code>/image/", writing.image, name="goal_image"),
    path("goals/<slug:code>/goal/<slug:goal_code>/", views.holds, name="goal"),
    path("goals/<slug:code>/goal/<slug:goal_code>/picture/", views.picture, name="goal_picture"),
    path("goals/<slug:code>/goal/<slug:goal_code>/revise/", writing.revise, name="goal_revise"),
    path("goals/<slug:code>/goal/<slug:goal_code>/place/", writing.place, name="goal_place"),
    path("goals/<slug:code>/goal/<slug:goal_code>/judge/", writing.judge, name="goal_judge"),
    path("goals/<slug:code>/goal/<slug:goal_code>/count/", writing.count, name="goal_count"),
]
