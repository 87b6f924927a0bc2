"""The installation's own PostgreSQL: found, created, started, shared and stopped without an administrator.

``Cluster`` is the server of one home; ``lease`` is how several commands share it. An installation
with SHOUWEN_DATABASE_URL uses none of this.
"""

from shouwen.config.postgres.binaries import NoPostgres, Programs, programs
from shouwen.config.postgres.cluster import Cluster, DatabaseDown
from shouwen.config.postgres.lease import lease, revive

__all__ = ["Cluster", "DatabaseDown", "NoPostgres", "Programs", "lease", "programs", "revive"]
