"""Compares the findings of a JSON report with what sarif-tools reads.

Usage: compare-sarif.py found.json found.sarif FOLDER
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from sarif import loader

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def prefix_of(folder):
    """The folder below the root of its repository, if it is in one."""
    command = ["git", "-C", folder, "rev-parse", "--show-prefix"]
    return subprocess.run(command, capture_output=True, text=True).stdout.removesuffix("\n")


def main(found_json, found_sarif, folder):
    prefix = prefix_of(folder)

    def expected(found):
        # Only a line feed ends a line.
        before = Path(folder, found["path"]).read_bytes()[: found["span"]["start"]]
        line = before.count(b"\n") + 1
        return prefix + found["path"], line, LEVELS[found["severity"]], found["rule"]

    def read(record):
        return unquote(record["Location"]), int(record["Line"]), record["Severity"], record["Code"]

    diagnostics = json.loads(Path(found_json).read_text(encoding="utf-8"))["diagnostics"]
    in_json = Counter(map(expected, diagnostics))
    in_sarif = Counter(map(read, loader.load_sarif_file(found_sarif).get_records()))
    if in_json != in_sarif:
        sys.exit(f"only in JSON: {in_json - in_sarif}\nonly in SARIF: {in_sarif - in_json}")
    print(f"{len(diagnostics)} findings are the same")


main(*sys.argv[1:])
