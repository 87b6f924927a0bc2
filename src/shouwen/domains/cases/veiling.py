"""What covers the words about a case for one reader."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import queries as customers
from shouwen.domains.customers.queries import Veil
from shouwen.platform.access.queries import is_unmasked
from shouwen.platform.access.unmasking import CUSTOMER


def veil_of(case: Case, *, account: int | None = None, at: datetime | None = None) -> Veil:
    """遮盖 of the customer's name, numbers and addresses; nothing while the account's own reason is fresh.

    Without an account nobody has given a reason: so in JSON, in files and in lists.
    """
    if account is not None and at is not None and is_unmasked(account, case.subject, CUSTOMER, at):
        return str
    return customers.veils([case.customer_id])[case.customer_id]
