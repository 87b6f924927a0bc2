"""Why an entry of the book or a suggestion is not taken in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class AlreadyEntered(Refused):
    """Each entry of a book is one case."""

    code = "book_already_entered"
    message = _("This entry stands here already: %(number)s")


class WrittenLater(Refused):
    code = "book_written_later"
    message = _("Nobody has written in the book on a day that is still to come")


class NoHall(Refused):
    code = "book_no_hall"
    message = _("An opinion book lies in a service hall")


class NothingSaid(Refused):
    code = "voices_nothing_said"
    message = _("Write down what it says")


class NotAnswered(Refused):
    """What goes into the book is the answer."""

    code = "book_not_answered"
    message = _("%(number)s has no answer yet that could be pasted in")


class AlreadyPasted(Refused):
    code = "book_already_pasted"
    message = _("The answer to %(number)s is in the book already")
