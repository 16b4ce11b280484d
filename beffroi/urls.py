"""The list of every address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from beffroi.portal import urls as portal

handler400 = "beffroi.portal.views.faults.bad_request"
handler403 = "beffroi.portal.views.faults.forbidden"
handler404 = "beffroi.portal.views.faults.not_found"
handler500 = "beffroi.portal.views.faults.fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((portal.plain, "site"))),
    *portal.machines,
    *i18n_patterns(
        path("", include("beffroi.portal.urls")),
        path("", include("beffroi.repositories.urls")),
        path("", include((portal.organisations, "organisations"))),
    ),
]
