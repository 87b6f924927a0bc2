"""Why access refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class LoginTaken(Refused):
    code = "login_taken"
    message = _("The login “%(login)s” is already in use.")


class PasswordTooWeak(Refused):
    code = "password_too_weak"
    message = _("%(reasons)s")


class NotYourAccount(Refused):
    """Administrators of everything are changed only by one another."""

    code = "not_your_account"
    message = _("Only a system-wide administrator may change this account.")


class ReasonMissing(Refused):
    code = "reason_missing"
    message = _("Say in a few words why you need the full data.")


class UnknownPermission(Refused):
    code = "unknown_permission"
    message = _("There is no permission “%(permission)s”.")


class RoleCodeTaken(Refused):
    code = "role_code_taken"
    message = _("There is already a role with the code “%(code)s”.")


class KeyReused(Refused):
    """The same idempotency key came with another body."""

    code = "idempotency_key_reused"
    message = _("This request was already made with other contents.")


class ViewNotYours(Refused):
    """A view is changed by whoever saved it; views of a role by those who share, all others by administrators."""

    code = "view_not_yours"
    message = _("You may not change this view.")


class TooManyViews(Refused):
    code = "too_many_views"
    message = _("You have %(most)s views already; remove one first.")
