from __future__ import annotations

from django.urls import path

from shouwen.domains.cases.lists.views import conditions, listing, matching, papers, saved
from shouwen.domains.cases.views import case, escalating, files
from shouwen.domains.cases.views.verbs import VERB_VIEWS

app_name = "cases"
urlpatterns = [
    path("", listing.case_list, name="list"),
    path("file/<str:form>", papers.list_file, name="list_file"),
    path("matching", matching.matching, name="matching"),
    path("conditions", conditions.conditions, name="conditions"),
    path("views/new", saved.new_view, name="new_view"),
    path("views", saved.save_view, name="save_view"),
    path("views/<int:pk>", saved.change_view, name="change_view"),
    path("views/<int:pk>/settings", saved.view_settings, name="view_settings"),
    path("people", case.people, name="people"),
    path("<int:pk>/", case.case_page, name="case"),
    path("<int:pk>/panel", case.panel, name="panel"),
    path("<int:pk>/clocks/<int:clock_id>", case.explain, name="explain"),
    path("<int:pk>/blame", case.blame, name="blame"),
    path("<int:pk>/survivors", case.survivors, name="survivors"),
    path("<int:pk>/files", files.add, name="add_files"),
    path("<int:pk>/files/<int:file_id>", files.download, name="file"),
    path("<int:pk>/files/<int:file_id>/remove", files.remove, name="remove_file"),
    path("<int:pk>/escalate", escalating.escalate, name="escalate"),
    path("<int:pk>/unmask", case.unmask, name="unmask"),
    *(path(f"<int:pk>/{name}", view, name=name) for name, view in VERB_VIEWS.items()),
]
