"""What people are given to say, in their language."""

from collections.abc import Mapping
from typing import Any

from launcher.report.kit.people import Person
from launcher.text.templates import render

TEXTS: Mapping[str, str] = {
    "en": "“{{ film.title }}” is out. Watch it, and pass it on:",
    "de": "„{{ film.title }}“ ist da. Schaut ihn euch an und sagt es weiter:",
    "fr": "« {{ film.title }} » est en ligne. Regardez-le et faites-le passer :",
    "es": "«{{ film.title }}» ya está en línea. Miradlo y compartidlo:",
    "it": "«{{ film.title }}» è online. Guardatelo e passate parola:",
    "pt": "“{{ film.title }}” já está no ar. Vejam e partilhem:",
    "nl": "‘{{ film.title }}’ staat online. Kijk, en deel hem:",
}
"""By language; who speaks none of these, and has no words of their own, gets English."""

FALLBACK = "en"


def language(person: Person) -> str:
    """The language of the person's copy: theirs where there is a text in it."""
    spoken = person.language.partition("-")[0].partition("_")[0]
    return spoken if spoken in TEXTS else FALLBACK


def words(person: Person, facts: Mapping[str, Any], link: str, template: str = "") -> str:
    """What the person says, without the link: their own text, else `template`, else ours in their language.

    Raises TemplateProblem where a text names what is unknown.
    """
    own = {"name": person.name, "handle": person.handle, "language": person.language}
    text = render(person.text or template or TEXTS[language(person)], {**facts, "person": own, "link": link})
    return text.replace(link, "").strip()
