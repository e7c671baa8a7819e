#!/usr/bin/env bash
# Times kanwu against the yardstick and against `rg -c .`, in turn, on one
# thread, and prints the ratios of processor time (user + sys, medians of ten).
# Usage: benches/compare.sh FOLDER...   Needs hyperfine, jq and ripgrep.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
yardstick=$(cargo bench --bench yardstick --no-run --message-format=json 2>/dev/null |
    jq -r 'select(.executable != null and .target.name == "yardstick") | .executable')
report=$(mktemp)
trap 'rm -f "$report"' EXIT
export RAYON_NUM_THREADS=1
times() { # seconds of user + sys of each command, one run each
    hyperfine --ignore-failure --warmup 0 --runs 1 --export-json "$report" "$@" >/dev/null 2>&1
    jq -r '[.results[] | .user + .system] | @tsv' "$report"
}
paths=$(printf ' %q' "$@")
commands=("target/release/kanwu check$paths" "$yardstick$paths" "rg -j1 -c .$paths")
times "${commands[@]}" >/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do times "${commands[@]}"; done |
    jq -R -s -r 'def median: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;
        [split("\n")[] | select(. != "") | split("\t") | map(tonumber)] as $runs |
        "kanwu \([$runs[][0]] | median) s, yardstick \([$runs[][1]] | median) s, rg \([$runs[][2]] | median) s",
        "kanwu / yardstick: \([$runs[] | .[0] / .[1]] | median * 100 | round / 100)",
        "kanwu / rg -c .:   \([$runs[] | .[0] / .[2]] | median * 100 | round / 100)"'
