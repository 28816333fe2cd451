"""What machines ask a site for: its sitemaps, what robots leave alone, whom to tell of a hole."""

from datetime import UTC, datetime, time, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleTopic, Topic
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from vjtech.core.dates import today
from vjtech.core.routes import origin_of
from vjtech.core.sitemap import Section


class TopicSection(Section):
    """The topics, which keep no time: each has changed when its newest article has."""

    def files(self):
        found = self.pages(0)
        return [(0, max(at for _path, at in found))] if found else []

    def pages(self, n):
        newest = ArticleTopic.objects.filter(topic=OuterRef("pk"), recency__isnull=False)
        changed = Subquery(newest.order_by("-recency").values("article__updated")[:1])
        topics = self.model.objects.published().annotate(changed=changed).order_by("slug")
        return [(topic.get_absolute_url(), topic.changed) for topic in topics] if n == 0 else []


SECTIONS = {
    section.name: section
    for section in (
        Section("articles", Article),
        Section("companies", Company),
        Section("people", Person),
        Section("places", Place),
        Section("events", Event),
        Section("targets", Target),
        Section("figures", Figure),
        Section("roles", Role),
        Section("ties", Tie),
        TopicSection("topics", Topic),
    )
}
# The pages of no record, each with the section that its content comes from: "" is all of them.
PAGES = {
    "home": "",
    "article_list": "articles",
    "company_list": "companies",
    "person_list": "people",
    "event_list": "events",
    "target_list": "targets",
    "figure_list": "figures",
    "topic_list": "topics",
    "connections": None,
    "api": None,
    "check": None,
}
# The desk, the form of the report, every filtered list, and files that are no pages.
NO_ROBOTS = ("/admin/", "/report/", "/*?", "/*.csv$", "/*.json$", "/*.ics$", "/*.bib$", "/*.ris$")
VALID = timedelta(days=180)  # of security.txt, which is to say less than a year
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def index(request):
    """Answer with the addresses of all files; the first is that of the pages of no record."""
    newest = newest_of_files()
    files = [(reverse("sitemap_pages"), last_of(newest, ""))]
    for section, found in newest.items():
        files += [(reverse("sitemap_file", args=[section, n]), at) for n, at in found]
    return written(request, "sitemapindex", "sitemap", files)


@require_safe
def pages(request):
    newest = newest_of_files()
    found = [(reverse(name), last_of(newest, section)) for name, section in PAGES.items()]
    return written(request, "urlset", "url", found)


@require_safe
def file(request, section, n):
    found = SECTIONS[section].pages(n) if section in SECTIONS else []
    if not found:
        raise Http404(f"no sitemap {section} {n}")
    return written(request, "urlset", "url", found)


def newest_of_files():
    """Return {section: [(number of a file, when a record in it changed last)]}."""
    return {name: section.files() for name, section in SECTIONS.items()}


def last_of(newest, section):
    """Return when a record of a section changed last, of any section for ""; None where none is."""
    chosen = newest.values() if section == "" else [newest.get(section, [])]
    return max((at for files in chosen for _n, at in files), default=None)


def written(request, whole, part, rows):
    """Return the XML of (path, when it changed last) as the sitemaps' schema has it."""
    origin = escape(origin_of(request))
    lines = [f'{HEAD}<{whole} xmlns="{SCHEMA}">\n']
    for path, changed in rows:
        at = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        lines.append(f"<{part}><loc>{origin}{escape(path)}</loc>{at}</{part}>\n")
    lines.append(f"</{whole}>\n")
    return HttpResponse("".join(lines), content_type="application/xml")


@require_safe
def robots(request):
    """Answer with what robots leave alone; the sitemaps lead to all the rest."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NO_ROBOTS),
        "",
        f"Sitemap: {origin_of(request)}{reverse('sitemap')}",
    ]
    return plain(lines)


@require_safe
def security(request):
    """Answer with whom to tell of a hole (RFC 9116); 404 where the owner has named nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT is not set")
    until = datetime.combine(today() + VALID, time(), UTC)
    lines = [
        *(f"Contact: {address}" for address in settings.SECURITY_CONTACT),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    if settings.CANONICAL_URL:
        lines.append(f"Canonical: {settings.CANONICAL_URL}{reverse('security')}")
    return plain(lines)


def plain(lines):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
