"""Questions about links and what their page shows."""

from shouwen.domains.portal.queries.links import link_by_token, terms
from shouwen.domains.portal.queries.progress import Progress, progress

__all__ = ["Progress", "link_by_token", "progress", "terms"]
