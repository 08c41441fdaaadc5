/** Her doors: where she was referred to, how it stands, and what she says when somebody turned her away. */

import { add, part, sentence, show, text, write } from "./page.js";

/** Is a door over: was it said already what came of it, here or at the house? */
const isShut = (each) => Boolean(each.out) || each.state === "ready";

/** What stands beside a door: where it is, the day and the hour, what to say there. */
function standingOf(each, day) {
  if (each.out) return `${sentence(`out-${text(each.out)}`)}.`;
  const when = each.day ? `: ${day(text(each.day))}${each.hour ? `, ${text(each.hour)}` : ""}` : "";
  const ask = each.ask ? sentence("at-door", { who: text(each.ask) }) : "";
  const code = each.state === "ready" ? "" : sentence("your-code", { code: text(each.code) });
  return [`${sentence(`door-${text(each.state)}`)}${when}.`, ask, code].filter(Boolean).join(" ");
}

/** Her doors, each with a button for the day on which somebody turned her away. */
export function fillDoors(view, copy, turned, day) {
  const doors = copy.doors || [];
  show(view, "doors", doors.length > 0);
  const list = part(view, "door-list");
  list.textContent = "";
  for (const each of doors) {
    const item = add(list, "puerta");
    write(item, "to", text(each.to));
    write(item, "stands", standingOf(each, day));
    const button = part(item, "turned");
    if (isShut(each)) button.remove();
    else button.addEventListener("click", turned(each, ""));
  }
}

/** The next places, and what they may have said: she says it only if she wants to. */
export function showNext(view, door, places, turned) {
  show(view, "next-doors", true);
  const list = part(view, "places");
  list.textContent = "";
  for (const each of places.length ? places : [sentence("no-place")]) add(list, "renglon").textContent = text(each);
  const row = part(view, "what-said");
  row.textContent = "";
  for (const said of document.querySelectorAll('template[id^="t-said-"]')) {
    const button = add(row, "boton");
    button.textContent = said.content.textContent;
    button.addEventListener("click", turned(door, said.id.slice("t-said-".length)));
  }
}
