"""`make bench`: every benchmark, or those named: `python -m tests.bench upload --size 256M --rounds 3`."""

import argparse
import inspect
from importlib import import_module

BENCHMARKS = ("startup", "lateness", "workers", "ticks", "storage", "report", "cost", "upload")


def main() -> None:
    """Run the named benchmarks, or all, each with those options that it has."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", help=", ".join(BENCHMARKS))
    parser.add_argument("--size", type=size, help="upload: bytes of the film, such as 256M or 2G")
    parser.add_argument("--rounds", type=int, help="upload: how often each way is run")
    said = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    for name in said.pop("names") or BENCHMARKS:
        run = import_module(f"tests.bench.{name}").run
        run(**{option: said[option] for option in said.keys() & inspect.signature(run).parameters})


def size(text: str) -> int:
    """Bytes of a size such as 256M."""
    units = {"K": 2**10, "M": 2**20, "G": 2**30}
    return int(text[:-1]) * units[text[-1].upper()] if text[-1].upper() in units else int(text)


if __name__ == "__main__":
    main()
