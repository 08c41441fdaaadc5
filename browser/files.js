/** The photos and the voice she chose, cleaned where this browser can, and said where it cannot. */

import { disguised } from "./disguise.js";
import { Told } from "./page.js";
import { cleanedPhoto } from "./photo.js";
import { decodedVoice, LONGEST, RATE, wav } from "./voice.js";

export const MOST_FILES = 3;
const LARGEST_SOURCE = 40_000_000; // bytes of one file as it lies on the phone

/** A number from 0 to 1 that nobody can guess. */
const chance = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;

const ending = (name) => (name.match(/\.[a-z0-9]{1,5}$/i) || [""])[0].toLowerCase();

/** The bytes of a file; a file that lies elsewhere than on the phone may not come. */
async function bytesOf(file) {
  if (!file.size) throw new Told("unread");
  if (file.size > LARGEST_SOURCE) throw new Told("large");
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Told("unread");
  }
}

/** A file as it lies on the phone: as proof with its own name, else without, since a name often holds a day. */
async function asItLies(file, note) {
  const name = note === "original" ? file.name.slice(0, 100) : `1${ending(file.name)}`;
  return { bytes: await bytesOf(file), name, type: file.type.slice(0, 100), cleaned: false, note };
}

/** One photo: drawn anew; as it lies too, or only, where she says that it is proof. */
async function photo(file, is_proof) {
  const proof = is_proof ? [await asItLies(file, "original")] : [];
  if (file.type === "application/pdf") return is_proof ? proof : [await asItLies(file, "as_it_is")];
  if (file.size > LARGEST_SOURCE) throw new Told("large");
  try {
    const bytes = await cleanedPhoto(file);
    return [{ bytes, name: "1.jpg", type: "image/jpeg", cleaned: true, note: "" }, ...proof];
  } catch (error) {
    if (is_proof) return proof;
    throw new Told("photo");
  }
}

/** One voice note: made anew, in another voice if she wants. A voice that should be another never goes as it is. */
async function voice(file, wants_other, is_proof) {
  const bytes = await bytesOf(file);
  let sound;
  try {
    sound = await decodedVoice(bytes.buffer);
  } catch (error) {
    if (wants_other) throw new Told("voice-same");
    return [await asItLies(file, is_proof ? "original" : "as_it_is")];
  }
  if (sound.length > LONGEST * RATE) throw new Told("voice-long");
  if (wants_other) sound = await disguised(sound, RATE, chance);
  const made = { bytes: await wav(sound), name: "1.wav", type: "audio/wav", cleaned: true, note: wants_other ? "disguised" : "" };
  return is_proof && !wants_other ? [made, await asItLies(file, "original")] : [made];
}

/** Every file she chose, with the name of its field. */
const chosenFiles = (form) =>
  ["photo", "voice"].flatMap((name) => {
    const field = form.elements[name];
    return field && field.files ? [...field.files].map((file) => [name, file]) : [];
  });
const ticked = (form, name) => Boolean(form.elements[name] && form.elements[name].checked);

/** What she chose, to know whether it is still the same. */
export function choice(form) {
  return [
    form.elements.text ? form.elements.text.value : "",
    ...["original", "disguise", "no_words"].map((name) => ticked(form, name)),
    ...chosenFiles(form).map(([name, file]) => [name, file.name, file.size, file.lastModified].join("/")),
  ].join("\n");
}

/** How many files she chose. */
export const countOfFiles = (form) => chosenFiles(form).length;

/**
 * Her files, ready to be sealed.
 * @param {HTMLFormElement} form
 * @param {(name: string) => void} saying
 */
export async function collected(form, saying) {
  const is_proof = ticked(form, "original");
  const files = [];
  if (countOfFiles(form) > MOST_FILES) throw new Told("many");
  for (const [name, file] of chosenFiles(form)) {
    const is_voice = name === "voice" || file.type.startsWith("audio/");
    saying(is_voice ? "voice-busy" : "photo-busy");
    files.push(...(await (is_voice ? voice(file, ticked(form, "disguise"), is_proof) : photo(file, is_proof))));
  }
  if (files.length > MOST_FILES) throw new Told("many");
  const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const most = Number(form.dataset.most) || 10_000_000;
  if (size > most) throw new Told("large");
  files.forEach((file, place) => {
    if (file.note !== "original") file.name = `${place + 1}${ending(file.name)}`;
  });
  return files;
}
