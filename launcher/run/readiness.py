"""What must be right before a launch is recorded: every account that it uses has its credentials."""

from launcher.clock import Clock
from launcher.errors import LoginExpired
from launcher.plan.plan import Plan
from launcher.platforms import registry
from launcher.settings import Settings


def require_credentials(plan: Plan, settings: Settings, clock: Clock) -> None:
    """Connect every account of the plan, which sends nothing. Raises LoginExpired that tells all that is missing."""
    missing = []
    for platform, account in dict.fromkeys((action.platform, action.account) for action in plan.actions):
        try:
            registry.open_platform(platform, account, settings, clock)
        except LoginExpired as error:
            missing.append(error)
    if missing:
        fixes = dict.fromkeys(error.fix for error in missing if error.fix)
        said = "\n  ".join(error.message for error in missing)
        raise LoginExpired(f"nothing was recorded, because credentials are missing:\n  {said}", fix="; ".join(fixes))
