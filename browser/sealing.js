/** What the letter and the page she comes back to do alike: words, files, ticket. */

import { fetchText, Told } from "./page.js";
import { deriveReceipt } from "./receipt.js";
import { sealFile, sealMessage } from "./seal.js";
import { solve } from "./ticket.js";
import { folded, freshWords, readList } from "./words.js";

/** The lists of the page, each as a function that fetches it: the list of her language stands first. */
export const listsOf = (form) =>
  form.dataset.words.split(/\s+/).map((address) => async () => readList(await fetchText(address)));

/** Eight fresh words and what hangs on them. */
export async function freshReceipt(form, progress) {
  const words = freshWords(await listsOf(form)[0]());
  return { words, ...(await deriveReceipt(words.map(folded), form.dataset.salt, progress)) };
}

/** Her text and her files, sealed for a case, as fields; `as_it_is` says whether a file could not be cleaned. */
export async function sealedMessage(text, files, recipient) {
  const fields = [];
  const lines = [];
  for (const file of files) {
    const { line, box } = await sealFile(file);
    file.bytes.fill(0);
    fields.push([`ref${lines.length}`, line.ref], [`file${lines.length}`, box]);
    lines.push(line);
  }
  fields.push(["message", await sealMessage(text, lines, recipient)]);
  return { fields, as_it_is: files.some((file) => file.note === "as_it_is") };
}

/** Is there something to send, and not too much of it? */
export function lookAtText(form, has_files) {
  const text = form.elements.text.value;
  if (!text.trim() && !has_files) throw new Told("empty");
  if ([...text].length > 20_000) throw new Told("long");
}

/** The answer to a ticket, worked out once; it may begin while she writes. */
export function solver(bits, given_up) {
  let known = "";
  let answer;
  return (ticket) => {
    if (known !== ticket) {
      known = ticket;
      answer = solve(ticket, bits, given_up);
      answer.catch(() => {});
    }
    return answer;
  };
}
