// Any published table, filtered, grouped, summed, drawn and taken away in the browser. What is shown is in the address, so that a
// view can be cited and shown in another site. Data are fetched from this site, when asked for.

import { absent, compare, csv, facet, filtered, grouped, isFigure, isTime, label, measures, missingWord, said, sorted, summable, text, time, amount } from "./calculs.js";
import { BARS, PANELS, chart } from "./graphiques.js";
import { copyable } from "./copier.js";

const PAGE = 50;
const CHOICES = 80;
const QUIET_MS = 300;
const FICTITIOUS = "Données fictives de démonstration";
const KINDS = { barres: "en barres", temps: "dans le temps", carte: "sur une carte" };

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// -- the address: the one place that knows its words ---------------------------------------------

const WORDS = { jeu: "jeu", table: "table", words: "q", sort: "tri", par: "par", puis: "puis", calc: "calc", vue: "vue" };

export function readState() {
  const given = new URLSearchParams(location.search);
  const state = { filters: {} };
  for (const [name, word] of Object.entries(WORDS)) state[name] = given.get(word) ?? "";
  for (const [key, value] of given) if (key.startsWith("f.")) state.filters[key.slice(2)] = value;
  // Addresses cited before groups were: one bar a row.
  if (given.get("barres") && !state.par) Object.assign(state, { par: given.get("noms") ?? "", calc: `max:${given.get("barres")}` });
  return state;
}

function written(state) {
  const query = new URLSearchParams();
  for (const [name, word] of Object.entries(WORDS)) if (state[name]) query.set(word, state[name]);
  for (const [key, value] of Object.entries(state.filters)) if (value) query.set(`f.${key}`, value);
  return query;
}

export const emptyState = () => ({ jeu: "", table: "", words: "", sort: "", par: "", puis: "", calc: "", vue: "", filters: {} });

