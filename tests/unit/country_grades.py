"""How sure a local pack may be: the grades, and where the starter pack was surer than its sources."""

# A grade is what the sources with an address support: an official page or several that agree are high, one recent
# source is medium, one that is old or has no date is low. Here the starter pack was surer than its sources.
GRADES = ("unverified", "low", "medium", "high")
LOWERED = {
    "BR-1": "medium", "BR-2": "low", "CL-1": "low", "CL-4": "low", "CO-3": "low", "EC-1": "medium", "EC-2": "low",
    "MX-3": "low", "PA-2": "low", "PA-3": "low", "PE-1": "low", "PE-2": "medium", "PE-3": "low", "PE-4": "low",
    "PE-5": "low", "EC duty_to_report": "medium",
    **dict.fromkeys(
        (
            "BR-L3", "BR-L5", "CL-L5", "CL-L6", "CL-L7", "CO-L3", "CO-L4", "DO-L1", "DO-L2", "DO-L3", "EC-L1", "MX-L1",
            "MX-L2", "PA-L1", "PE-L1",
        ),
        "medium",
    ),
}  # fmt: skip
