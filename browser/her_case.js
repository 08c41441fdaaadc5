/** What was agreed with her: opened with her words, changed and taken back from her phone. */

import { base64 } from "@scure/base";
import { fillDoors, showNext } from "./her_doors.js";
import { add, part, Refused, replaceWith, say, sentence, show, text, write } from "./page.js";
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

/** The ticket that only her words open, as the last field of what she does; none where there is none. */
async function ticketIn(answer, secret) {
  if (!answer.ticket) return [];
  const filled = await open(base64.decode(answer.ticket), secret);
  return [["t", new TextDecoder().decode(unpadded(filled))]];
}

/** A ticket for what she does besides. */
export async function ticketFor(session) {
  return ticketIn(await session.ask("case"), session.receipt.secret);
}

/** Her copy for fresh words, as fields, none where there is none; and a ticket for the change. */
export async function copyFor(session, recipient) {
  const answer = await session.ask("case");
  const ticket = await ticketIn(answer, session.receipt.secret);
  if (!answer.box) return { copy: [], ticket };
  try {
    const anew = await seal(await open(base64.decode(answer.box), session.receipt.secret), recipient);
    return { copy: [["copy", anew]], ticket };
  } catch (error) {
    return { copy: [], ticket }; // other words sealed it: it is made anew when somebody opens the case
  }
}

/** The list of the house of what she may take back, as a field. */
const takes = (copy) => (copy && copy.takes ? [["takes", text(copy.takes)]] : []);

/** Which permissions are on it. */
const listed = (copy) => text(copy.takes).split(".")[0].match(/[0-9a-f]{16}/g) || [];

/** The same and a ticket, for whoever takes everything back. */
export async function endingFor(session) {
  const answer = await session.ask("case");
  const copy = await copyOf(answer.box, session.receipt.secret);
  return [...takes(copy), ...(await ticketIn(answer, session.receipt.secret))];
}

/** Does nobody here do anything more in it: closed, or with another organisation? */
const isOver = (answer) => ["closed", "transferred"].includes(answer.state);

/** Until when it is kept whatever she says, and why. */
function fillHeld(view, answer, copy) {
  show(view, "held", Boolean(answer.stays));
  write(view, "stays", text(answer.stays));
  const why = (answer.holds || []).map((each) => text(((copy && copy.held) || {})[each]));
  part(view, "kept").textContent = "";
  for (const code of new Set(why.filter(Boolean))) add(part(view, "kept"), "renglon").textContent = sentence(`hold-${code}`);
}

/** Who looked at the name on her papers, and why. */
function fillLooks(view, copy, day) {
  const looks = copy.looks || [];
  show(view, "looked", looks.length > 0);
  part(view, "looks").textContent = "";
  for (const each of looks) {
    const role = each.role ? ` (${sentence(`reader-${each.role}`)})` : "";
    const said = `${day(text(each.on))}${role}: ${sentence(`look-${each.why}`)}. ${text(each.words)}`;
    add(part(view, "looks"), "renglon").textContent = said;
  }
}

/** Who had something of hers that she took back, and what they answered. */
function fillCalledBack(view, copy) {
  const back = copy.back || [];
  show(view, "called", back.length > 0);
  part(view, "called-list").textContent = "";
  for (const each of back) {
    const said = (text(each.said) && sentence(`back-${each.said}`)) || sentence("back");
    add(part(view, "called-list"), "renglon").textContent = `${text(each.to)}: ${said}.`;
  }
}

/** Who was told about her without her yes, and why. */
function fillNotices(view, copy, day) {
  const notices = copy.notices || [];
  show(view, "noticed", notices.length > 0);
  part(view, "notices").textContent = "";
  for (const each of notices) {
    const told = sentence(each.on ? "told-on" : "told-agreed", { day: day(text(each.on || each.agreed)), to: text(each.to) });
    const why = sentence(`ground-${each.ground}`) + (each.law ? `: ${text(each.law)}` : "");
    const what = (each.what || []).map((code) => sentence(`field-${code}`)).join(", ");
    const said = `${told} ${why}. ${text(each.why)} ${sentence("told-what")} ${what}.`;
    add(part(view, "notices"), "renglon").textContent = said;
  }
}

/** Where she is under 18 the page says it in words of her age. */
function sayYoung(view, copy) {
  show(view, "young", Boolean(copy.young));
  if (!copy.young) return;
  view.querySelectorAll("[data-young]").forEach((place) => (place.textContent = place.dataset.young));
}

