from django.urls import path

from shouwen.platform.rosters.views import contacts, grid, mine, setup

app_name = "rosters"
urlpatterns = [
    path("", grid.home, name="home"),
    path("<int:pk>/", grid.week, name="week"),
    path("<int:pk>/set/", grid.set_duty, name="set_duty"),
    path("<int:pk>/copy/", grid.copy, name="copy"),
    path("<int:pk>/fill/", grid.fill, name="fill"),
    path("<int:pk>/discard/", grid.discard, name="discard"),
    path("<int:pk>/publish/", grid.publish, name="publish"),
    path("<int:pk>/remedy/", grid.remedy, name="remedy"),
    path("<int:pk>/export/", grid.export, name="export"),
    path("<int:pk>/absence/", setup.absence, name="absence"),
    path("<int:pk>/edit/", setup.edit_roster, name="edit_roster"),
    path("mine/", mine.mine, name="mine"),
    path("mine/check/", mine.check, name="check"),
    path("strip/", mine.strip, name="strip"),
    path("swaps/", mine.swaps, name="swaps"),
    path("duties/<int:pk>/swap/", mine.ask, name="ask_swap"),
    path("swaps/<int:pk>/answer/", mine.answer, name="answer_swap"),
    path("absences/<int:pk>/end/", setup.end_absence, name="end_absence"),
    path("contacts/", contacts.board, name="contacts"),
    path("shifts/", setup.setup, name="setup"),
    path("shifts/<int:unit>/", setup.unit_setup, name="unit_setup"),
    path("shifts/<int:unit>/define/", setup.define_shift, name="define_shift"),
    path("shifts/<int:unit>/keep/", setup.keep_roster, name="keep_roster"),
    path("shifts/<int:unit>/chain/", setup.set_chain, name="set_chain"),
]
