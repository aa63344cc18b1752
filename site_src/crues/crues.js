// The water level: a range over the page's own tables. Everything it says is read from them.

import { start } from "./foyer.js";
import { inBrackets, locale, mot, parts } from "./mots.js";
import { offerToday } from "./niveau.js";

const byId = (id) => document.getElementById(id);
const slider = byId("crues-niveau");
const SVG = { top: 30, unitsPerMetre: 58, highest: 10 }; // site_src/crues/scale.py
const QUIET_MS = 500;

const figures = (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 2 });
const short = (metres) => figures(1).format(metres);
const exact = (metres) => `${figures(2).format(metres)}\u00a0m`;

const effects = [...document.querySelectorAll("#crues-effets tbody tr")].map((row) => ({
  row,
  metres: Number(row.dataset.hauteur),
  label: row.querySelector("th").textContent,
  text: row.querySelector(".crues-effet").textContent,
  lang: row.querySelector(".crues-effet [lang]")?.lang,
  plan: row.querySelector(".crues-plan").textContent.trim(),
  unsure: row.querySelector(".prm-a-confirmer") !== null,
}));
const crests = [...document.querySelectorAll("#crues-crues tbody tr")].map((row) => ({
  row,
  year: row.dataset.annee,
  metres: Number(row.dataset.hauteur),
}));
const marks = [...document.querySelectorAll(".crues-repere")];

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function entry(effect) {
  const item = document.createElement("li");
  item.append(...parts("effet", { hauteur: element("strong", effect.label), effet: said(effect) }));
  if (effect.plan !== "—") item.append(` ${mot("plan", { niveau: effect.plan })}`);
  if (effect.unsure) item.append(" ", element("strong", mot("a_confirmer"), "prm-a-confirmer"));
  return item;
}

// The words of an effect, in the language that they are in.
function said(effect) {
  const made = element("span", effect.text);
  if (effect.lang) made.lang = effect.lang;
  return made;
}

function enumeration(years) {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(years);
}

function reaching(level) {
  const years = crests.filter((crest) => crest.metres >= level).map((crest) => crest.year);
  if (years.length === 0) return mot("aucune_crue");
  return mot(years.length === 1 ? "une_crue" : "crues", { n: years.length, annees: enumeration(years) });
}

let speaking;
function announce(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { byId("crues-annonce").textContent = text; }, QUIET_MS);
}

function draw(level) {
  const y = SVG.top + (SVG.highest - level) * SVG.unitsPerMetre;
  const water = byId("crues-eau");
  water.setAttribute("y", y);
  water.setAttribute("height", level * SVG.unitsPerMetre);
  const line = byId("crues-ligne");
  line.setAttribute("y1", y);
  line.setAttribute("y2", y);
  line.setAttribute("visibility", "visible");
}

function show(level, crest = "") {
  const height = crest ? exact(level) : `${short(level)}\u00a0m`;
  byId("crues-valeur").textContent = crest ? `${height} (${crest})` : height;
  slider.setAttribute("aria-valuetext", crest ? mot("metres_crue", { metres: figures(2).format(level), crue: crest }) : mot("metres", { metres: short(level) }));
  const reached = effects.filter((effect) => effect.metres <= level);
  const next = effects.find((effect) => effect.metres > level);
  byId("crues-atteints").replaceChildren(...(reached.length ? reached.toReversed().map(entry) : [element("li", mot("aucun_effet"))]));
  byId("crues-suivant").replaceChildren(...(next ? parts("effet_suivant", { hauteur: next.label, effet: said(next) }) : [mot("aucun_suivant")]));
  byId("crues-atteintes").textContent = reaching(level);
  for (const effect of effects) effect.row.classList.toggle("crues-est-atteint", effect.metres <= level);
  for (const crest of crests) crest.row.classList.toggle("crues-est-atteint", crest.metres >= level);
  for (const mark of marks) mark.classList.toggle("crues-est-atteint", Number(mark.dataset.hauteur) >= level);
  draw(level);
  const last = reached.at(-1);
  announce([
    mot(reached.length > 1 ? "annonce_effets" : "annonce_effet", { hauteur: `${height}${crest ? `, ${crest}` : ""}`, n: reached.length }),
    ...(last ? [mot("annonce_dernier", { effet: last.text })] : []),
    reaching(level),
  ].join(" "));
}

function shortcut(crest) {
  const button = element("button", crest.year);
  button.type = "button";
  button.setAttribute("aria-label", mot("crue_hauteur", { annee: crest.year, hauteur: exact(crest.metres) }));
  button.addEventListener("click", () => {
    slider.value = crest.metres; // the thumb rounds to 10 cm, the effects do not
    show(crest.metres, mot("crue_de", { annee: crest.year }));
  });
  return button;
}

byId("crues-raccourcis").append(...crests.map(shortcut));
slider.addEventListener("input", () => show(slider.valueAsNumber));
byId("crues-outil").hidden = false;
show(slider.valueAsNumber);
offerToday(byId("crues-raccourcis"), byId("crues-jour"), document.querySelector("script[data-direct]").dataset.direct, (metres, words) => {
  slider.value = metres;
  show(metres, words);
}, { mot, locale });

// The height of the slider goes on the card of the household, with the last effect that is published for it.
start(() => {
  const last = document.querySelector("#crues-atteints li")?.textContent;
  return last ? mot("seine_dite", { hauteur: byId("crues-valeur").textContent, effet: inBrackets(last, mot("a_confirmer")) }) : "";
});
