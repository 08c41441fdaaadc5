"""Draws methods-cell-keys.svg: what a count of one, of three and of eight may become, from ``noise_table``.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_cell_keys.py
"""

from drawing import VIOLET, WIDE, box, line, picture, text, written

from amparo.methods.disclosure import noise_table

COUNTS, TALL, GAP = (1, 3, 8), 90, 140
LEFT, MOST = 10, 14  # a count of eight becomes thirteen at most


def drawn() -> str:
    """A row of bars for each count."""
    noise = noise_table()
    step, parts = (WIDE - LEFT - 10) / MOST, []
    for row, count in enumerate(COUNTS):
        floor = row * GAP + TALL + 20
        parts.append(text(WIDE - 10, floor - TALL + 10, f"true count {count}", anchor="end"))
        parts.append(line([(LEFT, floor), (WIDE - 10, floor)], colour="#444444", wide=1))
        for told in range(MOST):
            parts.append(text(LEFT + (told + 0.5) * step, floor + 18, str(told), anchor="middle"))
        for noisy, share in enumerate(noise.probabilities[count], start=count - noise.largest):
            if share > 0:
                fill = VIOLET if noisy != count else "url(#h)"
                parts.append(box(LEFT + noisy * step + 3, floor - share * TALL, step - 6, share * TALL, fill=fill))
    parts.append(text(LEFT, len(COUNTS) * GAP + 8, "hatched: it stays what it is. One never does."))
    said = (
        "For each count how likely each figure is before it is rounded; the true one is hatched. One never stays one."
    )
    return picture("What a count may become", said, parts, high=len(COUNTS) * GAP + 18)


if __name__ == "__main__":
    written(__file__, drawn())
