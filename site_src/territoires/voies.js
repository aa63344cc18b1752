// The streets as voies.json holds them (maps/streets/search_index.py), and the search of a name as people type it.
// No page, no network here: node tests it alone.

const LETTERS = { c: "concernee", p: "en_partie", v: "a_verifier", o: "ouvrage", "-": "hors_zone" };
// Worst first.
export const ORDER = ["concernee", "en_partie", "a_verifier", "ouvrage", "hors_zone"];
const ABBREVIATIONS = {
  r: "rue", bd: "boulevard", bld: "boulevard", blvd: "boulevard", boul: "boulevard", bvd: "boulevard",
  av: "avenue", ave: "avenue", fbg: "faubourg", fg: "faubourg", fb: "faubourg", faub: "faubourg",
  pl: "place", q: "quai", qu: "quai", imp: "impasse", pass: "passage", psg: "passage", sq: "square",
  all: "allee", crs: "cours", rte: "route", vla: "villa", chem: "chemin", pte: "porte", pt: "pont",
  st: "saint", ste: "sainte", gal: "general", mal: "marechal", cdt: "commandant", col: "colonel",
  cap: "capitaine", dr: "docteur", pr: "professeur", pdt: "president", nd: "notre dame", hop: "hopital",
};
const SILENT = new Set(["de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "sur"]);
// What a street is, and not its name: « rue de Versailles » must find the avenue.
const KINDS = new Set([
  "rue", "boulevard", "avenue", "place", "quai", "impasse", "passage", "square", "allee", "cours", "route", "villa",
  "chemin", "porte", "pont", "cite", "voie", "cour", "port", "galerie", "esplanade", "promenade", "parvis", "sentier",
  "ruelle", "hameau", "souterrain", "passerelle", "carrefour",
]);
// Of two streets of one name, people mean the larger kind.
const MAIN = /^(rue|boulevard|avenue|quai|place) /;
// Names write numbers in letters (« Huit Mai ») or in figures (« 22 Novembre »): both sides are made letters.
const NUMBERS = ["", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
  "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf", "vingt", "vingt et un", "vingt deux", "vingt trois",
  "vingt quatre", "vingt cinq", "vingt six", "vingt sept", "vingt huit", "vingt neuf", "trente", "trente et un"];
const OTHER_KIND = 6;
const TYPO = 3;

export function plain(text) {
  return text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD")
    .replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();
}

function significant(list) {
  const inLetters = list.flatMap((word) => (NUMBERS[/^\d+$/.test(word) ? Number(word) : -1] ?? word).split(" "));
  return inLetters.filter((word) => word && !SILENT.has(word));
}

function words(text) {
  return significant(plain(text).split(" "));
}

// « 12 bis, bd Voltaire 75011 » → { words: ["boulevard", "voltaire"], arrondissement: 11 }
export function parse(text) {
  let rest = plain(text);
  let arrondissement = 0;
  rest = rest.replace(/\b75[01](\d\d)\b/, (_, number) => { arrondissement = Number(number); return " "; });
  rest = rest.replace(/\bparis\b\s*$/, " ").trim().replace(/^\d+\s*(bis|ter|quater)?\b\s+(?=[a-z])/, "");
  const found = rest.split(" ").flatMap((word) => (ABBREVIATIONS[word] ?? word).split(" "));
  return { words: significant(found), arrondissement };
}

// Edits (insert, delete, replace, swap neighbours) from `typed` to `word`, or to a beginning of it; above `most`, `most + 1`.
export function edits(typed, word, most, isPrefix = false) {
  const width = word.length;
  let before = [];
  let last = Array.from({ length: width + 1 }, (_, index) => index);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= width; j += 1) {
      const cost = typed[i - 1] === word[j - 1] ? 0 : 1;
      let value = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) value = Math.min(value, before[j - 2] + 1);
      row.push(value);
      if (value < best) best = value;
    }
    if (best > most) return most + 1;
    before = last;
    last = row;
  }
  const total = isPrefix ? Math.min(...last) : last[width];
  return Math.min(total, most + 1);
}

