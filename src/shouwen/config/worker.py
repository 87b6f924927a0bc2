"""The process that runs jobs: reactions, imports, notices, upkeep. Serves every queue."""

from __future__ import annotations

from django.core.management import call_command

from shouwen.config import environment as env
from shouwen.config.lifeline import begin_child


def main() -> None:
    begin_child()
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={env.integer('SHOUWEN_JOBS_AT_ONCE', default=4)}",
        "--shutdown-graceful-timeout=10",
        "--delete-jobs=successful",
    )


if __name__ == "__main__":
    main()
