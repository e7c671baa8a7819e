#!/bin/sh
# Makes `expected` in cases.yaml anew with public tools: Debian's
# ruby-kramdown-parser-gfm, and the npm packages commonmark, markdown-it and
# parse5 (`npm install commonmark markdown-it parse5` in any folder, named by
# NODE_PATH=…/node_modules).
set -eu
exec ruby "$(dirname "$0")/make.rb"
