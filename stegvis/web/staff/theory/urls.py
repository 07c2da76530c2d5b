from django.urls import path

from stegvis.web.staff.theory import assumptions, boxes, chart, findings, plan

urlpatterns = [
    path("theory/", chart.choose, name="theory"),
    path("theory/box/<uuid:box_id>/", boxes.show, name="theory_box"),
    path("theory/box/<uuid:box_id>/change/", boxes.change, name="theory_box_change"),
    path("theory/box/<uuid:box_id>/act/", boxes.act, name="theory_box_act"),
    path("theory/box/<uuid:box_id>/assumption/", assumptions.new, name="theory_assumption_new"),
    path("theory/assumption/<uuid:assumption_id>/", assumptions.show, name="theory_assumption"),
    path("theory/assumption/<uuid:assumption_id>/review/", assumptions.review, name="theory_assumption_review"),
    path("theory/assumption/<uuid:assumption_id>/change/", assumptions.change, name="theory_assumption_change"),
    path("theory/assumption/<uuid:assumption_id>/retire/", assumptions.retire, name="theory_assumption_retire"),
    path("theory/question/<uuid:question_id>/", plan.change, name="theory_question"),
    path("theory/finding/<uuid:finding_id>/", findings.show, name="theory_finding"),
    path("theory/finding/<uuid:finding_id>/change/", findings.change, name="theory_finding_change"),
    path("theory/<slug:code>/", chart.project, name="theory_project"),
    path("theory/<slug:code>/picture/", chart.picture, name="theory_picture"),
    path("theory/<slug:code>/table/", chart.table, name="theory_table"),
    path("theory/<slug:code>/call/", boxes.call, name="theory_call"),
    path("theory/<slug:code>/new/", boxes.new, name="theory_box_new"),
    path("theory/<slug:code>/versions/", chart.versions, name="theory_versions"),
    path("theory/<slug:code>/versions/<int:number>/", chart.version, name="theory_version"),
    path("theory/<slug:code>/plan/", plan.show, name="theory_plan"),
    path("theory/<slug:code>/plan/new/", plan.new, name="theory_question_new"),
    path("theory/<slug:code>/findings/", findings.every, name="theory_findings"),
    path("theory/<slug:code>/findings/new/", findings.new, name="theory_finding_new"),
]
