from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with our site in place of its own; named in INSTALLED_APPS for it."""

    default_site = "vjtech.core.admin.site.Desk"
