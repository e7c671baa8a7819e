#!/usr/bin/env bash
# Drives the server by pytest-lsp, by UTF-8: the diagnostics cover what they speak
# of and link to the pages of their rules, quick fixes and the action for all of them
# leave what `--fix` writes.
# PYTHON is one that has pytest-lsp; by default it is installed for this run.
# Usage: tests/acceptance/pytest-lsp.sh KANWU [PYTHON]
set -euo pipefail
kanwu=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${2:-}
if [ -z "$python" ]; then
    python3 -m venv "$work/venv"
    python=$work/venv/bin/python
    "$python" -m pip install --quiet pytest-lsp==1.0.1
fi
export KANWU="$kanwu" KANWU_LANGUAGE=en SITES="$work" XDG_CACHE_HOME="$work/cache"
for folder in one all fixed; do
    "$here/editors/site.sh" "$work/$folder"
done
# What is left counts as found, which is not what is asked here.
"$kanwu" check --fix -qq "$work/fixed" || [ $? -eq 1 ]
timeout 120 "$python" -m pytest -q -p no:cacheprovider -o asyncio_mode=strict -o asyncio_default_fixture_loop_scope=function "$here/editors/server_test.py"