function allowed(word) {
  if (word.length < 4) return 0;
  return word.length < 7 ? 1 : 2;
}

// How well an asked word fits a word of the vocabulary: 0 the same, Infinity not at all.
function fit(word, known, isLast) {
  if (word === known) return 0;
  if (isLast && known.startsWith(word)) return 1;
  const most = allowed(word);
  if (!most || (!isLast && Math.abs(known.length - word.length) > most)) return Infinity;
  const count = edits(word, known, most, isLast);
  return count > most ? Infinity : TYPO * count + (isLast && known.length > word.length + most ? 1 : 0);
}

export class Streets {
  constructor(data) {
    let code = data.base;
    this.codes = data.codes.map((step) => String(code += step));
    this.names = data.noms.split("\n");
    this.arrondissements = data.arrondissements.split("\n").map((text) => text.split(" ").map(Number));
    this.zones = data.zones;
    this.green = data.ppri_verte;
    this.ranks = new Map(this.codes.map((value, rank) => [value, rank]));
    if (this.names.length !== this.codes.length || this.arrondissements.length !== this.codes.length) throw new Error("voies.json incomplet");
    this.#index();
  }

  #index() {
    this.vocabulary = new Map();
    this.tokens = this.names.map((name) => words(name).map((word) => {
      if (!this.vocabulary.has(word)) this.vocabulary.set(word, this.vocabulary.size);
      return this.vocabulary.get(word);
    }));
    this.known = [...this.vocabulary.keys()];
    this.lesser = this.names.map((name) => (MAIN.test(plain(name)) ? 0 : 0.7));
  }

  label(rank) {
    const numbers = this.arrondissements[rank].map((number) => (number === 1 ? "1er" : `${number}e`));
    return `${this.names[rank]} (${numbers.join(", ")})`;
  }

  // Ranks of the best streets for what was typed, best first.
  search(text, limit = 8) {
    const { words: wanted, arrondissement } = parse(text);
    if (!wanted.length) return [];
    const fits = wanted.map((word, at) => {
      const isLast = at === wanted.length - 1;
      return this.known.map((known) => fit(word, known, isLast));
    });
    const found = [];
    for (let rank = 0; rank < this.tokens.length; rank += 1) {
      if (arrondissement && !this.arrondissements[rank].includes(arrondissement)) continue;
      const score = this.#score(this.tokens[rank], wanted, fits);
      if (score < Infinity) found.push([score + this.lesser[rank], rank]);
    }
    found.sort((a, b) => a[0] - b[0] || this.names[a[1]].length - this.names[b[1]].length || a[1] - b[1]);
    return found.slice(0, limit).map(([, rank]) => rank);
  }

  #score(tokens, wanted, fits) {
    let score = 0;
    let named = 0;
    for (let at = 0; at < wanted.length; at += 1) {
      let best = Infinity;
      for (const token of tokens) if (fits[at][token] < best) best = fits[at][token];
      const isKind = KINDS.has(wanted[at]);
      if (best === Infinity && isKind && wanted.length > 1) best = OTHER_KIND;
      if (best === Infinity) return Infinity;
      if (!isKind && best < Infinity) named += 1;
      score += best;
    }
    if (!named && wanted.some((word) => !KINDS.has(word))) return Infinity;
    return score + Math.max(0, tokens.length - wanted.length) * 0.5;
  }

  // What is said of a street, worst first: { zone, verdict, parts, troncons, verte }.
  verdicts(rank) {
    const found = Object.entries(this.zones).map(([zone, data]) => ({
      zone,
      verdict: LETTERS[data.verdicts[rank]],
      parts: data.parts[rank],
      troncons: data.troncons[rank],
      verte: zone === "ppri" ? this.green[rank] : undefined,
    }));
    if (found.some((item) => !item.verdict)) throw new Error("voies.json incomplet");
    return found.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  }
}
