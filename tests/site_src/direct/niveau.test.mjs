// Run by tests/site_src/direct/test_browser_module.py with `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { readFileSync } from "node:fs";
import { todaysLevel as told } from "../../../site_src/direct/niveau.js";

// The words of the file, which has one a line.
const words = (code) => {
  const text = readFileSync(new URL(`../../../data/langues/${code}/mots/niveau-script.yaml`, import.meta.url), "utf8");
  const held = Object.fromEntries([...text.matchAll(/^([a-z_]+): "?(.*?)"?$/gm)].map(([, key, said]) => [key, said.replaceAll("'", "’")]));
  return (key, values = {}) => held[key].replace(/\{([a-z_]+)\}/g, (_, name) => values[name]);
};
const FRENCH = { mot: words("fr"), locale: "fr-FR" };
const todaysLevel = (found, now) => told(found, now, FRENCH);

const at = (text) => Date.parse(`2026-01-02T${text}:00Z`);
const level = {
  id: "niveau", etat: "fraiche", texte: "1,27 m", dite: "mesurée le 2 janvier à 13 h",
  repere_a: "2026-01-02T12:00:00Z", ancienne_a: "2026-01-02T15:00:00Z", cachee_a: "2026-01-03T12:00:00Z",
};
const file = (words = {}, valeur = 1.27) => ({ mesures: [{ id: "troncon" }, { ...level, ...words }], fiches: { niveau: { valeur } } });

test("a fresh level is told with its age", () => {
  assert.deepEqual(todaysLevel(file(), at("12:15")), { metres: 1.27, texte: "1,27 m", dite: "mesurée le 2 janvier à 13 h, il y a 15 minutes" });
  assert.match(todaysLevel(file(), at("14:59")).dite, /, il y a 2 heures$/);
});

test("a doubtful level says so", () => {
  assert.match(todaysLevel(file({ etat: "douteuse" }), at("12:15")).dite, /, valeur douteuse$/);
});

test("a clock that stands before the reading tells no age", () => {
  assert.equal(todaysLevel(file(), at("11:00")).dite, "mesurée le 2 janvier à 13 h");
});

test("an old level is said to be old, and its height is not told", () => {
  for (const [words, now] of [[{}, "15:00"], [{ etat: "ancienne" }, "12:15"], [{ ancienne_a: null }, "12:15"], [{ cachee_a: "?" }, "12:15"], [{ cachee_a: "2026-01-02T12:10:00Z" }, "12:15"]]) {
    assert.deepEqual(todaysLevel(file(words), at(now)), { absent: "Niveau d’aujourd’hui : pas de mesure récente. La dernière est ancienne, mesurée le 2 janvier à 13 h." });
  }
});

test("what is absent or has another form is not known", () => {
  for (const found of [null, {}, { mesures: 3 }, { mesures: [] }, { mesures: [null] }, file({ etat: "inconnue" }), file({ texte: "" }), file({ etat: "toString" }), file({}, "1.27"), file({}, null)]) {
    assert.deepEqual(todaysLevel(found, at("12:15")), { absent: "Le niveau d’aujourd’hui n’est pas connu ici." });
  }
});

test("a level is told in English with what the file says in English", () => {
  const known = file({ en: { texte: "1.27 m", dite: "measured on 2 January at 13:00" } });
  const english = { mot: words("en"), locale: "en-GB" };
  assert.deepEqual(told(known, at("12:15"), english), { metres: 1.27, texte: "1.27 m", dite: "measured on 2 January at 13:00, 15 minutes ago" });
  assert.deepEqual(told(known, at("15:00"), english), { absent: "Today’s level: no recent reading. The last one is old, measured on 2 January at 13:00." });
  assert.deepEqual(told(null, at("15:00"), english), { absent: "Today’s level is not known here." });
});
