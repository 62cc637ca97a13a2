"""The subreddits that exist on this stage, with their rules."""

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Subreddit:
    """One subreddit. `flairs` are its templates' texts; `takes` is any, link or self."""

    name: str
    id: str
    title: str
    subscribers: int
    takes: str = "any"
    flairs: tuple[str, ...] = ()
    flair_required: bool = False
    crossposts: bool = True
    moderated: bool = False
    rules: tuple[str, ...] = ("Be civil",)

    def templates(self) -> dict[str, str]:
        """The flair templates: text by id, the same on every stage."""
        return {str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name}.{text}")): text for text in self.flairs}


_ALL = (
    Subreddit(
        name="Filmmakers",
        id="2r5qo",
        title="Filmmakers",
        subscribers=2_900_000,
        flairs=("Question", "Discussion", "Film", "Article"),
        flair_required=True,
        rules=("Flair your post", "No low-effort posts"),
    ),
    Subreddit(name="shortfilms", id="2qxd3", title="Short Films", subscribers=150_000, moderated=True),
    Subreddit(name="videos", id="2qh1e", title="Videos", subscribers=26_800_000, takes="link", rules=("No politics",)),
    Subreddit(name="TrueFilm", id="2szp0", title="TrueFilm", subscribers=2_100_000, takes="self", crossposts=False),
)
SUBREDDITS = {each.name.lower(): each for each in _ALL}
"""By their names in lower case, because Reddit does not tell cases apart."""


def about(sub: Subreddit) -> dict[str, Any]:
    """The subreddit as a thing (t5)."""
    return {
        "kind": "t5",
        "data": {
            "id": sub.id,
            "name": f"t5_{sub.id}",
            "display_name": sub.name,
            "display_name_prefixed": f"r/{sub.name}",
            "title": sub.title,
            "url": f"/r/{sub.name}/",
            "subscribers": sub.subscribers,
            "submission_type": sub.takes,
            "subreddit_type": "public",
            "link_flair_enabled": bool(sub.flairs),
            "can_assign_link_flair": bool(sub.flairs),
            "allow_images": True,
            "allow_videos": True,
            "is_crosspostable_subreddit": sub.crossposts,
            "over18": False,
            "quarantine": False,
            "restrict_posting": False,
            "user_is_banned": False,
            "user_is_muted": False,
            "user_is_subscriber": True,
            "user_is_moderator": sub.moderated,
            "user_is_contributor": False,
            "public_description": f"{sub.title} on the stage",
            "description": "",
            "lang": "en",
            "created_utc": 1_208_000_000.0,
        },
    }


def rules(sub: Subreddit) -> dict[str, Any]:
    """The rules, as `/about/rules` tells them."""
    listed = [
        {
            "kind": "link",
            "short_name": text,
            "violation_reason": text,
            "description": "",
            "description_html": "",
            "created_utc": 1_500_000_000.0,
            "priority": number,
        }
        for number, text in enumerate(sub.rules)
    ]
    return {"rules": listed, "site_rules": ["Spam", "Personal and confidential information"], "site_rules_flow": []}


def requirements(sub: Subreddit) -> dict[str, Any]:
    """What a post must have, as `/post_requirements` tells it."""
    lists = (
        "title_regexes title_required_strings title_blacklisted_strings body_regexes body_required_strings "
        "body_blacklisted_strings domain_whitelist domain_blacklist"
    )
    numbers = (
        "title_text_min_length title_text_max_length body_text_min_length body_text_max_length link_repost_age "
        "gallery_min_items gallery_max_items guidelines_text guidelines_display_policy"
    )
    body = "notAllowed" if sub.takes == "link" else "required" if sub.takes == "self" else "none"
    return {
        **{name: [] for name in lists.split()},
        **dict.fromkeys(numbers.split()),
        "is_flair_required": sub.flair_required,
        "body_restriction_policy": body,
        "link_restriction_policy": "none",
        "gallery_captions_requirement": "none",
        "gallery_urls_requirement": "none",
    }


def link_flair(sub: Subreddit) -> list[dict[str, Any]]:
    """The flair templates, as `/api/link_flair_v2` tells them."""
    return [
        {
            "type": "text",
            "id": template,
            "text": text,
            "text_editable": False,
            "text_color": "dark",
            "background_color": "",
            "css_class": "",
            "allowable_content": "all",
            "max_emojis": 10,
            "mod_only": False,
            "richtext": [],
            "override_css": False,
        }
        for template, text in sub.templates().items()
    ]
