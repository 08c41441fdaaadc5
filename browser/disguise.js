/**
 * A voice that is not easily recognised, in words that are still understood: the way of `amparo.formats.media`.
 *
 * Played faster or slower by a factor that wanders around one drawn at random, which moves pitch and throat together;
 * then its pace is brought back. Every tone is moved by the same few hertz, so that pitch and throat keep no
 * proportion; three bands are made louder or softer; the highest tones go. Always towards the middle between high and
 * low voices. Her way of speaking, her words and the sounds around her stay: it does not deceive a laboratory.
 */

import { breath } from "./pause.js";
import { MANY } from "./voice.js";

const MIDDLE = 175; // hertz between low and high voices
const UP = [1.13, 1.26];
const DOWN = [0.8, 0.89];
const WANDERING = 0.05; // how far the factor goes from the drawn one, as a part of it
const LASTS = [0.5, 1.6]; // seconds from one factor to the next
const SHIFTS = [18, 35]; // hertz
const BANDS = [[250, 500], [800, 1600], [2200, 3800]]; // hertz
const LOUDER = 5; // decibels, up or down
const GRAIN = 640; // samples, 40 ms: longer than a turn of the deepest voice, shorter than a syllable
const HOP = GRAIN / 2;
const SEARCH = 160; // samples, 10 ms to either side: where a grain fits best on what is there
const TAPS = 63; // of the filter that turns every tone by a quarter

const between = (chance, [least, most]) => least + (most - least) * chance();

/**
 * The pitch of one short stretch in hertz, 0 where it is no tone: after how many samples it is most like itself. Twice
 * a turn is like it too, so the first of the peaks that are nearly the highest is taken.
 */
function pitchAt(sound, from, rate) {
  const length = Math.floor(rate / 25);
  const like = (lag) => {
    let sum = 0;
    for (let place = from; place < from + length; place += 2) sum += sound[place] * sound[place + lag];
    return sum;
  };
  const whole = like(0);
  const shortest = Math.floor(rate / 400);
  const likes = Array.from({ length: Math.floor(rate / 65) - shortest }, (_, n) => like(shortest + n));
  const most = Math.max(...likes);
  if (whole < 0.02 || most < 0.5 * whole) return 0;
  const first = likes.findIndex(
    (now, n) => now > 0.85 * most && now >= (likes[n - 1] ?? Infinity) && now >= (likes[n + 1] ?? Infinity),
  );
  return first < 0 ? 0 : rate / (shortest + first);
}

/** The pitch of a voice in hertz: the middle one of many short looks; 0 where there is no tone. */
export function pitchOf(sound, rate) {
  const looks = [];
  const step = Math.max(Math.floor(rate / 10), Math.floor(sound.length / 200));
  for (let from = 0; from + rate / 10 < sound.length; from += step) looks.push(pitchAt(sound, from, rate));
  const tones = looks.filter(Boolean).sort((a, b) => a - b);
  return tones.length ? tones[Math.floor(tones.length / 2)] : 0;
}

/** Draw how one voice note is changed; used once, and kept nowhere. `chance` gives numbers from 0 to 1. */
export function drawn(pitch, chance) {
  const up = pitch ? pitch < MIDDLE : chance() < 0.5;
  return {
    factor: between(chance, up ? UP : DOWN),
    shift: between(chance, SHIFTS) * (chance() < 0.5 ? -1 : 1),
    bands: BANDS.map((band) => [between(chance, band), between(chance, [-LOUDER, LOUDER])]),
  };
}

/** Read the sound in steps that wander around the factor, each between its two neighbours. */
function playedFaster(sound, factor, rate, chance) {
  const result = new Float32Array(Math.ceil(sound.length / (factor * (1 - WANDERING))) + 1);
  let [place, pace, made] = [0, factor, 0];
  while (place < sound.length - 1) {
    const many = Math.floor(between(chance, LASTS) * rate);
    const change = (factor * between(chance, [1 - WANDERING, 1 + WANDERING]) - pace) / many;
    for (let each = 0; each < many && place < sound.length - 1 && made < result.length; each++) {
      const before = Math.floor(place);
      result[made++] = sound[before] + (sound[before + 1] - sound[before]) * (place - before);
      place += pace;
      pace += change;
    }
  }
  return result.subarray(0, made);
}

