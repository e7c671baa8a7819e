"""Compares the findings of a JSON report with what sarif-tools reads.

Usage: sarif.py found.json found.sarif PREFIX
PREFIX is the folder of the run below the root of its repository.
"""

import json
import sys
from collections import Counter
from urllib.parse import unquote

from sarif import loader

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def by_line_feeds(path, offset):
    """The line of a byte where only a line feed ends one."""
    with open(path, "rb") as file:
        return file.read(offset).count(b"\n") + 1


def main(found_json, found_sarif, prefix):
    with open(found_json, encoding="utf-8") as file:
        diagnostics = json.load(file)["diagnostics"]
    expected = Counter(
        (prefix + found["path"], found["start"]["line"], LEVELS[found["severity"]], found["rule"])
        for found in diagnostics
    )
    records = loader.load_sarif_file(found_sarif).get_records()
    read = Counter(
        (unquote(record["Location"]), int(record["Line"]), record["Severity"], record["Code"])
        for record in records
    )
    if expected != read:
        sys.exit(f"only in JSON: {expected - read}\nonly in SARIF: {read - expected}")
    print(f"{len(diagnostics)} findings are the same")


main(*sys.argv[1:])
