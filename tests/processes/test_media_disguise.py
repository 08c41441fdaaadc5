"""A disguised voice: moved by numbers nobody keeps, as long as before, and its words where they were."""

from __future__ import annotations

import random
from array import array

import pytest

from amparo.formats.media import NotTaken, clean
from amparo.formats.media.disguise import DOWN, SHIFTS, UP, WANDERING, drawn
from amparo.formats.media.pitch import pitch_of
from tests.unit.media_made import heard, note, picture, saved, strongest, vowel, wav


@pytest.mark.parametrize(("pitch", "way"), [(110.0, UP), (140.0, UP), (205.0, DOWN), (250.0, DOWN)])
def test_a_disguise_moves_the_voice_and_keeps_its_length(pitch: float, way: tuple[float, float]) -> None:
    """The lowest tone lands where the numbers allow it: pitch × factor ± wandering ± shift; never where it was."""
    data = note("wav", "pcm_s16le", seconds=6, pitch=pitch)
    for seed in (1, 2):
        cleaned = clean(data, wanted="voice", disguise=True, rng=random.Random(seed))
        assert cleaned.note == "disguised"
        sound = heard(cleaned.data)
        assert abs(len(sound) / 16_000 - 6) < 0.05 * 6
        low = pitch * way[0] * (1 - WANDERING) - SHIFTS[1]
        high = pitch * way[1] * (1 + WANDERING) + SHIFTS[1]
        first = strongest(sound, 60, int(high) + 10)
        assert low - 6 <= first <= high + 6
        spacing = strongest(sound, int(first + pitch * 0.7), int(first + pitch * 1.35)) - first
        assert way[0] * 0.93 <= spacing / pitch <= way[1] * 1.07  # from one harmonic to the next: the factor
        assert abs(spacing / pitch - 1) > 0.06
        assert abs(first - spacing) > 8  # harmonics no longer stand at 1 : 2 : 3, so no one number brings them back


def test_two_disguises_differ_and_one_draw_is_one_disguise() -> None:
    data = note("ogg", "libopus", seconds=2)
    made = [clean(data, wanted="voice", disguise=True, rng=random.Random(seed)).data for seed in (5, 5, 6)]
    assert made[0] == made[1] != made[2]
    assert clean(data, wanted="voice", disguise=True).data != clean(data, wanted="voice", disguise=True).data
    assert clean(data, wanted="voice").data == clean(data, wanted="voice").data


def test_the_words_stay_where_they_were() -> None:
    """Three beeps with silence between: each is still at its place, within a quarter of a second."""
    tone, silence = vowel(0.5, 16_000), array("h", bytes(2 * 16_000))
    samples = silence + tone + silence + tone + silence + tone + silence
    sound = heard(clean(wav(samples), wanted="voice", disguise=True, rng=random.Random(3)).data)
    loud = [max(map(abs, sound[at : at + 800])) > 1_000 for at in range(0, len(sound) - 800, 800)]
    begins = [at * 0.05 for at in range(1, len(loud)) if loud[at] and not any(loud[max(0, at - 4) : at])]
    assert len(begins) == 3
    assert all(abs(begin - meant) < 0.25 for begin, meant in zip(begins, (1.0, 2.5, 4.0), strict=True))


def test_a_plan_is_drawn_from_its_ranges() -> None:
    for pitch, way in ((100.0, {True}), (300.0, {False}), (0.0, {True, False})):
        plans = [drawn(random.Random(seed), pitch=pitch) for seed in range(200)]
        assert {plan.factor > 1 for plan in plans} == way
        assert all(UP[0] <= plan.factor <= UP[1] or DOWN[0] <= plan.factor <= DOWN[1] for plan in plans)
        assert {plan.shift > 0 for plan in plans} == {True, False}
        assert all(SHIFTS[0] <= abs(plan.shift) <= SHIFTS[1] for plan in plans)
        assert len({plan.factor for plan in plans}) == 200


@pytest.mark.parametrize("pitch", [85.0, 120.0, 174.0, 220.0, 300.0])
def test_the_pitch_of_a_voice_is_found(pitch: float) -> None:
    assert abs(pitch_of(vowel(2, 32_000, pitch=pitch), 32_000) - pitch) < 0.06 * pitch


def test_silence_and_noise_have_no_pitch() -> None:
    noise = random.Random(1)
    assert pitch_of(array("h", bytes(64_000)), 32_000) == 0
    assert pitch_of(array("h"), 32_000) == 0
    hiss = array("h", [noise.randint(-9_000, 9_000) for _ in range(32_000)])
    assert pitch_of(hiss, 32_000) == 0


def test_next_to_nothing_is_disguised_without_a_fault() -> None:
    silence = clean(wav(array("h", bytes(64_000))), wanted="voice", disguise=True)
    assert (silence.note, max(map(abs, heard(silence.data))) < 10) == ("disguised", True)
    for samples in (0, 1, 10):
        with pytest.raises(NotTaken) as refused:
            clean(wav(array("h", bytes(2 * samples))), wanted="voice", disguise=True)
        assert refused.value.kind == "broken"


def test_a_disguise_leaves_photos_alone() -> None:
    assert clean(saved(picture(), "JPEG"), wanted="any", disguise=True).note == ""
