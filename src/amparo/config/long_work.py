"""Which long work this house does: the kind of a job, and the function of a room that does it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amparo.commons.jobs.jobs import Handler


def handlers() -> "dict[str, Handler]":
    """Every kind of long work of this profile. A room is imported when the executor starts, and not with the pages."""
    from amparo.doors.release import jobs as release
    from amparo.information.exposure.jobs.reckoning import reckon_study
    from amparo.information.risk_profiles.jobs import making

    return {"release": release.let_out, "release_attack": release.protect} | {
        "pressures": reckon_study,
        "profile": making.make_profile,
        "profile_again": making.make_again,
    }
