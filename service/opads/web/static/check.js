// The check page: asks for the answer without leaving the page, and reads a long file's beginning first. The form works
// without any of this; where something fails here it is sent as it would be without scripts.
import { asked, told } from "./page.js";
import { dressed } from "./answer.js";
import { beginning, LONG } from "./beginning.js";
import { sent } from "./sending.js";

const SLOW = 300; // milliseconds after which a wait is told
const NO_CHOICES = ["text", "newline", "sent", "before"];
const pages = new Map(); // what the page showed, by its number in the history
let number = history.state?.number ?? 0;
let waiting = null;

history.replaceState({ ...history.state, number }, "");
addEventListener("popstate", (event) => {
  const wanted = event.state?.number;
  if (wanted === undefined || wanted === number) return;
  if (!pages.has(wanted)) location.reload();
  else {
    shown(pages.get(wanted));
    number = wanted;
  }
});
prepared();

/** Make the form of the page at hand do what scripts add. */
function prepared() {
  const form = document.getElementById("ask");
  form?.addEventListener("submit", (event) => submitted(event, form));
  if (form) droppable(form);
  dressed();
}

async function submitted(event, form) {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  const files = form.elements.file.files;
  try {
    if (files.length === 1 && files[0].size > LONG) await long(form, files[0]);
    else await short(form);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

async function short(form) {
  const answer = await answered(form, new FormData(form), form.dataset.checking);
  put(answer.document, answer.address);
}

/** Show what is to be said of the beginning of a file, and send all of it meanwhile. */
async function long(form, file) {
  const { limit, batches, first: words } = form.dataset;
  const whole = new FormData(form);
  for (const name of NO_CHOICES) whole.delete(name);
  const first = await beginning(file);
  if (first) {
    const part = new FormData(form);
    for (const name of NO_CHOICES) part.delete(name);
    part.set("file", first, file.name);
    part.set("beginning", "on");
    const answer = await answered(form, part, words);
    put(answer.document, answer.address);
  }
  const here = file.size <= Number(limit);
  sent(here ? form.action : batches, whole, { ...form.dataset }, (found, address) => {
    if (here) put(found, address);
    else location.assign(address);
  });
}

/** Send a form; return the page that answers. Throws where there is none to show. */
async function answered(form, body, words) {
  waiting?.abort();
  waiting = new AbortController();
  const telling = setTimeout(() => told(words), SLOW);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await asked(form.action, { method: "POST", body, signal: waiting.signal });
    if (answer.status >= 500 || !answer.document.getElementById("main")) throw new Error(String(answer.status));
    return answer;
  } finally {
    clearTimeout(telling);
    form.removeAttribute("aria-busy");
    told("");
  }
}

/** Show an answer as a page of its own, and lead to what it says. */
function put(found, address) {
  const area = document.getElementById("text");
  const seen = area && { value: area.value, at: area.selectionStart, to: area.selectionEnd, top: area.scrollTop };
  pages.set(number, { main: document.getElementById("main"), title: document.title });
  number += 1;
  history.pushState({ number }, "", address);
  shown({ main: document.adoptNode(found.getElementById("main")), title: found.title });
  prepared();
  const field = document.getElementById("text");
  if (seen && field && field.value === seen.value) {
    field.setSelectionRange(seen.at, seen.to);
    field.scrollTop = seen.top;
  }
  const told = document.querySelector("main [role=alert]") ?? document.getElementById("verdict") ?? document.getElementById("main");
  told.focus();
  scrollTo({ top: 0 });
}

function shown(page) {
  const old = document.getElementById("main");
  pages.set(number, pages.get(number) ?? { main: old, title: document.title });
  const onward = old.querySelector(".onward");
  old.replaceWith(page.main);
  if (onward) page.main.prepend(onward);
  document.title = page.title;
}

/** Let files be dropped onto the form. */
function droppable(form) {
  const { drop } = form.querySelector("[data-drop]").dataset;
  const hint = document.createElement("span");
  hint.className = "hint";
  hint.textContent = drop;
  form.elements.file.after(hint);
  const files = (event) => event.dataTransfer?.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    form.elements.file.files = event.dataTransfer.files;
    form.elements.file.focus();
  });
}
