"""One HTML file that needs nothing else: template, style and script from beside this module, under a strict policy.

Whatever is put into it is escaped; only marked SVG of our own making is not. The policy lets nothing in from elsewhere,
and no script run but the one whose hash it names.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from launcher.text.foreign import clean

_HERE = Path(__file__).parent


def rendered(template: str, said: Mapping[str, Any], *, script: str, data: Mapping[str, Any] | None = None) -> str:
    """The page of that template, with the script of that name. `data` is there for the script, as JSON."""
    style, script = _part("page.css"), _part(script)
    ours = {"style": _markup(style), "script": _markup(script), "policy": _policy(style, script)}
    made: str = (
        _environment().get_template(template).render(**said, **ours, data=_markup(_as_json(data)) if data else "")
    )
    return made


def _policy(style: str, script: str) -> str:
    scripts = f"'{_hash(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _as_json(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the element around it."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


@cache
def _part(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@cache
def _environment() -> Any:
    """Jinja with escaping on, an unknown name an error, and every text made harmless before it is escaped."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )


def _harmless(value: Any) -> Any:
    """Foreign text without control characters and invisible tricks; markup of our own as it is."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _markup(text: str) -> Any:
    import markupsafe

    return markupsafe.Markup(text)  # noqa: S704 - our own style, script and JSON


def own(made: str) -> Any:
    """What is ours and needs no escaping: SVG whose words were escaped when it was drawn, an image in base64."""
    return _markup(made)


def as_link(url: str) -> str:
    """The address where it is one that a reader may be led to: http, https or mail; else ""."""
    return url if url.startswith(("https://", "http://", "mailto:")) else ""
