#!/usr/bin/env bash
# Holds SARIF to what JSON says, read by a program that is not ours: sarif-tools
# of PyPI, which is put into an environment of its own.
# Usage: tests/acceptance/sarif.sh KANWU FOLDER...
set -euo pipefail
kanwu=$(realpath "$1")
shift
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check sarif-tools==3.0.5
for folder in "$@"; do
    (cd "$folder" && "$kanwu" check --exit-zero --quiet --no-config --format json --output "sarif=$work/found.sarif" . >"$work/found.json")
    "$work/python/bin/sarif" summary "$work/found.sarif"
    "$work/python/bin/python" "$here/compare-sarif.py" "$work/found.json" "$work/found.sarif" "$folder"
done
