// The explorer's own page: datasets found by word and theme, and the table that is chosen. The list is in the page: without scripts
// each table is a link away.

import { emptyState, open, readState } from "./explorer.js";

const place = document.querySelector("[data-choix]");
const list = document.querySelector("[data-liste]");
const view = document.querySelector("[data-vue]");
const items = [...list.querySelectorAll("section[data-jeu]")];
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("fr");
const told = items.map((item) => plain(`${item.textContent} ${item.dataset.mots}`));
const search = place.querySelector("input");
const theme = place.querySelector("select");
const count = place.querySelector("[role=status]");

function narrow() {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  let found = 0;
  items.forEach((item, rank) => {
    const is = words.every((word) => told[rank].includes(word)) && (!theme.value || item.dataset.theme === theme.value);
    item.hidden = !is;
    found += is;
  });
  count.textContent = `${found} jeu${found > 1 ? "x" : ""} de données sur ${items.length}.`;
}

function choose(link, state) {
  const { jeu, table } = link.dataset;
  view.hidden = false;
  list.hidden = true;
  return open(view, { ...place.dataset, ...link.dataset }, { ...state, jeu, table });
}

const back = Object.assign(document.createElement("button"), { type: "button", className: "donnees-bouton", textContent: "Choisir une autre table" });
back.addEventListener("click", () => {
  view.hidden = true;
  list.hidden = false;
  place.hidden = false;
  back.remove();
  history.replaceState(null, "", location.pathname);
  search.focus();
});

async function show(link, state, isPressed) {
  place.hidden = true;
  view.before(back);
  await choose(link, state);
  const title = view.querySelector(".donnees-titre");
  if (isPressed && title) { title.tabIndex = -1; title.focus(); }
}

const links = [...list.querySelectorAll("a[data-fichier]")];
for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(link, emptyState(), true);
  });
}
search.addEventListener("input", narrow);
theme.addEventListener("change", narrow);
place.hidden = false;
narrow();
const state = readState();
const asked = links.find(({ dataset }) => dataset.jeu === state.jeu && dataset.table === state.table);
if (asked) show(asked, state, false);
