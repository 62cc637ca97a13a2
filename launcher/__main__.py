"""Where the command `launcher` begins. An idle `launcher tick` ends here, before anything large is imported."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from launcher.cli.idle import is_idle, tell_monitor

    if is_idle(sys.argv[1:]):
        tell_monitor(sys.argv[1:])
        return
    from launcher.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
