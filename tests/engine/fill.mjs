// Fill in forms with the engine of ODK Web Forms, as a person would who answers everything, and send them.
//
// Standard input: a list of jobs, {"form": XML, "media": {name: text}, "answers": {path: value}, "url", "headers"}.
// Standard output: for each job {"set": {path: [values]}, "unset": {path: why}, "seen": {path: what the engine knows of
// it}, "xml", "files", "instanceID", "languages", "ready", "status", "body"}, or {"error"}. Only what is asked and can
// be answered is set; "answers" come before guesses. Without an "url" nothing is sent. The clock is that of the tests:
// TESTS_CLOCK holds a zone, a moment, and what the computer's clock said then (tests/moment.py).
import { JSDOM } from "jsdom";

const [, moment, then] = process.env.TESTS_CLOCK.split(" ");
const ahead = Date.parse(moment) - Date.parse(then);
const ofTheComputer = Date.now;
globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(ofTheComputer() + ahead);
  }
  static now() {
    return ofTheComputer() + ahead;
  }
};

globalThis.__dirname = ".";
const { window } = new JSDOM("", { url: "http://localhost/" });
for (const name of [
  "DOMParser", "XMLSerializer", "Node", "Element", "Document", "XMLDocument", "Attr", "Text", "NodeFilter",
  "XPathResult", "XPathExpression", "XPathEvaluator", "HTMLElement", "CDATASection", "Comment", "ProcessingInstruction",
]) globalThis[name] ??= window[name];
globalThis.window = window;
globalThis.document = window.document;
const { createInstance } = await import("@getodk/xforms-engine");

const MOST_ROUNDS = 20;
const NOT_CHOSEN = new Set(["prefers_not"]);
const KINDS = { csv: "text/csv", xml: "text/xml", geojson: "application/geo+json" };
// What a person might say, the likeliest first: the first one that the form lets pass is taken.
const GUESSES = {
  string: ["Luz", "12", "a", "abcd", "3001234567", "luz@example.org", "2024-05-17", "yes", "1"],
  int: ["3", "1", "5", "10", "18", "20", "25", "40", "65", "100", "1000", "0", "-1"],
  decimal: ["3.5", "1", "10.75", "18.25", "0.5", "100.5", "-1.5"],
  date: ["2024-05-17", "2010-06-15", "1990-01-15", "2100-01-01"],
  time: ["10:30:00.000-05:00"],
  dateTime: ["2024-05-17T10:30:00.000-05:00", "2100-01-01T10:30:00.000-05:00"],
  geopoint: ["7.9 -72.5 300 5"],
  geotrace: ["7.9 -72.5 300 5; 7.91 -72.51 300 5"],
  geoshape: ["7.9 -72.5 300 5; 7.91 -72.51 300 5; 7.92 -72.5 300 5; 7.9 -72.5 300 5"],
  boolean: ["true"],
  barcode: ["0123456789"],
};
const FILES = { image: ["png", "image/png"], audio: ["m4a", "audio/mp4"], video: ["mp4", "video/mp4"] };

// The path of a node, without positions and prefixes.
const pathOf = (node) => node.currentState.reference.replace(/\[\d+\]/g, "").replace(/\/[^/:]+:/g, "/");

const parsed = (xml) => new DOMParser().parseFromString(xml, "text/xml");

// What stands in a node, as the engine itself writes it.
const textOf = (node) => {
  const xml = `<x xmlns:orx="o" xmlns:odk="d" xmlns:jr="j">${node.instanceState.instanceXML}</x>`;
  return parsed(xml).documentElement.textContent;
};

// Numbers and quoted words that a condition itself names, and what lies beside them.
const hints = (node) => {
  const condition = node.definition.bind?.constraint?.expression ?? "";
  const numbers = [...condition.matchAll(/-?\d+(?:\.\d+)?/g)].map(([each]) => +each);
  const words = [...condition.matchAll(/'([^']*)'|"([^"]*)"/g)].map((each) => each[1] ?? each[2]);
  return [...numbers.flatMap((each) => [each, each + 1, each - 1, each + 0.1]).map(String), ...words];
};

const holds = (node) => [undefined, "required"].includes(node.validationState.violation?.condition);

// Try values until the form lets one pass; why not, where none does.
const tryEach = (node, values, set) => {
  for (const value of values) {
    try {
      set(value);
    } catch (error) {
      return `${error.constructor.name}: ${error.message}`.slice(0, 200);
    }
    if (textOf(node) !== "" && holds(node)) return "";
  }
  return values.length ? "no guess passes its condition" : "no choices";
};

