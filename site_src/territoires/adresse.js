// An address of Paris as people and files write it, read into the words of its street. No page, no network here:
// node tests it alone (tests/site_src/territoires/adresse.test.mjs).

// What a street is, and not its name: « rue de Versailles » must find the avenue.
export const KINDS = new Set([
  "rue", "boulevard", "avenue", "place", "quai", "impasse", "passage", "square", "allee", "cours", "route", "villa",
  "chemin", "porte", "pont", "cite", "voie", "cour", "port", "galerie", "esplanade", "promenade", "parvis", "sentier",
  "ruelle", "hameau", "souterrain", "passerelle", "carrefour", "terrasse", "placette", "chaussee", "sente", "rond point",
]);
// One short form may stand for several words: each of them is looked for.
const SHORT = {
  r: ["rue"], bd: ["boulevard"], bld: ["boulevard"], blv: ["boulevard"], blvd: ["boulevard"], boul: ["boulevard"], bvd: ["boulevard"],
  av: ["avenue"], ave: ["avenue"], aven: ["avenue"], pl: ["place"], plce: ["place"], q: ["quai"], qu: ["quai"], qua: ["quai"], voi: ["voie"], imp: ["impasse"],
  pass: ["passage"], pas: ["passage"], psg: ["passage"], psge: ["passage"], sq: ["square"], all: ["allee"], crs: ["cours"], rte: ["route"],
  vil: ["villa"], vla: ["villa"], ch: ["chemin"], che: ["chemin"], chem: ["chemin"], pte: ["porte", "petite"], pt: ["pont", "petit"],
  gal: ["general", "galerie"], gen: ["general"], gl: ["general"], esp: ["esplanade"], espl: ["esplanade"], prom: ["promenade"],
  carr: ["carrefour"], sen: ["sentier"], rle: ["ruelle"], ham: ["hameau"], cte: ["cite"],
  fbg: ["faubourg"], fg: ["faubourg"], fb: ["faubourg"], faub: ["faubourg"], st: ["saint"], ste: ["sainte"], sts: ["saints"], stes: ["saintes"],
  mal: ["marechal"], mar: ["marechal"], cdt: ["commandant"], cmdt: ["commandant"], col: ["colonel"], cap: ["capitaine"], cpt: ["capitaine"],
  cne: ["capitaine"], lt: ["lieutenant"], ltt: ["lieutenant"], sgt: ["sergent"], adj: ["adjudant"], cal: ["caporal"], adm: ["amiral"],
  dr: ["docteur"], prof: ["professeur"], pr: ["professeur"], pdt: ["president"], pres: ["president"], mgr: ["monseigneur"], me: ["maitre"],
  gd: ["grand"], gde: ["grande"], gds: ["grands"], gdes: ["grandes"], hop: ["hopital"], bx: ["beaux"], egl: ["eglise"],
  premier: ["un"], i: ["un"], v: ["cinq"], x: ["dix"],
};
const TWO_WORDS = [[/\bn ?d\b/g, "notre dame"], [/\blcl\b|\blt col\b/g, "lieutenant colonel"], [/\brd? pt\b|\brpt\b/g, "rond point"]];
const SILENT = new Set(["de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "sur", "dit"]);
// Said of somebody, not always written in the street's name.
export const TITLES = new Set(["general", "marechal", "president", "docteur", "professeur", "colonel", "commandant", "capitaine",
  "lieutenant", "sergent", "amiral", "abbe", "monseigneur", "maitre", "pere"]);
// French ones, then those of English.
const ORDINAL = "(?:er|e|eme|ieme|nd|st|rd|th)";
const ROMAN = /^(?=[ivx]{2,}$)(x{0,2})(ix|iv|v?i{0,3})$/;
const UNITS = ["", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
  "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf"];
const TENS = { 2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante" };
export const NUMBER_WORDS = new Set([...UNITS, ...Object.values(TENS)].flatMap((text) => text.split(" ")).filter(Boolean));
// A door, a floor, a letter box: no street is named so.
const INSIDE = [
  /\b(?:bat|batiment|esc|escalier|hall|immeuble|imm) (?:\d+[a-z]?|[a-z])\b/g,
  /\b\d{1,2} ?(?:er|e|eme)? etage\b|\betage \d+\b|\brez de chaussee\b|\brdc\b/g,
  /\b(?:appt|apt|app|appartement|lot|porte|code) [a-z]?\d+[a-z]?\b/g,
  /\b(?:bp|cs|tsa) ?\d+(?: \d+)?\b/g,
];

export function plain(text) {
  return text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD")
    .replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();
}

// 13 → « treize », 22 → « vingt deux »; years and larger numbers stay figures.
function inLetters(number) {
  if (number < 20) return UNITS[number];
  const ten = TENS[Math.floor(number / 10)];
  if (!ten) return String(number);
  const unit = number % 10;
  return `${ten}${unit === 1 ? " et un" : unit ? ` ${UNITS[unit]}` : ""}`;
}

function roman(word) {
  const found = ROMAN.exec(word);
  if (!found) return 0;
  const tail = found[2];
  return 10 * found[1].length + (tail === "ix" ? 9 : tail === "iv" ? 4 : (tail.startsWith("v") ? 5 : 0) + tail.replace("v", "").length);
}

function numbered(word) {
  if (word === "ier") return "un";
  const figures = /^(\d{1,2})(?:er|eme|e)?$/.exec(word);
  const number = figures ? Number(figures[1]) : roman(word);
  return number ? inLetters(number) : word;
}

function significant(list) {
  return list.flatMap((word) => numbered(word).split(" ")).filter((word) => word && !SILENT.has(word));
}

// The words of a name as the data write it: numbers in letters whether they were figures, Roman or words.
export function nameWords(name) {
  const list = plain(name).split(" ");
  return significant(list.map((word) => ({ i: "un", v: "cinq", x: "dix" })[word] ?? word));
}

// What a typed word may stand for, itself first.
export function meanings(word) {
  return [word, ...(SHORT[word] ?? [])];
}

export const isKind = (word) => meanings(word).some((meaning) => KINDS.has(meaning));

function asArrondissement(text) {
  const number = /^\d+$/.test(text ?? "") ? Number(text) : { i: 1, v: 5, x: 10 }[text] ?? roman(text ?? "");
  return number >= 1 && number <= 20 ? number : 0;
}

// Takes the arrondissement out of a plain text, in whatever form it is said.
function withoutArrondissement(text) {
  let arrondissement = 0;
  const take = (pattern, isCity = false) => {
    text = text.replace(pattern, (whole, number) => {
      const said = asArrondissement(number);
      if (number !== undefined && !said && !isCity) return whole;
      arrondissement ||= said;
      return " ";
    });
  };
  take(/\b75 ?[01](\d\d)\b/g, true);
  take(/\b75\d{3}\b()/g, true);
  take(/\bcedex(?: (\d{1,2}))?\b/g, true);
  take(new RegExp(`\\b(\\d{1,2}|[ivx]+) ?${ORDINAL}? ?(?:arr|arrt|ardt|arrdt|arrond|arrondissement)\\b`, "g"));
  take(/\barrondissement (\d{1,2})\b/g);
  take(new RegExp(`\\bparis (\\d{1,2}|[ivx]+)(?: ?${ORDINAL})?(?= |$)(?! (?:bis|ter|quater)\\b)(?! (?:${KIND})\\b)`, "g"));
  take(/\b(\d{1,2})(?:e|eme|ieme|nd|st|rd|th)\b(?! etage)/g);
  take(/\b(\d{1,2}) (?:e|eme|ieme)\s*$/g);
  take(/\b(?!vie\b)([ivx]+)e(?:me)?\s*$/g);
  return { arrondissement, text: text.replace(/\s+/g, " ").trim() };
}

const NUMBER = "(?:n|no|num|numero)? ?\\d{1,4}(?: ?(?:bis|ter|quater)| ?[a-z])?";
const KIND = [...KINDS, ...Object.keys(SHORT).filter((short) => SHORT[short].some((full) => KINDS.has(full)))].join("|");
const NUMBERS = new RegExp(`(?:^|\\s)${NUMBER}(?:(?: (?:a|et|au))? ${NUMBER})* (?=(?:${KIND})\\b)`);

// The text from the street on, then the whole where a place is named before it; nothing without a number that a kind of
// street follows.
function fromNumber(text) {
  const found = NUMBERS.exec(text);
  if (!found) return undefined;
  const street = text.slice(found.index + found[0].length);
  return found.index ? [street, text] : [street];
}

// The words of a street as typed; the city is dropped unless it is all that names the street.
function words(text) {
  const list = text.split(" ");
  const street = list.filter((word) => word !== "paris");
  return significant(street.every((word) => isKind(word) || SILENT.has(word)) ? list : street);
}

// « 12 bis, bd Voltaire, 75011 Paris, France » → { arrondissement: 11, readings: [["bd", "voltaire"]] }; the likeliest first.
// Numbers are in letters, abbreviations as typed (`meanings` has what they stand for).
export function read(text) {
  let rest = plain(text);
  for (const pattern of INSIDE) rest = rest.replace(pattern, " ");
  for (const [pattern, full] of TWO_WORDS) rest = rest.replace(pattern, full);
  const { arrondissement, text: street } = withoutArrondissement(rest.replace(/\s+/g, " ").trim());
  const bare = withoutFrance(street);
  const readings = distinct(streetForms(bare).map(words));
  const king = /^(.*?) ?\b1er$/.exec(bare); // « François 1er », or the first arrondissement
  if (!king) return { arrondissement, readings };
  const first = { arrondissement: arrondissement || 1, readings: distinct(streetForms(king[1]).map(words)) };
  return first.readings.length ? { arrondissement, readings, otherwise: first } : first;
}

function streetForms(text) {
  return fromNumber(text) ?? [text, text.replace(new RegExp(`^${NUMBER} (?=[a-z])`), ""), text.replace(/ \d{1,4}(?: ?(?:bis|ter|[a-d]))?$/, "")];
}

// The country at the end, where a street is named before it: « avenue de France » keeps its name.
function withoutFrance(text) {
  const before = /^(.+) france$/.exec(text)?.[1];
  return before && words(before).some((word) => !isKind(word) && !NUMBER_WORDS.has(word) && !/^\d/.test(word)) ? before : text;
}

function distinct(readings) {
  const seen = new Set();
  return readings.filter((reading) => reading.length && !seen.has(reading.join(" ")) && seen.add(reading.join(" ")));
}
