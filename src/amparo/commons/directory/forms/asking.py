"""What she asks for, read from a form that asks nothing it does not need. Every field may stay empty."""

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.queries.finding import Ask
from amparo.commons.ui.queries import CARRIED
from amparo.formats.codes import by_code, codes
from amparo.formats.pathways import bodies_out

WISHES = {
    "name": _("use my name, the one I use"),
    "papers": _("do not ask for papers"),
    "police": _("are not run by the police, and do not tell them"),
    "open": _("are open now"),
    "children": _("let me come with my children"),
}
WELCOME_OF_WISH = {"children": "with_children"}


def first_needs(language: str) -> list[tuple[str, str]]:
    """The needs that stand on the first page of the search."""
    return [(code.code, code.label(language)) for code in codes("need") if code.more.get("first")]


def more_needs(language: str) -> list[tuple[str, str]]:
    """All the others, which open on request."""
    return [(code.code, code.label(language)) for code in codes("need") if not code.more.get("first")]


def ask_of(request: HttpRequest, *, lat: float | None, lon: float | None, country: str) -> Ask:
    """What she asks, from whatever arrived: values that no list knows are left out, never an error for her."""
    post = request.POST
    known = by_code("need")
    wishes = set(post.getlist("x")) & set(WISHES)
    welcome = [code for code in post.getlist("g") if code in by_code("welcome")]
    welcome += [WELCOME_OF_WISH[wish] for wish in wishes if wish in WELCOME_OF_WISH]
    language = post.get("i", "")
    needs = tuple(code for code in dict.fromkeys(post.getlist("b")) if code in known)
    return Ask(
        needs=needs or tuple(all_first()),
        chosen=bool(needs),
        lat=lat,
        lon=lon,
        country=country or settings.HOME_COUNTRY,
        welcome=tuple(welcome),
        languages=(language,) if language in by_code("language") else (),
        papers="papers" in wishes,
        open_now="open" in wishes,
        not_police="police" in wishes,
        uses_my_name="name" in wishes,
        consulates=post.get("c") == "1",
        without=bodies_out(post.get("q", ""), post.get("n", "")),
        words=post.get("k", "")[:80],
        skip=frozenset(post.getlist("r")[: CARRIED["r"]]),
        not_these=left_out(post),
    )


def left_out(post: QueryDict) -> frozenset[str]:
    """The organisations whose places she does not want to see; none where she asked to see them again."""
    return frozenset() if post.get("v") else frozenset(each[:16] for each in post.getlist("z")[: CARRIED["z"]])


def all_first() -> list[str]:
    """Every first need: what is searched where she chose none."""
    return [code.code for code in codes("need") if code.more.get("first")]
