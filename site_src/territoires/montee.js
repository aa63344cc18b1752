// « Et si la Seine monte ? »: the published effects that a height at Austerlitz reaches. Nothing is said of a depth in a
// street: no map has one.

const FIRST = 4; // effects shown at once, the last reached first; the page of heights has them all

const metres = (value) => `${value.toLocaleString("fr-FR", { minimumFractionDigits: 1, maximumFractionDigits: 2 })}\u00a0m`;

export function reached(effects, level) {
  return effects.filter((effect) => effect.metres <= level).sort((a, b) => b.metres - a.metres);
}

// The slider of the page, over the effects that its template holds. Gives what shows a height, and a name for it.
export function start(part) {
  const byId = (id) => document.getElementById(`prm-rue-${id}`);
  const slider = byId("niveau");
  const effects = [...byId("effets").content.querySelectorAll("li")].map((item) => ({ metres: Number(item.dataset.hauteur), item }));

  function show(level, name = "") {
    const found = reached(effects, level);
    const said = `${metres(level)}${name ? `, ${name}` : ""}`;
    byId("hauteur").textContent = said;
    slider.setAttribute("aria-valuetext", `${said} : ${count(found.length)}`);
    byId("combien").textContent = `${count(found.length)}${found.length > FIRST ? `, les ${FIRST} derniers d’abord` : ""} :`;
    byId("atteints").replaceChildren(...found.slice(0, FIRST).map(({ item }) => item.cloneNode(true)));
  }

  function place(level, name) {
    slider.value = level; // the thumb rounds to 10 cm, the effects do not
    show(level, name);
  }

  slider.addEventListener("input", () => show(slider.valueAsNumber));
  for (const button of part.querySelectorAll("button[data-hauteur]")) {
    button.addEventListener("click", () => {
      place(Number(button.dataset.hauteur), `crue de ${button.dataset.annee}`);
    });
  }
  show(slider.valueAsNumber);
  return place;
}

function count(number) {
  if (!number) return "aucun effet publié à cette hauteur";
  return number === 1 ? "1 effet publié" : `${number} effets publiés`;
}
