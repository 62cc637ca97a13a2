"""`make bench`: every benchmark, or those named."""

import sys
from importlib import import_module

BENCHMARKS = ("startup", "lateness", "workers", "ticks", "storage", "report")


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or BENCHMARKS:
        import_module(f"tests.bench.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
