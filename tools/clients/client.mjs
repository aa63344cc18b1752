import { readFileSync } from "node:fs";
const lire = (nom) => readFileSync(nom, "utf8").replace(/^\uFEFF/, "");
const premieres = (nom, signe) => new Set(lire(nom).split("\n").slice(1).map((ligne) => ligne.split(signe)[0]));
const [zones, frais, verdicts] = ["exposition/exposition", "lieux-frais/arrondissements", "voies-risques/verdicts"]
  .map((nom) => JSON.parse(lire(`donnees/${nom}.json`)));
const [insee, ville] = [premieres("ville/ssmsi-communes-paris-2016-2024.csv", ","), premieres("ville/voie.csv", ";")];
const lieux = zones.filter((z) => z.zone === "ppri" && z.niveau === "arrondissement" && insee.has(z.code_insee))
  .flatMap((z) => frais.filter((f) => f.code_insee === z.code_insee).map((f) => [f.nb_lieux_frais, z.nb_habitants_vides_ouverts]));
const rues = verdicts.filter((v) => v.zone === "ppri" && v.verdict !== "hors_zone" && ville.has(v.n_sq_vo)).length;
console.log(lieux.length, ...[0, 1].map((rang) => lieux.reduce((somme, lieu) => somme + lieu[rang], 0)), rues);
