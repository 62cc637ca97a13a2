"""Where the command `launcher` begins. An idle `launcher tick` ends here, before anything large is imported."""

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    _open_streams()
    from launcher.cli.idle import is_idle, tell_monitor

    if is_idle(sys.argv[1:]):
        tell_monitor(sys.argv[1:])
        return
    from launcher.cli.app import run

    sys.exit(run(sys.argv[1:]))


def _open_streams() -> None:
    """Somebody may have closed standard output or error: what is said there is lost, and the launch goes on."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the process's life


if __name__ == "__main__":
    main()
