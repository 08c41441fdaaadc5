/** What hangs on eight words, by one slow derivation: `amparo.sealing.receipts`, on her phone. */

import { argon2idAsync } from "@noble/hashes/argon2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { SLICE } from "./pause.js";
import { derive, recipientOf } from "./seal.js";

/** RFC 9106; the least that OWASP names, because a cheap phone does it, and the words hold 80 bits themselves. */
const COST = { t: 2, m: 19456, p: 1, dkLen: 32 };

/**
 * The receipt of eight folded words: `lookup` (what the house is told, hexadecimal), `secret` (what opens, bytes, to
 * be overwritten by whoever is done with it) and `recipient`.
 * @param {string[]} words
 * @param {string} salt sixteen bytes, hexadecimal
 * @param {(part: number) => void} [progress] told how much is done, from 0 to 1
 */
export async function deriveReceipt(words, salt, progress) {
  const typed = utf8ToBytes(words.join(" "));
  const key = await argon2idAsync(typed, hexToBytes(salt), { ...COST, asyncTick: SLICE, onProgress: progress });
  typed.fill(0);
  const lookup = derive(key, "amparo/receipt/v1/lookup");
  const secret = derive(key, "amparo/receipt/v1/age");
  key.fill(0);
  return { lookup: bytesToHex(lookup), secret, recipient: await recipientOf(secret) };
}
