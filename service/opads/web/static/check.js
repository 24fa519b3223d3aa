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
  if (!pages.has(wanted)) {
    location.reload();
    return;
  }
  remembered();
  number = wanted;
  shown(pages.get(wanted));
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
  if (!(await readable(files))) {
    form.elements.file.value = "";
    form.elements.file.focus();
    told(form.dataset.changed);
    return;
  }
  try {
    if (files.length === 1 && files[0].size > LONG) await long(form, files[0]);
    else await short(form, event.submitter);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

/** Say whether files can still be read: one that was changed since it was chosen cannot. */
async function readable(files) {
  try {
    for (const file of files) await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

async function short(form, button) {
  const answer = await answered(form, new FormData(form, button), form.dataset.checking);
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
  if (here) sent(form.action, whole, form.dataset, put);
  // Who reads what is said of the beginning is not led away from it.
  else sent(batches, whole, form.dataset, first ? null : (found, address) => location.assign(address));
}

/** Send a form; return the page that answers. Throws where there is none to show. */
async function answered(form, body, words) {
  waiting?.abort();
  waiting = new AbortController();
  const doing = form.querySelector("[data-doing]");
  const telling = setTimeout(() => {
    told(words);
    doing.textContent = words;
  }, SLOW);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await asked(form.action, { method: "POST", body, signal: waiting.signal });
    if (answer.status >= 500 || !answer.document.getElementById("main")) throw new Error(String(answer.status));
    return answer;
  } finally {
    clearTimeout(telling);
    form.removeAttribute("aria-busy");
    doing.textContent = "";
    told("");
  }
}

/** Show an answer as a page of its own, and lead to what it says. */
function put(found, address) {
  const area = document.getElementById("text");
  const seen = area && { value: area.value, at: area.selectionStart, to: area.selectionEnd, top: area.scrollTop };
  const files = document.getElementById("file")?.files;
  remembered();
  number += 1;
  history.pushState({ number }, "", address);
  shown({ main: document.adoptNode(found.getElementById("main")), title: found.title });
  prepared();
  const field = document.getElementById("text");
  if (seen && field && field.value === seen.value) {
    field.setSelectionRange(seen.at, seen.to);
    field.scrollTop = seen.top;
  }
  // What the page itself cannot keep stays chosen.
  const form = document.getElementById("ask");
  if (form && files?.length && !field.value && !form.elements.sent) {
    form.elements.file.files = files;
    form.querySelector("[data-unkept]")?.remove();
  }
  const first = document.querySelector("main [role=alert]") ?? document.getElementById("verdict") ?? document.getElementById("main");
  first.focus();
  scrollTo({ top: 0 });
}

/** Keep the page at hand for when the reader goes back to it. */
function remembered() {
  pages.set(number, { main: document.getElementById("main"), title: document.title });
}

function shown(page) {
  const old = document.getElementById("main");
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
