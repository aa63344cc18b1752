// The streets as voies.json holds them (maps/streets/search_index.py), and the search of a name as people type it.
// No page, no network here: node tests it alone.

import { isKind, KINDS, meanings, nameWords, NUMBER_WORDS, plain, read, TITLES } from "./adresse.js";

const LETTERS = { c: "concernee", p: "en_partie", v: "a_verifier", o: "ouvrage", "-": "hors_zone" };
// Worst first.
export const ORDER = ["concernee", "en_partie", "a_verifier", "ouvrage", "hors_zone"];
// Of two streets of one name, people mean the larger kind.
const MAIN = /^(rue|boulevard|avenue|quai|place) /;
// What a fit costs: another kind of street, a letter wrong, a title or an initial, an end not typed yet.
const OTHER_KIND = 6;
const TYPO = 3;
const TITLE = 2;
const INITIAL = 1.5;
const UNFINISHED = 1;

// Rows of `edits`, made once: it is asked of thousands of words at each key.
const ROWS = [0, 1, 2].map(() => new Uint8Array(64));

// Edits (insert, delete, replace, swap neighbours) from `typed` to `word`, or to a beginning of it; above `most`, `most + 1`.
export function edits(typed, word, most, isPrefix = false) {
  // No beginning longer than this can be as near as a shorter one.
  const width = Math.min(word.length, isPrefix ? typed.length + most : word.length, 63);
  let [before, last, row] = ROWS;
  for (let j = 0; j <= width; j += 1) last[j] = j;
  for (let i = 1; i <= typed.length; i += 1) {
    row[0] = i;
    let best = i;
    for (let j = 1; j <= width; j += 1) {
      const cost = typed[i - 1] === word[j - 1] ? 0 : 1;
      let value = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) value = Math.min(value, before[j - 2] + 1);
      row[j] = value;
      if (value < best) best = value;
    }
    if (best > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  let total = last[width];
  if (isPrefix) for (let j = 0; j < width; j += 1) if (last[j] < total) total = last[j];
  return Math.min(total, most + 1);
}

function allowed(word) {
  if (word.length < 4) return 0;
  return word.length < 7 ? 1 : 2;
}

// Which letters a word has, a bit each: a letter that is not in the other word is an edit at least.
function letters(word) {
  let found = 0;
  for (let at = 0; at < word.length; at += 1) found |= 1 << (word.charCodeAt(at) % 31);
  return found;
}

function count(bits) {
  let found = 0;
  for (let left = bits; left; left &= left - 1) found += 1;
  return found;
}

// How well one meaning of a typed word fits a word of the vocabulary: 0 the same, Infinity not at all.
function fitOne(word, known, isLast, most, lacking) {
  if (word === known) return 0;
  if (isLast && known.startsWith(word)) return UNFINISHED;
  if (!isLast && word.length === 1 && known.length > 1 && known.startsWith(word)) return INITIAL;
  if (!most || lacking > most || known.length < word.length - most || NUMBER_WORDS.has(known) || (!isLast && Math.abs(known.length - word.length) > most)) return Infinity;
  const count = edits(word, known, most, isLast);
  return count > most ? Infinity : TYPO * count + (isLast && known.length > word.length + most ? 1 : 0);
}

const isTitle = (word) => meanings(word).some((meaning) => TITLES.has(meaning));

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
    this.tokens = this.names.map((name) => nameWords(name).map((word) => {
      if (!this.vocabulary.has(word)) this.vocabulary.set(word, this.vocabulary.size);
      return this.vocabulary.get(word);
    }));
    this.known = [...this.vocabulary.keys()];
    this.letters = this.known.map(letters);
    this.kinds = this.known.map((word) => KINDS.has(word));
    const plainNames = this.names.map(plain);
    this.lesser = plainNames.map((name) => (MAIN.test(name) ? 0 : 0.7));
    this.numbered = this.names.map((name) => /\/\d+$/.test(name)); // « Voie Bu/18 »
    this.joined = plainNames.map((name) => name.replaceAll(" ", ""));
    this.fitted = new Map();
  }

  // « Rue de Lille (7e) »; `ordinal` says a number of arrondissement in the language of the page.
  label(rank, ordinal = (number) => (number === 1 ? "1er" : `${number}e`)) {
    const numbers = this.arrondissements[rank].map(ordinal);
    return `${this.names[rank]} (${numbers.join(", ")})`;
  }

  // Ranks of the best streets for what was typed, best first.
  search(text, limit = 8) {
    return this.find(text, limit).ranks;
  }

  // { ranks, arrondissement (0 when none is said), isElsewhere: found, but in no street of that arrondissement,
  //   isBegun: nothing but a kind of street is typed }. Each way of looking is tried only when those before find nothing.
  find(text, limit = 8) {
    const asked = read(text);
    const attempts = asked.otherwise ? [asked, asked.otherwise] : [asked];
    this.fitted.clear();
    for (const look of [this.#named(true), this.#within(true), this.#joined, this.#named(false), this.#within(false)]) {
      for (const { arrondissement, readings } of attempts) {
        for (const reading of readings) {
          const found = look.call(this, reading);
          if (!found.length) continue;
          const there = arrondissement ? found.filter(([, rank]) => this.arrondissements[rank].includes(arrondissement)) : found;
          const isElsewhere = !there.length;
          return { ranks: this.#best(isElsewhere ? found : there, limit), arrondissement, isElsewhere, isBegun: false };
        }
      }
    }
    const { arrondissement } = asked.otherwise && !asked.arrondissement ? asked.otherwise : asked;
    return { ranks: [], arrondissement, isElsewhere: false, isBegun: asked.readings.every((reading) => reading.every(isKind)) };
  }

  #best(found, limit) {
    found.sort((a, b) => a[0] - b[0] || this.names[a[1]].length - this.names[b[1]].length || a[1] - b[1]);
    return found.slice(0, limit).map(([, rank]) => rank);
  }

  // What each word of the vocabulary costs for a typed word.
  #fit(word, isLast, most) {
    const key = `${word} ${isLast} ${most}`;
    if (!this.fitted.has(key)) {
      const means = meanings(word);
      const inside = letters(word);
      this.fitted.set(key, this.known.map((known, rank) => {
        const lacking = most ? count(inside & ~this.letters[rank]) : 0;
        let best = fitOne(word, known, isLast, most, lacking);
        for (let at = 1; at < means.length; at += 1) best = Math.min(best, fitOne(means[at], known, false, 0, 0));
        return best;
      }));
    }
    return this.fitted.get(key);
  }

  // Streets whose name has every word typed; the last may be unfinished. With typos, only the fewest of them.
  #named = (isSpelled) => function named(typed) {
    if (typed.length === 1 && isKind(typed[0])) return [];
    const fits = typed.map((word, at) => this.#fit(word, at === typed.length - 1, isSpelled ? 0 : allowed(word)));
    const found = [];
    for (let rank = 0; rank < this.tokens.length; rank += 1) {
      const [score, isOther] = this.#score(this.tokens[rank], typed, fits);
      // Its whole name comes first, whatever its kind. A lane with a number for a name is meant by its kind only.
      if (score < Infinity && !(isOther && this.numbered[rank])) found.push([score && score + this.lesser[rank], rank, isOther]);
    }
    const related = found.every(([, , isOther]) => isOther) ? found
      : found.filter(([, rank, isOther]) => !isOther || this.tokens[rank].length <= typed.length);
    if (isSpelled) return related;
    const least = Math.min(...related.map(([score]) => score));
    return related.filter(([score]) => score < least + TYPO);
  };

  // [what the street costs for the words typed, whether another kind of street was typed].
  #score(tokens, typed, fits) {
    let score = 0;
    let named = 0;
    let isOther = false;
    for (let at = 0; at < typed.length; at += 1) {
      let best = Infinity;
      for (const token of tokens) if (fits[at][token] < best) best = fits[at][token];
      const kind = isKind(typed[at]);
      if (best < Infinity) named += kind ? 0 : 1;
      else if (typed.length > 1 && kind) [best, isOther] = [OTHER_KIND, true];
      else if (typed.length > 1 && isTitle(typed[at])) best = TITLE;
      else return [Infinity, false];
      score += best;
    }
    if (!named && !typed.every(isKind)) return [Infinity, false];
    return [score + Math.max(0, tokens.length - typed.length) * 0.5, isOther];
  }

  // Streets whose whole name, kind included, stands in one piece among the words typed: what is around it is dropped.
  // The longest name is meant: « rue du Faubourg Saint-Jacques », not « rue Saint-Jacques ».
  #within = (isSpelled) => function within(typed) {
    const fits = typed.map((word) => this.#fit(word, false, isSpelled || word.length < 6 ? 0 : 1));
    const found = [];
    for (let rank = 0; rank < this.tokens.length; rank += 1) {
      const tokens = this.tokens[rank];
      if (tokens.length < 2 || !this.kinds[tokens[0]]) continue;
      for (let start = 0; start + tokens.length <= typed.length; start += 1) {
        let score = 0;
        for (let at = 0; at < tokens.length && score < Infinity; at += 1) score += fits[start + at][tokens[at]];
        if (score < Infinity) found.push([score - 10 * tokens.length, rank]);
      }
    }
    const longest = Math.min(...found.map(([score]) => score));
    return found.filter(([score]) => score < longest + 10);
  };

  // « rue lafayette » for « Rue La Fayette »: the same letters, joined otherwise.
  #joined(typed) {
    const letters = typed.map((word) => meanings(word).at(-1)).join("");
    if (letters.length < 6) return [];
    return this.joined.flatMap((name, rank) => (name === letters ? [[0, rank]] : name.endsWith(letters) ? [[this.lesser[rank] + 1, rank]] : []));
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
