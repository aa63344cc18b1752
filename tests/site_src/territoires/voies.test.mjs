// Run by tests/site_src/territoires/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { edits, ORDER, Streets } from "../../../site_src/territoires/voies.js";
import { decode, nearest } from "../../../site_src/territoires/traces.js";

const streets = new Streets(JSON.parse(readFileSync(process.env.VOIES, "utf8")));
const axes = decode(JSON.parse(readFileSync(process.env.TRACES, "utf8")));
const first = (text) => streets.label(streets.search(text)[0] ?? -1);

test("edits are those of Damerau, bounded", () => {
  assert.equal(edits("mouftard", "mouffetard", 2), 2);
  assert.equal(edits("rivoil", "rivoli", 2), 1);
  assert.equal(edits("abc", "xyz", 2), 3);
  assert.equal(edits("volt", "voltaire", 1, true), 0);
});

for (const [typed, name] of [
  ["avenue de versailles", "Avenue de Versailles (16e)"],
  ["RUE DE VERSAILLES", "Avenue de Versailles (16e)"],
  ["av versailles", "Avenue de Versailles (16e)"],
  ["q rapee", "Quai de la Rapée (12e)"],
  ["bd voltare", "Boulevard Voltaire (11e)"],
  ["mouftard", "Rue Mouffetard (5e)"],
  ["dausmenil", "Avenue Daumesnil (12e)"],
  ["r martyrs", "Rue des Martyrs (9e, 18e)"],
  ["fbg st antoine", "Rue du Faubourg Saint-Antoine (11e, 12e)"],
  ["champs elysees", "Avenue des Champs Elysées (8e)"],
  ["12 rue de lille 75007", "Rue de Lille (7e)"],
  ["branli", "Quai Branly (7e)"],
  ["rue du 4 septembre", "Rue du Quatre Septembre (2e)"],
  ["8 mai 1945", "Rue du Huit Mai 1945 (10e)"],
  ["place du 18 juin", "Place du Dix-Huit Juin 1940 (6e, 15e)"],
  ["pont neuf", "Pont Neuf (1er, 6e)"],
  ["alésia", "Rue d'Alésia (14e)"],
]) test(`« ${typed} » finds ${name}`, () => assert.equal(first(typed), name));

test("every street is found first, or beside its namesakes, by its whole name", () => {
  for (let rank = 0; rank < streets.names.length; rank += 37) {
    const found = streets.search(streets.names[rank], 12);
    assert.ok(found.includes(rank), streets.names[rank]);
  }
});

test("nothing is found for what is no street", () => {
  assert.deepEqual(streets.search("zzzxqwk"), []);
  assert.deepEqual(streets.search(""), []);
  assert.deepEqual(streets.search("de la"), []);
  assert.deepEqual(streets.search("rue jean zzzxqwk"), []);
});

test("no unrelated street is offered", () => {
  const offered = streets.search("rue de trevise", 12).map((rank) => streets.names[rank]);
  assert.deepEqual(offered, ["Rue de Trévise", "Cité de Trévise"]);
  for (const rank of streets.search("pont neuf", 12)) assert.match(streets.names[rank], /Pont Neuf$/);
  for (const rank of streets.search("bd voltare", 12)) assert.match(streets.names[rank], /Voltaire/);
});

test("a kind of street alone is the beginning of a name, not a name that is missing", () => {
  for (const typed of ["rue", "12 av", "place de la"]) {
    assert.deepEqual(streets.find(typed), { ranks: [], arrondissement: 0, isElsewhere: false, isBegun: true }, typed);
  }
  assert.equal(streets.find("rue zzzxqwk").isBegun, false);
});

test("a postcode keeps the streets of its arrondissement", () => {
  for (const rank of streets.search("saint antoine 75012")) assert.ok(streets.arrondissements[rank].includes(12));
});

test("a street that the arrondissement written does not have is offered where it is, and said to be elsewhere", () => {
  const found = streets.find("rue de lille 75006");
  assert.deepEqual([streets.label(found.ranks[0]), found.arrondissement, found.isElsewhere], ["Rue de Lille (7e)", 6, true]);
});

test("verdicts come worst first and none is missing", () => {
  for (let rank = 0; rank < streets.names.length; rank += 1) {
    const said = streets.verdicts(rank).map((item) => ORDER.indexOf(item.verdict));
    assert.equal(said.length, 3);
    assert.deepEqual(said, [...said].sort((a, b) => a - b));
  }
});

test("shares come with every verdict that speaks of them", () => {
  for (let rank = 0; rank < streets.names.length; rank += 1) {
    for (const said of streets.verdicts(rank)) {
      assert.equal(["concernee", "en_partie", "a_verifier"].includes(said.verdict), said.parts !== undefined);
    }
  }
});

test("an index cut short is refused, never read as no risk", () => {
  assert.throws(() => new Streets({ base: 1, codes: [1, 1], noms: "Rue A", arrondissements: "1", zones: {}, ppri_verte: {} }));
  assert.throws(() => new Streets({ base: 1, codes: [1], noms: "Rue A", arrondissements: "1", ppri_verte: {},
    zones: { ppri: { verdicts: "", parts: {}, troncons: {} } } }).verdicts(0));
});

test("the nearest street to a point of its axis is that street", () => {
  for (let index = 0; index < axes.streets.length; index += 401) {
    const [code, lines] = axes.streets[index];
    const at = 2 * Math.floor(lines[0].length / 4);
    const near = nearest(axes, lines[0][at] / axes.scale, lines[0][at + 1] / axes.scale);
    assert.ok(near.some((item) => item.code === code && item.metres < 1), code);
  }
});

test("distances are metres", () => {
  const one = decode({ echelle: 100000, voies: [["1", [[233000, 4886000, 100, 0]]]] });
  const [{ metres }] = nearest(one, 2.3305, 48.861);
  assert.ok(Math.abs(metres - 111.3) < 0.5, metres);
});

test("a street is named with its arrondissements, in the words of the page", () => {
  const [lille] = streets.search("rue de lille");
  assert.equal(streets.label(lille), "Rue de Lille (7e)");
  assert.equal(streets.label(lille, (number) => `${number}th`), "Rue de Lille (7th)");
});
