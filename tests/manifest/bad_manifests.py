"""Bad manifests and what is said of each: an edit of the good manifest, and every problem with its place and fix."""

# ruff: noqa: E501 - a message stands on one line

EDITS: list[tuple[str, str, list[str]]] = [
    (
        "at: 2026-12-07 09:00 ",
        "at: 21:00 ",
        [
            "launch.yaml:3:7: launch.at: '21:00' has no date\n    fix: write date and time in full, such as 2026-12-07 09:00",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 2026-12-07 ",
        [
            "launch.yaml:3:7: launch.at: '2026-12-07' has no time of day\n    fix: write date and time in full, such as 2026-12-07 09:00",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 2026-12-32 09:00 ",
        [
            "launch.yaml:3:7: launch.at: '2026-12-32 09:00' is no date and time of the calendar\n    fix: write one such as 2026-12-07 09:00",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 7 Dec, 9am ",
        [
            "launch.yaml:3:7: launch.at: '7 Dec, 9am' is not a time\n    fix: write date and time in full, such as 2026-12-07 09:00",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 2026-11-01 01:30 ",
        [
            "launch.yaml:3:7: launch.at: 2026-11-01 01:30 comes twice: the clocks go back over it in America/Los_Angeles\n    fix: write the one you mean: 2026-11-01 01:30-07:00 (2026-11-01T08:30:00Z), or 2026-11-01 01:30-08:00 (2026-11-01T09:30:00Z)",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 2027-03-14 02:30 ",
        [
            "launch.yaml:3:7: launch.at: 2027-03-14 02:30 does not exist: the clocks go forward over it in America/Los_Angeles\n    fix: write the one you mean: 2027-03-14 01:30-08:00 (2027-03-14T09:30:00Z), or 2027-03-14 03:30-07:00 (2027-03-14T10:30:00Z)",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: release + 1h ",
        [
            "launch.yaml:3:7: launch.at: 'release' means nothing here: launch.at is what the others are relative to\n    fix: write a local time such as 2026-12-07 09:00, or now",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 2025-12-07 09:00 ",
        [
            "launch.yaml:3:7: launch.at: release was 2025-12-07T20:00:00Z, longer ago than late: 1d allows\n    fix: write at: now, or a time to come",
        ],
    ),
    (
        "at: 2026-12-07 09:00 ",
        "at: 9999-12-31 23:59 ",
        [
            "launch.yaml:3:7: launch.at: '9999-12-31 23:59' is not a year to launch in\n    fix: write one such as 2026-12-07 09:00",
        ],
    ),
    (
        "timezone: America/Los_Angeles",
        "timezone: America/Los_Angles",
        [
            "launch.yaml:4:13: launch.timezone: no time zone is called 'America/Los_Angles'\n    fix: did you mean America/Los_Angeles?",
        ],
    ),
    (
        "timezone: America/Los_Angeles",
        "timezone: PST",
        [
            "launch.yaml:4:13: launch.timezone: no time zone is called 'PST'\n    fix: did you mean America/Los_Angeles?",
        ],
    ),
    (
        "timezone: America/Los_Angeles",
        "timezone: ../../etc/passwd",
        [
            "launch.yaml:4:13: launch.timezone: no time zone is called '../../etc/passwd'\n    fix: write one such as Europe/Paris",
        ],
    ),
    (
        "exclusive: 3h",
        "exclusive: 3",
        [
            "launch.yaml:5:14: launch.exclusive: 3 has no unit\n    fix: write 3s, 3m, 3h or 3d",
        ],
    ),
    (
        "exclusive: 3h",
        "exclusive: 3 hours",
        [
            "launch.yaml:5:14: launch.exclusive: '3 hours' is not a duration\n    fix: write a number and a unit, such as 90s, 30m, 6h, 14d or 1h 30m",
        ],
    ),
    (
        "exclusive: 3h",
        "exclusive: 9000d",
        [
            "launch.yaml:5:14: launch.exclusive: '9000d' is longer than ten years\n    fix: write a number and a unit, such as 90s, 30m, 6h, 14d or 1h 30m",
        ],
    ),
    (
        "exclusive: 3h",
        "late: 1h 1h",
        [
            "launch.yaml:5:9: launch.late: '1h 1h' is not a duration\n    fix: write a number and a unit, such as 90s, 30m, 6h, 14d or 1h 30m",
        ],
    ),
    (
        "exclusive: 3h",
        "if_not_ready: wait",
        [
            "launch.yaml:5:17: launch.if_not_ready: 'wait' is not one of 'go', 'together' or 'hold'\n    fix: write one of go, together, hold",
        ],
    ),
    (
        "premiere: https",
        "premiere: http",
        [
            "launch.yaml:6:13: launch.premiere: 'http://partner.example/first-kiss' is not an https address\n    fix: write the whole address, such as https://partner.example/film",
        ],
    ),
    (
        "partner.example/first",
        "user:pw@partner.example/first",
        [
            "launch.yaml:6:13: launch.premiere: holds a user name or password, which everyone would see\n    fix: write the whole address, such as https://partner.example/film",
        ],
    ),
    (
        "name: first-kiss\n",
        "name: First Kiss\n",
        [
            "launch.yaml:2:9: launch.name: 'First Kiss' cannot be a name here\n    fix: lower case letters, digits and hyphens only: first-kiss",
        ],
    ),
    (
        "name: first-kiss\n",
        "nmae: first-kiss\n",
        [
            "launch.yaml:1:1: launch.name: is missing\n    fix: add name: …",
            "launch.yaml:2:3: launch.nmae: no such key: nmae\n    fix: did you mean name?",
        ],
    ),
    (
        "title: First Kiss",
        "title: 2014",
        [
            'launch.yaml:9:10: film.title: 2014 is a number, and text is wanted\n    fix: put it in quotes: "2014"',
        ],
    ),
    (
        "title: First Kiss",
        "title: true",
        [
            'launch.yaml:9:10: film.title: True is true or false, and text is wanted\n    fix: put it in quotes: "true"',
        ],
    ),
    (
        "title: First Kiss",
        "title:",
        [
            "launch.yaml:9:3: film.title: is empty, and wants text\n    fix: give it a value, or delete the line",
        ],
    ),
    (
        "title: First Kiss",
        "title: " + "K" * 101,
        [
            "launch.yaml:9:10: film.title: 101 characters for youtube, which takes 100\n    fix: shorten it: 1 too many",
        ],
    ),
    (
        "title: First Kiss",
        "title: First <3 Kiss",
        [
            "launch.yaml:9:10: film.title: youtube refuses < in a title\n    fix: write it in words",
        ],
    ),
    (
        "title: First Kiss",
        'title: "First\\nKiss"',
        [
            "launch.yaml:9:10: film.title: a title is one line\n    fix: take the line break out",
        ],
    ),
    (
        "title: First Kiss",
        'title: "First \\u202eKiss"',
        [
            "launch.yaml:9:10: manifest: a text with the control character U+202E\n    fix: delete it",
        ],
    ),
    (
        "description: description.md",
        "description: missing.md",
        [
            "launch.yaml:10:16: film.description: missing.md: no such file in .\n    fix: write the file, or the text itself",
        ],
    ),
    (
        "description: description.md",
        "description: ../secret.txt",
        [
            "launch.yaml:10:16: film.description: ../secret.txt leads out of the manifest's folder\n    fix: put the file into the manifest's folder and name it from there",
        ],
    ),
    (
        "description: description.md",
        "description: /etc/motd.txt",
        [
            "launch.yaml:10:16: film.description: /etc/motd.txt is not inside the manifest's folder\n    fix: put the file into the manifest's folder and name it from there",
        ],
    ),
    (
        "description: description.md",
        "description: " + "é" * 2501,
        [
            "launch.yaml:10:16: film.description: 5,002 bytes for youtube, which takes 5,000\n    fix: shorten it: 2 too many",
        ],
    ),
    (
        "tags: [short film, black and white]",
        "tags: short film",
        [
            "launch.yaml:11:9: film.tags: 'short film' is text, and a list is wanted\n    fix: write it as [one, another]",
        ],
    ),
    (
        "tags: [short film, black and white]",
        "tags: [tag number 00, tag number 01, tag number 02, tag number 03, tag number 04, tag number 05, tag number 06, tag number 07, tag number 08, tag number 09, tag number 10, tag number 11, tag number 12, tag number 13, tag number 14, tag number 15, tag number 16, tag number 17, tag number 18, tag number 19, tag number 20, tag number 21, tag number 22, tag number 23, tag number 24, tag number 25, tag number 26, tag number 27, tag number 28, tag number 29, tag number 30, tag number 31, tag number 32, tag number 33, tag number 34, tag number 35]",
        [
            "launch.yaml:11:3: film.tags: 575 characters together, with the commas and quotes that youtube adds; it takes 500\n    fix: take some out",
            "launch.yaml:11:3: film.tags: 36 tags; vimeo takes 20\n    fix: take some out, or give vimeo tags of its own",
        ],
    ),
    (
        "tags: [short film, black and white]",
        'tags: ["short, film"]',
        [
            "launch.yaml:11:10: film.tags[0]: YouTube refuses , in a tag: 'short, film'\n    fix: write it as two tags",
        ],
    ),
    (
        "language: en\n",
        "language: english\n",
        [
            "launch.yaml:12:13: film.language: 'english' is not a language tag\n    fix: write en",
        ],
    ),
    (
        "language: en\n",
        "language: en_US\n",
        [
            "launch.yaml:12:13: film.language: 'en_US' is not a language tag\n    fix: write en-US",
        ],
    ),
    (
        "file: first-kiss.mp4",
        "file: first-kis.mp4",
        [
            "launch.yaml:8:9: film.file: first-kis.mp4: no such file in .\n    fix: put it there, or mend the name",
        ],
    ),
    (
        "file: first-kiss.mp4",
        "file: ../first-kiss.mp4",
        [
            "launch.yaml:8:9: film.file: ../first-kiss.mp4 leads out of the manifest's folder\n    fix: put the file into the manifest's folder and name it from there",
        ],
    ),
    (
        "file: first-kiss.mp4",
        "file: announce.md",
        [
            "launch.yaml:8:9: film.file: announce.md is a text file, not a film\n    fix: export it again, as MP4 with H.264 and AAC",
        ],
    ),
    (
        "file: first-kiss.mp4",
        "file: poster.jpg",
        [
            "launch.yaml:8:9: film.file: poster.jpg is a JPEG image, not a film\n    fix: export it again, as MP4 with H.264 and AAC",
        ],
    ),
    (
        "poster: poster.jpg",
        "poster: first-kiss.mp4",
        [
            "launch.yaml:13:11: film.poster: first-kiss.mp4 is not an image\n    fix: save it as JPEG or PNG",
        ],
    ),
    (
        "file: first-kiss.en.srt",
        "file: description.md",
        [
            "launch.yaml:14:35: film.captions[0].file: description.md is neither .srt nor .vtt\n    fix: save the captions as SubRip or WebVTT",
        ],
    ),
    (
        "captions: [{language: en, file: first-kiss.en.srt}]",
        "captions: [{language: en, file: first-kiss.en.srt}, {language: EN, file: first-kiss.en.srt}]",
        [
            "launch.yaml:14:66: film.captions[1].language: a second file for EN\n    fix: keep one captions file a language",
        ],
    ),
    (
        "category: Film & Animation",
        "category: Films & Animation",
        [
            "launch.yaml:16:23: hosts.youtube.category: YouTube has no category 'Films & Animation'\n    fix: did you mean Film & Animation?",
        ],
    ),
    (
        "made_for_kids: false",
        "made_for_kids: NO",
        [
            "launch.yaml:16:79: hosts.youtube.made_for_kids: 'NO' is text, and true or false is wanted\n    fix: write false",
        ],
    ),
    (
        "made_for_kids: false",
        "made_for_kids: 0",
        [
            "launch.yaml:16:79: hosts.youtube.made_for_kids: 0 is a number, and true or false is wanted\n    fix: write true or false",
        ],
    ),
    (
        "vimeo: {}",
        "vimeo: {privacy: password}",
        [
            "launch.yaml:17:20: hosts.vimeo.privacy: needs a password\n    fix: add password: under vimeo:",
        ],
    ),
    (
        "vimeo: {}",
        "vimeo: {privacy: domains}",
        [
            "launch.yaml:17:20: hosts.vimeo.privacy: needs the sites\n    fix: add embed_domains: under vimeo:, such as [partner.example]",
        ],
    ),
    (
        "made_for_kids: false",
        'made_for_kids: false, recorded: "2014-02-30"',
        [
            "launch.yaml:16:96: hosts.youtube.recorded: 2014-02-30 is no day of the past\n    fix: write the day as YYYY-MM-DD",
        ],
    ),
    (
        "vimeo: {}",
        "vimeo: {privacy: secret}",
        [
            "launch.yaml:17:20: hosts.vimeo.privacy: 'secret' is not one of 'anybody', 'unlisted', 'password' or 'domains'\n    fix: write one of anybody, unlisted, password, domains",
        ],
    ),
    (
        "vimeo: {}",
        "vimeo: {embed_domains: [https://partner.example/]}",
        [
            "launch.yaml:17:27: hosts.vimeo.embed_domains[0]: 'https://partner.example/' is not a domain\n    fix: write the domain alone, such as partner.example",
        ],
    ),
    (
        "vimeo: {}",
        "vimeo: {account: Studio One}",
        [
            "launch.yaml:17:20: hosts.vimeo.account: 'Studio One' cannot be a name here\n    fix: lower case letters, digits and an underscore only: studio_one",
        ],
    ),
    (
        "vimeo: {}",
        "vimeoo: {}",
        [
            "launch.yaml:17:3: hosts.vimeoo: no such key: vimeoo\n    fix: did you mean vimeo?",
        ],
    ),
    (
        "vimeo: {}",
        "dailymotion: {}",
        [
            "launch.yaml:17:3: hosts.dailymotion: no such key: dailymotion\n    fix: known here: vimeo, youtube",
        ],
    ),
    (
        '  youtube: {category: Film & Animation, playlist: Short films, made_for_kids: false, first_comment: "Song: …"}\n  vimeo: {}',
        "  {}",
        [
            "launch.yaml:15:1: hosts: no host holds the film\n    fix: add youtube: {} or vimeo: {}",
            "launch.yaml:18:55: posts[0].text: {{ youtube.url }} is not a name that a template may use\n    fix: the film does not go to youtube: add youtube: {} under hosts:",
            "launch.yaml:19:84: posts[1].link: the film does not go to youtube\n    fix: add youtube: {} under hosts:",
            "launch.yaml:20:101: posts[2].link: the film does not go to youtube\n    fix: add youtube: {} under hosts:",
            "announce.md:3:1: posts[1].text: {{ youtube.url }} is not a name that a template may use\n    fix: the film does not go to youtube: add youtube: {} under hosts:",
        ],
    ),
    (
        "on: facebook, at",
        "on: facebok, at",
        [
            "launch.yaml:20:31: posts[1].on: no platform for posts is called 'facebok'\n    fix: did you mean facebook?",
        ],
    ),
    (
        "on: facebook, at",
        "on: youtube, at",
        [
            "launch.yaml:20:31: posts[1].on: no platform for posts is called 'youtube'\n    fix: youtube holds the film: its settings stand under hosts:",
        ],
    ),
    (
        "on: facebook, at",
        "on: twitter, at",
        [
            "launch.yaml:20:31: posts[1].on: no platform for posts is called 'twitter'\n    fix: did you mean x?",
        ],
    ),
    (
        "on: facebook, at",
        "on: instagram, at",
        [
            "launch.yaml:20:31: posts[1].on: no platform for posts is called 'instagram'\n    fix: there are facebook, reddit, x",
        ],
    ),
    (
        "name: announce-page",
        "name: announce-x",
        [
            "launch.yaml:20:12: posts[1].name: a second post is called 'announce-x'\n    fix: give each a name of its own",
        ],
    ),
    (
        "name: announce-page",
        "name: release",
        [
            "launch.yaml:20:12: posts[1].name: 'release' means something else in a manifest\n    fix: choose another name",
        ],
    ),
    (
        "at: release + 2m",
        "at: release + 2 min",
        [
            "launch.yaml:19:35: posts[0].at: '2 min' is not a duration\n    fix: write a number and a unit, such as 90s, 30m, 6h, 14d or 1h 30m",
        ],
    ),
    (
        "at: release + 2m",
        "at: release-2m",
        [
            "launch.yaml:19:35: posts[0].at: no post is called 'release-2m'\n    fix: write release - 2m, with spaces",
        ],
    ),
    (
        "at: release + 2m",
        "at: relase + 2m",
        [
            "launch.yaml:19:35: posts[0].at: no post is called 'relase'\n    fix: did you mean release?",
        ],
    ),
    (
        "at: release + 2m",
        "at: T + 2m",
        [
            "launch.yaml:19:35: posts[0].at: shows the film (youtube) at 2026-12-07T17:02:00Z, before its release at 2026-12-07T20:00:00Z\n    fix: write at: release + 2m, or take the film's address out",
        ],
    ),
    (
        "at: release + 2m",
        "at: release - 1s",
        [
            "launch.yaml:19:35: posts[0].at: shows the film (youtube) at 2026-12-07T19:59:59Z, before its release at 2026-12-07T20:00:00Z\n    fix: write at: release + 2m, or take the film's address out",
        ],
    ),
    (
        "at: release + 2m",
        "at: 1.5",
        [
            "launch.yaml:19:35: posts[0].at: 1.5 is not a time\n    fix: write a local time such as 2026-12-07 09:00, or now, or T + 5m, release + 2m, or a post's name + 10m",
        ],
    ),
    (
        "at: release + 5m",
        "at: announce-y + 2m",
        [
            "launch.yaml:20:45: posts[1].at: no post is called 'announce-y'\n    fix: did you mean announce-x?",
        ],
    ),
    (
        "at: release + 5m",
        "at: evening + 2m",
        [
            "launch.yaml:20:45: posts[1].at: evening has no time of its own\n    fix: name a post that has at:, or T or release",
        ],
    ),
    (
        "at: release + 5m",
        "at: announce-page + 2m",
        [
            "launch.yaml:20:45: posts[1].at: its time depends on itself: announce-page → announce-page\n    fix: give one of them a time of its own",
        ],
    ),
    (
        "at: release + 5m",
        "at: 2026-11-20 12:00",
        [
            "launch.yaml:20:45: posts[1].at: shows the film (youtube) at 2026-11-20T20:00:00Z, before its release at 2026-12-07T20:00:00Z\n    fix: write at: release + 2m, or take the film's address out",
            "launch.yaml:20:45: posts[1].at: 2026-11-20T20:00:00Z is longer ago than late: 6h allows\n    fix: give it a time to come, or take it out",
        ],
    ),
    (
        "at: release + 5m",
        "at: 2027-03-14 02:30",
        [
            "launch.yaml:20:45: posts[1].at: 2027-03-14 02:30 does not exist: the clocks go forward over it in America/Los_Angeles\n    fix: write the one you mean: 2027-03-14 01:30-08:00 (2027-03-14T09:30:00Z), or 2027-03-14 03:30-07:00 (2027-03-14T10:30:00Z)",
        ],
    ),
    (
        "link: youtube}",
        "link: youtub}",
        [
            "launch.yaml:20:84: posts[1].link: no host is called 'youtub'\n    fix: did you mean youtube?",
        ],
    ),
    (
        "link: youtube}",
        "link: ftp://x.example/a}",
        [
            "launch.yaml:20:84: posts[1].link: 'ftp://x.example/a' is not an https address\n    fix: write the whole address, such as https://partner.example/film",
        ],
    ),
    (
        "{{ film.title }}, a",
        "{{ film.titel }}, a",
        [
            "launch.yaml:19:55: posts[0].text: {{ film.titel }} is not a name that a template may use\n    fix: did you mean film.title?",
        ],
    ),
    (
        "{{ film.title }}, a",
        "{{ film.title , a",
        [
            "launch.yaml:19:55: posts[0].text: line 1: expected token 'end of print statement', got 'film'\n    fix: a name stands between braces: {{ film.title }}",
        ],
    ),
    (
        "{{ film.title }}, a",
        "{{ film.title | shout }}, a",
        [
            "launch.yaml:19:55: posts[0].text: line 1: there is no filter shout\n    fix: there are ago, capitalize, compact, d, default, duration, first, join, last, length, lower, number, ordinal, replace, round, title, trim, upper",
        ],
    ),
    (
        '{{ youtube.url }}"',
        '{{ youtub.url }}"',
        [
            "launch.yaml:19:55: posts[0].text: {{ youtub.url }} is not a name that a template may use\n    fix: did you mean youtube.url?",
        ],
    ),
    (
        "a film of first kisses.",
        "a film " + "of first kisses " * 17,
        [
            "launch.yaml:19:55: posts[0].text: 315 weighted characters for x, which takes 280\n    fix: shorten it: 35 too many",
        ],
    ),
    (
        "a film of first kisses.",
        "キス" * 64,
        [
            "launch.yaml:19:55: posts[0].text: 292 weighted characters for x, which takes 280\n    fix: shorten it: 12 too many",
        ],
    ),
    (
        'title: "…"',
        'title: "' + "R" * 301 + '"',
        [
            "launch.yaml:21:90: posts[2].title: 301 characters for reddit, which takes 300\n    fix: shorten it: 1 too many",
        ],
    ),
    (
        'title: "…", ',
        "",
        [
            "launch.yaml:21:5: posts[2]: a Reddit post needs a title\n    fix: add title:",
        ],
    ),
    (
        "subreddit: Filmmakers, ",
        "",
        [
            "launch.yaml:21:5: posts[2]: a Reddit post needs a subreddit\n    fix: add subreddit:",
        ],
    ),
    (
        "subreddit: Filmmakers",
        "subreddit: r/Filmmakers",
        [
            "launch.yaml:21:52: posts[2].subreddit: 'r/Filmmakers' is not a subreddit's name\n    fix: write Filmmakers",
        ],
    ),
    (
        "link: youtube, flair",
        "link: youtube, text: hello, flair",
        [
            "launch.yaml:21:116: posts[2].text: a Reddit post has a link or a text, not both\n    fix: take one of them out",
        ],
    ),
    (
        "on: facebook, at",
        "on: facebook, flair: Film, at",
        [
            "launch.yaml:20:48: posts[1].flair: facebook has no flair\n    fix: take it out: it is Reddit's alone",
        ],
    ),
    (
        "on: x, at",
        "on: x, link: youtube, at",
        [
            "launch.yaml:19:37: posts[0].link: an X post has no link beside its text\n    fix: write {{ youtube.url }} into the text",
        ],
    ),
    (
        ", text: announce.md, link: youtube",
        "",
        [
            "launch.yaml:20:5: posts[1]: says nothing\n    fix: add text: or link:",
        ],
    ),
    (
        "reply_to: announce-x",
        "reply_to: announce-z",
        [
            "launch.yaml:23:37: follow_ups[0].reply_to: no post is called 'announce-z'\n    fix: did you mean announce-x?",
        ],
    ),
    (
        "reply_to: announce-x",
        "reply_to: announce-page",
        [
            "launch.yaml:23:37: follow_ups[0].reply_to: announce-page is on facebook, and this is on x\n    fix: name a post on x",
        ],
    ),
    (
        "reply_to: announce-x, when: {views: 1000000}, within: 14d",
        "reply_to: announce-x, at: T + 1h",
        [
            "launch.yaml:23:37: follow_ups[0].reply_to: announce-x goes out later than this\n    fix: give this a later time",
        ],
    ),
    (
        "when: {views: 1000000}, within: 14d, ",
        "",
        [
            "launch.yaml:23:5: follow_ups[0]: has none of at, cron and when\n    fix: give it exactly one of at, cron (with until) and when",
        ],
    ),
    (
        "when: {views: 1000000}, within: 14d",
        "when: {views: 1000000}, at: T + 1d",
        [
            "launch.yaml:23:5: follow_ups[0]: has at and when\n    fix: give it exactly one of at, cron (with until) and when",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {viewz: 1000000}",
        [
            "launch.yaml:23:63: follow_ups[0].when.viewz: no metric is called 'viewz'\n    fix: did you mean views?",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {views: 1_000_000}",
        [
            "launch.yaml:23:63: follow_ups[0].when.views: '1_000_000' is text, and a number is wanted\n    fix: write 1000000",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {views: 0}",
        [
            "launch.yaml:23:63: follow_ups[0].when.views: 0 is reached at once, or never\n    fix: write a number above 0",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {and: views}",
        [
            "launch.yaml:23:61: follow_ups[0].when.and: wants a list of conditions\n    fix: write and: [{views: 1000}, {reddit.score: 50}]",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {or: [{views: 10}, {likez: 1}]}",
        [
            "launch.yaml:23:82: follow_ups[0].when.or[1].likez: no metric is called 'likez'\n    fix: did you mean likes?",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {flat: {metric: reddit.score}}",
        [
            "launch.yaml:23:56: follow_ups[0].when.flat: wants a metric and a time\n    fix: write flat: {metric: reddit.score, for: 60m}",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {reddit.removed: 1}",
        [
            "launch.yaml:23:72: follow_ups[0].when.reddit.removed: 1 is no threshold\n    fix: write reddit.removed: true",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {reddit.rank_per_hour: 1}",
        [
            "launch.yaml:23:78: follow_ups[0].when.reddit.rank_per_hour: rank does not grow\n    fix: write reddit.rank",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {views: 10, within: 0s}",
        [
            "launch.yaml:23:75: follow_ups[0].when.within: is no time at all\n    fix: write 60m, or another duration",
        ],
    ),
    (
        "when: {views: 1000000}",
        "when: {tiktok.views: 10}",
        [
            "launch.yaml:23:70: follow_ups[0].when.tiktok.views: no platform 'tiktok' in this manifest\n    fix: this manifest uses facebook, reddit, vimeo, x, youtube",
        ],
    ),
    (
        "when: {reddit.rank: 25}",
        "when: {rank: 25}",
        [
            "launch.yaml:26:24: alerts[0].when.rank: only Reddit has a rank\n    fix: write reddit.rank",
        ],
    ),
    (
        "reddit.rank: 25",
        "video_views: 25",
        [
            "launch.yaml:26:31: alerts[0].when.video_views: only a Page's videos have video_views\n    fix: write facebook.video_views, or views for the film",
        ],
    ),
    (
        'cron: "0 20 * * *"',
        'cron: "0 25 * * *"',
        [
            "launch.yaml:24:41: follow_ups[1].cron: '0 25 * * *' is not a cron line: Bad hour\n    fix: write minute, hour, day, month, weekday, such as \"0 20 * * *\" for every evening at eight",
        ],
    ),
    (
        'cron: "0 20 * * *"',
        'cron: "* * * * *"',
        [
            "launch.yaml:24:41: follow_ups[1].cron: would post more than 366 times\n    fix: mind the first two fields, or until",
        ],
    ),
    (
        'cron: "0 20 * * *"',
        'cron: "0 0 30 2 *"',
        [
            "launch.yaml:24:41: follow_ups[1].cron: '0 0 30 2 *' is not a cron line: Bad day-of-month\n    fix: write minute, hour, day, month, weekday, such as \"0 20 * * *\" for every evening at eight",
        ],
    ),
    (
        'cron: "0 20 * * *", until: T + 7d',
        'cron: "0 20 * * *"',
        [
            "launch.yaml:24:41: follow_ups[1].cron: has no end\n    fix: add until: T + 7d, or another time",
        ],
    ),
    (
        "until: T + 7d",
        "until: T + 2h",
        [
            "launch.yaml:24:62: follow_ups[1].until: 2026-12-07T19:00:00Z is not after release at 2026-12-07T20:00:00Z\n    fix: write a later time",
        ],
    ),
    (
        "until: T + 7d",
        "until: 2026-11-01 01:30",
        [
            "launch.yaml:24:62: follow_ups[1].until: 2026-11-01 01:30 comes twice: the clocks go back over it in America/Los_Angeles\n    fix: write the one you mean: 2026-11-01 01:30-07:00 (2026-11-01T08:30:00Z), or 2026-11-01 01:30-08:00 (2026-11-01T09:30:00Z)",
        ],
    ),
    (
        "{every: 1m, for: 6h}",
        "{every: 0.5s, for: 6h}",
        [
            "launch.yaml:25:22: engagement[0].every: 0.5s is below a second\n    fix: write every: 1s or more",
        ],
    ),
    (
        "{every: 1m, for: 6h}",
        "{every: 10s, for: 6h}",
        [
            "launch.yaml:25:22: engagement[0].every: 2,160 samples of every post: some platforms charge for reads or ration them\n    fix: write every: 1m or more",
        ],
    ),
    (
        "{every: 1m, for: 6h}",
        "{every: 1m, for: 3d}",
        [
            "launch.yaml:25:54: engagement[1].for: ends 2d after release, and the rung before it 3d\n    fix: put the rungs in order; for: counts from release",
        ],
    ),
    (
        "notify: [team]",
        "notify: [team]\nquiet_hours: 23-7",
        [
            "launch.yaml:28:14: quiet_hours: '23-7' is no time of the day\n    fix: write quiet_hours: 23:00-07:00",
        ],
    ),
    (
        "notify: [team]",
        'notify: [team]\ndigest: "at nine"',
        [
            "launch.yaml:28:9: digest: 'at nine' is not a cron line: Wrong number of fields\n    fix: write minute, hour, day, month, weekday, such as \"0 20 * * *\" for every evening at eight",
        ],
    ),
    (
        "notify: [team]",
        'notify: ["mailto://me"]',
        [
            "launch.yaml:27:10: notify[0]: 'mailto://me' cannot be a name here\n    fix: write a name such as team here, and its address into the secrets file: NOTIFY_TEAM=…",
        ],
    ),
    (
        "notify: [team]\n",
        "",
        [
            "launch.yaml:26:1: alerts: nobody is told\n    fix: add notify: with a name from the secrets file",
        ],
    ),
    (
        "hosts:\n",
        "hosts\n",
        [
            "launch.yaml:15:1: manifest: not YAML: could not find expected ':'\n    fix: mind indentation, the colons, and quotes around text with : or #",
        ],
    ),
    (
        "  name: first-kiss\n",
        "\tname: first-kiss\n",
        [
            "launch.yaml:2:1: manifest: a tab indents this line, which YAML does not allow\n    fix: indent with spaces",
        ],
    ),
    (
        "  name: first-kiss\n",
        "  name: first-kiss\n  name: second-kiss\n",
        [
            "launch.yaml:3:3: manifest: the key 'name' stands here and in line 2\n    fix: keep one of them",
        ],
    ),
    (
        "  name: first-kiss\n",
        "  <<: *base\n",
        [
            "launch.yaml:2:3: manifest: merge keys (<<) are not YAML 1.2\n    fix: write the keys out",
        ],
    ),
    (
        "title: First Kiss",
        "title: !!python/object:os.system x",
        [
            "launch.yaml:9:10: manifest: the tag tag:yaml.org,2002:python/object:os.system is not allowed\n    fix: write the plain value",
        ],
    ),
    (
        "title: First Kiss",
        "title: *nothing",
        [
            "launch.yaml:9:10: manifest: *nothing has no anchor &nothing before it\n    fix: define it, or write the value",
        ],
    ),
    (
        "title: First Kiss",
        'title: "\\ud83d"',
        [
            "launch.yaml:9:10: manifest: a text with the control character U+D83D\n    fix: delete it",
        ],
    ),
    (
        "notify: [team]",
        "notify: [team]\n---\nlaunch: {}",
        [
            "launch.yaml:28:1: manifest: a second document begins here\n    fix: keep one manifest a file",
        ],
    ),
    (
        "notify: [team]",
        "notify: [team",
        [
            "launch.yaml:28:1: manifest: not YAML: expected ',' or ']', but got '<stream end>'\n    fix: mind indentation, the colons, and quotes around text with : or #",
        ],
    ),
    (
        '{{ youtube.url }}"}',
        '{{ youtube.url }}", thread: ["Part two of all, {{ film.tittle }}", ' + f'"{"k" * 281}", ' + '"Same", "Same"]}',
        [
            "launch.yaml:19:127: posts[0].thread[0]: {{ film.tittle }} is not a name that a template may use\n    fix: did you mean film.title?",
            "launch.yaml:19:165: posts[0].thread[1]: 281 weighted characters for x, which takes 280\n    fix: shorten it: 1 too many",
            "launch.yaml:19:458: posts[0].thread[3]: says what an earlier part says: X refuses duplicates\n    fix: say something else",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, link: youtube, thread: [More]}",
        [
            "launch.yaml:20:93: posts[1].thread: facebook has no thread\n    fix: take it out: it is X's alone",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, link: youtube, media: {clip: {from: 1s, for: 5s}}, alt: Kiss}",
        [
            "launch.yaml:20:84: posts[1].link: Facebook shows a link or media, not both\n    fix: take link: out, and write {{ youtube.url }} into the text",
            "launch.yaml:20:101: posts[1].media.clip: ends 6s into the film, which lasts 2 s\n    fix: write for: 1s at the most",
            "launch.yaml:20:134: posts[1].alt: says what an image shows, and there is none\n    fix: take it out",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, media: {clip: {from: 1s}, file: trailer.mp4}}",
        [
            "launch.yaml:20:86: posts[1].media.clip.for: is missing\n    fix: add for: …",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, media: {clip: {start: 1s, for: 0s}}}",
        [
            "launch.yaml:20:86: posts[1].media.clip.from: is missing\n    fix: add from: …",
            "launch.yaml:20:93: posts[1].media.clip.start: no such key: start\n    fix: known here: for, from",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, media: {}}",
        [
            "launch.yaml:20:78: posts[1].media: names nothing to show\n    fix: write media: trailer.mp4, or media: {clip: {from: 12s, for: 45s}}",
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, media: poster.jpg}",
        [
            'launch.yaml:20:85: posts[1].media: says nothing to who cannot see it\n    fix: add alt: "what the image shows"',
        ],
    ),
    (
        "text: announce.md, link: youtube}",
        "text: announce.md, media: trailer.mp4, before_release: true}",
        [
            "launch.yaml:20:85: posts[1].media: trailer.mp4: no such file in .\n    fix: put it there, or mend the name",
        ],
    ),
    (
        "at: release + 5m, text: announce.md, link: youtube}",
        "at: T + 1m, text: Soon, media: first-kiss.mp4}",
        [
            "launch.yaml:20:45: posts[1].at: shows a part of the film at 2026-12-07T17:01:00Z, before its release at 2026-12-07T20:00:00Z\n    fix: write at: release + 2m, or before_release: true where it is a teaser",
        ],
    ),
    (
        "at: release + 5m, text: announce.md, link: youtube}",
        "at: T + 1m, text: Soon, media: {clip: {from: 0s, for: 1s}}, before_release: true}",
        [],
    ),
    (
        'text: "{{ film.title }}, a film of first kisses. {{ youtube.url }}"}',
        'text: "{{ youtube.url }}", media: {clip: {from: 500s, for: 30m}}, before_release: true}',
        [
            "launch.yaml:19:84: posts[0].media.clip: ends 38m 20s into the film, which lasts 2 s\n    fix: let it begin earlier",
            "launch.yaml:19:108: posts[0].media.clip.for: lasts 30 min, and x takes 20 min\n    fix: write for: 20m or less",
        ],
    ),
    (
        'text: "{{ film.title }}, a film of first kisses. {{ youtube.url }}"}',
        'text: "{{ youtube.url }}", media: {clip: {from: 1s, for: 0.1s}}}',
        [
            "launch.yaml:19:106: posts[0].media.clip.for: lasts 0.1 s, and x wants 0.5 s at the least\n    fix: make it longer",
        ],
    ),
    (
        'text: "{{ film.title }}, a film of first kisses. {{ youtube.url }}"}',
        'text: "{{ youtube.url }}", media: poster.jpg, alt: "' + "k" * 1001 + '", before_release: true}',
        [
            "launch.yaml:19:100: posts[0].alt: 1,001 characters for x, which takes 1,000\n    fix: shorten it: 1 too many",
            "launch.yaml:19:1121: posts[0].before_release: is of no use: nothing here shows a part of the film\n    fix: take it out, or add media: with a clip or a video",
        ],
    ),
    (
        "link: youtube, flair: Film}",
        "media: first-kiss.mp4, text: More, alt: Kiss, flair: Film}",
        [
            "launch.yaml:21:102: posts[2].media: a Reddit post shows an image, not a video\n    fix: write link: youtube, or name an image",
            "launch.yaml:21:124: posts[2].text: a Reddit post shows a text or an image, not both\n    fix: take one of them out",
            "launch.yaml:21:135: posts[2].alt: says what an image shows, and there is none\n    fix: take it out",
        ],
    ),
    (
        'reply_to: announce-x, when: {views: 1000000}, within: 14d, text: "…"}',
        'reply_to: announce-x, when: {views: 1000000}, within: 14d, text: "…", media: gone.png, alt: Kiss}',
        [
            "launch.yaml:23:104: follow_ups[0].media: gone.png: no such file in .\n    fix: put it there, or mend the name",
        ],
    ),
]

WHOLE: list[tuple[bytes, str]] = [
    (b"", "launch.yaml: manifest: the file is empty\n    fix: launcher init writes one to begin with"),
    (b"# nothing\n", "launch.yaml: manifest: the file is empty\n    fix: launcher init writes one to begin with"),
    (
        b"- a\n",
        "launch.yaml:1:1: manifest: the manifest is not a mapping\n    fix: begin with launch:, film: and hosts:",
    ),
    (
        b"just words\n",
        "launch.yaml:1:1: manifest: the manifest is not a mapping\n    fix: begin with launch:, film: and hosts:",
    ),
    (b"launch: caf\xe9\n", "launch.yaml:1:12: manifest: byte 0xe9 is not UTF-8\n    fix: save the file as UTF-8"),
    (
        b"launch: \x07\n",
        "launch.yaml:1:9: manifest: a control character, which YAML does not allow\n    fix: delete it",
    ),
    (
        b"a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "launch.yaml:1:27: manifest: nested more than 24 deep\n    fix: a manifest needs four levels",
    ),
    (
        b"x" * (1024 * 1024 + 1),
        "launch.yaml: manifest: the file has 1,048,577 bytes; a manifest has at most 1,048,576\n    fix: put long texts in files of their own",
    ),
    (
        b"a: &a [x]\nb: [" + b"*a," * 101 + b"]\n",
        "launch.yaml:2:305: manifest: more than 100 aliases\n    fix: write the values out",
    ),
    (b"a: &a [*a]\n", "launch.yaml:1:8: manifest: *a contains itself\n    fix: write the value out"),
    (b"? [x]\n: y\n", "launch.yaml:1:3: manifest: a key must be text\n    fix: write the key as plain text"),
    (
        b"\xff\xfel\x00a\x00u\x00n\x00c\x00h\x00:\x00 \x00{\x00}\x00\n\x00",
        "launch.yaml:1:1: manifest: byte 0xff is not UTF-8\n    fix: save the file as UTF-8",
    ),
]
