"""An intake as an editor walks through it: pages of the desk are opened, filled in and sent."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import IntakePiece

SEEDS = Path(settings.BASE_DIR).parent / "shared" / "seeds"

FORUM = """FPT and Keio sign in Hanoi

FPT Corporation said on 28 April 2025 that it will invest US$30 million in Japan by 2028.

“We are glad,” said Nguyen Van An, Chairman of FPT Corporation. Keio University takes part.

Zenkoku Robotics Corporation will open a laboratory in Hanoi.
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>FPT goes to Tokyo | Our Daily</title>
<meta property="og:title" content="FPT goes to Tokyo">
<meta property="og:site_name" content="Our Daily">
<meta property="article:published_time" content="2025-05-06T08:00:00+07:00">
<link rel="canonical" href="https://daily.example/fpt-tokyo"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>FPT goes to Tokyo</h1>
<p>FPT Corporation opened an office in Tokyo on Monday, with forty engineers from Vietnam, said its
chairman at the ceremony, which was attended by many guests from both countries.</p>
<p>The company wants to serve customers in Japan from there, and hopes to have one thousand
engineers in the country by 2030, he told reporters.</p></article>
<footer>Copyright 2025</footer></body></html>"""


def seed(name):
    """Return one of the five documents; skips the test where they are not at hand."""
    found = sorted(SEEDS.glob(f"{name}_*.txt"))
    if not found:
        pytest.skip("the source documents are not at hand")
    return found[0].read_text(encoding="utf-8")


def begin(desk, text="", file=None, **given):
    """Send the first page; return the page that comes back."""
    data = {"text": text, "address": "", "publisher": "", **given}
    if file:
        data["file"] = SimpleUploadedFile(*file)
    return desk.post(reverse("admin:intake"), data)


def paste(desk, text, **given):
    """Return the first article of what is pasted."""
    page = begin(desk, text, **given)
    assert page.saved, page.text
    return IntakePiece.objects.filter(intake__editor=desk.user).order_by("-intake_id", "number")[0]


def opened(desk, piece, step):
    return desk.get(reverse(f"admin:intake_{step}", args=[piece.intake_id, piece.number]))


def send(desk, piece, step, button, value="1", **changes):
    """Open the page of a step, change some inputs, press a button; return what comes back.

    None takes an input away.
    """
    page = opened(desk, piece, step)
    assert page.status == 200
    data = {**page.data, button: value, **changes}
    return desk.post(page.address, {k: v for k, v in data.items() if v is not None})


def ticking(desk, text=FORUM, **changes):
    """Return the first article of a text, with its text checked."""
    piece = paste(desk, text)
    assert send(desk, piece, "text", "go_on", **changes).saved
    return again(piece)


def again(piece):
    return IntakePiece.objects.select_related("intake", "article").get(pk=piece.pk)


def passage(desk, piece, words):
    """Return the key of the paragraph that holds these words."""
    lines = piece.found["lines"]
    return next(str(n) for n, line in enumerate(lines) if words in line["text"])


def make(desk, piece, kind, words, **changes):
    """Have a fact made of the paragraph of these words; return the prefix of its inputs."""
    key = passage(desk, piece, words)
    changes = {f"selected-{key}": words, **changes}
    page = send(desk, piece, "tick", "add", f"{kind}:{key}", **changes)
    assert page.saved, page.text
    return f"f{again(piece).choices['facts'][-1]['id']}"


def naming(desk, piece, name):
    """Return the key under which the page suggests a name."""
    page = opened(desk, piece, "tick").response.context["page"]
    for settled in page.ticks.nouns.settled.values():
        if name in settled.naming.spellings:
            return settled.key
    raise AssertionError(f"{name} is not suggested")
