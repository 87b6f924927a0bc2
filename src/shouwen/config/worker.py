"""The process that runs jobs: reactions, imports, notices, upkeep. Serves every queue."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

from shouwen.config import environment as env
from shouwen.config.lifeline import end_with_parent


def main() -> None:
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    django.setup()
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={env.integer('SHOUWEN_JOBS_AT_ONCE', default=4)}",
        "--shutdown-graceful-timeout=10",
        "--delete-jobs=successful",
    )


if __name__ == "__main__":
    main()
