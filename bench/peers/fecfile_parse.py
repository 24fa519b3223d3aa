"""fecfile.loads over some filings, once for each line on standard input."""

import sys
import time
from pathlib import Path

import fecfile

texts = [Path(name).read_text(encoding="iso-8859-1") for name in sys.argv[1:]]
print("ready", flush=True)
for _ in sys.stdin:
    begun = time.perf_counter_ns()
    for text in texts:
        fecfile.loads(text)
    print(time.perf_counter_ns() - begun, flush=True)
