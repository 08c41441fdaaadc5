"""When he is the State: which bodies she is not sent to, and which ways do not go through his."""

from typing import Any

from amparo.formats.codes import Code, by_code, codes
from amparo.formats.pathways import bodies_of

FIRST_PATHS = ("ombudsman", "other_place", "constitutional", "precautionary")


def branches_in(open_matter: Any) -> list[str]:
    """Of which parts of the State (list ``state_branch``) those were who threatened or hurt her."""
    said = [str(each.said("agent_branch", "")) for each in open_matter.of_kind("agent") if not each.is_over]
    return list(dict.fromkeys(each for each in said if each))


def not_to(open_matter: Any) -> list[str]:
    """The bodies (list ``operator``) to which nobody sends her. Urgent health care is never taken out by it."""
    agents = [each for each in open_matter.of_kind("agent") if not each.is_over]
    if not agents:
        return []
    out = bodies_of(branches_in(open_matter), of_the_state=True)
    return [each.code for each in codes("operator") if each.code in out]


def places_in(open_matter: Any) -> list[str]:
    """Where those command or work who hurt her, in the words that were written: nobody sends her there."""
    said = [str(each.said("agent_place", "")) for each in open_matter.of_kind("agent") if not each.is_over]
    return list(dict.fromkeys(each for each in said if each))


def is_of_his_body(open_matter: Any, authority: Any) -> bool:
    """Does an authority belong to a body that hurt her, or know whoever did?"""
    kind = by_code("authority_kind").get(str(authority.said("authority_kind", "")))
    runs = set(kind.more["operators"]) if kind else set()
    unsafe = authority.said("authority_safe") in {"no", "conflicted"}
    return bool(unsafe or runs & set(not_to(open_matter)))


def paths_for(open_matter: Any) -> list[Code]:
    """The ways that do not go through his body, the independent ones first."""
    chosen = set(open_matter.said("strategy_paths", ()))
    known = by_code("independent_path")
    return [known[each] for each in FIRST_PATHS] + [
        each for each in codes("independent_path") if each.code in chosen - set(FIRST_PATHS)
    ]
