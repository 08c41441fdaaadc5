"""How high a voice is: the middle of the pitches of its loudest moments. No library; good to a few hertz."""

from __future__ import annotations

import statistics
from array import array

_RATE = 4_000  # hertz at which it is enough to listen
_LOWEST, _HIGHEST = 70, 350
_WINDOW = 240  # samples at that rate: 60 ms
_MOMENTS = 40
_CLEAR = 0.5  # how alike a wave and the next must be to have a pitch


def pitch_of(samples: array[int], rate: int) -> float:
    """The pitch of a voice in hertz, or 0 where there is none: silence, noise, a whisper."""
    every = rate // _RATE
    wave = [sum(samples[at : at + every]) / every for at in range(0, len(samples) - every + 1, every)]
    windows = [wave[at : at + _WINDOW + _RATE // _LOWEST] for at in range(0, len(wave) - 2 * _WINDOW, _WINDOW)]
    loudest = sorted(windows, key=lambda window: -sum(map(abs, window)))[:_MOMENTS]
    found = [pitch for pitch in map(_pitch_of_moment, loudest) if pitch]
    return statistics.median(found) if found else 0.0


def _pitch_of_moment(window: list[float]) -> float:
    """The pitch of one moment: the shortest way by which the wave lies nearly as well on itself as by the best."""
    alike = {lag: _alike(window, lag) for lag in range(_RATE // _HIGHEST, _RATE // _LOWEST + 1)}
    best = max(alike.values())
    if best < _CLEAR:
        return 0.0
    first = min(lag for lag, likeness in alike.items() if likeness >= 0.85 * best)
    peak = max(range(first, min(first + 4, _RATE // _LOWEST + 1)), key=lambda lag: alike[lag])
    return _RATE / peak


def _alike(window: list[float], lag: int) -> float:
    """How alike the wave is to itself so many samples later: 1 for the same, 0 for another."""
    here, later = window[:_WINDOW], window[lag : lag + _WINDOW]
    product = sum(a * b for a, b in zip(here, later, strict=True))
    size = (sum(a * a for a in here) * sum(b * b for b in later)) ** 0.5
    return product / size if size else 0.0
