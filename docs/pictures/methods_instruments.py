"""Draws methods-instruments.svg from the library: of each instrument, how many answers are counted, how many are not.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_instruments.py
"""

from collections import Counter

from drawing import GREY, VIOLET, WIDE, box, picture, text, written

from amparo.formats.instruments import instrument, names

ROW, LEFT, TOP = 46, 12, 22
FILLS = {"coded": VIOLET, "sealed": "url(#h)", "else": GREY}


def drawn() -> str:
    """Each instrument a bar, the longest first."""
    asked = {}
    for name in names():
        done = Counter(each.do for each in instrument(name).questions if each.is_asked)
        asked[name] = {"coded": done["coded"], "sealed": done["sealed"], "else": done["dropped"] + done["link"]}
    step = (WIDE - 2 * LEFT) / max(sum(each.values()) for each in asked.values())
    parts = []
    for place, (name, many) in enumerate(sorted(asked.items(), key=lambda each: (-sum(each[1].values()), each[0]))):
        y, x = TOP + ROW * place, float(LEFT)
        parts.append(text(LEFT, y, f"{name}: {many['coded']} of {sum(many.values())} answers are counted"))
        for what, fill in FILLS.items():
            parts.append(box(x, y + 6, many[what] * step, 16, fill=fill))
            x += many[what] * step
    foot = TOP + ROW * len(asked)
    parts += [
        text(LEFT, foot + 4, "violet: counted; hatched: stays sealed;"),
        text(LEFT, foot + 24, "grey: in no row, as the code of a coupon"),
    ]
    said = (
        "A bar for each of the nine instruments. Of risks and treatment most answers are counted, of conditions five "
        "of nineteen; the others stay sealed. Of the round on paper all three are counted."
    )
    return picture("What becomes of the answers to each instrument", said, parts, high=foot + 36)


if __name__ == "__main__":
    written(__file__, drawn())
