#!/bin/sh
# Makes scalars.tsv anew: each line of scalars.txt as the value of a key, and
# what each engine makes of it. It needs
#   apt-get install ruby golang golang-gopkg-yaml.v2-dev nodejs
#   SafeYAML 1.0.5 in RUBYLIB (Debian's ruby-safe-yaml, last in bullseye)
#   goccy/go-yaml 1.18 in the folder GOCCY (the source of trixie's
#   golang-github-goccy-go-yaml), with Go 1.21 or later
#   npm install js-yaml-3@npm:js-yaml@3 js-yaml-4@npm:js-yaml@4 yaml@2, in a
#   folder whose node_modules is NODE_PATH
#   Python 3.11 or later, pip install pyyaml
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
list=$here/scalars.txt

ruby "$here/make.rb" safe "$list" >"$work/safe"
ruby "$here/make.rb" psych "$list" >"$work/psych"
node "$here/make.js" js-yaml-3 "$list" >"$work/js3"
node "$here/make.js" js-yaml-4 "$list" >"$work/js4"
mkdir "$work/v2" "$work/goccy"
for engine in v2 goccy; do cp "$here/make.go" "$work/$engine/main.go"; done
sed 's|YAML_PACKAGE|gopkg.in/yaml.v2|' "$here/make.go" >"$work/v2/main.go"
sed 's|YAML_PACKAGE|github.com/goccy/go-yaml|' "$here/make.go" >"$work/goccy/main.go"
(cd "$work/v2" && GO111MODULE=off GOPATH=/usr/share/gocode go run main.go "$list") >"$work/gov2"
(
    cd "$work/goccy"
    go mod init scalars 2>/dev/null
    go mod edit -require github.com/goccy/go-yaml@v1.18.0 -replace "github.com/goccy/go-yaml=$GOCCY"
    GOFLAGS=-mod=mod GOPROXY=off go run main.go "$list"
) >"$work/gogoccy"
cargo run --quiet --manifest-path "$here/serde/Cargo.toml" -- yaml_serde "$list" >"$work/serde"
cargo run --quiet --manifest-path "$here/serde/Cargo.toml" -- serde_yaml "$list" >"$work/archived"
node "$here/make.js" yaml "$list" >"$work/core"
for engine in pyyaml toml json; do python3 "$here/make.py" $engine "$list" >"$work/$engine"; done

cd "$work"
{
    cat "$here/head.txt"
    paste "$here/scalars.txt" safe psych js3 js4 gov2 gogoccy serde archived core pyyaml toml json |
        # A text that is the scalar as written is just called text.
        awk -F '\t' -v OFS='\t' '{ for (i = 2; i <= NF; i++) if ($i == "text " $1) $i = "text"; print }'
} >"$here/scalars.tsv"
