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
    "login": Entry("launcher.cli.login", "Log in to a platform, list the logins, take them to a server."),
    "logout": Entry("launcher.cli.logout", "Forget a login, and whom its account is pinned to."),
    "doctor": Entry("launcher.cli.doctor", "Look at all that a launch stands on, and what mends it."),
    "check": Entry("launcher.cli.check", "Find everything that is wrong in a manifest, at once."),
    "plan": Entry("launcher.cli.plan", "Show what would happen, when, and every text as it will be sent."),
    "rehearse": Entry("launcher.cli.rehearse", "Run the whole launch on the local stage, days in seconds."),
    "launch": Entry("launcher.cli.launch", "Launch, and stay until everything is settled; again: go on."),
    "tick": Entry("launcher.cli.tick", "Do what is due now, for all launches, once: for cron."),
    "worker": Entry("launcher.cli.worker", "Work on a PostgreSQL journal, beside any number of other workers."),
    "status": Entry("launcher.cli.status", "Show where a launch stands, and what needs you."),
    "report": Entry("launcher.cli.report", "Write the launch as it went: one page, a picture, text or JSON."),
    "compare": Entry("launcher.cli.compare", "Show launches beside each other, each since its own release."),
    "kit": Entry("launcher.cli.kit", "Write what cast, crew and friends need to share the film."),
    "urls": Entry("launcher.cli.urls", "Print every public address of a launch, or a table of them."),
    "export": Entry("launcher.cli.export", "Write every sample as CSV, JSON Lines or Parquet."),
    "hold": Entry("launcher.cli.hold", "Hold a launch, or some of its actions, until resume."),
    "resume": Entry("launcher.cli.resume", "Let what is held go on, however late it is."),
    "cancel": Entry("launcher.cli.cancel", "Withdraw what has not been sent."),
    "retry": Entry("launcher.cli.retry", "Try again what was refused, or bring back what was cancelled."),
    "resolve": Entry("launcher.cli.resolve", "Say whether what was sent and not confirmed is there."),
    "cron": Entry("launcher.cli.cron", "Print or install what ticks every minute: crontab or systemd."),
    "migrate": Entry("launcher.cli.migrate", "Bring the journal to this schema, or to another database."),
    "schema": Entry("launcher.cli.schema", "Print the manifest's JSON Schema."),
    "stage": Entry("launcher.cli.stage", "Run the local stage: imitations of the five platforms."),
}
