// Finds while one types: the same page as the button leads to, put in the place of what was shown.

import { asked, replaced, told } from "./page.js";

const form = document.querySelector(".lookup");
const field = form.querySelector("input");
const PAUSE = 180; // milliseconds without a key
let waiting, newest = 0;

async function find() {
  const number = ++newest;
  const address = new URL(form.action);
  if (field.value.trim()) address.searchParams.set("q", field.value);
  try {
    const answer = await asked(address);
    if (number !== newest || answer.status !== 200) return;
    replaced("results", answer.document);
    document.title = answer.document.title;
    history.replaceState(null, "", address);
    told(document.getElementById("sum")?.textContent ?? "");
  } catch {
    // Nobody answered; the button asks again, and tells.
  }
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, PAUSE);
});
