"""Makes the locks: every package by version and hash, no addresses. Run by ``make lock``."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SERVICE = ("--extra=service", "--extra=postgres", "--extra=parquet")
HEAD = "# Made by `make lock` from pyproject.toml.\n"


def compile_lock(target: Path, *arguments: str) -> None:
    """Write one lock."""
    command = [sys.executable, "-m", "piptools", "compile", "pyproject.toml", "--quiet", "--generate-hashes"]
    command += ["--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command += ["--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options", "--build-deps-for=editable"]
    command += ["--resolver=backtracking", f"--output-file={target}", *arguments]
    subprocess.run(command, check=True, cwd=PROJECT, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})  # noqa: S603 - our own arguments
    target.write_text(HEAD + target.read_text())


def main() -> None:
    """Write all locks; the others take their versions from that of testing."""
    dev = PROJECT / "requirements" / "dev.txt"
    run = PROJECT / "requirements" / "run.txt"
    spark = PROJECT / "requirements" / "spark.txt"
    compile_lock(dev, *SERVICE, "--extra=otel", "--extra=dev")
    compile_lock(run, *SERVICE, f"--constraint={dev}")
    compile_lock(spark, "--extra=spark", f"--constraint={dev}")


if __name__ == "__main__":
    main()
