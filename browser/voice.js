/** A voice note, made anew on her phone: one channel, 16 kHz, nothing beside it. */

import { breath } from "./pause.js";

export const RATE = 16000; // samples a second
export const LONGEST = 180; // seconds
export const MANY = 16384; // samples worked on between two looks at the clock

/** The sound in a file as one channel; throws where this browser cannot read it. */
export async function decodedVoice(buffer) {
  const Offline = window.OfflineAudioContext || window.webkitOfflineAudioContext;
  let context;
  try {
    context = new Offline(1, 1, RATE);
  } catch (error) {
    context = new Offline(1, 1, 44100); // a browser that keeps no such rate
  }
  const sound = await new Promise((go, fail) => {
    const promised = context.decodeAudioData(buffer, go, fail);
    if (promised) promised.then(go, fail);
  });
  const one = new Float32Array(sound.length);
  const breathe = breath();
  for (let channel = 0; channel < sound.numberOfChannels; channel++) {
    const samples = sound.getChannelData(channel);
    for (let place = 0; place < one.length; place++) {
      one[place] += samples[place] / sound.numberOfChannels;
      if (place % MANY === 0) await breathe();
    }
    samples.fill(0);
  }
  return sound.sampleRate === RATE ? one : resampled(one, sound.sampleRate / RATE);
}

/** Every `step`-th sample, the mean of those around it; a step above 1 makes the sound shorter and higher. */
export function resampled(sound, step) {
  const result = new Float32Array(Math.floor(sound.length / step));
  for (let place = 0; place < result.length; place++) {
    const at = place * step;
    const left = Math.floor(at);
    const next = Math.min(left + 1, sound.length - 1);
    let value = sound[left] + (sound[next] - sound[left]) * (at - left);
    if (step > 1.5) {
      const end = Math.min(sound.length, Math.floor(at + step));
      value = 0;
      for (let each = left; each < end; each++) value += sound[each] / (end - left);
    }
    result[place] = value;
  }
  return result;
}

/** Sixteen-bit WAV: a head of 44 bytes that says how to play it, and nothing else. */
export async function wav(sound) {
  const bytes = new Uint8Array(44 + 2 * sound.length);
  const view = new DataView(bytes.buffer);
  const text = (place, letters) => [...letters].forEach((one, n) => view.setUint8(place + n, one.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * sound.length, true);
  text(8, "WAVEfmt ");
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, RATE, 4], [28, 2 * RATE, 4], [32, 2, 2], [34, 16, 2]].forEach(
    ([place, value, size]) => (size === 4 ? view.setUint32(place, value, true) : view.setUint16(place, value, true)),
  );
  text(36, "data");
  view.setUint32(40, 2 * sound.length, true);
  const breathe = breath();
  for (let place = 0; place < sound.length; place++) {
    if (place % MANY === 0) await breathe();
    const value = Math.max(-1, Math.min(1, sound[place]));
    view.setInt16(44 + 2 * place, Math.round(value * 32767), true);
  }
  sound.fill(0);
  return bytes;
}
