#!/bin/sh
# Pin the dependencies of pyproject.toml; run after changing them. No addresses are written.
set -eu
cd "$(dirname "$0")/.."
common="--universal --no-header --no-annotate --quiet --python-version 3.11"
uv pip compile pyproject.toml --extra build $common -o requirements.txt
uv pip compile pyproject.toml --extra build --extra dev $common -c requirements.txt -o requirements-dev.txt
