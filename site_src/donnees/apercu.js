// On the page of a dataset: a press turns the first rows of a table into the whole of it. The explorer is loaded then, not before.

const places = document.querySelectorAll("[data-explorer]");
const asked = new URLSearchParams(location.search).get("table");

async function start(place) {
  const { emptyState, open, readState } = await import("./explorer.js");
  const isAsked = asked === place.dataset.table;
  const state = isAsked ? { ...readState(), jeu: "" } : { ...emptyState(), table: place.dataset.table };
  await open(place, { ...place.dataset }, state);
}

for (const place of places) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "donnees-bouton", textContent: "Filtrer, grouper, montrer en graphique" });
  button.setAttribute("aria-label", `${button.textContent} : ${place.dataset.titre}`);
  const line = document.createElement("p");
  line.append(button);
  button.addEventListener("click", () => { line.remove(); start(place); });
  place.after(line);
  if (asked === place.dataset.table) button.click();
}
