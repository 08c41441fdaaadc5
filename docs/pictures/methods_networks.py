"""Draws docs/pictures/methods-networks.svg from the method itself: a town, and what is left without the police.

PYTHONPATH=src python docs/pictures/methods_networks.py
"""

from pathlib import Path

from amparo.methods.networks import Demand, Network, Service, Tie, losses, network, reach

WIDE, HIGH = 640, 315
AT = {"point": (90, 80), "clinic": (90, 220), "police": (330, 80), "shelter": (550, 80), "kitchen": (550, 220)}
COLOURS = {True: "#b35806", False: "#542788"}  # of the police or not; told in words too


def town() -> Network:
    """The town of the page."""
    services = [
        Service("point", "Red", "border", frozenset(), "peer-led", "A"),
        Service("clinic", "Health", "border", frozenset({"doctor"}), "state", "A"),
        Service("police", "Police", "city", frozenset(), "police"),
        Service("shelter", "Church", "city", frozenset({"shelter"}), "church", "B"),
        Service("kitchen", "Church", "city", frozenset({"food"}), "church", "B"),
    ]
    ties = [
        Tie("point", "clinic", 9, 6, 1.0), Tie("point", "police", 3, 1, 4.0), Tie("police", "shelter", 2, 2, 3.0),
        Tie("shelter", "kitchen", 5, 5, 0.5),
    ]  # fmt: skip
    return network(services, ties)


def demand() -> list[Demand]:
    """Who asks for what, and where."""
    return [Demand("border", "doctor", 10), Demand("border", "shelter", 6), Demand("city", "shelter", 4)]


def drawn() -> str:
    """The whole picture as text."""
    net = town()
    share = reach(net, demand()).share
    lost = {each.name: each.loss for each in losses(net, demand(), by="institution").losses}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">A town of five services, and the one way to a bed</title>',
        '<desc id="d">From the point at the border a tie leads to the clinic and one to the police; from the police to '
        f"the shelter, and from there to the kitchen. Without the police {lost['police']:.0%} of the demand within "
        "reach is lost.</desc>",
        '<defs><marker id="a" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto">'
        '<path d="M0 0L9 4.5L0 9z"/></marker></defs>',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
    ]
    for source, target, hours in zip(net.sources.tolist(), net.targets.tolist(), net.hours.tolist(), strict=True):
        (x, y), (u, v) = AT[net.services[source].id], AT[net.services[target].id]
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        step = 36 / length
        parts.append(
            f'<path d="M{x + (u - x) * step:.0f} {y + (v - y) * step:.0f}L{u - (u - x) * step:.0f} '
            f'{v - (v - y) * step:.0f}" stroke="#000000" marker-end="url(#a)"/>'
        )
        parts.append(f'<text x="{(x + u) / 2 + 8:.0f}" y="{(y + v) / 2 - 8:.0f}">{hours:g} h</text>')
    for each in net.services:
        x, y = AT[each.id]
        parts.append(f'<circle cx="{x}" cy="{y}" r="32" fill="{COLOURS[each.id == "police"]}"/>')
        parts.append(f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="#ffffff">{each.id}</text>')
        if each.accepts:
            above = y - 42 if y < 150 else y + 50
            parts.append(f'<text x="{x}" y="{above}" text-anchor="middle">accepts: {" ".join(each.accepts)}</text>')
    parts.append(
        f'<text x="{WIDE / 2:.0f}" y="300" text-anchor="middle">Within reach: {share:.0%} of the demand. Without the '
        f"police: {lost['police']:.0%} of that is lost.</text>"
    )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    Path(__file__).with_name("methods-networks.svg").write_text(drawn(), encoding="utf-8")
