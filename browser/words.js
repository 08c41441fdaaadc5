/** Eight words: choosing them, and reading what she types. The same rules as `amparo.sealing.words`, line by line. */

export const COUNT = 8;
const PREFIX = 4;
const LISTED = 1024;
const LONGEST = 400;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** These are not eight words of a list. `kind`: few, many, unknown; `places`: the numbers, from 1, nobody knows. */
export class NotWords extends Error {
  constructor(kind, places = []) {
    super(kind);
    this.kind = kind;
    this.places = places;
  }
}

/** Small letters without marks. */
export function folded(text) {
  return text.toLowerCase().split("ß").join("ss").normalize("NFKD").replace(/\p{M}/gu, "");
}

/** A list as it is served: words with blanks or line breaks between them. */
export function readList(text) {
  const shown = text.split(/\s+/).filter(Boolean);
  const known = new Set(shown.map(folded));
  if (shown.length !== LISTED || known.size !== LISTED) throw new Error("a list has 1024 different words");
  const beginnings = new Map([...known].map((word) => [word.slice(0, PREFIX), word]));
  return { shown, known, beginnings };
}

/** Eight words by chance, each of 1,024, with repetition: 80 bits. `draw` fills an array with random numbers. */
export function freshWords(list, draw = (into) => crypto.getRandomValues(into)) {
  const drawn = draw(new Uint16Array(COUNT));
  const words = Array.from(drawn, (number) => list.shown[number % LISTED]);
  drawn.fill(0);
  return words;
}

/** What somebody typed, as folded words: numbers, commas and line breaks between them are passed over. */
export function typedWords(text) {
  return folded(Array.from(text).slice(0, LONGEST).join("")).match(/[a-z]+/g) || [];
}

/** Every text that is one slip away: a letter missing, two swapped, another one, one too many. */
export function* slips(word) {
  for (let place = 0; place <= word.length; place++) {
    const left = word.slice(0, place);
    const right = word.slice(place);
    if (right) yield left + right.slice(1);
    if (right.length > 1) yield left + right[1] + right[0] + right.slice(2);
    for (const letter of LETTERS) {
      if (right) yield left + letter + right.slice(1);
      yield left + letter + right;
    }
  }
}

/** The one word of the list that was meant, folded, or null where two could be meant or none. */
export function resolve(typed, list) {
  if (list.known.has(typed)) return typed;
  const start = typed.length >= PREFIX && list.beginnings.get(typed.slice(0, PREFIX));
  if (start && start.startsWith(typed)) return start;
  const meant = new Set();
  for (const each of slips(typed)) if (list.known.has(each)) meant.add(each);
  return meant.size === 1 ? [...meant][0] : null;
}

/**
 * The eight folded words that somebody meant. `lists` gives one list after the other, the preferred first; the next
 * is asked for only where a word is not known in those before. A list is taken whole: the one that knows most.
 */
export async function readWords(text, lists) {
  const typed = typedWords(text);
  if (typed.length !== COUNT) throw new NotWords(typed.length < COUNT ? "few" : "many");
  let best = [];
  for (const next of lists) {
    const list = await next();
    const found = typed.map((word) => resolve(word, list));
    const count = (words) => words.filter(Boolean).length;
    if (!best.length || count(found) > count(best)) best = found;
    if (count(best) === COUNT) return best;
  }
  throw new NotWords("unknown", best.map((word, place) => (word ? 0 : place + 1)).filter(Boolean));
}