/** Where near `from` the sound goes on most like `tail`; every fourth sample is enough to hear it. */
function bestStart(sound, from, tail) {
  let best = Math.max(0, Math.min(from, sound.length - GRAIN));
  let most = -Infinity;
  for (let start = Math.max(0, from - SEARCH); start <= from + SEARCH; start += 4) {
    if (start + GRAIN >= sound.length) break;
    let like = 0;
    for (let place = 0; place < HOP; place += 4) like += sound[start + place] * tail[place];
    if (like > most) [most, best] = [like, start];
  }
  return best;
}

/** The sound made so many samples long without changing its height: grains laid over each other. */
async function stretched(sound, length) {
  const result = new Float32Array(length + GRAIN);
  const pace = sound.length / length;
  const slope = Float32Array.from({ length: GRAIN }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / GRAIN));
  const breathe = breath();
  for (let at = 0; at < length; at += HOP) {
    const start = at ? bestStart(sound, Math.floor(at * pace), result.subarray(at, at + HOP)) : 0;
    for (let place = 0; place < GRAIN && start + place < sound.length; place++) {
      result[at + place] += sound[start + place] * slope[place];
    }
    await breathe();
  }
  return result.subarray(0, length);
}

/** Move every tone by the same hertz: the sound and its quarter turn, each on a wave of that height. */
async function shifted(sound, hertz, rate) {
  const middle = (TAPS - 1) / 2;
  const turn = Float32Array.from({ length: TAPS }, (_, n) => {
    const from = n - middle;
    return from % 2 ? (2 / (Math.PI * from)) * (0.54 + 0.46 * Math.cos((Math.PI * from) / middle)) : 0;
  });
  const result = new Float32Array(sound.length);
  const breathe = breath();
  for (let place = 0; place < sound.length; place++) {
    let turned = 0;
    for (let tap = (middle + 1) % 2; tap < TAPS; tap += 2) turned += turn[tap] * (sound[place - tap + middle] || 0);
    const angle = (2 * Math.PI * hertz * place) / rate;
    result[place] = sound[place] * Math.cos(angle) - turned * Math.sin(angle);
    if (place % 4096 === 4095) await breathe();
  }
  return result;
}

/** One filter of second order over the sound, in its place; the formulas are the usual ones of audio equalizers. */
async function filtered(sound, kind, hertz, rate, decibels = 0) {
  const turn = (2 * Math.PI * hertz) / rate;
  const width = Math.sin(turn) / (2 * (kind === "peak" ? 1 : Math.SQRT1_2));
  const cos = Math.cos(turn);
  const loud = 10 ** (decibels / 40);
  const parts = {
    peak: [1 + width * loud, -2 * cos, 1 - width * loud, 1 + width / loud, 1 - width / loud],
    low: [(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + width, 1 - width],
    high: [(1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + width, 1 - width],
  };
  const [b0, b1, b2, a0, a2] = parts[kind];
  const a1 = -2 * cos;
  const breathe = breath();
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let place = 0; place < sound.length; place++) {
    const x = sound[place];
    const y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    sound[place] = y;
    if (place % MANY === 0) await breathe();
  }
}

/** The sound as another voice, as long as before; what came in is overwritten. */
export async function disguised(sound, rate, chance) {
  const plan = drawn(pitchOf(sound, rate), chance);
  for (let twice = 0; twice < 2; twice++) await filtered(sound, "low", 5500, rate);
  const faster = playedFaster(sound, plan.factor, rate, chance);
  const length = sound.length;
  sound.fill(0);
  const other = await shifted(await stretched(faster, length), plan.shift, rate);
  for (const [hertz, decibels] of plan.bands) await filtered(other, "peak", hertz, rate, decibels);
  await filtered(other, "high", 90, rate);
  for (let place = 0; place < other.length; place++) other[place] *= Math.SQRT1_2;
  return other;
}
