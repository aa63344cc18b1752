// What the search makes of a question (question.js), run by Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentWords, edits, Lexicon, plain, stem, wordsOf } from "../../../site_src/publishing/theme/assets/navigateur/question.js";

const page = (id, adresse, titre, mots = [], rubriques = []) => ({ id, adresse, titre, texte: "", mots, rubriques });
const lexicon = new Lexicon({
  mots: "seine inondation electricite canicule personne agee coeur chine kit urgence crue",
  pages: [
    page("crue", "risques/crue-seine/", "Inondation par crue de la Seine"),
    page("panne", "risques/coupure-electricite/", "Panne d’électricité", ["plus de courant"]),
    page("kit", "se-preparer/kit-72h/", "Le sac d’urgence pour 72 heures", ["kit 72h"]),
    page("donnees", "donnees/crues/", "Les crues de la Seine"),
  ],
}, "fr");
const nothing = (words) => words.map(() => new Map());
const first = (text, texts) => {
  const words = contentWords(text, "fr");
  return lexicon.ranked(words, texts ?? nothing(words)).map(({ page: { id } }) => id)[0];
};

test("an elided word, an accent, œ and a figure's letter change nothing", () => {
  assert.deepEqual(contentWords("l’électricité", "fr"), contentWords("l'electricite", "fr"));
  assert.equal(plain("Cœur"), "coeur");
  assert.deepEqual(wordsOf("kit 72h"), ["kit", "72", "h"]);
  assert.equal(stem("inondées"), stem("inondée"));
});

test("words that say nothing are left out, unless there are no others", () => {
  assert.deepEqual(contentWords("que faire si la Seine monte", "fr"), ["seine", "monte"]);
  assert.deepEqual(contentWords("que faire", "fr"), ["que", "faire"]);
});

test("a misspelt word is corrected by the nearest of the site's", () => {
  assert.equal(lexicon.corrected("innondation"), "inondation");
  assert.equal(lexicon.corrected("electrcité".normalize("NFD").replace(/\p{M}/gu, "")), "electricite");
  assert.equal(lexicon.corrected("zzzxqwk"), undefined);
  assert.equal(edits("agee", "aege", 1), 1);
});

test("a short word is corrected into a word of titles alone", () => {
  assert.equal(lexicon.corrected("chien"), undefined);
  assert.equal(lexicon.corrected("cruee"), "crue");
});

test("a word not typed to its end is known", () => {
  assert.ok(lexicon.isKnown("canicul"));
  assert.ok(lexicon.isKnown("inond"));
  assert.ok(!lexicon.isKnown("seisme"));
});

test("typed words lead to their page, and instructions stand before data", () => {
  assert.equal(first("kit 72h"), "kit");
  assert.equal(first("plus de courant que faire"), "panne");
  assert.equal(first("crue seine"), "crue");
  assert.equal(first("crue", [new Map([["donnees", 1], ["crue", 0.5]])]), "crue");
});

test("a page of a place is found by its title, or by a name that no other page has", () => {
  const place = new Lexicon({ mots: "courant bercy", pages: [page("b", "mon-quartier/12/bercy/", "Risques : Bercy"), page("p", "risques/panne/", "Panne")] }, "fr");
  const both = [new Map([["b", 1], ["p", 0.5]])];
  const ids = (words, texts, lacking) => place.ranked(words, texts, lacking).map((found) => found.page.id);
  assert.deepEqual(ids(["courant"], both), ["p"]);
  assert.deepEqual(ids(["bercy"], nothing(["bercy"])), ["b"]);
  assert.deepEqual(ids(["lecourbe"], [new Map([["b", 1]])], ["lecourbe"]), ["b"]);
});

test("a page whose title or typed phrase has all of the question is its answer", () => {
  const [best] = lexicon.ranked(["courant"], nothing(["courant"]));
  assert.deepEqual([best.page.id, best.isAnswer], ["panne", true]);
  assert.equal(lexicon.ranked(["courant", "72"], nothing([1, 2]))[0].isAnswer, false);
});

test("pages that have fewer words of the question are left out, unless a typed phrase is said whole", () => {
  const words = contentWords("crue courant", "fr");
  const ids = lexicon.ranked(words, [new Map([["panne", 1]]), new Map([["panne", 1]])]).map(({ page: { id } }) => id);
  assert.deepEqual(ids, ["panne"]);
  const both = lexicon.ranked(["kit", "72", "seine", "inondation"], nothing([1, 2, 3, 4])).map(({ page: { id } }) => id);
  assert.ok(both.includes("kit"));
});
