"""What Python's readers make of each scalar: `make.py pyyaml|toml|json LIST`."""

import datetime
import json
import sys
import tomllib

engine, path = sys.argv[1:]


def load(scalar):
    if engine == "pyyaml":
        import yaml

        return yaml.safe_load(f"key: {scalar}\n")["key"]
    if engine == "toml":
        return tomllib.loads(f"key = {scalar}\n")["key"]
    # Python takes Infinity and NaN, which JSON does not have.
    return json.loads(f'{{"key": {scalar}}}', parse_constant=int)["key"]


def word(value):
    match value:
        case None:
            return "null"
        case bool():
            return f"bool {str(value).lower()}"
        case int():
            return f"int {value}"
        case float():
            return f"float {value!r}"
        case datetime.date() | datetime.time():
            return f"time {value.isoformat()}"
        case str():
            return f"text {value}"
    raise TypeError(type(value))


for line in open(path, encoding="utf-8"):
    try:
        print(word(load(line.rstrip("\n"))))
    except Exception:
        print("refused")
