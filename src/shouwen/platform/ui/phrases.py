"""The words the browser says by itself (ticking clocks, ticked rows, failures), handed over in a meta tag."""

from __future__ import annotations

from django.utils.translation import gettext


def phrases() -> dict[str, str]:
    """Placeholders are ``%(name)s`` throughout: the browser fills them in."""
    return {
        "left": gettext("%(time)s left"),
        "late": gettext("late %(time)s"),
        "minutes": gettext("%(minutes)dm").replace("%(minutes)d", "%(minutes)s"),
        "hours_minutes": gettext("%(hours)sh %(minutes)02dm").replace(
            "%(minutes)02d", "%(minutes)s"
        ),
        "days": gettext("%(days)s days"),
        "days_hours": gettext("%(days)dd %(hours)dh")
        .replace("%(days)d", "%(days)s")
        .replace("%(hours)d", "%(hours)s"),
        "selected": gettext("%(count)s ticked"),
        "selected_elsewhere": gettext("%(count)s ticked (%(elsewhere)s not on this page)"),
        "fresh": gettext("data of %(time)s"),
        "offered": gettext("%(count)s offered"),
        "copied": gettext("Link copied"),
        "sending": gettext("Sending"),
        "file": gettext("%(name)s, %(size)s"),
        "draft_saved": gettext("Draft kept %(time)s"),
        "draft_restored": gettext("Your draft of %(time)s is back."),
        "draft_drop": gettext("Discard it"),
        "expired": gettext("Your log-in has expired"),
        "expired_more": gettext(
            "What you wrote is still here. The next step asks for the password again."
        ),
        "forbidden": gettext("Your post may not do this"),
        "gone": gettext("This is no longer there, or not in your scope"),
        "failed": gettext("The server failed; nothing was changed"),
        "failed_more": gettext(
            "It is not your doing. Try again; if it stays, tell the administrator."
        ),
        "offline": gettext("No connection to the server"),
        "offline_more": gettext("What you wrote is kept in this browser. Try again."),
        "panel_failed": gettext("This did not open. Press Enter to try again."),
    }
