from django.urls import path

from bench import floor, straightforward

urlpatterns = [
    path("floor/", floor.article_list),
    path("floor/counts/", floor.article_list_with_counts),
    path("straightforward/", straightforward.article_list),
    path("straightforward/<slug:slug>/", straightforward.company_detail),
]
