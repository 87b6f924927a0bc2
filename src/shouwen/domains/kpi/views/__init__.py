"""The pages of the figures, of the rows behind them, and of numbers of users."""

from shouwen.domains.kpi.views.drilling import file, rows
from shouwen.domains.kpi.views.figures import catalogue, figure, monitor
from shouwen.domains.kpi.views.users import count_users, users

__all__ = ["catalogue", "count_users", "figure", "file", "monitor", "rows", "users"]
