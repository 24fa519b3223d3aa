// A long file on its way: how far it has come, and what is answered when it is there.
import { parsed } from "./page.js";

let touched = false;
for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) addEventListener(kind, () => (touched = true), { passive: true });

/**
 * Send a form to an address; `use` is given the answer, at once where the reader has not begun to do something else.
 * Without it a link leads to the answer.
 */
export function sent(address, body, words, use) {
  const line = document.createElement("div"), text = document.createElement("span"), bar = document.createElement("progress");
  document.querySelector("main .onward")?.remove();
  line.className = "onward";
  text.setAttribute("role", "status");
  bar.setAttribute("aria-label", words.sending);
  bar.max = 1;
  line.append(text, bar);
  document.getElementById("main").prepend(line);
  text.textContent = words.sending;
  touched = false;
  const request = new XMLHttpRequest();
  const failed = (why) => {
    text.textContent = why || words.failed;
    bar.remove();
  };
  request.open("POST", address);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (event) => (bar.value = event.lengthComputable ? event.loaded / event.total : 0));
  request.upload.addEventListener("load", () => {
    text.textContent = words.working;
    bar.removeAttribute("value");
  });
  request.addEventListener("error", () => failed());
  request.addEventListener("abort", () => failed());
  request.addEventListener("load", () => {
    const found = parsed(request.responseText);
    if (request.status >= 400) return failed(found.querySelector("main [role=alert] p, main .lead")?.textContent.trim());
    bar.remove();
    if (!use) {
      const link = document.createElement("a");
      link.href = request.responseURL;
      link.textContent = words.follow;
      text.textContent = words.there;
      return line.append(link);
    }
    const done = () => {
      line.remove();
      use(found, request.responseURL);
    };
    if (!touched) return done();
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.show;
    button.addEventListener("click", done);
    text.textContent = words.ready;
    line.append(button);
  });
  request.send(body);
}
