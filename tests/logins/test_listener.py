"""The loopback address that waits for a consent page's answer: the first with the right state, and no other."""

import html

import requests

from launcher.consent.listener import TAKEN, THANKS, WRONG_STATE, Listener


def test_a_second_answer_is_refused_with_its_text() -> None:
    """While the first one is on its way nobody can put another code in its place."""
    with Listener("the-state") as listener:
        told = [
            requests.get(listener.redirect, params={"code": code, "state": state})
            for code, state in (("stolen", ""), ("stolen", "the-statf"), ("mine", "the-state"), ("late", "the-state"))
        ]
        assert [each.status_code for each in told] == [400, 400, 200, 410]
        for words, each in zip((WRONG_STATE, WRONG_STATE, THANKS, TAKEN), told, strict=True):
            assert html.escape(words) in each.text
        assert listener.wait(5)["code"] == "mine"
        assert requests.post(listener.redirect).status_code == 501
    assert "the-state" not in "".join(each.text for each in told)
