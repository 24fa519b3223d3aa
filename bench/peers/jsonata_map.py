"""A JSONata expression over the lines of a file, once for each line on standard input; what it gives goes to a file once."""

import json
import sys
import time
from pathlib import Path

import jsonata

expression = jsonata.Jsonata(Path(sys.argv[1]).read_text(encoding="utf-8"))
lines = Path(sys.argv[2]).read_bytes().splitlines()
Path(sys.argv[3]).write_text(json.dumps([expression.evaluate(json.loads(line)) for line in lines]), encoding="utf-8")
print("ready", flush=True)
for _ in sys.stdin:
    begun = time.perf_counter_ns()
    for line in lines:
        json.dumps(expression.evaluate(json.loads(line)))
    print(time.perf_counter_ns() - begun, flush=True)
