"""Is it more here than there? Studies that asked the same, two by two. It takes figures that are kept, and no row.

Samples of two studies are independent, so the error of a difference is the root of the sum of both squares; the
interval and the chance are those of a bell. Of many comparisons some look large by chance: the chances are held
together by Holm's rule, over all figures and pairs of the page. Where one of the two was too weak to be told, there is
no difference either. It breaks where people stand in both studies, and where studies weigh by different sizes.

References
----------
Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian J. of Statistics 6, 65-70.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import NormalDist
from typing import Any

from amparo.commons.policy.policies import SERVER
from amparo.formats.pressures import ALL
from amparo.information.exposure.jobs.figures import METHOD, SAID
from amparo.information.risk_profiles.actions import keep_result
from amparo.information.risk_profiles.queries import of_recipe, results

KIND, COMPARED, LEVEL = "pressure", "pressure_compared", 0.95
MOST = 12  # studies that are compared with each other: of more the newest


def compare_studies(instrument: str, *, by: str) -> str:
    """Compare what is kept of every study, and keep that; the reference, or nothing where one is alone."""
    newest: dict[str, Any] = {}
    for each in results(SERVER, KIND, most=200):
        if each.recipe.get("method") == METHOD:  # figures of two methods would differ by the method
            newest.setdefault(each.subject, each)
    chosen = sorted(list(newest.values())[:MOST], key=lambda each: each.subject)
    recipe = {"method": METHOD, "of": {each.subject: each.digest for each in chosen}}
    if len(chosen) < 2:
        return ""
    body = compared({each.subject: each.body for each in chosen})
    return of_recipe(COMPARED, recipe) or keep_result(COMPARED, instrument, recipe=recipe, body=body, by=by).reference


def compared(bodies: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure of all, between every two studies of another kind of place; chances held together."""
    pairs = [
        {
            "item": code, "first": one, "second": other,
            **_difference(_of_all(bodies[one], code), _of_all(bodies[other], code)),
        }
        for one, other in combinations(sorted(bodies), 2)
        if _where(bodies[one]) != _where(bodies[other])
        for code in _both(bodies[one], bodies[other])
    ]  # fmt: skip
    _hold_together([each for each in pairs if each["state"] == SAID])
    return {
        "studies": {
            source: {key: body[key] for key in ("zone", "territory", "periods", "n", "is_chain")}
            for source, body in bodies.items()
        },
        "pairs": pairs,
    }  # fmt: skip


def _where(body: Mapping[str, Any]) -> tuple[Any, Any]:
    return tuple(body["zone"]), tuple(body["territory"])


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    there = {each["code"] for each in other["items"]}
    return [each["code"] for each in one["items"] if each["code"] in there]


def _of_all(body: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The figure of everybody."""
    item = next(each for each in body["items"] if each["code"] == code)
    found: Mapping[str, Any] = next(each for each in item["figures"] if each["by"] == ALL)
    return found


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """How much more the first is, with its interval and the chance of as much by luck."""
    if one["state"] != SAID or other["state"] != SAID:
        return {"state": "weak"}
    value, se = one["value"] - other["value"], math.hypot(one["se"], other["se"])
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * se
    return {
        "state": SAID, "shares": [one["value"], other["value"]], "value": value, "low": max(-1.0, value - reach),
        "high": min(1.0, value + reach), "p": math.erfc(abs(value) / se / math.sqrt(2)),
    }  # fmt: skip


def _hold_together(pairs: Sequence[dict[str, Any]]) -> None:
    """Holm: the smallest chance times as many as there are, the next times one fewer, and none below one before it."""
    reached = 0.0
    for place, each in enumerate(sorted(pairs, key=lambda pair: pair["p"])):
        reached = max(reached, min(1.0, each["p"] * (len(pairs) - place)))
        each["held"] = reached
