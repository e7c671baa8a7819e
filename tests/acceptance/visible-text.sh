#!/usr/bin/env bash
# Holds `--fix` to its promise with parsers that are not ours: on a copy of a
# folder of posts, what readers see is the same before and after, and elements
# only go. Markdown is rendered by kramdown with its GFM parser, HTML parsed by
# html5lib; Debian has both (ruby-kramdown-parser-gfm, python3-html5lib).
# Usage: tests/acceptance/visible-text.sh KANWU FOLDER
set -euo pipefail
kanwu=$(realpath "$1")
posts=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r --no-preserve=mode "$posts" "$work/before"
cp -r --no-preserve=mode "$posts" "$work/after"
"$kanwu" check --fix --format json "$work/after" >/dev/null || [ $? -eq 1 ]
(cd "$work" && { diff -rq before after || [ $? -eq 1 ]; } | sed -n 's/^Files before\/\(.*\) and after\/.* differ$/\1/p') >"$work/changed"
printf '%s files changed\n' "$(wc -l <"$work/changed")"
test -s "$work/changed"
for side in before after; do
    ruby "$here/render.rb" "$work/$side" "$work/$side.rendered" <"$work/changed"
done
/usr/bin/python3 "$here/compare.py" "$work/before.rendered" "$work/after.rendered" <"$work/changed"
