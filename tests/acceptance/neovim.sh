#!/usr/bin/env bash
# Drives the server from a headless Neovim (Debian's 0.7 or later), by UTF-16: the
# diagnostics cover what they speak of, quick fixes and the action for all of them
# leave in the buffer what `--fix` writes.
# Usage: tests/acceptance/neovim.sh KANWU
set -euo pipefail
kanwu=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_DATA_HOME="$work/data" XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache" KANWU_LANGUAGE=en
for folder in one all fixed; do
    "$here/editors/site.sh" "$work/$folder"
done
# What is left counts as found, which is not what is asked here.
"$kanwu" check --fix -qq "$work/fixed" || [ $? -eq 1 ]
for way in one all; do
    (cd "$work/$way" && KANWU="$kanwu" WAY="$way" timeout 120 nvim --headless -u NONE -i NONE -n \
        -c "luafile $here/editors/neovim.lua" 2>&1)
    diff -r "$work/$way" "$work/fixed"
done
echo "Neovim leaves what --fix writes"
