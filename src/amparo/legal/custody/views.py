"""Her children: the list of matters, the page of one, and the sheet for the day of a hearing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.legal.custody import queries
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.policies import LOOK_FIRST, may_represent, may_write
from amparo.legal.representation.queries.matters import get_matter


@require_GET
def custody(request: HttpRequest) -> HttpResponse:
    """The matters about children; and the others, because a child may be in any of them."""
    may_represent.check(request.user)
    ours, others = queries.every_line(request.user)
    return render(request, "custody/custody.html", {"ours": ours, "others": others})


@require_GET
def children(request: HttpRequest, reference: str) -> HttpResponse:
    """The children of a matter, what was decided, what is missing, and the hearing."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    context = {
        "matter": found.matter, "open": found, "children": queries.children_in(found),
        "missing": queries.missing_in(found, clock.today()), "told": queries.told_of(found),
        "alone": queries.alone_with(found), "groups": [(each, found.of_kind(each)) for each in queries.KINDS],
        "preps": found.of_kind(queries.PREP), "prep": queries.PREP, "child": queries.CHILD, "other": queries.OTHER,
        "travel": queries.TRAVEL, "why_not_write": may_write.reason(request.user, found.matter, found.is_clear),
    }  # fmt: skip
    return render(request, "custody/children.html", context)


@require_GET
def sheet(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What she takes along to a hearing: a list without a name, and without a word that anybody wrote."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    if not found.is_clear:
        raise Denied(LOOK_FIRST)
    prep = found.part(part, queries.PREP)
    lists = (
        (_("Was asked for"), "protective_condition", prep.said("prep_protect", ())),
        (_("Was asked for the child"), "child_condition", prep.said("prep_child", ())),
    )
    context = {"matter": found.matter, "prep": prep, "lists": [each for each in lists if each[2]]}
    return render(request, "custody/sheet.html", context)
