"""Files of any size: two processes against one, and the memory that a long file takes against a short one."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.goals import Goal, Race
from bench.records import ndjson, records_of
from bench.timing import Contender, Result, race
from opads.formats import Registry

__all__ = ("OPADS", "long_file", "measure", "memory")

OPADS = [sys.executable, "-c", "from opads.cli.main import main; main()"]
FORMAT = "meta-ad-library"
PIECE = 2000
"""Records that are made anew."""


def long_file(path: Path, size: int) -> int:
    """Write a file of about so many bytes, and return how many records it has: other ads of other sponsors in each piece."""
    piece = ndjson(records_of(FORMAT, "lines.ndjson", PIECE, "id"))
    times = max(round(size / len(piece)), 1)
    with path.open("wb") as stream:
        for number in range(times):
            numbered = piece.replace(b"91000000", b"9%07d" % number).replace(b"92000000", b"8%07d" % number)
            for name in (b"bylines", b"page_name", b"payer"):
                numbered = numbered.replace(b'"%b":"' % name, b'"%b":"%d ' % (name, number))
            stream.write(numbered)
    return times * PIECE


def bulk(path: Path, *arguments: str) -> None:
    """Run ``opads bulk validate`` to its end."""
    command = [*OPADS, "bulk", "validate", str(path), "--from", FORMAT, "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {(done.stdout + done.stderr).decode()[-500:]}")


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure one and two processes."""
    del registry
    path = folder / "long.ndjson"
    count = long_file(path, 150_000_000)
    contenders = [
        Contender("opads bulk validate --jobs 1", partial(bulk, path, "--jobs", "1"), count),
        Contender("opads bulk validate --jobs 2", partial(bulk, path, "--jobs", "2"), count),
    ]
    results = race(contenders, min(rounds, 3))
    goal = Goal.of("two processes", "one process", 1.85, results[-1])
    yield Race(f"{path.stat().st_size / 1e6:.0f} MB of NDJSON, start-up included", results, [goal])
    path.unlink()


def memory(folder: Path, small: int, large: int) -> Race:
    """Measure the peak memory of a file of ``large`` bytes against one of ``small`` bytes, in two processes."""
    results, peaks = [], []
    for size in (small, large):
        path = folder / f"{size}.ndjson"
        count = long_file(path, size)
        code = f"from bench.measures.bulk import peak; from pathlib import Path; peak(Path({str(path)!r}))"
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        rate = count / (time.perf_counter() - begun)
        peaks.append(int(done.stdout))
        name = f"{size / 1e6:,.0f} MB: peak {peaks[-1] / 1024:,.0f} MiB of the largest process"
        results.append(Result(name, rate, 1.0, 1.0, 1.0))
        path.unlink()
    ratio = peaks[1] / peaks[0]
    work = f"peak memory, {large / 1e6:,.0f} MB file"
    goal = Goal(work, f"{small / 1e6:,.0f} MB file", 1.1, ratio, ratio, ratio, at_most=True)
    return Race("Memory, two processes", results, [goal])


def peak(path: Path) -> None:
    """Print the peak memory (KiB) of the largest process of a job."""
    bulk(path, "--jobs", "2")
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
