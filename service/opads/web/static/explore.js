// The map of all pairs by keyboard: one stop of the tabulator, the arrow keys from cell to cell, Home and End along a row.

const table = document.getElementById("map");
const cells = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("a")));
const forward = getComputedStyle(table).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
let [y, x] = [0, cells[0].findIndex(Boolean)];

for (const link of cells.flat()) if (link) link.tabIndex = -1;
if (cells[y][x]) cells[y][x].tabIndex = 0;

/** Give the focus to the cell nearest to a place that has a link, going on in a direction over one that has none. */
function go(toY, toX, stepY, stepX) {
  while (cells[toY] && toX in cells[toY] && !cells[toY][toX]) [toY, toX] = [toY + stepY, toX + stepX];
  const link = cells[toY]?.[toX];
  if (!link) return;
  cells[y][x].tabIndex = -1;
  [y, x] = [toY, toX];
  link.tabIndex = 0;
  link.focus();
}

table.addEventListener("focusin", (event) => {
  const at = cells.findIndex((row) => row.includes(event.target));
  if (at >= 0) {
    cells[y][x].tabIndex = -1;
    [y, x] = [at, cells[at].indexOf(event.target)];
    event.target.tabIndex = 0;
  }
});

table.tBodies[0].addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !cells.flat().includes(event.target)) return;
  const last = cells[y].length - 1;
  const steps = { [forward]: [0, 1], [back]: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (steps) go(y + steps[0], x + steps[1], ...steps);
  else if (event.key === "Home") go(y, 0, 0, 1);
  else if (event.key === "End") go(y, last, 0, -1);
  else return;
  event.preventDefault();
});
