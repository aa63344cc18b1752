// « Chez vous »: what a household ticks decides which lines of the page are shown, and printed on a card. Nothing is
// sent, and nothing is kept but by a press: then the ticks stay on this device, under one name, until they are erased.

const KEPT = "prm-foyer";
const byId = (id) => document.getElementById(id);
const boxes = [...document.querySelectorAll("#foyer-choix input")];
const lines = [...document.querySelectorAll("#foyer-fiche [data-pour]")];
const erase = byId("foyer-effacer");

const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
const say = (text) => { byId("foyer-etat").textContent = text; };

function draw() {
  const chosen = new Set(ticked());
  for (const line of lines) line.hidden = !line.dataset.pour.split(" ").some((name) => chosen.has(name));
}

// A browser may forbid it: then the choices are simply not kept.
function remembered() {
  try {
    const names = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(names) ? names : null;
  } catch { return null; }
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(ticked()));
  } catch {
    say("Ce navigateur refuse de garder quoi que ce soit : imprimez la fiche.");
    return;
  }
  erase.hidden = false;
  say("Gardé sur cet appareil, et nulle part ailleurs.");
}

function forget() {
  localStorage.removeItem(KEPT);
  for (const box of boxes) box.checked = false;
  erase.hidden = true;
  byId("foyer-garder").focus();
  draw();
  say("Effacé de cet appareil.");
}

// The height of the slider goes on the card, with the last effect that is published for it.
function level() {
  const last = document.querySelector("#crues-atteints li")?.textContent.replace(/ à confirmer$/, " (à confirmer)");
  const line = byId("foyer-niveau");
  line.hidden = !last;
  line.textContent = `Seine à Austerlitz : ${byId("crues-valeur").textContent}. Dernier effet publié : ${last}`;
}

// The card travels without the page: it says whose it is not, and of when.
function mention() {
  const line = byId("foyer-mention");
  const version = document.querySelector(".prm-pied time");
  line.textContent = `${document.querySelector(".prm-pied__mention")?.textContent ?? ""} Version du ${version?.textContent ?? "?"}.`;
  line.hidden = false;
}

function print() {
  level();
  mention();
  document.documentElement.dataset.fiche = "foyer";
  window.print();
}

window.addEventListener("afterprint", () => {
  delete document.documentElement.dataset.fiche;
  byId("foyer-niveau").hidden = true;
  byId("foyer-mention").hidden = true;
});
for (const box of boxes) {
  box.addEventListener("change", () => {
    draw();
    if (!erase.hidden) say("Changé, et pas encore gardé sur cet appareil.");
  });
}
byId("foyer-imprimer").addEventListener("click", print);
byId("foyer-garder").addEventListener("click", keep);
erase.addEventListener("click", forget);

const kept = remembered();
if (kept) {
  for (const box of boxes) box.checked = kept.includes(box.value);
  erase.hidden = false;
  say("Vos choix gardés sur cet appareil.");
}
byId("foyer-choix").hidden = false;
draw();
