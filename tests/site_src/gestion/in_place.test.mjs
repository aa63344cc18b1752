// Run by Node: FOLDER holds the module and the reader of YAML as /gestion/ publishes them, FILES the files of data/.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const { changed, read, same } = await import(`${process.env.FOLDER}/in_place.js`);
const { unwritten } = await import(`${process.env.FOLDER}/unwritten.js`);
const files = process.env.FILES.split("\n").map((path) => [path, readFileSync(path, "utf8")]);

const SOURCE = `# tête
a: 1 # dit
b:
  - x
  # au-dessus
  - {c: d, e: 'f'}
g: >-
  long
  texte

h: [1, 2]
`;

test("a file that nothing changed is itself", () => {
  for (const [path, source] of files) assert.equal(changed(source, structuredClone(read(source))), source, path);
});

test("a value changed is its line changed", () => {
  assert.equal(changed(SOURCE, { ...read(SOURCE), a: 2 }), SOURCE.replace("a: 1", "a: 2"));
  assert.equal(changed(SOURCE, { ...read(SOURCE), g: "court" }), SOURCE.replace(">-\n  long\n  texte", "court"));
  const value = read(SOURCE);
  value.b[1].c = "d, é";
  assert.equal(changed(SOURCE, value), SOURCE.replace("{c: d,", '{c: "d, é",'));
});

test("an item that goes takes its line, the comment above it stays", () => {
  const value = read(SOURCE);
  value.b.pop();
  assert.equal(changed(SOURCE, value), SOURCE.replace("  - {c: d, e: 'f'}\n", ""));
});

test("what YAML 1.1 would take for something else is quoted", () => {
  const text = changed("", { a: "no", b: "12:30", c: "2031-01-10", d: "2031-01-10 18:00", e: "13" });
  assert.equal(text, 'a: "no"\nb: "12:30"\nc: "2031-01-10"\nd: 2031-01-10 18:00\ne: "13"\n');
});

// A generator of its own: the same changes at every run.
let seed = 1;
function drawn(most) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor(seed / 65536) % most;
}

const TEXTS = ["Éloignez-vous : c'est dit, [oui] #1", "12", "2026-11-29", "yes", "a\nb", "L'eau", "- x", "true", "", "x: y", "é{à}", "=1"];

function places(value, found = []) {
  if (typeof value !== "object" || value === null) return found;
  found.push(value);
  for (const item of Object.values(value)) places(item, found);
  return found;
}

/** Changes one thing; whether it only added: what is taken away takes the comments inside it. */
function mutated(value) {
  const all = places(value);
  const place = all[drawn(all.length)];
  const text = TEXTS[drawn(TEXTS.length)];
  if (Array.isArray(place)) {
    const kind = drawn(3);
    if (kind === 0) place.splice(drawn(place.length), 1);
    else if (kind === 1) place.splice(drawn(place.length + 1), 0, { texte: text, liste: ["a", text] });
    else place.reverse();
    return kind === 1;
  }
  const names = Object.keys(place);
  const kind = drawn(3);
  if (kind === 0) delete place[names[drawn(names.length)]];
  else if (kind === 1) place[`neuf${drawn(9)}`] = [{ a: text }];
  else place[names[drawn(names.length)]] = text;
  return kind === 1;
}

test("whatever is changed, the file says it, and what is added takes no comment away", () => {
  const comments = (text) => (text.match(/^ *#.*$/gm) ?? []).length;
  for (const [path, source] of files) {
    for (let time = 0; time < 4; time += 1) {
      const value = structuredClone(read(source));
      const isAdded = mutated(value);
      const text = changed(source, value);
      assert.ok(same(read(text), value), path);
      assert.ok(!isAdded || comments(text) >= comments(source), path);
    }
  }
});

test("what is left empty and may be is not written, what must be there is", () => {
  const fields = [
    { name: "titre", widget: "string", ecrit: true },
    { name: "note", widget: "string", required: false },
    { name: "en", widget: "object", required: false, fields: [{ name: "texte", widget: "string", required: false }] },
    { name: "lieux", widget: "object", ecrit: true, fields: [{ name: "faits", widget: "list", required: false, fields: [] }] },
    { name: "contacts", widget: "select", multiple: true, ecrit: true },
    { name: "faits", widget: "list", required: false, fields: [{ name: "unite", widget: "string", required: false }] },
  ];
  assert.deepEqual(unwritten(fields, { titre: "", note: "", en: { texte: "" }, faits: [{ unite: "" }], autre: 1 }), {
    titre: "", lieux: {}, contacts: [], faits: [{}], autre: 1,
  });
});
