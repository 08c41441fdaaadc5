"""Every address of the house, and the list of those that a stranger may open.

URL modules are imported as objects. What a profile lacks is not mounted.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from amparo.access.pathways import urls as pathways
from amparo.commons.accounts import urls as accounts
from amparo.commons.directory import urls as directory
from amparo.commons.nightly import urls as nightly
from amparo.commons.places import urls as places
from amparo.commons.ui import urls as ui

# A guide has neither keys nor letters: their modules name tables that are not there, so they are not even imported.
letters: list[URLPattern | URLResolver] = []
letters_public: set[str] = set()
of_cases: set[str] = set()
at_the_portal: set[str] = set()
if settings.PROFILE != "guia":
    from amparo.access.focal_points import urls as focal_points
    from amparo.access.health import urls as health
    from amparo.access.reporting import urls as reporting
    from amparo.casework import urls as casework
    from amparo.vault import urls as vault

    letters = [*reporting.urlpatterns, *reporting.desk_patterns, *casework.urlpatterns, *vault.urlpatterns]
    letters += focal_points.urlpatterns
    at_the_portal = focal_points.FOR_HER
    letters += health.urlpatterns
    letters_public = reporting.PUBLIC | casework.PUBLIC
    of_cases = {each.name for each in casework.urlpatterns if each.name} - casework.PUBLIC

children: list[URLPattern | URLResolver] = []
children_public: set[str] = set()
if settings.CHILD_CARE:
    from amparo.access.alternative_care import urls as alternative_care

    children, children_public = [*alternative_care.urlpatterns], alternative_care.PUBLIC

# What phones in the field speak to: only a house that counts has any.
phones: list[URLPattern | URLResolver] = []
asking: list[URLPattern | URLResolver] = []
phones_public: set[str] = set()
data_public: set[str] = set()
if settings.PROFILE == "red":
    from amparo.advocacy.visibility import urls as visibility
    from amparo.doors.exchange import urls as exchange
    from amparo.doors.intake import urls as intake
    from amparo.doors.release import urls as release
    from amparo.fieldwork import urls as fieldwork
    from amparo.information.exposure import urls as exposure
    from amparo.information.risk_profiles import urls as risk_profiles
    from amparo.legal.deadlines import urls as deadlines

    phones, phones_public = [*intake.phone_patterns], intake.PUBLIC
    asking = [*release.urlpatterns, *intake.paper_patterns, *fieldwork.urlpatterns, *intake.desk_patterns]
    asking += [*exchange.urlpatterns, *visibility.urlpatterns, *exposure.urlpatterns, *risk_profiles.urlpatterns]
    asking += deadlines.urlpatterns
    data_public = visibility.PUBLIC

# Legal matters: for the lawyers of a house that has all of it.
legal: list[URLPattern | URLResolver] = []
legal_public: set[str] = set()
if settings.PROFILE == "red":
    from amparo.legal.custody import urls as custody
    from amparo.legal.documents import urls as documents
    from amparo.legal.evictions import urls as evictions
    from amparo.legal.exhibits import urls as exhibits
    from amparo.legal.representation import urls as representation

    legal = [*representation.urlpatterns]
    phones += representation.plain_patterns
    legal += exhibits.urlpatterns
    legal += documents.urlpatterns
    legal += [*custody.urlpatterns, *evictions.urlpatterns]
    legal_public = representation.PUBLIC

# A stranger may open these, and no other. The guard reads this list; a test turns every other address away.
of_others = letters_public | children_public | phones_public | data_public | legal_public
PUBLIC = frozenset(ui.PUBLIC | directory.PUBLIC | pathways.PUBLIC | accounts.PUBLIC | of_others)

# The addresses of cases: somebody of another organisation, who was let into one, finds these too.
CASES = frozenset(of_cases)

# The addresses of a focal point of another body: what came to her, and nothing else of the house.
PORTAL = frozenset(at_the_portal)

urlpatterns = [
    *ui.plain_patterns,
    *(directory.api_patterns if settings.HSDS_API else []),
    *phones,
    *i18n_patterns(
        path("", include(ui.urlpatterns)),
        path("", include(pathways.urlpatterns)),
        path("", include(directory.urlpatterns)),
        path("", include(places.urlpatterns)),
        path("", include(accounts.urlpatterns)),
        path("", include(nightly.urlpatterns)),
        path("", include(letters)),
        path("", include(children)),
        path("", include(asking)),
        path("", include(legal)),
        prefix_default_language=False,
    ),
]
handler404 = "amparo.commons.ui.views.missing"
handler403 = "amparo.commons.ui.views.refused"
handler400 = "amparo.commons.ui.views.unreadable"
handler500 = "amparo.commons.ui.views.broken"
