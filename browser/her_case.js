/** What was agreed with her: opened with her words, changed and taken back from her phone. */

import { base64 } from "@scure/base";
import { part, replaceWith, say, sentence, show, write } from "./page.js";
import { open, seal, sealMessage, unpadded } from "./seal.js";

const FIELDS = ["name", "where", "hours", "other"];

/** What her copy says; nothing where other words sealed it. */
async function copyOf(box, secret) {
  if (!box) return null;
  try {
    const filled = await open(base64.decode(box), secret);
    const copy = JSON.parse(new TextDecoder().decode(unpadded(filled)));
    filled.fill(0);
    return copy && copy.v === 1 ? copy : null;
  } catch (error) {
    return null;
  }
}

/** Her copy for fresh words, as fields; none where there is none. */
export async function copyFor(session, recipient) {
  const { box } = await session.ask("case");
  if (!box) return [];
  try {
    return [["copy", await seal(await open(base64.decode(box), session.receipt.secret), recipient)]];
  } catch (error) {
    return []; // other words sealed it: it is made anew when somebody opens the case
  }
}

/** What drops the row by which she is counted, where this permission is the one to be counted. */
const counted = (copy, each) =>
  each.kind === "share_nonidentifiable_stats" && copy.counted ? [["counted", text(copy.counted)]] : [];

/** The same, for whoever takes everything back. */
export async function countedFor(session) {
  const { box } = await session.ask("case");
  const copy = await copyOf(box, session.receipt.secret);
  return copy && copy.counted ? [["counted", text(copy.counted)]] : [];
}

/** A text of a list, where it is one. */
const text = (said) => (typeof said === "string" ? said : "");

/** Does nobody here do anything more in it: closed, or with another organisation? */
const isOver = (answer) => ["closed", "transferred"].includes(answer.state);

/** Add a line to a list, from a template; answers with it. */
function add(list, template) {
  const item = document.getElementById(template).content.cloneNode(true).firstElementChild;
  list.appendChild(item);
  return item;
}

/** Everything that stands on the page, out of her copy and what the house says of it. */
function fill(view, answer, copy) {
  const has_case = Boolean(answer.case);
  show(view, "none", !has_case);
  show(view, "soon", has_case && !copy);
  show(view, "agreed", Boolean(copy));
  show(view, "reads-it", has_case);
  show(view, "change-it", Boolean(copy));
  show(view, "close-it", has_case && !isOver(answer));
  show(view, "is-closed", answer.state === "closed");
  show(view, "is-elsewhere", answer.state === "transferred");
  part(view, "seen").textContent = "";
  for (const said of answer.seen.length ? answer.seen : [sentence("nobody")]) {
    add(part(view, "seen"), "renglon").textContent = said;
  }
  part(view, "who").textContent = "";
  for (const each of answer.readers) {
    const code = ((copy && copy.why) || {})[each.who];
    const why = code ? sentence(`why-${code}`) : "";
    add(part(view, "who"), "renglon").textContent = sentence(`reader-${each.role}`) + (why ? `: ${why}` : "");
  }
  if (!copy) return;
  write(view, "next", text(copy.next) || sentence("nothing-agreed"));
  write(view, "plan", [text(copy.goals), text(copy.steps)].filter(Boolean).join("\n"));
  show(view, "summary", Boolean(copy.summary));
  if (copy.summary) {
    write(view, "summary-text", text(copy.summary.text));
    show(view, "summary-yes", Boolean(copy.summary.yes));
    show(view, "summary-no", !copy.summary.yes);
  }
}

/** Her permissions, each with a button that takes it back. */
function fillPermissions(view, answer, copy, act, day) {
  const list = part(view, "allowed");
  list.textContent = "";
  for (const each of copy.permissions || []) {
    const item = add(list, "permiso");
    const to = text(each.to) || (each.way ? sentence(`way-${each.way}`) : "");
    write(item, "what", sentence(`kind-${each.kind}`) + (to ? `: ${to}` : ""));
    const is_taken = answer.taken.includes(each.ref);
    show(item, "taken", is_taken);
    show(item, "engaged", !is_taken && each.kind === "engage_services" && !isOver(answer));
    if (!is_taken && each.until) write(item, "until", sentence("until", { day: day(each.until) }));
    const button = part(item, "take");
    if (is_taken || each.kind === "engage_services") button.remove();
    else button.addEventListener("click", act("taken", () => [["do", "case_take"], ["part", each.ref], ...counted(copy, each)]));
  }
  if (!list.children.length) add(list, "renglon").textContent = sentence("nothing");
}

/** Her name and how to reach her, as they stand. */
function fillForm(form, copy) {
  for (const name of FIELDS) form.elements[name].value = text(copy[name]);
  form.querySelectorAll("[name=ways]").forEach((box) => {
    box.checked = (copy.ways || []).includes(box.value);
  });
}

/** What she wrote in the form. */
function changesOf(form) {
  const ways = [...form.querySelectorAll("[name=ways]:checked")].map((box) => box.value);
  return { ...Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value])), ways };
}

/** Open the page of what was agreed in the place of hers. */
export async function showCase(old, session, { once, day, back }) {
  let answer = await session.ask("case");
  let copy = await copyOf(answer.box, session.receipt.secret);
  const view = replaceWith(old, "caso");
  const form = view.querySelector('form[data-do="case-say"]');

  /** A button: ask the house with these fields, then show what stands now, and the sentence about it. */
  const act = (told, fields) =>
    once(view, async () => {
      const [[, what], ...rest] = await fields();
      await session.ask(what, rest);
      answer = await session.ask("case");
      copy = await copyOf(answer.box, session.receipt.secret);
      fillAll();
      say(view, told);
    });

  const sealed = async (changes) => [
    ["do", "case_say"],
    ["version", String(answer.version)],
    ["message", await sealMessage(JSON.stringify(changes), [], answer.case)],
  ];

  function fillAll() {
    fill(view, answer, copy);
    if (copy) fillPermissions(view, answer, copy, act, day);
  }

  fillAll();
  if (copy) fillForm(form, copy);
  form.addEventListener("submit", act("case-changed", () => sealed(changesOf(form))));
  part(view, "summary-agree").addEventListener("click", act("case-agreed", () => sealed({ yes: copy.summary.digest })));
  part(view, "back").addEventListener("click", once(view, () => back(view)));
  part(view, "close-first").addEventListener("click", () => show(view, "close-sure", true));
  part(view, "close-now").addEventListener(
    "click",
    act("case-closed", () => {
      show(view, "close-sure", false);
      return [["do", "case_close"], ["sure", "1"]];
    }),
  );
}
