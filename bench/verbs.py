"""2,000 random stories of cases and requests through the live verbs; none may break a ledger.

    python bench/verbs.py [stories]

Runs the property of tests/integration/test_random_verbs.py on a real PostgreSQL, with a seed of its
own each time; a story that breaks a ledger is printed in its shortest form.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEST = "tests/integration/test_random_verbs.py"


def main() -> int:
    stories = sys.argv[1] if len(sys.argv) > 1 else "2000"
    began = time.monotonic()
    code = subprocess.call(
        [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:cacheprovider", "--hypothesis-seed=random"],
        cwd=ROOT,
        env={**os.environ, "VERB_STORIES": stories, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    took = time.monotonic() - began
    print(f"{stories} stories in {took:.0f} s: {'a ledger broke' if code else '0 ledgers broke'}")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
