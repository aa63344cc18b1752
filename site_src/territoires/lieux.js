// Places as lieux.json holds them (maps/streets/near_places.py): what is near a street, and places found by their name.
// No page, no network here: node tests it alone.

import { nameWords, read } from "./adresse.js";

// Said before a name, not always in it: « métro Bercy », « quartier de la Sorbonne ».
const SORTS = new Set(["station", "metro", "rer", "gare", "quartier", "lieu", "arret"]);

// Absolute points of a list of steps.
function points(steps) {
  let x = 0;
  let y = 0;
  const found = [];
  for (let at = 0; at < steps.length; at += 2) found.push([x += steps[at], y += steps[at + 1]]);
  return found;
}

function lines(text, count) {
  const found = text.split("\n");
  if (found.length !== count) throw new Error("lieux.json incomplet");
  return found;
}

export class Places {
  constructor(data) {
    this.middles = points(data.milieux);
    this.groups = Object.fromEntries(Object.entries(data.groupes).map(([name, group]) => [name, decoded(group)]));
    const { noms, adresses, numeros } = data.quartiers;
    this.quartiers = noms.split("\n").map((nom, at) => ({ nom, adresse: adresses.split("\n")[at], numero: numeros[at] }));
    this.named = [
      ...this.quartiers.map((quartier) => ({ sort: "quartier", ...quartier })),
      ...["gares", "mairies", "frais"].flatMap((sort) => this.groups[sort].map((place) => ({ sort, ...place }))),
    ].map((place) => ({ ...place, words: nameWords(place.nom) }));
  }

  // The nearest place of each group to the middle of a street: { group: { nom, detail, horaires, metres } }. A town hall is
  // that of one of the street's arrondissements (`numbers`), or none.
  near(rank, numbers) {
    const [x, y] = this.middles[rank];
    const found = {};
    for (const [name, places] of Object.entries(this.groups)) {
      for (const place of places) {
        if (place.numeros && !place.numeros.some((number) => numbers.includes(number))) continue;
        const metres = Math.hypot(place.x - x, place.y - y);
        if (!found[name] || metres < found[name].metres) found[name] = { ...place, metres };
      }
    }
    return found;
  }

  // Quartiers, stations and places that have every word typed, the last may be unfinished; best first.
  search(text, limit = 3) {
    const { readings } = read(text);
    const typed = (readings.at(-1) ?? []).filter((word) => !SORTS.has(word));
    if (!typed.length || typed.join("").length < 3) return [];
    const found = [];
    for (const place of this.named) {
      const fits = typed.every((word, at) => place.words.some((known) => known === word || (at === typed.length - 1 && known.startsWith(word))));
      if (fits) found.push([place.words.length - typed.length, place]);
    }
    found.sort((a, b) => a[0] - b[0]);
    const names = new Set();
    return found.map(([, place]) => place).filter(({ sort, nom }) => !names.has(sort + nom) && names.add(sort + nom)).slice(0, limit);
  }
}

function decoded(group) {
  const where = points(group.points);
  const noms = lines(group.noms, where.length);
  const details = lines(group.details, where.length);
  const horaires = group.horaires === undefined ? [] : lines(group.horaires, where.length);
  const rues = group.rues === undefined ? [] : lines(group.rues, where.length);
  return where.map(([x, y], at) => ({
    x, y, nom: noms[at], detail: details[at], horaires: horaires[at] ?? "", numeros: group.numeros?.[at],
    rues: (rues[at] ?? "").split(" ").filter(Boolean).map(Number),
  }));
}

// 87 → « 90 m », 1 234 → « 1,2 km », as `locale` writes figures: no finer than a point in the middle of a street allows.
export function distance(metres, locale) {
  if (metres < 950) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
  return `${(metres / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} km`;
}
