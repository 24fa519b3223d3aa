// Long files: how much of a file has been sent, how far the work on it is, and the result as soon as there is one.
// Without this the form is sent and the pages are asked for as ever.
import { asked, parsed, replaced, told } from "./page.js";

const PAUSE = 400; // milliseconds between two looks at the page
const FAR = 2; // changes of the share, in per cent times this, that are told to a screen reader: every 50 per cent / FAR

const batch = document.getElementById("batch"), form = document.getElementById("ask");
if (form) form.addEventListener("submit", (event) => send(event));
if (batch?.dataset.events) follow(batch.dataset.events);

/** Follow the work on a file: whenever something changes, put the new figures into the page. */
function follow(address) {
  const source = new EventSource(address);
  let busy = false, missed = false, over = false;
  const look = async () => {
    if (busy) {
      missed = true;
      return;
    }
    busy = true;
    try {
      do {
        missed = false;
        await renewed();
        await new Promise((done) => setTimeout(done, PAUSE));
      } while (missed && !over);
    } finally {
      busy = false;
    }
  };
  source.addEventListener("progress", () => look().catch(() => {}));
  source.addEventListener("done", () => {
    over = true;
    source.close();
    finish().catch(() => location.reload());
  });
}

let spoken = 0;

async function renewed() {
  const { document: found, status } = await asked(location.href);
  if (status !== 200 || !found.getElementById("live")) return;
  replaced("live", found);
  const sofar = document.getElementById("sofar");
  if (sofar && !sofar.contains(document.activeElement) && !sofar.querySelector("details[open]")) replaced("sofar", found);
  document.title = found.title;
  const share = document.querySelector("#live strong"), value = document.querySelector("#live progress").value;
  if (Math.floor(value * FAR * 2) > spoken) {
    spoken = Math.floor(value * FAR * 2);
    told(share.textContent);
  }
}

/** Show the result in the place of the work; who had the focus in it finds it at the verdict. */
async function finish() {
  const { document: found, status } = await asked(location.href);
  if (!found.getElementById("batch")) {
    location.reload();
    return;
  }
  const words = batch.dataset.done;
  const within = document.getElementById("batch").contains(document.activeElement);
  replaced("batch", found);
  document.title = found.title;
  if (within) document.getElementById("verdict")?.focus();
  if (status === 200) told(words);
}

/** Send the form, and show how much of it has been sent. */
function send(event) {
  const { limit, tooLong, sending, failed } = form.dataset;
  const size = [...form.elements.file.files].reduce((sum, file) => sum + file.size, 0);
  event.preventDefault();
  if (size > Number(limit)) {
    told(tooLong);
    form.elements.file.setAttribute("aria-invalid", "true");
    form.elements.file.focus();
    return;
  }
  const button = form.querySelector("button.main"), line = document.getElementById("told");
  if (button.getAttribute("aria-disabled") === "true") return;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", sending);
  line.classList.add("sending");
  line.replaceChildren(sending, bar);
  button.setAttribute("aria-disabled", "true");
  const request = new XMLHttpRequest();
  const stopped = () => {
    button.removeAttribute("aria-disabled");
    line.classList.remove("sending");
    told(failed);
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (one) => (bar.value = one.lengthComputable ? one.loaded / one.total : 0));
  request.addEventListener("error", stopped);
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL !== form.action) location.assign(request.responseURL);
    else if (!refused(parsed(request.responseText))) stopped();
    else {
      button.removeAttribute("aria-disabled");
      line.classList.remove("sending");
      line.replaceChildren();
    }
  });
  request.send(new FormData(form));
}

/** Show why the form was refused, and keep what was chosen in it; return whether that is told. */
function refused(found) {
  const summary = found.querySelector("main .summary");
  if (!summary) return false;
  document.querySelector("main .summary")?.remove();
  form.before(document.adoptNode(summary));
  document.querySelector("main .summary").focus();
  return true;
}
