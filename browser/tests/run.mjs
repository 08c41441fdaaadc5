/**
 * Lets a test in Python call what is in `browser/`: a list of calls as JSON on stdin, a list of answers on stdout.
 * It is put together by the same program, with the same parts left out, as the script that she gets.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { Decrypter } from "age-encryption";
import * as vectors from "cctv-age";
import * as disguise from "../disguise.js";
import { twoPlaces, wrongOne } from "../done.js";
import { deriveReceipt } from "../receipt.js";
import * as seal from "../seal.js";
import { solve } from "../ticket.js";
import * as voice from "../voice.js";
import { folded, freshWords, NotWords, readList, readWords, resolve, typedWords } from "../words.js";

const fromHex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const list = (path) => readList(readFileSync(path, "utf8"));

/** A file of so many bytes that both sides can make: byte n is n times 31 modulo 251. */
const pattern = (size) => Uint8Array.from({ length: size }, (_, n) => (n * 31) % 251);

/** What this age does with one vector of the Community Cryptography Test Vectors. */
async function vector(name) {
  const whole = Buffer.from(vectors[name]);
  const end = whole.indexOf("\n\n");
  const head = Object.fromEntries(
    whole.subarray(0, end).toString().split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]),
  );
  const answer = { name, expect: head.expect, armored: Boolean(head.armored) };
  answer.kind = head.passphrase ? "passphrase" : (head.identity || "").startsWith("AGE-SECRET-KEY-1") ? "x25519" : "other";
  try {
    const decrypter = new Decrypter();
    if (head.passphrase) decrypter.addPassphrase(head.passphrase);
    if (head.identity) decrypter.addIdentity(head.identity);
    const body = whole.subarray(end + 2);
    const opened = await decrypter.decrypt(new Uint8Array(head.compressed ? inflateSync(body) : body));
    answer.opened = sha256(opened) === head.payload ? "right" : "wrong";
  } catch (error) {
    answer.opened = "no";
  }
  return answer;
}

const CALLS = {
  works: () => seal.works(),
  folded: ({ text }) => folded(text),
  typed: ({ text }) => typedWords(text),
  resolve: ({ path, typed }) => typed.map((word) => resolve(word, list(path))),
  async read({ text, paths }) {
    try {
      return await readWords(text, paths.map((path) => async () => list(path)));
    } catch (error) {
      if (error instanceof NotWords) return { kind: error.kind, places: error.places };
      throw error;
    }
  },
  fresh: ({ path, drawn }) => freshWords(list(path), drawn ? (into) => (into.set(drawn), into) : undefined),
  two: ({ drawn }) => twoPlaces((into) => (into.set(drawn), into)),
  wrong: ({ typed, places, words }) => wrongOne(typed, places, words),
  async receipt({ words, salt }) {
    const parts = [];
    const made = await deriveReceipt(words, salt, (part) => parts.push(part));
    return { lookup: made.lookup, secret: hex(made.secret), recipient: made.recipient, told: parts.length, last: parts.at(-1) };
  },
  derive: ({ key, label }) => hex(seal.derive(fromHex(key), label)),
  recipient: ({ secret }) => seal.recipientOf(fromHex(secret)),
  caseRecipient: ({ seed }) => seal.caseRecipient(fromHex(seed)),
  padme: ({ lengths }) => lengths.map(seal.padme),
  padded: ({ text, floor }) => hex(seal.padded(Buffer.from(text), floor)),
  async seal({ size, recipient, path }) {
    writeFileSync(path, await seal.seal(pattern(size), recipient));
  },
  async open({ path, secret }) {
    try {
      const opened = await seal.open(new Uint8Array(readFileSync(path)), fromHex(secret));
      return { size: opened.length, digest: sha256(opened) };
    } catch (error) {
      return { error: "closed" };
    }
  },
  async file({ size, path, note }) {
    const { line, box } = await seal.sealFile({ bytes: pattern(size), name: "1.jpg", type: "image/jpeg", cleaned: true, note });
    writeFileSync(path, box);
    return line;
  },
  async message({ text, files, seed, path }) {
    writeFileSync(path, await seal.sealMessage(text, files, await seal.caseRecipient(fromHex(seed))));
  },
  async facts({ facts, seed, path }) {
    writeFileSync(path, await seal.sealJSON(facts, await seal.caseRecipient(fromHex(seed)), seal.FACTS_FLOOR));
  },
  openMessage: ({ path, seed }) => seal.openMessage(readFileSync(path).toString("base64"), fromHex(seed)),
  wrap: ({ seed, recipient }) => seal.wrap(fromHex(seed), recipient),
  unwrap: async ({ wrap, secret }) => hex(await seal.unwrap(wrap, fromHex(secret))),
  isRecipient: ({ texts }) => texts.map(seal.isRecipient),
  solve: ({ ticket, bits }) => solve(ticket, bits),
  vectors: () => Promise.all(Object.keys(vectors).map(vector)),
  drawn: ({ pitch, chances }) => disguise.drawn(pitch, () => chances.shift() ?? 0.5),
  /** A voice of one pitch with three tones above it, made another; how long it took. */
  async voice({ chances, tone, seconds, path }) {
    const part = (n, of) => Math.sin((2 * Math.PI * tone * of * n) / voice.RATE) / (2 * of);
    const sound = Float32Array.from({ length: seconds * voice.RATE }, (_, n) => part(n, 1) + part(n, 2) + part(n, 3));
    const pitch = disguise.pitchOf(sound, voice.RATE);
    let turn = 0;
    const other = await disguise.disguised(sound, voice.RATE, () => chances[turn++ % chances.length]);
    const after = disguise.pitchOf(other, voice.RATE);
    writeFileSync(path, await voice.wav(other));
    return { pitch, after, left: sound.some(Boolean) };
  },
};

const answers = [];
for (const call of JSON.parse(readFileSync(0, "utf8"))) answers.push((await CALLS[call.do](call)) ?? null);
process.stdout.write(JSON.stringify(answers));
