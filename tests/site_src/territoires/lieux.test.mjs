// Run by tests/site_src/territoires/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { distance, Places } from "../../../site_src/territoires/lieux.js";

const group = (noms, points, more = {}) => ({ noms: noms.join("\n"), details: noms.map(() => "").join("\n"), points, ...more });
const data = {
  milieux: [0, 0, 1000, 0],
  groupes: {
    frais: group(["Piscine A", "Musée B"], [0, 300, 900, -200], { horaires: "lundi : 10h - 18h\n", rues: "0\n1 0" }),
    fontaines: group(["1 RUE C"], [10, 0]),
    gares: group(["Bercy", "Place d'Italie"], [0, 100, 500, 0], { rues: "0 1\n" }),
    mairies: group(["Mairie du 2e", "Mairie du 7e"], [0, 10, 0, 4000], { numeros: [[2], [7]], rues: "0\n" }),
  },
  quartiers: { noms: "Bercy\nVal-de-Grâce", adresses: "mon-quartier/12/bercy/\nmon-quartier/5/val-de-grace/", numeros: [12, 5] },
};
const places = new Places(data);
const named = (text) => places.search(text).map(({ sort, nom }) => `${sort} ${nom}`);

test("the nearest of each group is given with its distance in metres", () => {
  const near = places.near(0, [7]);
  assert.deepEqual([near.frais.nom, near.frais.metres, near.frais.horaires], ["Piscine A", 300, "lundi : 10h - 18h"]);
  assert.equal(near.fontaines.metres, 10);
  assert.equal(places.near(1, [7]).frais.nom, "Musée B");
});

test("a town hall is that of the street's arrondissement, not a nearer one, or none", () => {
  assert.equal(places.near(0, [7]).mairies.nom, "Mairie du 7e");
  assert.equal(places.near(0, [16]).mairies, undefined);
});

test("a place is found by its name, with or without its sort, finished or not", () => {
  assert.deepEqual(named("bercy"), ["quartier Bercy", "gares Bercy"]);
  assert.deepEqual(named("métro bercy"), ["quartier Bercy", "gares Bercy"]);
  assert.deepEqual(named("val de gra"), ["quartier Val-de-Grâce"]);
  assert.deepEqual(named("piscine"), ["frais Piscine A"]);
  assert.deepEqual(named("rue de lille"), []);
  assert.deepEqual(named("métro"), []);
  assert.deepEqual(named(""), []);
});

test("a station knows the streets around it", () => {
  assert.deepEqual(places.search("bercy")[1].rues, [0, 1]);
});

test("a list cut short is refused", () => {
  assert.throws(() => new Places({ ...data, groupes: { gares: group(["A"], [0, 0, 1, 1]) } }));
});

test("distances are no finer than they are known", () => {
  assert.deepEqual([3, 87, 944, 951, 1234].map((metres) => distance(metres, "fr-FR")), ["10 m", "90 m", "940 m", "1,0 km", "1,2 km"]);
  assert.equal(distance(1234, "en-GB"), "1.2 km");
});
