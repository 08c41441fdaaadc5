/** Coming back with eight words: they stay on the phone; the house is told what hangs on them, and answers sealed. */

import { hidden, post, replaceWith, say, saysWhoSeals, Told, tellError, wipeWhenLeaving } from "./page.js";
import { deriveReceipt } from "./receipt.js";
import { unwrap } from "./seal.js";
import { listsOf } from "./sealing.js";
import { showHerPage } from "./her_page.js";
import { NotWords, readWords } from "./words.js";

/** The receipt of the words she typed; a sentence of the page where they are not eight words. */
async function receiptOf(form, saying) {
  try {
    const words = await readWords(form.elements.p.value, listsOf(form));
    saying("words-busy");
    return await deriveReceipt(words, form.dataset.salt);
  } catch (error) {
    if (error instanceof NotWords) throw new Told(`${error.kind}-words`, { n: error.places.join(", ") });
    throw error;
  }
}

/** The case seeds that her words open, by version. */
async function seedsOf(keys, secret) {
  const seeds = new Map();
  for (const { version, wrap } of keys) seeds.set(version, await unwrap(wrap, secret));
  return seeds;
}

/** What is known while her page is open, and how the house is asked. */
function sessionOf(form, leaving) {
  const session = {
    form,
    receipt: null,
    seeds: new Map(),
    leaving,
    ask: (what, fields = [], lookup = session.receipt.lookup) =>
      post(form.dataset.to, [...hidden(form, "h"), ["lookup", lookup], ["do", what], ...fields], leaving.signal),
    learn: async (keys) => {
      session.seeds = await seedsOf(keys, session.receipt.secret);
    },
    forget: () => {
      session.seeds.forEach((seed) => seed.fill(0));
      session.seeds.clear();
      if (session.receipt) session.receipt.secret.fill(0);
      session.receipt = null;
      leaving.abort();
    },
  };
  return session;
}

/** Take the form over: the words she types never leave the phone. */
export function takeBack(form) {
  const session = sessionOf(form, new AbortController());
  const saying = (name) => say(form, name);
  let is_busy = false;

  async function open() {
    session.receipt = await receiptOf(form, saying);
    saying("asking");
    const answer = await session.ask("open");
    await session.learn(answer.keys);
    await showHerPage(replaceWith(form, "mia"), answer, session);
  }

  async function submitted(event) {
    event.preventDefault();
    if (is_busy) return;
    is_busy = true;
    try {
      await open();
    } catch (error) {
      if (!tellError(form, error)) failed(error);
    }
    is_busy = false;
  }

  function failed() {
    form.removeEventListener("submit", submitted); // it does not work here: the next press goes to the house, said
    stay();
    saysWhoSeals("house");
    say(form, "failed");
  }

  form.addEventListener("submit", submitted);
  const stay = wipeWhenLeaving(session);
  saysWhoSeals("phone");
}
