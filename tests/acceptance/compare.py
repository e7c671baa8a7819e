"""Compares rendered files of two folders, named on standard input.

What readers see (text with white space collapsed, and images and the like with
their addresses) must be equal; elements may only go.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import html5lib

HIDDEN = {"script", "style", "template", "noscript", "head"}
SHOWN = {"img", "video", "audio", "iframe", "object", "embed", "svg", "canvas", "input", "hr"}
# Others begin and end a line, so that white space beside them cannot be seen.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s"}
INLINE |= {"samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
# Zero-width characters cannot be seen, and fixes may delete them.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(path):
    tree = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    text, elements = [], Counter()
    stack = [("element", tree)]
    while stack:
        kind, item = stack.pop()
        if kind == "text":
            text.append(item)
            continue
        if not isinstance(item.tag, str):
            continue
        elements[item.tag] += 1
        if item.tag in SHOWN:
            text.append(f"[{item.tag} {item.get('src', '')}]")
        children = []
        edge = [] if item.tag in INLINE else [("text", " ")]
        text.extend(space for _, space in edge)
        if item.tag not in HIDDEN:
            if item.text:
                children.append(("text", item.text))
            for child in item:
                children.append(("element", child))
                if child.tail:
                    children.append(("text", child.tail))
        stack.extend(reversed(children + edge))
    seen = " ".join(INVISIBLE.sub("", "".join(text)).split())
    return seen, elements


def main():
    before_folder, after_folder = map(Path, sys.argv[1:3])
    failures, files, gone = 0, 0, Counter()
    for name in sys.stdin.read().splitlines():
        files += 1
        (before, elements_before), (after, elements_after) = read(before_folder / name), read(after_folder / name)
        added = elements_after - elements_before
        gone += elements_before - elements_after
        if before != after or added:
            failures += 1
            at = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
            print(f"{name}: added {dict(added)}; text differs at {at}: {before[at - 20 : at + 40]!r} / {after[at - 20 : at + 40]!r}")
    print(f"{files} files compared, {failures} differ; elements gone: {dict(gone)}")
    sys.exit(1 if failures or not files else 0)


if __name__ == "__main__":
    main()
