/** The letter: sealed here, on her phone, to those who may read it; what leaves is closed. */

import { askTwo, showWords } from "./done.js";
import { choice, collected, countOfFiles } from "./files.js";
import { hidden, post, replaceWith, say, saysWhoSeals, show, tellError, wipeWhenLeaving } from "./page.js";
import { caseRecipient, FACTS_FLOOR, fresh, sealJSON, wrap } from "./seal.js";
import { freshReceipt, lookAtText, sealedMessage, solver } from "./sealing.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** A letter without a voice to answer: only that she wrote is counted; her text stays on the phone. */
const wantsOnlyToBeHeard = (form) => {
  const wish = form.querySelector("[name=wish]:checked, [name=wish][type=hidden]");
  return Boolean(wish && wish.value === "listen");
};

/** Her eight words with what hangs on them; none where she declined them. */
async function receiptFor(form, saying) {
  if (form.elements.no_words && form.elements.no_words.checked) return null;
  saying("words-busy");
  return await freshReceipt(form);
}

/** Everything that leaves, sealed: made once, sent again as it is where the line was cut. */
async function sealedLetter(form, saying) {
  lookAtText(form, countOfFiles(form) > 0);
  const readers = JSON.parse(form.dataset.readers);
  const files = await collected(form, saying);
  const receipt = await receiptFor(form, saying);
  saying("sealing");
  const seed = fresh();
  const recipient = await caseRecipient(seed);
  const { fields, as_it_is } = await sealedMessage(form.elements.text.value, files, recipient);
  const wraps = {};
  for (const reader of readers) wraps[reader.r] = await wrap(seed, reader.k);
  if (receipt) wraps.receipt = await wrap(seed, receipt.recipient);
  seed.fill(0);
  fields.push(["wraps", utf8ToBytes(JSON.stringify(wraps))]);
  fields.push(["facts", await sealJSON(JSON.parse(form.dataset.facts), recipient, FACTS_FLOOR)]);
  fields.push(["case", recipient], ["wish", "answer"]);
  if (receipt) fields.push(["lookup", receipt.lookup], ["receipt", receipt.recipient]);
  if (receipt) receipt.secret.fill(0);
  return { fields, as_it_is, words: receipt && receipt.words };
}

/** The view that takes the place of the form. */
function arrived(form, letter) {
  if (!letter) return replaceWith(form, "oido");
  const view = replaceWith(form, letter.words ? "llego" : "llego-sin");
  show(view, "as-it-is", letter.as_it_is);
  if (letter.words) {
    showWords(view, letter.words);
    askTwo(view, letter.words);
  }
  return view;
}

/** While it works, nothing can be changed or pressed twice. */
function hold(form, is_held) {
  form.querySelectorAll("button").forEach((button) => (button.disabled = is_held));
  form.querySelectorAll("textarea").forEach((field) => (field.readOnly = is_held));
  form.setAttribute("aria-busy", String(is_held));
}

/** Take the form over: from now on it is sealed here. */
export function takeLetter(form) {
  const leaving = new AbortController();
  const secrets = { made: null, forget: () => {} };
  const answerOf = solver(Number(form.dataset.bits) || 0, () => leaving.signal.aborted);
  const saying = (name) => say(form, name);
  secrets.forget = () => {
    secrets.made = null;
    leaving.abort();
  };

  async function send() {
    let letter = null;
    let fields;
    if (wantsOnlyToBeHeard(form)) {
      fields = [...hidden(form, "h"), ["wish", "listen"]];
    } else {
      const now = choice(form);
      if (!secrets.made || secrets.made.choice !== now) {
        secrets.made = null;
        secrets.made = { choice: now, ...(await sealedLetter(form, saying)) };
      }
      letter = secrets.made;
      fields = [...hidden(form).filter(([name]) => name !== "wish" && name !== "t"), ...letter.fields];
    }
    saying("ticket");
    const ticket = form.elements.t.value;
    fields.push(["n", String(await answerOf(ticket))], ["t", ticket]); // the ticket last: what was cut holds none
    saying("sending");
    await post(form.dataset.to, fields, leaving.signal);
    arrived(form, letter);
    secrets.made = null;
  }

  async function submitted(event) {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    hold(form, true);
    try {
      await send();
    } catch (error) {
      hold(form, false);
      if (error.answer && error.answer.t) form.elements.t.value = error.answer.t;
      if (tellError(form, error)) return;
      form.removeEventListener("submit", submitted); // it does not work here: the next press goes to the house, said
      stay();
      saysWhoSeals("house");
      say(form, "failed");
    }
  }

  form.addEventListener("submit", submitted);
  form.addEventListener("input", () => answerOf(form.elements.t.value), { once: true });
  const stay = wipeWhenLeaving(secrets);
  saysWhoSeals("phone");
}
