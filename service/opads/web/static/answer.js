// A report in the page: findings are filtered as one types, the choice is kept in the address, commands can be copied.
import { told } from "./page.js";

const FIELDS = ["severity", "rule", "record", "words"];

addEventListener("hashchange", revealed);

/** Make the report of the page at hand do what scripts add. */
export function dressed() {
  copyable();
  filterable();
  revealed();
}

/** Open what the place that the address names is folded into. */
function revealed() {
  const place = location.hash.includes("=") ? null : document.getElementById(location.hash.slice(1));
  if (!place) return;
  let folded = false;
  for (let one = place.closest("details:not([open])"); one; one = one.closest("details:not([open])")) {
    one.open = true;
    folded = true;
  }
  if (folded) place.scrollIntoView();
}

function copyable() {
  if (!navigator.clipboard) return;
  for (const box of document.querySelectorAll("main [data-copy]"))
    for (const command of box.querySelectorAll("pre")) {
      if (command.nextElementSibling?.matches(".copy")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet copy";
      button.textContent = box.dataset.copy;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = box.dataset.copied;
        told(box.dataset.copied);
      });
      command.after(button);
    }
}

function filterable() {
  const box = document.querySelector("main details.filter"), list = document.querySelector("main .findings");
  if (!box || !list) return;
  const fields = FIELDS.map((name) => document.getElementById(name));
  box.hidden = false;
  box.querySelector("[data-apply]").parentElement.hidden = true;
  const wanted = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  for (const field of fields) if (wanted.has(field.name)) field.value = wanted.get(field.name);
  for (const field of fields) field.addEventListener("input", () => applied(fields, list, true));
  document.getElementById("kept")?.addEventListener("submit", (event) => {
    // Enter in a field would send the document again to be filtered there; it has been done here.
    if (!event.submitter || event.submitter.hasAttribute("data-apply")) event.preventDefault();
  });
  if ([...wanted].length) {
    box.open = true;
    applied(fields, list, false);
  }
}

/** Show the findings that are asked for. */
function applied(fields, list, keep) {
  const [severity, rule, record, words] = fields.map((field) => field.value.trim());
  const sought = words.toLocaleLowerCase();
  let shown = 0, all = 0;
  for (const group of list.querySelectorAll("article")) {
    const right = (!severity || group.dataset.severity === severity) && (!rule || group.dataset.rule === rule);
    const title = `${group.querySelector("h3").textContent} ${group.querySelector(".why").textContent}`;
    let some = 0;
    for (const one of group.querySelectorAll(".sightings > li")) {
      const fits = right && (!record || one.dataset.record === record) && `${title} ${one.textContent}`.toLocaleLowerCase().includes(sought);
      one.hidden = !fits;
      some += fits;
      all += 1;
    }
    for (const rest of group.querySelectorAll(".rest")) {
      if (record || sought) rest.open = true;
      rest.hidden = !rest.querySelector("li:not([hidden])");
    }
    group.hidden = !some;
    shown += some;
  }
  const number = new Intl.NumberFormat(document.documentElement.lang.startsWith("ar") ? "ar" : document.documentElement.lang);
  told(list.dataset.told.replace("{shown}", number.format(shown)).replace("{all}", number.format(all)));
  if (!keep) return;
  const asked = new URLSearchParams(fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value.trim()]));
  history.replaceState(history.state, "", [...asked].length ? `#${asked}` : location.pathname + location.search);
}
