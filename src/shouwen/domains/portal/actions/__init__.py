"""What can be done with a customer's link, by us and by the customer."""

from shouwen.domains.portal.actions.appointing import appoint, cancel
from shouwen.domains.portal.actions.entering import enter, forget_tries
from shouwen.domains.portal.actions.linking import revoke, send_anew, send_link
from shouwen.domains.portal.actions.ruling import set_terms
from shouwen.domains.portal.actions.visiting import evaluate, opt, urge

__all__ = [
    "appoint",
    "cancel",
    "enter",
    "evaluate",
    "forget_tries",
    "opt",
    "revoke",
    "send_anew",
    "send_link",
    "set_terms",
    "urge",
]
