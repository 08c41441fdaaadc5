/**
 * Seeds, identities, filling up, messages, files, wraps and facts: the formats of `amparo.sealing`, on her phone.
 * The cryptography is age-encryption and noble; here it is only said which, with which label, in which order.
 */

import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64, bech32 } from "@scure/base";
import { pause } from "./pause.js";

const CASE_AGE = "amparo/case/v1/age";
export const TEXT_FLOOR = 4096;
export const FACTS_FLOOR = 1024;
export const FILE_FLOOR = 65536;
const PIECE = 262144; // bytes sealed between two pauses

/** So many random bytes. */
export const fresh = (length = 32) => crypto.getRandomValues(new Uint8Array(length));

/** HKDF-SHA256 without salt, one label for each use. */
export const derive = (key, label) => hkdf(sha256, key, undefined, utf8ToBytes(label), 32);

const identityOf = (secret) => bech32.encodeFromBytes("age-secret-key-", secret).toUpperCase();

/** To whom one seals so that this secret opens it. */
export const recipientOf = (secret) => identityToRecipient(identityOf(secret));

/** To whom one seals for a case, from its seed. */
export const caseRecipient = (seed) => recipientOf(derive(seed, CASE_AGE));

/** The size to which so many bytes are filled up: Padmé. */
export function padme(length) {
  if (length < 2) return length;
  const exponent = 31 - Math.clz32(length);
  const kept = 32 - Math.clz32(exponent);
  const mask = 2 ** (exponent - kept) - 1;
  return length + mask - ((length + mask) & mask);
}

/** A text with its length before it and zeros after it. */
export function padded(data, floor = TEXT_FLOOR) {
  const filled = new Uint8Array(padme(Math.max(floor, 4 + data.length)));
  new DataView(filled.buffer).setUint32(0, data.length);
  filled.set(data, 4);
  return filled;
}

/** The text in what was filled up. */
export function unpadded(filled) {
  const length = filled.length < 4 ? 0 : new DataView(filled.buffer, filled.byteOffset).getUint32(0);
  if (filled.length < 4 || length > filled.length - 4) throw new Error("it says it is longer than it is");
  return filled.subarray(4, 4 + length);
}

/** A file with zeros after it; its true length stands in the message. */
export function paddedFile(data) {
  const filled = new Uint8Array(padme(Math.max(FILE_FLOOR, data.length)));
  filled.set(data);
  return filled;
}

/** An X25519 recipient and nothing else: no other kind of key has this length. */
export const isRecipient = (text) => /^age1[02-9ac-hj-np-z]{58}$/.test(text);

/** Bytes in pieces, with a pause before each, and overwritten behind. */
function inPieces(bytes) {
  let place = 0;
  return new ReadableStream({
    async pull(controller) {
      await pause();
      controller.enqueue(bytes.slice(place, place + PIECE));
      bytes.fill(0, place, place + PIECE);
      place += PIECE;
      if (place >= bytes.length) controller.close();
    },
  });
}

/** Seal bytes to one recipient; the bytes are overwritten. */
export async function seal(bytes, recipient) {
  if (!isRecipient(recipient)) throw new Error("this is no recipient of an envelope");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(inPieces(bytes));
  return new Uint8Array(await new Response(sealed).arrayBuffer());
}

/** Open an envelope with a secret, whole and unchanged, or throw. */
export async function open(envelope, secret) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret));
  return await decrypter.decrypt(envelope);
}

/** Open what was sealed to a case. */
export async function openForCase(envelope, seed) {
  const secret = derive(seed, CASE_AGE);
  try {
    return await open(envelope, secret);
  } finally {
    secret.fill(0);
  }
}

/** A case seed, sealed to one reader, as text. */
export const wrap = async (seed, recipient) => base64.encode(await seal(seed.slice(), recipient));

/** The case seed in a wrap. */
export async function unwrap(text, secret) {
  const seed = await open(base64.decode(text), secret);
  if (seed.length !== 32) throw new Error("this wrap holds no seed");
  return seed;
}

/** One thing written as JSON, filled up and sealed. */
export const sealJSON = (body, recipient, floor) => seal(padded(utf8ToBytes(JSON.stringify(body)), floor), recipient);

/** A message of hers: the text, and what her files are and which key opens each. */
export const sealMessage = (text, files, recipient) => sealJSON({ v: 1, text, files }, recipient, TEXT_FLOOR);

/** A message, opened. Whoever sealed it may be anybody: what is no text is shown as none. */
export async function openMessage(box, seed) {
  const filled = await openForCase(base64.decode(box), seed);
  const body = JSON.parse(new TextDecoder().decode(unpadded(filled)));
  filled.fill(0);
  if (typeof body.text !== "string") throw new Error("its text is no text");
  const files = Array.isArray(body.files) ? Math.min(body.files.length, 3) : 0;
  return { text: body.text, role: typeof body.role === "string" ? body.role : "", files };
}

/**
 * One file: sealed under a fresh key of its own, and the line about it that goes into the message.
 * @param {{bytes: Uint8Array, name: string, type: string, cleaned: boolean, note: string}} file
 */
export async function sealFile(file) {
  const seed = fresh();
  const { name, type, cleaned, note } = file;
  const line = { ref: bytesToHex(fresh(8)), seed: bytesToHex(seed), name, type, size: file.bytes.length, cleaned, note };
  const box = await seal(paddedFile(file.bytes), await recipientOf(seed));
  seed.fill(0);
  return { line, box };
}

/** The recipient of the secret of 32 bytes 1, worked out by another program. */
const KNOWN = "age15nsf9y4k28p83wth93tf7hafhvfajp45d2mge80ems45gz0c5gys3me64l";

/** Does all of this work here? A known key, and an envelope there and back. Nothing is taken over before it does. */
export async function works() {
  const secret = new Uint8Array(32).fill(1);
  if ((await recipientOf(secret)) !== KNOWN) return false;
  const opened = await open(await seal(Uint8Array.of(7), KNOWN), secret);
  return opened.length === 1 && opened[0] === 7;
}