/** Everything that stands on the page, out of her copy and what the house says of it. */
function fill(view, answer, copy, day) {
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
  fillHeld(view, answer, copy);
  if (!copy) return;
  fillLooks(view, copy, day);
  fillCalledBack(view, copy);
  fillNotices(view, copy, day);
  sayYoung(view, copy);
  write(view, "next", text(copy.next) || sentence(copy.young ? "nothing-decided" : "nothing-agreed"));
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
    const young = copy.young ? sentence(`young-${each.kind}`) : "";
    write(item, "what", (young || sentence(`kind-${each.kind}`)) + (to ? `: ${to}` : ""));
    const is_taken = answer.taken.includes(each.ref);
    show(item, "taken", is_taken);
    show(item, "engaged", !is_taken && each.kind === "engage_services" && !isOver(answer));
    if (!is_taken && each.until) write(item, "until", sentence("until", { day: day(each.until) }));
    const button = part(item, "take");
    if (is_taken || each.kind === "engage_services") button.remove();
    else button.addEventListener("click", act("taken", () => [["do", "case_take"], ["part", each.ref], ...takes(copy)]));
  }
  if (!list.children.length) add(list, "renglon").textContent = sentence("nothing");
  const left = listed(copy).filter((each) => !answer.taken.includes(each));
  const more = left.filter((ref) => !(copy.permissions || []).some((each) => each.ref === ref)).length;
  show(view, "more", more > 0);
  write(view, "more", more ? sentence("more", { n: more }) : "");
  show(view, "all", left.length > 1);
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

  /** What stands now, as the house says it. */
  async function anew() {
    answer = await session.ask("case");
    copy = await copyOf(answer.box, session.receipt.secret);
    fillAll();
  }

  /** A button: ask the house with these fields, then show what stands now, and the sentence about it. */
  const act = (told, fields) =>
    once(view, async () => {
      const [[, what], ...rest] = await fields();
      try {
        await session.ask(what, [...rest, ...(await ticketIn(answer, session.receipt.secret))]);
      } catch (error) {
        if (error instanceof Refused && error.answer.again) await anew(); // it may be done: its answer was cut
        throw error;
      }
      await anew();
      say(view, told);
    });

  const sealed = async (changes) => [
    ["do", "case_say"],
    ["version", String(answer.version)],
    ["message", await sealMessage(JSON.stringify(changes), [], answer.case)],
  ];

  /** She was turned away: sealed to her case, and the next places for the same need come back. */
  const turned = (door, code) =>
    once(view, async () => {
      const [[, what], ...rest] = await sealed({ refused: [text(door.ref), code] });
      const asked = [["need", text(door.need)], ["svc", text(door.svc)], ["shut", (copy.shut || []).join(" ")]];
      const skip = [["skip", (copy.doors || []).map((each) => text(each.svc)).join(" ")]];
      const given = await session.ask(what, [...rest, ...asked, ...skip, ...(await ticketIn(answer, session.receipt.secret))]);
      await anew();
      for (const each of copy.doors || []) if (each.ref === door.ref) each.out = "REF";
      fillDoors(view, copy, turned, day);
      showNext(view, door, given.places || [], turned);
      say(view, code ? "turned-why" : "turned");
    });

  function fillAll() {
    fill(view, answer, copy, day);
    if (copy) fillPermissions(view, answer, copy, act, day);
    if (copy) fillDoors(view, copy, turned, day);
  }

  fillAll();
  if (copy) fillForm(form, copy);
  form.addEventListener("submit", act("case-changed", () => sealed(changesOf(form))));
  part(view, "take-all").addEventListener(
    "click",
    act("taken-all", () => [["do", "case_take"], ["part", "all"], ...takes(copy)]),
  );
  part(view, "summary-agree").addEventListener("click", act("case-agreed", () => sealed({ yes: copy.summary.digest })));
  part(view, "back").addEventListener("click", once(view, () => back(view)));
  part(view, "close-first").addEventListener("click", () => show(view, "close-sure", true));
  part(view, "close-not").addEventListener("click", () => show(view, "close-sure", false));
  part(view, "close-now").addEventListener(
    "click",
    act("case-closed", () => {
      show(view, "close-sure", false);
      return [["do", "case_close"], ["sure", "1"], ...takes(copy)];
    }),
  );
}
