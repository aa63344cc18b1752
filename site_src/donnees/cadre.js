// A view of the explorer alone, for another site's page: its address says which; its list of tables says where they are.

import { open, readState } from "./explorer.js";

const place = document.querySelector("[data-seul]");
const state = readState();
const key = `${state.jeu}/${state.table}`;
const known = await (await fetch(place.dataset.tables)).json();
const source = known[key];
if (source) await open(place, { ...place.dataset, ...source }, state);
else place.querySelector("p").textContent = "Cette adresse ne nomme aucune table de ce site.";
