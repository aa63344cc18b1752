// What the page will say, beside the form, in the site's own styles. Values are text: nothing of them is read as HTML.

const { h } = window;
const ALERTS = "alertes";
const COLOURS = {
  information: "information", "vigilance jaune": "jaune", "vigilance orange": "orange",
  "vigilance rouge": "rouge", "danger en cours": "danger",
};
const TITLES = ["titre", "nom", "libelle"];

/** The preview of a collection's entries, as Decap CMS draws one. */
export function previews(name, fields) {
  return ({ entry }) => {
    const values = entry.get("data").toJS();
    const shown = name === ALERTS ? [band(values), ...alert(values)] : listed(fields, values, 2);
    return h("main", { className: "prm prm-texte apercu", lang: "fr" }, ...shown);
  };
}

/** The band that stands at the head of every page. */
function band({ niveau, titre, fin }) {
  return h("aside", { className: "prm-alertes", "aria-label": "Alerte" },
    h("div", { className: `prm-alerte prm-alerte--${COLOURS[niveau] ?? "information"}` },
      h("a", { href: "#detail" },
        h("span", {}, h("strong", { className: "prm-alerte__niveau" }, niveau || "Niveau à choisir"), " ",
          h("span", { className: "prm-alerte__quand" }, fin ? `jusqu’au ${fin}` : "")),
        h("span", {}, h("span", { className: "prm-alerte__titre" }, titre || "Titre à écrire")))));
}

function alert({ titre, texte, secteurs = [], consignes = [], emetteur, liens = [], debut, fin, niveau }) {
  return [
    h("section", { id: "detail", className: `prm-alerte-bloc prm-alerte--${COLOURS[niveau] ?? "information"}` },
      h("h2", {}, titre || "Titre à écrire"),
      h("p", {}, texte || ""),
      h("h3", {}, "Que faire"),
      h("ul", { className: "prm-consignes" }, ...consignes.map((one) => h("li", {}, one.registre || one.texte || "Consigne à écrire"))),
      h("p", {}, `Secteurs : ${secteurs.join(", ") || "à choisir"}. Du ${debut || "…"} au ${fin || "…"}`.replace(/(?<!…)$/, ".")),
      emetteur ? h("p", {}, `Décidée par ${emetteur}.`) : null,
      liens.length ? h("ul", {}, ...liens.map((one) => h("li", {}, one.texte || one.adresse || ""))) : null),
  ];
}

/** Every value under the label of its field, in the order of the form. */
function listed(fields, values, level) {
  const [title, ...others] = [...fields].sort((one, other) => TITLES.includes(other.name) - TITLES.includes(one.name));
  const ordered = TITLES.includes(title?.name) ? [title, ...others] : fields;
  return ordered.filter(({ name, widget }) => widget !== "hidden" && isSaid(values?.[name])).map((field) => said(field, values[field.name], level));
}

function said(field, value, level) {
  if (TITLES.includes(field.name) && level <= 4) return h(`h${level}`, {}, String(value));
  const label = h("p", { className: "apercu-libelle" }, field.label);
  if (field.widget === "object") return h("section", {}, label, ...listed(field.fields, value, Math.min(level + 1, 5)));
  if (field.widget === "list" && field.fields) {
    return h("section", {}, label, h("ul", {}, ...value.map((item) => h("li", {}, ...listed(field.fields, item, Math.min(level + 2, 5))))));
  }
  if (Array.isArray(value)) return h("section", {}, label, h("ul", {}, ...value.map((item) => h("li", {}, String(item)))));
  const text = value === true ? "oui" : value === false ? "non" : named(field, value);
  return h("div", {}, label, field.name === "body" ? h("pre", {}, text) : h("p", {}, text));
}

/** A choice by the words that the form shows. */
function named(field, value) {
  return field.options?.find((one) => one.value === value)?.label ?? String(value);
}

function isSaid(value) {
  return !(value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length));
}
