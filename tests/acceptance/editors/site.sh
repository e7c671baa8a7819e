#!/usr/bin/env bash
# Writes a small site with all that makes places hard to tell: paths with spaces and
# `#`, characters beyond the BMP, line ends of Windows, a byte order mark.
# Usage: site.sh FOLDER
set -euo pipefail
mkdir -p "$1/.git" "$1/_posts" "$1/目 录"
cd "$1"
printf 'ref: refs/heads/main\n' >.git/HEAD
printf -- '---\ntitle: 😀😀\npublished: "yes"\n---\n\n😀👩‍👩‍👧 一<b></b>二，己经好了。\n' >'_posts/2024-01-02-第 1 篇#起点.md'
printf '# 甲\r\n\r\n😀 [一](a.md#没有)，己经\r\n\r\n<section id="imu">\r\n\r\n</section>\r\n\r\n😀尾<i></i>巴\r\n' >'目 录/windows.md'
printf '\357\273\277😀己经\n\n<div class="adslot"></div>\n\n尾巴<b></b>\n' >'目 录/a.md'
