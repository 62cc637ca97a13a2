"""The commands as a table: name, module, one line of help. A module is imported when its command is called.

A module holds one function, `command`, whose signature is the command's arguments and options.
"""

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command lives, and its line in `launcher --help`."""

    module: str
    help: str


COMMANDS = {
    "init": Entry("launcher.cli.init", "Make a folder with a starter manifest that passes check."),
    "check": Entry("launcher.cli.check", "Find everything that is wrong in a manifest, at once."),
    "schema": Entry("launcher.cli.schema", "Print the manifest's JSON Schema."),
    "stage": Entry("launcher.cli.stage", "Run the local stage: imitations of the five platforms."),
}
