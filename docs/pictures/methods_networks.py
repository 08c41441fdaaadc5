"""Draws methods-networks.svg from the method itself: a town, and what is left without the police.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_networks.py
"""

from drawing import ORANGE, VIOLET, WIDE, box, dot, line, picture, text, written

from amparo.methods.networks import Demand, Network, Service, Tie, losses, network, reach

AT = {"point": (62, 84), "clinic": (62, 230), "police": (200, 84), "shelter": (338, 84), "kitchen": (338, 230)}
ROUND = 34


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
    parts = []
    for source, target, hours in zip(net.sources.tolist(), net.targets.tolist(), net.hours.tolist(), strict=True):
        (x, y), (u, v) = AT[net.services[source].id], AT[net.services[target].id]
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        right, down = (u - x) / length, (v - y) / length
        end = (u - right * (ROUND + 3), v - down * (ROUND + 3))
        parts.append(line([(x + right * ROUND, y + down * ROUND), end]))
        parts.append(
            f'<path d="M{end[0]:.1f} {end[1]:.1f}l{-9 * right - 5 * down:.1f} {-9 * down + 5 * right:.1f}'
            f'l{10 * down:.1f} {-10 * right:.1f}z"/>'
        )
        parts.append(
            text(
                (x + u) / 2 + 10 * down, (y + v) / 2 - 10 * right, f"{hours:g} h", anchor="middle" if right else "start"
            )
        )
    for each in net.services:
        x, y = AT[each.id]
        if each.id == "police":  # another colour, and another shape
            parts.append(box(x - ROUND, y - ROUND, 2 * ROUND, 2 * ROUND, fill=ORANGE))
        else:
            parts.append(dot(x, y, ROUND, fill=VIOLET))
        parts.append(text(x, y + 5, each.id, anchor="middle", fill="#ffffff"))
        if each.accepts:
            parts.append(text(x, y - 44 if y < 150 else y + 54, f"accepts: {' '.join(each.accepts)}", anchor="middle"))
    parts += [
        text(WIDE / 2, 322, f"Within reach: {share:.0%} of the demand.", anchor="middle"),
        text(WIDE / 2, 342, f"Without the police {lost['police']:.0%} of that is lost.", anchor="middle"),
    ]
    said = (
        "From the point at the border a tie leads to the clinic and one to the police; from the police to the shelter, "
        f"and from there to the kitchen. Without the police {lost['police']:.0%} of the demand within reach is lost."
    )
    return picture("A town of five services, and the one way to a bed", said, parts, high=354)


if __name__ == "__main__":
    written(__file__, drawn())
