"""Runs the benchmarks, each in a process of its own so that none warms up or breaks another."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

_CALL = "import importlib, sys; sys.exit(importlib.import_module(sys.argv[1]).main())"


def main(arguments: list[str], folder: Path = Path(__file__).parent) -> int:
    """Run what is asked for.

    Returns:
        Exit code: 0 when every benchmark did its work, 1 when one failed, 2 when none has such a name.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("word", nargs="*", help="run only the benchmarks whose name holds one of these words")
    words = parser.parse_args(arguments).word
    names = sorted(path.stem for path in folder.glob("bench_*.py"))
    chosen = [name for name in names if not words or any(word in name for word in words)]
    if not chosen:
        sys.stderr.write(f"no such benchmark; there are: {', '.join(names) or 'none'}\n")
        return 2
    failed = [name for name in chosen if not _succeeds(name)]
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def _succeeds(name: str) -> bool:
    sys.stdout.write(f"== {name}\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-c", _CALL, f"{__package__}.{name}"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
