"""Measurements, each a module `bench_*.py` with a function `main() -> int | None` that prints its numbers.

`python -m tests.benchmarks` runs all of them, `python -m tests.benchmarks recommend` those whose name holds a word.
"""