const WAYS = {
  input: (node, said) => {
    const guessed = [...(GUESSES[node.valueType] ?? GUESSES.string), ...hints(node)];
    return tryEach(node, said ?? guessed, (value) => node.setValue(value));
  },
  range: (node, said) => {
    const { start, end } = node.definition.bodyElement.bounds;
    return tryEach(node, said ?? [start, end], (value) => node.setValue(value));
  },
  trigger: (node) => tryEach(node, [true], (value) => node.setValue(value)),
  select: (node, said) => {
    const all = node.currentState.valueOptions.map((each) => each.value);
    const options = all.filter((each) => !NOT_CHOSEN.has(each));
    if (node.selectType !== "select") return tryEach(node, said ?? options, (value) => node.selectValue(value));
    const guessed = [options.slice(0, 2), ...options.map((each) => [each])].filter((each) => each.length);
    const sets = said ? [said[0].split(" ")] : guessed;
    return tryEach(node, sets, (value) => node.selectValues(value));
  },
  rank: (node, said) => {
    const options = node.currentState.valueOptions.map((each) => each.value);
    const sets = said ? [said[0].split(" ")] : [options].filter((each) => each.length);
    return tryEach(node, sets, (value) => node.setValues(value));
  },
  upload: (node) => {
    const [ending, type] = FILES[node.nodeOptions?.media?.type] ?? ["txt", "text/plain"];
    const name = `${node.currentState.reference.replace(/[^\w]+/g, "-").slice(1)}.${ending}`;
    const file = new File([`a small file for ${pathOf(node)}`], name, { type });
    return tryEach(node, [file], (value) => node.setValue(value));
  },
};

// Every node that is asked now, repeats opened once.
function* asked(node) {
  if (!node.currentState.relevant) return;
  if (node.nodeType === "repeat-range:uncontrolled" && node.currentState.children.length === 0) node.addInstances();
  const children = node.currentState.children;
  if (children == null) yield node;
  else for (const each of children) yield* asked(each);
}

// Answer until nothing more can be: an answer may open another question, or give another list its choices.
const fill = (root, answers) => {
  const done = new Map(); // node → why it could not be set, or ""
  for (let round = 0, hasMoved = true; hasMoved && round < MOST_ROUNDS; round++) {
    hasMoved = false;
    for (const node of asked(root)) {
      const way = WAYS[node.nodeType];
      if (!way || done.get(node) === "") continue;
      const path = pathOf(node);
      const why = node.currentState.readonly ? "read only" : way(node, path in answers ? [answers[path]] : undefined);
      hasMoved ||= why === "" || !done.has(node);
      done.set(node, why);
    }
  }
  return done;
};

const told = (root, done) => {
  const set = {}, unset = {}, seen = {};
  const now = new Set(asked(root));
  for (const node of now) {
    seen[pathOf(node)] ??= {
      node: node.nodeType === "select" ? node.selectType : node.nodeType,
      value: node.valueType,
      label: node.currentState.label?.asString ?? "",
      hint: node.currentState.hint?.asString ?? "",
      choices: (node.currentState.valueOptions ?? []).map((each) => [each.value, each.label?.asString ?? ""]),
    };
  }
  for (const [node, why] of done) {
    if (!now.has(node)) unset[pathOf(node)] ??= "no longer asked";
    else if (why) unset[pathOf(node)] = why;
    else (set[pathOf(node)] ??= []).push(textOf(node));
  }
  return { set, unset, seen };
};

const fetched = (media) => async (url) => {
  const name = decodeURIComponent(String(url).split("/").pop());
  if (!(name in media)) return new Response("", { status: 404 });
  const type = KINDS[name.split(".").pop()] ?? "application/octet-stream";
  return new Response(media[name], { headers: { "content-type": type } });
};

const send = async (data, { url, headers }) => {
  if (!url) return {};
  const told = { "X-OpenRosa-Version": "1.0", ...headers };
  const answer = await fetch(url, { method: "POST", body: data, headers: told });
  return { status: answer.status, body: await answer.text() };
};

const run = async (job) => {
  const form = { fetchFormAttachment: fetched(job.media ?? {}), missingResourceBehavior: "BLANK" };
  const { root } = await createInstance(job.form, { form });
  const done = fill(root, job.answers ?? {});
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const [data] = payload.data;
  const xml = await data.get("xml_submission_file").text();
  const files = [...data.keys()].filter((each) => each !== "xml_submission_file");
  const instanceID = parsed(xml).getElementsByTagNameNS("*", "instanceID")[0]?.textContent ?? "";
  const languages = root.languages.map((each) => each.language ?? "");
  return { ...told(root, done), ready: payload.status, xml, files, instanceID, languages, ...(await send(data, job)) };
};

let read = "";
for await (const piece of process.stdin) read += piece;
const answers = [];
for (const job of JSON.parse(read)) {
  try {
    answers.push(await run(job));
  } catch (error) {
    answers.push({ error: `${error.constructor?.name}: ${error.message}`.slice(0, 500) });
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
