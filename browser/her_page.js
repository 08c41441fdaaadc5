/** Her page: the answer, what was said before, a reply, new words, the end. Opened and sealed here. */

import { utf8ToBytes } from "@noble/hashes/utils.js";
import { askTwo, showWords } from "./done.js";
import { choice, collected, countOfFiles } from "./files.js";
import { copyFor, endingFor, showCase, ticketFor } from "./her_case.js";
import { part, Refused, replaceWith, say, sentence, show, tellError, unfold, write } from "./page.js";
import { openMessage, wrap } from "./seal.js";
import { freshReceipt, lookAtText, sealedMessage } from "./sealing.js";

/** A day as she reads it. */
function day(text) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const moment = new Date(`${text}T00:00:00Z`);
  return isNaN(moment) ? text : moment.toLocaleDateString(document.documentElement.lang || "es", options);
}

/** Do something that may fail, once at a time, and say what went wrong where she pressed. */
function once(view, act) {
  let is_busy = false;
  return async (event) => {
    event.preventDefault();
    if (is_busy) return;
    is_busy = true;
    try {
      await act(event);
    } catch (error) {
      if (!tellError(view, error)) say(view, "failed-here");
    }
    is_busy = false;
  };
}

/** The message in a box, or a sentence that it cannot be opened. */
async function opened(said, session) {
  try {
    return await openMessage(said.box, session.seeds.get(said.version));
  } catch (error) {
    return { text: sentence("unopened"), role: "", files: 0 };
  }
}

/** The answer of the house, or that there is none yet. */
async function showAnswer(view, { answer, thread }, session) {
  show(view, "answer", Boolean(answer));
  show(view, "no-answer", !answer);
  if (!answer) {
    const by = (thread.answer_by || "").trim();
    write(view, "no-answer-by", by ? sentence("by-day", { day: day(by) }) : sentence("by-no-day"));
    return;
  }
  const message = await opened(answer, session);
  write(view, "answer-text", message.text);
  write(view, "answer-on", day(answer.on));
  write(view, "answer-role", message.role && sentence(`role-${message.role}`));
}

/** What stands on her page besides: how it is with the thread, until when, who reads. */
function showThread(view, thread) {
  view.querySelectorAll("[data-state]").forEach((place) => {
    place.hidden = place.dataset.state !== thread.state;
  });
  write(view, "expires", day(thread.expires_on));
  show(view, "unread", thread.is_read === false);
  show(view, "reads", thread.is_read !== false);
  const list = part(view, "reads");
  if (!list) return;
  list.textContent = "";
  for (const label of thread.reads || []) {
    const item = document.createElement("li");
    item.textContent = label;
    list.appendChild(item);
  }
}

/** What was said before, hers as well: only because she asked. */
async function showOlder(view, session) {
  const { messages } = await session.ask("older");
  const list = part(view, "older-list");
  list.textContent = "";
  for (const said of messages) {
    const item = document.getElementById("uno").content.cloneNode(true);
    const message = await opened(said, session);
    write(item, "by", sentence(`by-${said.by}`));
    write(item, "on", day(said.on));
    write(item, "text", message.text);
    write(item, "files", message.files ? sentence(`with-${message.files}`) : "");
    list.appendChild(item);
  }
  unfold(view, "older");
}

/** A reply: sealed to the thread, made once, sent again as it is where the line was cut. */
function replying(form, answer, session) {
  let ticket = answer.t;
  let made = null;
  return async () => {
    const saying = (name) => say(form, name);
    lookAtText(form, countOfFiles(form) > 0);
    const now = choice(form);
    if (!made || made.choice !== now) {
      const files = await collected(form, saying);
      saying("sealing");
      made = { choice: now, ...(await sealedMessage(form.elements.text.value, files, answer.thread.case)) };
    }
    saying("sending");
    try {
      const got = await session.ask("reply", [...made.fields, ["t", ticket]]); // the ticket last, as in a letter
      ticket = got.t || ticket;
    } catch (error) {
      if (error instanceof Refused && error.answer.t) ticket = error.answer.t;
      if (error instanceof Refused && error.answer.case) {
        answer.thread.case = error.answer.case; // the lock was turned: the next try seals to the new one
        made = null;
      }
      throw error;
    }
    made = null;
    form.reset();
    say(form, "sent");
  };
}

/** Every seed she can open, sealed to fresh words, as fields. */
async function rewrapped(session, { lookup, recipient }) {
  const wraps = {};
  for (const [version, seed] of session.seeds) wraps[version] = await wrap(seed, recipient);
  const fields = [["new_lookup", lookup], ["new_receipt", recipient]];
  return [...fields, ["wraps", utf8ToBytes(JSON.stringify(wraps))]];
}

/** New words: shown before the old ones end, so that a cut line never leaves her without any. */
async function changeWords(view, session) {
  say(view, "words-busy");
  const made = await freshReceipt(session.form);
  made.secret.fill(0);
  let { copy, ticket } = await copyFor(session, made.recipient);
  const fresh = replaceWith(view, "nuevas");
  showWords(fresh, made.words);
  press(fresh, "change-sure", async () => {
    say(fresh, "sending");
    try {
      await session.ask("change", [...(await rewrapped(session, made)), ...copy, ...ticket]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.answer.keys) {
        await session.learn(error.answer.keys); // the lock was turned: the next press seals the newest seed too
        throw error;
      }
      if (!(await isThere(session, made.lookup))) {
        if (error.answer.again) ticket = await ticketFor(session); // the page lay open for long: the next press
        throw error;
      } // else it was refused because it is done already: its answer was cut
    }
    show(fresh, "before", false);
    show(fresh, "changed", true);
    say(fresh, "changed");
    askTwo(fresh, made.words);
    session.forget();
  });
}

/** Do her words open anything, or these? */
async function isThere(session, lookup) {
  try {
    await session.ask("open", [], lookup);
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
  return true;
}

/** The end. Where its answer was cut, and her words open nothing any more, it was the end. */
function ending(view, session) {
  let was_cut = false;
  return async () => {
    let stays = [];
    try {
      const answer = await session.ask("end", [["sure", "1"], ...(await endingFor(session))]);
      stays = answer.stays || [];
    } catch (error) {
      const is_refused = error instanceof Refused;
      if (!is_refused) was_cut = true;
      if (!is_refused || !was_cut || (await isThere(session))) throw error;
    }
    session.forget();
    write(replaceWith(view, "adios"), "stays", stays.join(" "));
  };
}

/** What a button of a view does. */
function press(view, what, act) {
  const button = view.querySelector(`[data-do="${what}"]`);
  if (button) button.addEventListener("click", once(view, act));
}

/** Her page again, in the place of another one. */
async function backToHers(view, session) {
  const answer = await session.ask("open");
  await session.learn(answer.keys);
  await showHerPage(replaceWith(view, "mia"), answer, session);
}

/** Fill her page in, and let its buttons do what they say. */
export async function showHerPage(view, answer, session) {
  showThread(view, answer.thread);
  await showAnswer(view, answer, session);
  const form = view.querySelector('form[data-do="reply"]');
  if (form) form.addEventListener("submit", once(form, replying(form, answer, session)));
  press(view, "older", () => showOlder(view, session));
  press(view, "case", () => showCase(view, session, { once, day, back: (from) => backToHers(from, session) }));
  press(view, "change", () => changeWords(view, session));
  press(view, "end", () => unfold(view, "end-sure"));
  press(view, "end-sure", ending(view, session));
}
