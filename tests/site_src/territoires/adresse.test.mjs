// Run by tests/site_src/territoires/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { meanings, nameWords, plain, read } from "../../../site_src/territoires/adresse.js";
import { Streets } from "../../../site_src/territoires/voies.js";

const streets = new Streets(JSON.parse(readFileSync(process.env.VOIES, "utf8")));
const first = (text) => streets.label(streets.search(text)[0] ?? -1);
const table = readFileSync(new URL("adresses.tsv", import.meta.url), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));

test("accents, case and punctuation do not count", () => {
  assert.equal(plain("Bd. de l’Hôpital-Œuvre"), "bd de l hopital oeuvre");
});

test("what people add to a street is set aside", () => {
  assert.deepEqual(read("12 bis, rue de Lille 75007 Paris").readings[0], ["rue", "lille"]);
  assert.deepEqual(read("Bâtiment C, 12 à 16 r. de Lille, 2e étage, Paris").readings[0], ["r", "lille"]);
  assert.deepEqual(read("  ").readings, []);
});

test("numbers of a name are one word, in figures, in Roman or in letters", () => {
  for (const text of ["Henri IV", "henri 4", "Henri quatre"]) assert.deepEqual(nameWords(text), ["henri", "quatre"]);
  assert.deepEqual(nameWords("François Ier"), nameWords("François 1er"));
  assert.deepEqual(nameWords("22 Novembre 1943"), ["vingt", "deux", "novembre", "1943"]);
});

test("a short form stands for each of its words", () => {
  assert.deepEqual(meanings("pt"), ["pt", "pont", "petit"]);
});

for (const [text, number] of [
  ["75015", 15], ["75 015", 15], ["75116", 16], ["15e", 15], ["15ème", 15], ["(15e)", 15], ["XVe", 15], ["Paris 15", 15],
  ["Paris 15e", 15], ["Paris XV", 15], ["15e arrondissement", 15], ["15 eme arrdt", 15], ["arrondissement 15", 15],
  ["Paris Cedex 15", 15], ["75743 Paris Cedex 15", 15], ["1er arrondissement", 1], ["Paris 1er", 1], ["75001 Paris, France", 1],
  ["75000", 0], ["Paris", 0], ["21e", 0],
]) test(`« ${text} » says arrondissement ${number}`, () => assert.equal(read(text).arrondissement, number));

test("« 1er » alone is the first arrondissement, after a name it may be a king", () => {
  assert.equal(streets.find("1er").arrondissement, 1);
  assert.equal(first("rue françois 1er"), "Rue François Ier (8e)");
  assert.equal(first("rue de rivoli 1er"), "Rue de Rivoli (1er, 4e)");
});

test("the addresses of the table find their street first", () => {
  assert.ok(table.length >= 300);
  const missed = table.map((line) => line.split("\t")).filter(([text, expected]) => first(text) !== expected);
  assert.deepEqual(missed.map(([text, expected]) => `${text} → ${first(text)}, not ${expected}`), []);
});

const FORMS = [
  (street, number) => `12 ${street} (${number}e)`, (street, number) => `12, ${street}, Paris ${number}e`,
  (street, number) => `${street} Paris ${number}`, (street, number) => `${street}, ${number}e arrondissement`,
  (street, number) => `12 ${street}, 75${String(number).padStart(3, "0")} Paris, France`,
  (street, number) => `12 ${street} 75 ${String(number).padStart(3, "0")} PARIS`, (street, number) => `12 ${street} Paris Cedex ${number}`,
  (street) => `12b ${street}`, (street) => `12 B ${street}`, (street) => `12-14 ${street}`, (street) => `n° 12 ${street}`,
  (street) => `12 bis, ${street}`, (street) => `12 ter ${street}`, (street) => street.toUpperCase(),
];

test("every form of an address finds its street, or a namesake", () => {
  const missed = [];
  for (let rank = 5; rank < streets.names.length; rank += 97) {
    const street = streets.names[rank];
    for (const form of FORMS) {
      const text = form(street, streets.arrondissements[rank][0]);
      const found = streets.search(text)[0];
      if (streets.names[found] !== street) missed.push(`${text} → ${streets.names[found]}`);
    }
  }
  assert.deepEqual(missed, []);
});

test("an arrondissement is understood as English says it", () => {
  for (const [typed, number] of [["rue de Lille, 7th", 7], ["rue de Lille 2nd arrondissement", 2], ["rue de Lille, Paris 3rd", 3], ["1st arrondissement", 1], ["21st", 0]]) {
    assert.equal(read(typed).arrondissement, number, typed);
  }
});
