"""The site map."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from articles import topics
from articles.check.views import CheckView
from articles.network.views import CompanyNetworkView, ConnectionsView, PersonNetworkView
from articles.views import ArticleDetailView, ArticleListView, ArticleReferenceView
from entities import briefs, facts, followed
from entities import views as entities
from vjtech import sitemaps, views
from vjtech.api.views import api_routes
from vjtech.core.reports import ReportView, ThanksView
from vjtech.core.routes import list_routes

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("search.json", views.SearchView.as_view(format="json"), name="search_json"),
    path("search/suggest", views.SuggestView.as_view(), name="suggest"),
    *(
        path(
            f"articles/<slug:slug>.{kind}",
            ArticleReferenceView.as_view(format=kind),
            name=f"article_{name}",
        )
        for kind, name in (("bib", "bibtex"), ("ris", "ris"), ("csl.json", "csl"))
    ),
    # /articles/, /articles.csv, /articles.json, /articles/<slug>/, and so for each kind
    *list_routes("articles", "article", ArticleListView, ArticleDetailView),
    *list_routes("companies", "company", entities.CompanyListView, entities.CompanyDetailView),
    *list_routes("people", "person", entities.PersonListView, entities.PersonDetailView),
    *list_routes("events", "event", entities.EventListView, entities.EventDetailView),
    path("events/<slug:slug>.ics", entities.EventCalendarView.as_view(), name="event_file"),
    *list_routes("targets", "target", entities.TargetListView, entities.TargetDetailView),
    *list_routes("figures", "figure", entities.FigureListView, entities.FigureDetailView),
    path("events/<slug:slug>.atom", followed.EventFollowView.as_view(), name="event_feed"),
    path("targets/<slug:slug>.atom", followed.TargetFollowView.as_view(), name="target_feed"),
    path("figures/<slug:slug>.atom", followed.FigureFollowView.as_view(), name="figure_feed"),
    path("places/<slug:slug>.atom", followed.PlaceFollowView.as_view(), name="place_feed"),
    path("companies/<slug:slug>/brief/", briefs.CompanyBriefView.as_view(), name="company_brief"),
    path("people/<slug:slug>/brief/", briefs.PersonBriefView.as_view(), name="person_brief"),
    path("companies/<slug:slug>/network/", CompanyNetworkView.as_view(), name="company_network"),
    path("people/<slug:slug>/network/", PersonNetworkView.as_view(), name="person_network"),
    path("places/<slug:slug>/", entities.PlaceDetailView.as_view(), name="place_detail"),
    path("roles/<slug:slug>/", facts.RoleDetailView.as_view(), name="role_detail"),
    path("ties/<slug:slug>/", facts.TieDetailView.as_view(), name="tie_detail"),
    path("topics/", topics.TopicListView.as_view(), name="topic_list"),
    path("topics/<slug:slug>/", topics.TopicDetailView.as_view(), name="topic_detail"),
    path("topics/<slug:slug>/brief/", topics.TopicBriefView.as_view(), name="topic_brief"),
    path("connections/", ConnectionsView.as_view(), name="connections"),
    path("connections.json", ConnectionsView.as_view(format="json"), name="connections_json"),
    path("api/", include(api_routes())),
    path("check/", CheckView.as_view(), name="check"),
    path("report/", ReportView.as_view(), name="report"),
    path("report/thanks/", ThanksView.as_view(), name="report_thanks"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=f"/{settings.STATIC_URL.strip('/')}/favicon.svg")),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-<slug:section>-<int:n>.xml", sitemaps.file, name="sitemap_file"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path("admin/", admin.site.urls),
]

handler400 = "vjtech.views.bad_request"
handler404 = "vjtech.views.not_found"
handler500 = "vjtech.views.server_error"