// The one place that knows where the files of a table are.
function places({ dossier, description, fichier }) {
  return { pack: `${dossier}${description}`, rows: `${dossier}${fichier.replace(/\.csv$/, ".json")}` };
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function save(name, kind, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function select(title, options, value, change) {
  const list = element("select");
  list.append(...options.map(([code, words]) => element("option", { value: code, textContent: words })));
  list.value = options.some(([code]) => code === value) ? value : options[0][0];
  list.addEventListener("change", () => change(list.value));
  return element("label", {}, title, list);
}

// Lines of the same second code, in the order of codes that lines come in.
function panelsOf(lines) {
  const found = new Map();
  for (const line of lines) {
    const code = text(line.codes[1]);
    found.set(code, [...(found.get(code) ?? []), line]);
  }
  return [...found.values()];
}

function button(words, action) {
  const made = element("button", { type: "button", className: "donnees-bouton", textContent: words });
  made.addEventListener("click", action);
  return made;
}

class Explorer {
  constructor(place, source, state) {
    Object.assign(this, { place, source, state, limit: PAGE, isBare: "seul" in place.dataset });
  }

  async load() {
    const { pack: description, rows } = places(this.source);
    const [pack, table] = await Promise.all([read(description), read(rows)]);
    const resource = pack.resources.find(({ name }) => name === this.source.table);
    Object.assign(this, {
      rows: table, fields: resource.schema.fields, key: [resource.schema.primaryKey ?? []].flat(), fictitious: pack.fictitious,
      title: resource.title, dataset: pack.title, version: pack.version, stem: this.source.fichier.replace(/\.csv$/, ""),
      totals: JSON.parse(this.source.totaux || "{}"), outlines: new Map(),
    });
    await this.readOutlines();
    this.frame();
    this.show();
  }

  // Outlines are asked for when a column has their codes, and not otherwise.
  async readOutlines() {
    const { contours, cle, modele } = this.source;
    if (!contours) return;
    const places = new RegExp(modele);
    this.placed = this.fields.filter((field) => !isFigure(field) && new Set(this.rows.map((row) => text(row[field.name])).filter((code) => places.test(code))).size > 2).map(({ name }) => name);
    if (!this.placed.includes(this.state.par)) return;
    const { features } = await read(contours);
    this.outlines = new Map(features.filter(({ geometry }) => geometry).map(({ properties, geometry }) => [text(properties[cle]), geometry]));
  }

  field(name) { return this.fields.find((field) => field.name === name); }

  async change(what) {
    Object.assign(this.state, what);
    this.limit = PAGE;
    if (what.par !== undefined && this.placed?.includes(what.par) && !this.outlines.size) await this.readOutlines();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.show(), what.words === undefined ? 0 : QUIET_MS);
  }

  // -- what stands around the rows -----------------------------------------------------------------

  frame() {
    this.count = element("p", { className: "donnees-note" });
    this.count.setAttribute("role", "status");
    this.chart = element("div", { className: "donnees-graphique" });
    this.table = element("table", { className: "donnees-table" });
    const region = element("div", { className: "prm-defile", tabIndex: 0 }, this.table);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", `Table : ${this.title}`);
    this.more = button(`Montrer ${PAGE} lignes de plus`, () => { this.limit += PAGE; this.show(); });
    const warning = this.fictitious ? [element("p", {}, element("strong", { textContent: `${FICTITIOUS}.` }))] : [];
    // The page of a dataset has the table's title already.
    const heading = element(this.isBare ? "h1" : "h2", { className: "donnees-titre", textContent: this.title, hidden: "explorer" in this.place.dataset });
    const from = element("p", { className: "donnees-note", textContent: `${this.dataset}, version ${this.version}.` });
    if (this.isBare) {
      const whole = element("a", { href: `${this.source.explorerPage}?${written({ ...this.state, jeu: this.source.jeu })}`, target: "_top", textContent: "Ouvrir dans l’explorateur" });
      from.append(" ", whole);
      this.place.replaceChildren(heading, ...warning, this.count, this.chart, region, this.more, from);
      return;
    }
    this.settings = element("div", { className: "donnees-reglages" });
    this.image = button("Télécharger le graphique (SVG)", () => save(`${this.stem}-graphique.svg`, "image/svg+xml",
      new XMLSerializer().serializeToString(this.chart.querySelector("svg"))));
    const download = button("Télécharger ce qui est affiché (CSV)", () => save(`${this.stem}-extrait.csv`, "text/csv", this.extract()));
    this.frameCode = element("code");
    const code = element("pre", { className: "donnees-code-source", tabIndex: 0 }, this.frameCode);
    code.setAttribute("role", "group");
    code.dataset.copier = "lignes d’intégration";
    code.setAttribute("aria-label", code.dataset.copier);
    const embed = element("details", { className: "donnees-dictionnaire" }, element("summary", { textContent: "Intégrer cette vue à un autre site" }),
      element("p", { className: "donnees-note", textContent: "Ces lignes montrent le graphique et la table affichés, avec leur source, sans traceur." }), code);
    copyable(code);
    this.controls();
    this.place.replaceChildren(heading, from, ...warning, this.settings, this.count, this.chart, region,
      element("div", { className: "donnees-commandes" }, this.more, download, this.image), embed);
  }

  controls() {
    const search = element("input", { type: "search", value: this.state.words, autocomplete: "off" });
    search.addEventListener("input", () => this.change({ words: search.value }));
    const facets = this.fields.map((field) => [field, facet(this.rows, field, CHOICES)]).filter(([, codes]) => codes.length > 1);
    const lists = facets.map(([field, codes]) => select(field.title,
      [["", "tous"], ...codes.map(({ code, label: words, count }) => [code, `${words} (${amount(count)})`])],
      this.state.filters[field.name] ?? "", (value) => this.change({ filters: { ...this.state.filters, [field.name]: value } })));
    const names = this.fields.filter((field) => !isFigure(field) || field.categories).map((field) => [field.name, field.title]);
    // Folded away: a telephone would show nothing else. Open when the address has some.
    const isFiltered = Object.values(this.state.filters).some(Boolean);
    const filters = element("details", { className: "donnees-filtres", open: isFiltered },
      element("summary", { textContent: `Filtrer par colonne (${lists.length})` }), element("div", {}, ...lists));
    this.settings.replaceChildren(
      element("label", {}, "Chercher dans la table", search), ...(lists.length ? [filters] : []),
      select("Grouper par", [["", "sans grouper"], ...names], this.state.par, (par) => { this.change({ par, puis: "", sort: "", vue: "" }); }),
      select("Puis par (petits graphiques)", [["", "rien de plus"], ...names], this.state.puis, (puis) => this.change({ puis, sort: "" })),
      select("Calculer", measures(this.fields, this.totals).map(({ code, title }) => [code, title]), this.state.calc, (calc) => this.change({ calc, sort: "" })),
      select("Voir", [["", "comme il convient"], ...Object.entries(KINDS)], this.state.vue, (vue) => this.change({ vue })),
    );
  }

  // -- what is shown -------------------------------------------------------------------------------

  show() {
    const { state } = this;
    this.kept = filtered(this.rows, this.fields, state);
    if (this.field(state.par)) this.showGroups();
    else this.showRows();
    const query = written(state);
    if (this.isBare) return;
    history.replaceState(null, "", `?${query}${location.hash}`);
    const address = new URL(this.source.cadre, location.href);
    address.search = written({ ...state, jeu: this.source.jeu });
    const frame = element("iframe", { src: address.href, title: this.fictitious ? `${this.title.replace(/ \(.*/, "")} (${FICTITIOUS.toLocaleLowerCase("fr")})` : this.title, width: "100%", height: "700", loading: "lazy" });
    this.frameCode.textContent = frame.outerHTML;
  }

  showRows() {
    const name = this.state.sort.replace(/^-/, "");
    if (this.field(name)) this.kept = sorted(this.kept, name, this.state.sort.startsWith("-") ? -1 : 1);
    const total = this.rows.length;
    this.say(this.kept.length, `${amount(this.kept.length)} ligne${this.kept.length > 1 ? "s" : ""} sur ${amount(total)}`);
    this.table.className = "donnees-table";
    this.heads = this.fields.map(({ name: code, title }) => ({ code, title, words: code }));
    this.table.replaceChildren(this.head(), element("tbody", {}, ...this.kept.slice(0, this.limit).map((row) =>
      element("tr", {}, ...this.fields.map((field) => this.cell(field, row[field.name]))))));
    this.chart.replaceChildren();
    this.chart.hidden = true;
    if (this.image) this.image.hidden = true;
    this.extract = () => csv(this.fields.map((field) => field.name), this.kept.map((row) => this.fields.map((field) => row[field.name])));
  }

  say(count, words, notes = [], those = "premières affichées") {
    const first = count > this.limit ? `${words}, les ${this.limit} ${those}.` : `${words}.`;
    this.count.textContent = [first, ...notes].join(" ");
    this.more.hidden = count <= this.limit;
  }

  showGroups() {
    const { state } = this;
    const all = measures(this.fields, this.totals);
    const measure = all.find(({ code }) => code === state.calc) ?? all[0];
    const [kind, name] = measure.code.split(":");
    const [par, puis] = [this.field(state.par), state.puis === state.par ? undefined : this.field(state.puis)];
    const by = [par.name, ...(puis ? [puis.name] : [])];
    const sum = kind === "somme" ? summable(this.kept, this.fields, this.key, name, by, state.filters, this.totals) : { rows: this.kept, notes: [], refusal: "" };
    this.lines = sum.refusal ? [] : grouped(sum.rows, this.fields, par.name, puis?.name, measure.code);
    if (/^-?valeur$/.test(state.sort)) {
      const sign = state.sort.startsWith("-") ? -1 : 1;
      this.lines.sort((a, b) => (a.value === null || b.value === null ? compare(a.value, b.value) : sign * (a.value - b.value)));
    }
    const field = this.field(name);
    const missing = this.lines.reduce((count, line) => count + line.missing, 0);
    const unit = measure.unit ? ` (${measure.unit})` : "";
    const notes = [...sum.notes.map((note) => `${note}.`), ...(missing ? [`${absent(missing, field)}, jamais comptée${missing > 1 ? "s" : ""} pour zéro.`] : [])];
    this.say(this.lines.length, sum.refusal.replace(/\.$/, "") || `${amount(this.lines.length)} groupe${this.lines.length > 1 ? "s" : ""}`, notes, "premiers affichés");
    this.table.className = "donnees-table donnees-groupes";
    this.heads = [...by.map((code) => ({ code: "", title: this.field(code).title, words: this.field(code).title })), { code: "valeur", title: measure.title, words: `${measure.title}${unit}` }];
    const rows = this.lines.slice(0, this.limit).map((line) => element("tr", {},
      ...line.codes.map((code, rank) => element(rank ? "td" : "th", { scope: rank ? "" : "row", textContent: label(this.field(by[rank]), code) || "vide" })),
      element("td", { className: line.value === null ? "donnees-vide" : "prm-nombre", textContent: said(line, measure.code, field) })));
    this.table.replaceChildren(this.head(), element("tbody", {}, ...rows));
    const fiction = this.fictitious ? [["est_fictif"], ["true"]] : [[], []];
    this.extract = () => csv([...by, measure.code.replace(":", "_"), "nb_valeurs_manquantes", "nb_lignes", ...fiction[0]],
      this.lines.map((line) => [...line.codes, line.value, line.missing, line.count, ...fiction[1]]));
    this.draw(par, puis, measure, field, notes);
  }

  // -- the picture ---------------------------------------------------------------------------------

  kinds(par) {
    const found = ["barres"];
    if (isTime(par, this.rows)) found.unshift("temps");
    if (this.lines.filter(({ codes }) => this.outlines.has(text(codes[0]))).length > 2) found.unshift("carte");
    return found;
  }

  draw(par, puis, measure, field, notes) {
    const possible = this.kinds(par).filter((kind) => !(puis && kind === "carte"));
    const kind = possible.includes(this.state.vue) ? this.state.vue : possible[0];
    this.chart.hidden = !this.lines.length;
    this.image && (this.image.hidden = !this.lines.length);
    if (!this.lines.length) { this.chart.replaceChildren(); return; }
    const mark = (line) => ({ code: text(line.codes[0]), label: label(par, line.codes[0]) || "vide", value: line.value, time: time(line.codes[0]),
      text: line.value === null ? missingWord(field ?? {}) : line.missing && measure.code !== "n" ? `${measure.code.startsWith("min:") ? "au plus" : "au moins"} ${amount(line.value)}` : amount(line.value) });
    const drawn = kind === "temps" ? this.lines.filter(({ codes }) => time(codes[0]) !== null) : this.lines;
    const panels = puis && panelsOf(drawn).map((lines) => ({ label: label(puis, lines[0].codes[1]) || "vide", marks: lines.map(mark) }));
    const left = puis ? panels.length - PANELS : kind === "barres" ? drawn.length - BARS : 0;
    const unit = measure.unit ? ` (${measure.unit})` : "";
    const title = `${measure.title}${unit}, par ${par.title.toLocaleLowerCase("fr")}${puis ? ` et ${puis.title.toLocaleLowerCase("fr")}` : ""}`;
    const hollow = this.lines.some(({ value }) => value === null) ? `Pointillé : ${missingWord(field ?? {})}, pas zéro.` : "";
    const note = [this.fictitious ? `${FICTITIOUS}.` : "", this.title.replace(/ \(.*fictives.*\)$/, "."), ...notes, hollow, puis ? "Même échelle pour tous." : ""].filter(Boolean).join(" ");
    const description = `${title}. ${note} Les mêmes nombres sont dans la table qui suit.`;
    const picture = chart({ kind, marks: drawn.slice(0, kind === "barres" ? BARS : undefined).map(mark), panels: panels?.slice(0, PANELS), outlines: this.outlines, title, note, description });
    const rest = left > 0 ? [element("p", { className: "donnees-note", textContent: `${amount(left)} de plus dans la table.` })] : [];
    this.chart.replaceChildren(picture, ...rest);
  }

  // -- the table -----------------------------------------------------------------------------------

  head() {
    const name = this.state.sort.replace(/^-/, "");
    const cells = this.heads.map(({ code, title, words }) => {
      if (!code || this.isBare) return element("th", { scope: "col", textContent: words });
      const way = name !== code ? "none" : this.state.sort.startsWith("-") ? "descending" : "ascending";
      const order = element("button", { type: "button", className: "donnees-tri", title });
      order.textContent = words + { none: "", ascending: " ▲", descending: " ▼" }[way];
      order.addEventListener("click", () => {
        this.refocus = code;
        this.change({ sort: way === "ascending" ? `-${code}` : code });
      });
      if (this.refocus === code) queueMicrotask(() => { order.focus(); this.refocus = ""; });
      const cell = element("th", { scope: "col" }, order);
      cell.setAttribute("aria-sort", way);
      return cell;
    });
    return element("thead", {}, element("tr", {}, ...cells));
  }

  cell(field, value) {
    if (value === null) return element("td", { className: "donnees-vide", textContent: missingWord(field) });
    if (field.name === "page" && !this.isBare) return element("td", {}, element("a", { href: `${this.source.racine}${value}`, textContent: value }));
    const isProse = field.type === "string" && !field.categories && !field.constraints?.pattern;
    const kind = isFigure(field) || field.type === "year" ? "prm-nombre" : isProse ? "donnees-texte" : "donnees-code";
    return element("td", { className: kind, textContent: text(value) });
  }
}

// `source`: where the table is, as its element's data-… say; `state`: what is shown of it.
export async function open(place, source, state) {
  const before = [...place.childNodes];
  place.replaceChildren(element("p", { textContent: "Chargement…" }));
  try {
    await new Explorer(place, source, state).load();
  } catch {
    place.replaceChildren(element("p", { textContent: "La table n’a pas pu être lue. Réessayer, ou la télécharger." }), ...before);
  }
}
