// The 72 h kit and the family plan: print, clear, count, keep on this device by a press. Nothing is named or sent;
// without this script the page is a blank form for a pen.

import { keeper } from "./garde.js";
import { mot } from "./mots.js";

const bar = document.querySelector("[data-preparation]");
const words = bar.dataset;
const state = bar.querySelector("[data-etat]");
const people = bar.querySelector("input[type=number]");
const within = bar.closest("article") ?? document;
const fields = [...within.querySelectorAll("[data-cle]")];
const boxes = fields.filter((field) => field.type === "checkbox");

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

const read = () => Object.fromEntries(fields.map((field) => [field.dataset.cle, field.type === "checkbox" ? field.checked : field.value]));

function write(values) {
  for (const field of fields) {
    const value = values[field.dataset.cle];
    if (field.type === "checkbox") field.checked = value === true;
    else field.value = typeof value === "string" ? value : field.defaultValue;
  }
  count();
  if (people) provide();
}

// The answers in words, under the titles of the page; a question without an answer is left out.
function lines() {
  const said = [];
  let title = "", name = "";
  for (const part of within.querySelectorAll("h2, legend:not(.prm-invisible), [data-cle]")) {
    if (part.localName === "h2") [title, name] = [inWords(part), ""];
    else if (part.localName === "legend") name = inWords(part);
    else if (answer(part)) {
      said.push(...(title ? ["", title] : []), ...(name ? [name] : []), answer(part));
      title = name = "";
    }
  }
  return said;
}

const inWords = (element) => element.textContent.replace(/\s+/g, " ").trim();

function answer(field) {
  const label = inWords(field.labels[0]);
  if (field.type !== "checkbox") return field.value.trim() && mot("ligne_reponse", { libelle: label, reponse: field.value.trim() });
  const quantity = field.closest("li").querySelector("output:not([hidden])")?.textContent;
  return mot(field.checked ? "pret" : "a_prevoir", { objet: quantity ? `${label} ${quantity}` : label });
}

function clear(button) {
  if (cleared) {
    write(cleared);
    cleared = undefined;
  } else {
    cleared = read();
    write({});
  }
  button.textContent = cleared ? words.retablir : words.effacer;
  state.textContent = cleared ? words.efface : "";
  if (!cleared) count();
  changed();
}

// Writing again gives up what was cleared.
function forget() {
  if (!cleared) return;
  cleared = undefined;
  bar.querySelector("[data-geste=effacer]").textContent = words.effacer;
  state.textContent = "";
}

// What a file has taken the place of can be put back, as what was cleared.
function replaced(before) {
  forget();
  if (JSON.stringify(before) === JSON.stringify(read())) return;
  cleared = before;
  bar.querySelector("[data-geste=effacer]").textContent = words.retablir;
}

const changed = keeper(bar, words.nom, { read, write, lines, replaced });
bar.querySelector("[data-geste=imprimer]").addEventListener("click", () => window.print());
bar.querySelector("[data-geste=effacer]").addEventListener("click", (event) => clear(event.currentTarget));
bar.querySelector("[data-geste=oublier]").addEventListener("click", forget);
for (const field of fields) field.addEventListener("input", () => { forget(); count(); changed(); });
people?.addEventListener("input", provide);

for (const notice of within.querySelectorAll("[data-sans-script]")) notice.hidden = true;
bar.hidden = false;
count();
