// The 72 h kit and the family plan: print, clear, count. Nothing is stored, named or sent;
// without this script the page is a blank form for a pen.

const bar = document.querySelector("[data-preparation]");
const words = bar.dataset;
const state = bar.querySelector("[data-etat]");
const people = bar.querySelector("input[type=number]");
const within = bar.closest("article") ?? document;
const boxes = [...within.querySelectorAll("input[type=checkbox]")];
const texts = [...within.querySelectorAll("input[type=text], input[type=tel], textarea")];

// What was cleared, in memory of this page only, so that a slip can be undone.
let cleared;

function count() {
  if (boxes.length === 0) return;
  const ready = boxes.filter((box) => box.checked).length;
  state.textContent = `${ready} ${words.sur} ${boxes.length} ${words.prets}`;
}

function provide() {
  const number = Math.min(Math.max(Math.round(people.valueAsNumber) || 1, 1), Number(people.max));
  for (const output of within.querySelectorAll("[data-par-personne]")) {
    output.textContent = `= ${number * Number(output.dataset.parPersonne)} ${output.dataset.unite}`;
    output.hidden = number === 1;
  }
}

function clear(button) {
  if (cleared) {
    boxes.forEach((box, rank) => { box.checked = cleared.boxes[rank]; });
    texts.forEach((field, rank) => { field.value = cleared.texts[rank]; });
    cleared = undefined;
  } else {
    cleared = { boxes: boxes.map((box) => box.checked), texts: texts.map((field) => field.value) };
    boxes.forEach((box) => { box.checked = false; });
    texts.forEach((field) => { field.value = ""; });
  }
  button.textContent = cleared ? words.retablir : words.effacer;
  state.textContent = cleared ? words.efface : "";
  if (!cleared) count();
}

// Writing again gives up what was cleared.
function forget() {
  if (!cleared) return;
  cleared = undefined;
  bar.querySelector("[data-geste=effacer]").textContent = words.effacer;
  state.textContent = "";
}

bar.querySelector("[data-geste=imprimer]").addEventListener("click", () => window.print());
bar.querySelector("[data-geste=effacer]").addEventListener("click", (event) => clear(event.currentTarget));
for (const box of boxes) box.addEventListener("change", () => { forget(); count(); });
for (const field of texts) field.addEventListener("input", forget);
people?.addEventListener("input", provide);

bar.hidden = false;
count();
