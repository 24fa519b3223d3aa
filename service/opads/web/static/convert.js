// Side by side: pointing at a value, or moving to it by keyboard, marks what belongs to it on the other side and says
// what became of it. Without this each value is a link to its row of the account.
const line = document.getElementById("told");
const panes = [...document.querySelectorAll(".pane")];
const values = [...document.querySelectorAll("a.v[data-strands]")];
const byStrand = new Map();
for (const value of values) for (const strand of strandsOf(value)) byStrand.set(strand, [...(byStrand.get(strand) ?? []), value]);
let pointed = null;

document.querySelector(".summary")?.focus();
for (const pane of panes) prepared(pane);

function strandsOf(value) {
  return value.dataset.strands.split(" ");
}

/** Make one side a single stop of the Tab key, in which arrow keys go from value to value. */
function prepared(pane) {
  const own = values.filter((value) => pane.contains(value));
  if (!own.length) return;
  for (const value of own) value.tabIndex = -1;
  own[0].tabIndex = 0;
  pane.tabIndex = -1;
  pane.addEventListener("keydown", (event) => {
    const at = own.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: own.length - 1 }[event.key];
    if (at < 0 || to === undefined || !own[to]) return;
    event.preventDefault();
    own[to].focus();
  });
  pane.addEventListener("focusin", (event) => {
    const value = event.target.closest("a.v");
    if (!value) return;
    for (const other of own) other.tabIndex = other === value ? 0 : -1;
    shown((pointed = value));
  });
  pane.addEventListener("pointerover", (event) => {
    const value = event.target.closest("a.v");
    if (value && value !== pointed) shown((pointed = value)); // stays when the pointer leaves, so that the line can be reached
  });
  pane.addEventListener("click", (event) => {
    const value = event.target.closest("a.v");
    if (!value || event.ctrlKey || event.metaKey || event.shiftKey || event.detail === 0) return;
    event.preventDefault(); // a click chooses the value; its row is a link in the line below, and Enter goes there
    value.focus({ preventScroll: true });
    shown((pointed = value));
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pointed = null;
    cleared();
  });
}

function cleared() {
  for (const value of document.querySelectorAll("a.v.alike, a.v.chosen")) value.classList.remove("alike", "chosen");
  line?.replaceChildren();
}

/** Mark a value and what belongs to it, bring that into sight on the other side, and say what became of it. */
function shown(value) {
  cleared();
  value.classList.add("chosen");
  const strands = strandsOf(value);
  const alike = new Set(strands.flatMap((strand) => byStrand.get(strand)).filter((other) => other !== value));
  for (const other of alike) other.classList.add("alike");
  const other = [...alike].find((one) => one.closest(".pane") !== value.closest(".pane"));
  if (other) sighted(other);
  if (line) for (const strand of strands.slice(0, 3)) said(strand);
}

/** Bring a value into sight within its pane; the page itself stays where it is. */
function sighted(value) {
  const pane = value.closest(".pane"), inner = value.getBoundingClientRect(), outer = pane.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) pane.scrollTop += inner.top - outer.top - outer.height / 3;
}

/** Say a row of the account in the line: its outcome, the way from field to field, why. */
function said(strand) {
  const row = document.getElementById(`row-${strand}`);
  if (!row) return;
  const [outcome, source, , canonical, target, why] = row.cells;
  const part = document.createElement("span"), way = document.createElement("span");
  way.dir = "ltr";
  const stations = [source, canonical, target].map((cell) => cell.textContent.trim()).filter(Boolean);
  stations.forEach((station, n) => {
    const code = document.createElement("code");
    code.textContent = station;
    way.append(...(n ? [" → "] : []), code);
  });
  part.append(outcome.firstElementChild.cloneNode(true), " ", way);
  if (why.textContent.trim()) {
    const reason = document.createElement("span");
    reason.lang = why.lang;
    reason.textContent = ` ${why.textContent.trim()}`;
    part.append(reason);
  }
  const link = document.createElement("a");
  link.href = `#row-${strand}`;
  link.textContent = line.dataset.row;
  part.append(link);
  if (line.childNodes.length) line.append(document.createElement("br"));
  line.append(part);
}
