/** The ticket of a page: a small puzzle, so that nobody floods the house, and nobody is counted. */

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { breath } from "./pause.js";

/** Does a digest begin with so many zero bits? */
export function begins(digest, bits) {
  for (let place = 0; place < digest.length && bits > 0; place++, bits -= 8) {
    if (digest[place] >> Math.max(0, 8 - bits)) return false;
  }
  return bits <= 0;
}

/**
 * The smallest n for which SHA-256(ticket ":" n) begins with so many zero bits. The part that stays is hashed once.
 * @param {string} ticket
 * @param {number} bits
 * @param {() => boolean} [given_up] asked between slices
 */
export async function solve(ticket, bits, given_up = () => false) {
  const start = sha256.create().update(utf8ToBytes(`${ticket}:`));
  const digest = new Uint8Array(32);
  const figures = new Uint8Array(16);
  const breathe = breath();
  let turn;
  for (let n = 0; ; n++) {
    const text = String(n);
    for (let place = 0; place < text.length; place++) figures[place] = text.charCodeAt(place);
    turn = start._cloneInto(turn);
    turn.update(figures.subarray(0, text.length)).digestInto(digest);
    if (begins(digest, bits)) return n;
    if (n % 512 === 511) {
      await breathe();
      if (given_up()) throw new Error("given up");
    }
  }
}
