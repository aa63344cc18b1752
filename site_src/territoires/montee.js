// « Et si la Seine monte ? »: the published effects that a height at Austerlitz reaches. Nothing is said of a depth in a
// street: no map has one.

const FIRST = 4; // effects shown at once, the last reached first; the page of heights has them all

const metres = (value, locale) => `${value.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 })}\u00a0m`;

export function reached(effects, level) {
  return effects.filter((effect) => effect.metres <= level).sort((a, b) => b.metres - a.metres);
}

// The slider of the page, over the effects that its template holds. Gives what shows a height, and a name for it.
// `mot` and `locale` are those of mots.js: node tests the rest without a document.
export function start(part, { mot, locale }) {
  const byId = (id) => document.getElementById(`prm-rue-${id}`);
  const slider = byId("niveau");
  const effects = [...byId("effets").content.querySelectorAll("li")].map((item) => ({ metres: Number(item.dataset.hauteur), item }));

  function show(level, name = "") {
    const found = reached(effects, level);
    const said = `${metres(level, locale)}${name ? `, ${name}` : ""}`;
    byId("hauteur").textContent = said;
    slider.setAttribute("aria-valuetext", mot("niveau_dit", { hauteur: said, combien: count(found.length, mot) }));
    byId("combien").textContent = mot(found.length > FIRST ? "combien_derniers" : "combien", { combien: count(found.length, mot), n: FIRST });
    byId("atteints").replaceChildren(...found.slice(0, FIRST).map(({ item }) => item.cloneNode(true)));
  }

  function place(level, name) {
    slider.value = level; // the thumb rounds to 10 cm, the effects do not
    show(level, name);
  }

  slider.addEventListener("input", () => show(slider.valueAsNumber));
  for (const button of part.querySelectorAll("button[data-hauteur]")) {
    button.addEventListener("click", () => {
      place(Number(button.dataset.hauteur), mot("crue_de", { annee: button.dataset.annee }));
    });
  }
  show(slider.valueAsNumber);
  return place;
}

function count(number, mot) {
  if (!number) return mot("aucun_effet");
  return number === 1 ? mot("un_effet") : mot("effets", { n: number });
}
