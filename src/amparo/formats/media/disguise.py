"""A voice that is not easily recognised, in words that are still understood. Only the child loads it.

How. The sound is played faster or slower by a factor that wanders around one drawn at random, which moves the pitch
and the resonances of the throat together; then its pace is brought back. A second number, also drawn, moves every tone
by the same few hertz, so that pitch and resonances no longer keep their proportion. Three bands are made louder or
softer, and the highest tones go, with much of what tells one microphone from another. No single number undoes it.

Always towards the middle: a high voice goes down, a low voice goes up. There more voices sound alike, words stay
clearer, and nobody is given a voice further from the others' than her own.

What it does not hide: her way of speaking, accent, words, pauses and laughter, the sounds around her, and other voices
in the room. Somebody with skill, time and another recording of her may recognise her, or undo most of it. It protects
from a person who happens to hear the note, not from a laboratory.
"""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.filter import Graph

from amparo.formats.media.pitch import pitch_of

NARROW_RATE = 11_000
"""Everything above half of this goes: raised by the largest factor it still fits into what 16 kHz can carry."""

WIDE_RATE = 32_000
"""The samples that are read faster lie this close, so that reading between two of them is smooth."""

MIDDLE = 175.0
"""Hertz between low and high voices, in the overlap of what is usual for women and for men."""

UP, DOWN = (1.13, 1.26), (0.80, 0.89)
WANDERING = 0.05
"""How far the factor goes from the drawn one, as a part of it."""
SHIFTS = (18.0, 35.0)
_LASTS = (0.5, 1.6)  # seconds from one factor to the next
_BANDS = ((250.0, 500.0), (800.0, 1_600.0), (2_200.0, 3_800.0))  # hertz
_LOUDER = 5.0  # decibels, up or down
_STEP = 4_096


@dataclass(frozen=True)
class Plan:
    """How one voice note is changed: drawn, used once, and kept nowhere."""

    factor: float
    shift: float
    bands: tuple[tuple[float, float], ...]


def drawn(rng: random.Random, *, pitch: float) -> Plan:
    """Draw a plan for a voice of this pitch in hertz; 0 where none was found."""
    goes_up = pitch < MIDDLE if pitch else rng.random() < 0.5
    return Plan(
        factor=rng.uniform(*(UP if goes_up else DOWN)),
        shift=rng.uniform(*SHIFTS) * rng.choice((-1, 1)),
        bands=tuple((rng.uniform(*band), rng.uniform(-_LOUDER, _LOUDER)) for band in _BANDS),
    )


def disguised(samples: array[int], *, rng: random.Random, rate: int) -> array[int]:
    """The samples (at ``WIDE_RATE``) as another voice at ``rate``, as long as before."""
    plan = drawn(rng, pitch=pitch_of(samples, WIDE_RATE))
    faster = _played_faster(samples, plan, rng, step=WIDE_RATE / rate)
    if not faster:
        return array("h")
    pace = (len(faster) / rate) / (len(samples) / WIDE_RATE)
    return _filtered(faster, plan, pace=pace, rate=rate)


def _played_faster(samples: array[int], plan: Plan, rng: random.Random, *, step: float) -> array[int]:
    """Read the samples in steps that wander around the plan's factor, each between its two neighbours."""
    faster = array("h")
    place, end = 0.0, len(samples) - 1
    pace = plan.factor * step
    while place < end:
        goal = plan.factor * step * rng.uniform(1 - WANDERING, 1 + WANDERING)
        many = int(rng.uniform(*_LASTS) * WIDE_RATE / step)
        change = (goal - pace) / many
        for _ in range(many):
            before = int(place)
            if before >= end:
                break
            here = samples[before]
            faster.append(here + int((samples[before + 1] - here) * (place - before)))
            place += pace
            pace += change
    return faster


def _filtered(samples: array[int], plan: Plan, *, pace: float, rate: int) -> array[int]:
    """Bring the pace back, move every tone, and change three bands."""
    graph = Graph()
    graph.threads = 1
    chain = [graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate))]
    chain.append(graph.add("atempo", f"{pace:.6f}"))
    chain.append(graph.add("afreqshift", f"shift={plan.shift:.3f}"))
    for hertz, decibels in plan.bands:
        chain.append(graph.add("equalizer", f"f={hertz:.1f}:t=q:w=1:g={decibels:.2f}"))
    chain.append(graph.add("highpass", "f=90"))
    chain.append(graph.add("volume", "-3dB"))
    chain.append(graph.add("aformat", f"sample_fmts=s16:channel_layouts=mono:sample_rates={rate}"))
    chain.append(graph.add("abuffersink"))
    graph.link_nodes(*chain).configure()
    changed = array("h")
    for start in range(0, len(samples), _STEP):
        frame = framed(samples[start : start + _STEP], rate)
        frame.pts = start
        graph.push(frame)
        _pull(graph, changed)
    graph.push(None)
    _pull(graph, changed)
    return changed


def _pull(graph: Graph, into: array[int]) -> None:
    """Take what the filters have ready."""
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, AudioFrame)
        into.frombytes(bytes(frame.planes[0])[: frame.samples * 2])


def framed(samples: array[int], rate: int) -> AudioFrame:
    """Samples of one channel as a frame of the library."""
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.planes[0].update(samples.tobytes())
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    return frame
