/** Her eight words on the screen, and two of them asked back, so that she has them before she goes. */

import { part, say } from "./page.js";
import { COUNT, folded, resolve } from "./words.js";

/** Write the words into the list of the view. */
export function showWords(view, words) {
  const list = view.querySelector("ol.words");
  list.textContent = "";
  for (const word of words) {
    const item = document.createElement("li");
    item.textContent = word;
    list.appendChild(item);
  }
}

/** Two different places from 1 to 8, the smaller first. */
export function twoPlaces(draw = (into) => crypto.getRandomValues(into)) {
  const [one, other] = draw(new Uint8Array(2));
  const first = one % COUNT;
  const second = (first + 1 + (other % (COUNT - 1))) % COUNT;
  return [first, second].sort((a, b) => a - b).map((place) => place + 1);
}

/** The number of the first of these words that is not the one it should be, or 0. A slip is forgiven here too. */
export function wrongOne(typed, places, words) {
  const plain = words.map(folded);
  const only = { known: new Set(plain), beginnings: new Map(plain.map((word) => [word.slice(0, 4), word])) };
  return places.find((place, n) => resolve(folded(typed[n]).trim(), only) !== plain[place - 1]) || 0;
}

/** Ask for two of the words, where the view has a form for it. She may pass it over. */
export function askTwo(view, words) {
  const form = view.querySelector("form.two");
  if (!form) return;
  const places = twoPlaces();
  const fields = [...form.querySelectorAll("input")].slice(0, 2);
  form.querySelectorAll(".n").forEach((place, n) => {
    place.textContent = places[n];
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = wrongOne(fields.map((field) => field.value), places, words);
    say(form, wrong ? "wrong" : "right", { n: wrong });
    if (wrong) fields[places.indexOf(wrong)].focus();
    else fields.forEach((field) => (field.value = ""));
  });
  const skip = part(form, "skip");
  if (skip) skip.addEventListener("click", () => form.remove());
}
