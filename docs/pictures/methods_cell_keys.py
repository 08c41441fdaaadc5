"""Draws methods-cell-keys.svg: what a count of one, of three and of eight may become, from ``noise_table``."""

from pathlib import Path

from amparo.methods.disclosure import noise_table

COUNTS, WIDE, HIGH, GAP = (1, 3, 8), 640, 110, 150
LEFT, MOST = 70, 14  # a count of eight becomes thirteen at most


def drawn() -> str:
    noise = noise_table()
    step, parts = (WIDE - LEFT - 20) / MOST, []
    for row, count in enumerate(COUNTS):
        floor = row * GAP + HIGH + 20
        parts.append(f'<text x="0" y="{floor - 40}">n = {count}</text>')
        parts.append(f'<line x1="{LEFT}" y1="{floor}" x2="{WIDE}" y2="{floor}" stroke="#444444"/>')
        for told in range(MOST):
            parts.append(
                f'<text x="{LEFT + (told + 0.5) * step:.1f}" y="{floor + 20}" text-anchor="middle">{told}</text>'
            )
        for noisy, share in enumerate(noise.probabilities[count], start=count - noise.largest):
            if share > 0:
                x, high, wide = LEFT + noisy * step + 4, share * HIGH, step - 8
                fill = "#5b2a86" if noisy != count else "#b9a3d3"
                parts.append(
                    f'<rect x="{x:.1f}" y="{floor - high:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"/>'
                )
    said = "For each count how likely each figure is before it is rounded; the true one is light. One never stays one."
    tall = len(COUNTS) * GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" width="{WIDE}" font-family="sans-serif" '
        f'font-size="16"><title>What a count may become</title><desc>{said}</desc>' + "".join(parts) + "</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_name("methods-cell-keys.svg").write_text(drawn(), encoding="utf-8")
