// « Copie hors ligne »: what this device keeps, erased by a press, kept again by another.

import { accept, canKeep, isRefused, refuse } from "./hors-ligne.js";

const place = document.getElementById("copie");
const state = document.getElementById("copie-etat");
const [erase, keep] = ["copie-effacer", "copie-garder"].map((id) => document.getElementById(id));

function show(word) {
  state.textContent = place.dataset[word];
  erase.hidden = isRefused();
  keep.hidden = !isRefused();
}

async function act(press, done, other) {
  try {
    await press();
    show(done);
    other.focus(); // the pressed button is gone
  } catch {
    show("panne");
  }
}

if (canKeep) {
  erase.addEventListener("click", () => act(refuse, "efface", keep));
  keep.addEventListener("click", () => act(accept, "garde", erase));
  const registered = await navigator.serviceWorker.getRegistration(new URL("../../", import.meta.url));
  show(isRefused() ? "efface" : registered?.active ? "presente" : "absente");
  place.hidden = false;
} else {
  state.textContent = place.dataset.impossible;
  place.hidden = false;
}
