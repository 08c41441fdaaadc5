/**
 * What the script and the page say to each other. Every sentence stands in the page, in her language, as a
 * `<template id="t-…">`; the script writes with textContent only, and keeps nothing anywhere.
 */

/** A sentence of the page is the answer: nothing was sent, nothing is lost. */
export class Told extends Error {
  constructor(name, numbers = {}) {
    super(name);
    this.name_ = name;
    this.numbers = numbers;
  }
}

/** A sentence of the house is the answer. */
export class Refused extends Error {
  constructor(answer) {
    super("refused");
    this.answer = answer;
  }
}

/** The sentence of a template, with `{n}` and the like filled in. */
export function sentence(name, numbers = {}) {
  const template = document.getElementById(`t-${name}`);
  const text = template ? template.content.textContent.trim() : "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in numbers ? String(numbers[key]) : whole));
}

/** Write a sentence where the page says what is going on; a screen reader reads it out. */
export function say(where, name, numbers) {
  tell(where, name && sentence(name, numbers));
}

/** Write a text there; not where a form inside it says what is going on with itself. */
export function tell(where, text) {
  const place = [...where.querySelectorAll("[role=status]")].find((each) => {
    const form = each.closest("form");
    return !form || form === where || !where.contains(form);
  });
  if (place) place.textContent = text || "";
}

/** What an error says to her: a sentence of the page, or of the house. False where it is neither. */
export function tellError(where, error) {
  if (error instanceof Told) say(where, error.name_, error.numbers);
  else if (error instanceof Refused) tell(where, error.answer.sentence || sentence("cut"));
  else return false;
  return true;
}

/** A part of a view by its name. */
export const part = (view, name) => view.querySelector(`[data-part="${name}"]`);

/** Show or hide a part, where the page has it. */
export function show(view, name, is_shown) {
  const place = part(view, name);
  if (place) place.hidden = !is_shown;
}

/** Write into a part, where the page has it: text as text, and its lines as lines. */
export function write(view, name, text) {
  const place = part(view, name);
  if (!place) return;
  place.textContent = "";
  text.split(/\r?\n/).forEach((line, number) => {
    if (number) place.appendChild(document.createElement("br"));
    place.appendChild(document.createTextNode(line));
  });
}

/** Put the content of a template in the place of what she filled in, and begin to read at its heading. */
export function replaceWith(form, id) {
  const old = form.closest("[data-sheet]") || form;
  const view = document.createElement("div");
  view.dataset.sheet = "";
  view.appendChild(document.getElementById(id).content.cloneNode(true));
  old.querySelectorAll("textarea, input").forEach((field) => {
    if (field.type !== "hidden") field.value = "";
  });
  old.replaceWith(view);
  readAtHeading(view);
  window.scrollTo(0, 0);
  return view;
}

/** Begin to read at the heading: a screen reader does, the keyboard goes on from there, and it is on the screen. */
function readAtHeading(place) {
  const heading = place.querySelector("h1, h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** Show a part that she asked for, and begin to read there. */
export function unfold(view, name) {
  show(view, name, true);
  if (part(view, name)) readAtHeading(part(view, name));
}

/** The page says who closes the letter: her phone while the script holds the form, else the house. */
export function saysWhoSeals(who) {
  document.querySelectorAll("[data-seals]").forEach((place) => {
    place.hidden = place.dataset.seals !== who;
  });
}

/**
 * Whatever is on the screen and in `secrets` goes when she leaves, by whichever way. Answers with a function that
 * ends this, for a form that goes to the house after all: its page must still be there where the line is cut.
 */
export function wipeWhenLeaving(secrets) {
  const wipe = () => {
    secrets.forget();
    const main = document.querySelector("main");
    if (main) main.textContent = "";
  };
  document.querySelectorAll("a.leave").forEach((link) => link.addEventListener("click", wipe, true));
  window.addEventListener("pagehide", wipe);
  return () => window.removeEventListener("pagehide", wipe);
}

/** Ask the house; the answer is JSON, or there was none. No cookie goes along, nothing stays in a cache. */
async function ask(address, options) {
  try {
    return await fetch(address, { credentials: "omit", cache: "no-store", redirect: "error", ...options });
  } catch (error) {
    throw new Told("cut");
  }
}

/**
 * Send fields and answer with what the house said. Throws `Told("cut")` where the line was cut, and `Refused`.
 * @param {string} address
 * @param {[string, string | Uint8Array | Blob][]} fields
 */
export async function post(address, fields, signal) {
  const body = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === "string") body.append(name, value);
    else body.append(name, new Blob([value], { type: "application/octet-stream" }), name);
  }
  const response = await ask(address, { method: "POST", body, signal });
  let answer;
  try {
    answer = await response.json();
  } catch (error) {
    // Half an answer, or somebody between us and the house who is out of order: again. Else it does not work here.
    throw response.ok || response.status >= 500 ? new Told("cut") : new Error("no answer of the house");
  }
  if (!answer.ok) throw new Refused(answer);
  return answer;
}

/** A text of the house, such as a list of words. */
export async function fetchText(address) {
  const response = await ask(address, {});
  if (!response.ok) throw new Told("cut");
  return await response.text();
}

/** The hidden fields of a form as pairs. */
export function hidden(form, ...names) {
  const fields = [...form.querySelectorAll("input[type=hidden]")].filter((each) => each.name);
  return fields.filter((each) => !names.length || names.includes(each.name)).map((each) => [each.name, each.value]);
}

/** Add a line to a list, from a template; answers with it. */
export function add(list, template) {
  const item = document.getElementById(template).content.cloneNode(true).firstElementChild;
  list.appendChild(item);
  return item;
}

/** A text of a list, where it is one. */
export const text = (said) => (typeof said === "string" ? said : "");
