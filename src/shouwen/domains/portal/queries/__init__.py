"""Questions about links and what their page shows."""

from shouwen.domains.portal.queries.links import link_by_token, terms
from shouwen.domains.portal.queries.progress import Progress, progress
from shouwen.domains.portal.queries.sent import Sent, sent

__all__ = ["Progress", "Sent", "link_by_token", "progress", "sent", "terms"]
