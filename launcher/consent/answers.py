"""What a consent page's answer says: a code, or why there is none."""

from urllib.parse import parse_qs, urlsplit

from launcher.consent.listener import same_state
from launcher.errors import LoginExpired
from launcher.text.foreign import clean_line


def code(name: str, said: dict[str, str]) -> str:
    """The answer's code. Raises LoginExpired where the person, or the platform, did not allow it."""
    if said.get("code"):
        return said["code"]
    why = clean_line(said.get("error_description") or said.get("error") or "the answer has no code", 120)
    told = (
        "access was denied on its page" if said.get("error") == "access_denied" else f"its page gave no access: {why}"
    )
    raise LoginExpired(f"{name}: {told}", code="denied", fix=f"launcher login {name}, and allow it there")


def pasted(name: str, text: str, state: str) -> dict[str, str]:
    """The parameters of an address that was copied from a browser. Raises LoginExpired for one of another login."""
    said = {key: texts[0] for key, texts in parse_qs(urlsplit(text.strip()).query).items()}
    if not said:
        raise LoginExpired(
            f"{name}: that is not the address to which its page led",
            code="pasted",
            fix="copy all of the address bar, from http:// on, once the browser shows that it cannot connect",
        )
    if not same_state(said, state):
        raise LoginExpired(
            f"{name}: that address is the answer of another login: its state is another one",
            code="state",
            fix="paste the one that follows the page shown above",
        )
    return said
