/**
 * The script of the page to write and the page to come back. It takes a form over only where all it needs is there
 * and works; without it the same form goes to the house and is sealed there.
 */

import { takeBack } from "./back.js";
import { takeLetter } from "./letter.js";
import { works } from "./seal.js";

/** Is everything here that the script needs? */
function isAble() {
  const needed = ["BigInt", "fetch", "Blob", "File", "FormData", "TextEncoder", "TextDecoder", "ReadableStream"];
  needed.push("TransformStream", "Response", "AbortController", "MessageChannel");
  return (
    window.isSecureContext &&
    needed.every((name) => typeof window[name] === "function") &&
    typeof crypto.getRandomValues === "function" &&
    typeof Blob.prototype.arrayBuffer === "function" &&
    typeof ReadableStream.prototype.pipeThrough === "function" &&
    "content" in document.createElement("template")
  );
}

async function begin() {
  const letter = document.getElementById("carta");
  const back = document.getElementById("volver");
  if (!(letter || back) || !isAble() || !(await works())) return;
  if (letter && letter.dataset.to && JSON.parse(letter.dataset.readers).length) takeLetter(letter);
  if (back && back.dataset.to) takeBack(back);
}

begin().catch(() => {}); // the form stays as it is, and goes to the house
