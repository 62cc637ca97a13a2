"""Post templates render strictly, and stop instead of running away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.text.templates import TemplateProblem, names, render, syntax

NOW = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
CONTEXT: dict[str, Any] = {
    "film": {"title": "First Kiss", "tags": ["short film", "kiss"], "items": "a key", "subtitle": "", "year": 2014},
    "youtube": {"url": "https://www.youtube.com/watch?v=IpbDHxCV29A"},
    "vimeo": {"url": None},
    "views": 1_234_567,
    "blank": "  ",
    "empty": [],
    "now": NOW,
    "released": NOW - timedelta(hours=3, minutes=5),
    "long": "x" * 5000,
    "yes": True,
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ film.title }}. {{ youtube.url }}", "First Kiss. https://www.youtube.com/watch?v=IpbDHxCV29A"),
        ("{{ views | compact }}, {{ views | number }}", "1.2 million, 1,234,567"),
        ("the {{ 3 | ordinal }}, {{ 7500 | duration }}", "the 3rd, 2 hours 5 minutes"),
        ("{{ released | ago }}", "3 hours ago"),
        ("{% for tag in film.tags %}#{{ tag | replace(' ', '') }} {% endfor %}", "#shortfilm #kiss"),
        ("{{ film.tags | join(', ') }}, {{ film.tags | length }}", "short film, kiss, 2"),
        ("{% if vimeo.url %}also on Vimeo{% else %}only here{% endif %}", "only here"),
        ("{{ vimeo.url or youtube.url }}", CONTEXT["youtube"]["url"]),
        ("{{ film.subtitle | default('untitled') }}", "untitled"),
        ("{{ film.nothing | default('none') }} {{ nobody.at.all | d('none') }}", "none none"),
        ("{{ 'known' if nobody.at is defined else 'unknown' }}", "unknown"),
        ("{% for each in empty %}x{% else %}none{% endfor %}", "none"),
        ("{{ film.items }} {{ film['title'] }} {{ film.tags[1] }}", "a key First Kiss kiss"),
        ("{{ film.year + 1 }} {{ -views // 1000 }} {{ 'a' ~ film.year }}", "2015 -1235 a2014"),
        ("<b> & \"quotes\" {{ '<i>' }}", '<b> & "quotes" <i>'),
        ("one  \r\n  two\t\n\nthree   \n\n", "one\n  two\n\nthree"),
        ("{% raw %}{{ film }}{% endraw %}{# a note #}", "{{ film }}"),
        ("", ""),
    ],
)
def test_what_a_template_can_say(template: str, text: str) -> None:
    """Names, filters, conditions, loops and arithmetic; trailing space is cut; nothing is escaped."""
    syntax(template)
    assert render(template, CONTEXT) == text


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{{ vimeo.url }}", "vimeo.url"),
        ("{{ film.subtitle }}", "film.subtitle"),
        ("{{ blank }}", "blank"),
        ("{{ empty | join }}", "empty"),
        ("see {{ vimeo.url | upper }}", "vimeo.url"),
        ("{{ 'see ' ~ vimeo.url }}", "vimeo.url"),
        ("{{ film.subtitle or vimeo.url }}", "vimeo.url"),
        ("{% if yes %}{{ vimeo.url }}{% endif %}", "vimeo.url"),
        ("{{ vimeo.url if yes else 'x' }}", "vimeo.url"),
        ("{{ film.tile }}", "film.tile"),
        ("{{ film.tile.length }}", "film.tile.length"),
        ("{{ reddit.url }}", "reddit.url"),
        ("{% if reddit.url %}x{% endif %}", "reddit.url"),
        ("{% for each in nothing %}x{% endfor %}", "nothing"),
        ("{{ nothing | default(vimeo.url) }}", "vimeo.url"),
        ("{{ film[vimeo.url] }}", "vimeo.url"),
        ("{{ nothing > 3 }}", "nothing"),
    ],
)
def test_an_unknown_or_empty_name_stops_the_post(template: str, name: str) -> None:
    """The error carries the whole dotted name: a post with a blank address never leaves."""
    with pytest.raises(TemplateProblem, match=r"is not known here|is still empty") as caught:
        render(template, CONTEXT)
    assert caught.value.name == name
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("{{ film.title", 1, "end of print statement"),
        ("a\nb {% if %}", 2, "Expected an expression"),
        ("\n\n{{ views | compcat }}", 3, "did you mean compact?"),
        ("{{ views is devined }}", 1, "did you mean defined?"),
        ("{% include 'x' %}", 1, "include is not allowed"),
        ("{% import 'x' as y %}", 1, "import is not allowed"),
        ("{% extends 'x' %}", 1, "extends is not allowed"),
        ("{% block x %}{% endblock %}", 1, "block is not allowed"),
        ("{% macro x() %}{% endmacro %}", 1, "macro is not allowed"),
        ("{% set a = 'x' %}", 1, "set is not allowed"),
        ("{% for a in range(10 ** 9) %}{% endfor %}", 1, "not allowed"),
        ("{% for a in film.tags recursive %}{% endfor %}", 1, "for is not allowed"),
        ("{{ 2 ** 100000 }}", 1, r"\*\* is not allowed"),
        ("{{ '{0.__class__}'.format(1) }}", 1, "a call is not allowed"),
        ("{{ film.title.__class__.__mro__ }}", 1, "__class__ is not a name|__mro__ is not a name"),
        ("{{ ''['__class__'] }}", 1, "__class__ is not a name"),
        ("{{ film | attr('__class__') }}", 1, "there is no filter attr"),
        ("{{ '%999999999d' | format(1) }}", 1, "there is no filter format"),
        ("{{ 'x' | center(999999999) }}", 1, "there is no filter center"),
        ("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", 0, "nested too deeply"),
        ("{{ " + "not " * 500 + "1 }}", 0, "nested too deeply"),
        ("{% if yes %}" * 70 + "{% endif %}" * 70, 0, "nested too deeply"),
        ("{{ " + "9" * 5000 + " }}", 0, "too long to read"),
        ("{{ 1 }}" * 5001, 0, "too long or nested|longer than 64 KiB"),
        ("x" * 65537, 0, "longer than 64 KiB"),
    ],
)
def test_a_bad_template_is_told_before_anything_runs(template: str, line: int, words: str) -> None:
    """Checking and rendering refuse the same things, with the line where there is one."""
    for attempt in (lambda: syntax(template), lambda: names(template), lambda: render(template, CONTEXT)):
        with pytest.raises(TemplateProblem, match=words) as caught:
            attempt()
        assert not line or caught.value.line == line


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ 'a' * 1000000000 }}", r"\* wants numbers"),
        ("{{ '%999999999d' % 1 }}", "% wants numbers"),
        ("{{ 'a' + 'b' }}", "put texts together with ~"),
        ("{{ 10 / 0 }}", "division by zero"),
        ("{{ 9" + "0" * 17 + " * 9" + "0" * 17 + " * 2 }}", "wants numbers below"),
        ("{{ film.tags }}", "a list cannot stand in a text"),
        ("{{ yes }}", "a bool cannot stand in a text"),
        ("{{ released }}", "a datetime cannot stand in a text"),
        ("{{ film.title.upper }}", "cannot stand in a text"),
        ("{{ film.title | compact }}", "compact wants a number"),
        ("{{ views | upper }}", "upper wants a text"),
        ("{{ self }}", "cannot stand in a text"),
        ("{% for a in long %}" + "y" * 1000 + "{% endfor %}", "grows beyond 256 KiB"),
        ("{% for a in long %}{% for b in long %}{% endfor %}{% endfor %}", "more than 10,000 steps"),
        ("{% for a in long %}{% if long" + " ~ long" * 900 + " %}{% endif %}{% endfor %}", "too much work"),
        ("{{ long | replace('x', long) }}", "replace makes more than"),
        ("{{ long | replace('', long) }}", "replace makes more than"),
        ("{{ long | join(long) }}", "join makes more than"),
        ("{{ 1 | ordinal(2) }}", "cannot be rendered"),
    ],
)
def test_a_runaway_template_stops(template: str, words: str) -> None:
    """Size, steps and work are bounded; each bound says its name."""
    with pytest.raises(TemplateProblem, match=words):
        render(template, CONTEXT)


def test_ago_needs_the_time() -> None:
    """An instant is past or not only from somewhere."""
    with pytest.raises(TemplateProblem, match="ago needs to know the time"):
        render("{{ released | ago }}", {"released": NOW})


def test_the_names_that_a_template_takes_from_outside() -> None:
    """Dotted and complete, without the names of its own loops."""
    template = (
        "{{ film.title | upper }} {{ youtube['url'] }} {% if vimeo.url and views > goal %}{% endif %}"
        "{% for tag in film.tags %}{{ loop.index }} {{ tag.x }} {{ other }}{% endfor %}{{ film.tags[n] | join(sep) }}"
    )
    assert names(template) == {
        "film.title", "youtube.url", "vimeo.url", "views", "goal", "film.tags", "other", "n", "sep",
    }  # fmt: skip


@given(st.text(alphabet="{}%|.()[]'\"~*+- \nabcfilmtagsforinendif0129_", max_size=60))
def test_whatever_is_typed_either_renders_or_is_refused(template: str) -> None:
    """Property: no template raises anything but TemplateProblem."""
    try:
        render(template, CONTEXT)
    except TemplateProblem:
        return


@given(st.text())
def test_values_are_never_templates(value: str) -> None:
    """Braces in a title come out as they are."""
    shown = render("[{{ title }}]", {"title": f"{{{{ 7 }}}}{value}."})
    assert shown.startswith("[{{ 7 }}")
