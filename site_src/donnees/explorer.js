// Any published table, sorted, filtered, charted and downloaded in the browser. What is shown is
// in the address, so that a view can be cited. Data are fetched from this site, when asked for.

const PAGE = 50;
const BARS = 40;
const CHOICES = 60;
const QUIET_MS = 300;
const FICTITIOUS = "Données fictives de démonstration";
const SVG = "http://www.w3.org/2000/svg";

const numeric = (field) => ["integer", "number", "year"].includes(field.type);
const order = new Intl.Collator("fr", { numeric: true });
const amount = (value, digits = 0) => new Intl.NumberFormat("fr-FR", { minimumFractionDigits: digits, maximumFractionDigits: 6 }).format(value);
const decimals = (value) => (String(value).split(".")[1] ?? "").length;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function svgElement(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// -- the address -----------------------------------------------------------------------------

function readState() {
  const given = new URLSearchParams(location.search);
  const filters = {};
  for (const [key, value] of given) if (key.startsWith("f.")) filters[key.slice(2)] = value;
  return {
    jeu: given.get("jeu") ?? "", table: given.get("table") ?? "", words: given.get("q") ?? "",
    sort: given.get("tri") ?? "", bars: given.get("barres") ?? "", names: given.get("noms") ?? "", filters,
  };
}

function writeState(state) {
  const query = new URLSearchParams();
  const pairs = { jeu: state.jeu, table: state.table, q: state.words, tri: state.sort, barres: state.bars, noms: state.names };
  for (const [key, value] of Object.entries(pairs)) if (value) query.set(key, value);
  for (const [key, value] of Object.entries(state.filters)) if (value) query.set(`f.${key}`, value);
  history.replaceState(null, "", `?${query}${location.hash}`);
}

// -- the rows --------------------------------------------------------------------------------

const text = (value) => (value === null ? "" : String(value));

function filtered(rows, fields, state) {
  const words = state.words.toLocaleLowerCase("fr").split(/\s+/).filter(Boolean);
  const filters = Object.entries(state.filters).filter(([name, value]) => value && fields.some((field) => field.name === name));
  const kept = rows.filter((row) => {
    if (!filters.every(([name, value]) => text(row[name]) === value)) return false;
    if (!words.length) return true;
    const line = fields.map((field) => label(field, row[field.name])).join(" ").toLocaleLowerCase("fr");
    return words.every((word) => line.includes(word));
  });
  const name = state.sort.replace(/^-/, "");
  if (!fields.some((field) => field.name === name)) return kept;
  const sign = state.sort.startsWith("-") ? -1 : 1;
  return kept.sort((a, b) => {
    if (a[name] === null || b[name] === null) return (a[name] === null) - (b[name] === null); // empty cells last
    return sign * (typeof a[name] === "number" ? a[name] - b[name] : order.compare(text(a[name]), text(b[name])));
  });
}

function label(field, value) {
  if (value === null) return "";
  if (field.categories) return field.categories.find((category) => String(category.value) === String(value))?.label ?? text(value);
  return field.type === "integer" || field.type === "number" ? amount(value) : text(value);
}

function choices(rows, field) {
  if (field.categories) return field.categories.map((category) => [String(category.value), category.label]);
  const values = [...new Set(rows.map((row) => text(row[field.name])))].filter(Boolean);
  const isName = values.length > rows.length / 2; // almost one value a row: searched, not chosen
  if (isName || values.length < 2 || values.length > CHOICES || field.type === "number") return [];
  return values.sort(order.compare).map((value) => [value, value]);
}

function csv(rows, fields) {
  const quoted = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => fields.map((field) => quoted(text(row[field.name]))).join(","));
  return [fields.map((field) => field.name).join(","), ...lines, ""].join("\n");
}

function save(name, kind, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// -- the widget ------------------------------------------------------------------------------

function select(title, options, value, change) {
  const list = element("select");
  list.append(...options.map(([code, words]) => element("option", { value: code, textContent: words })));
  list.value = options.some(([code]) => code === value) ? value : options[0][0];
  list.addEventListener("change", () => change(list.value));
  return element("label", {}, title, list);
}

class Explorer {
  constructor(place, source, state) {
    Object.assign(this, { place, source, state, limit: PAGE });
  }

  async load() {
    const { dossier: folder, description, fichier: file, table } = this.source;
    const path = file.replace(/\.csv$/, ".json");
    const [pack, rows] = await Promise.all([fetch(`${folder}${description}`), fetch(`${folder}${path}`)].map(
      (request) => request.then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))));
    const resource = pack.resources.find(({ name }) => name === table);
    this.title = `${resource.title} (version ${pack.version})`;
    this.fictitious = pack.fictitious;
    this.fields = resource.schema.fields;
    this.rows = rows;
    this.source.stem = file.replace(/\.csv$/, "");
    this.frame();
    this.show();
  }

  change(what) {
    Object.assign(this.state, what);
    this.limit = PAGE;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.show(), what.words === undefined ? 0 : QUIET_MS);
  }

  frame() {
    const search = element("input", { type: "search", value: this.state.words, autocomplete: "off" });
    search.addEventListener("input", () => this.change({ words: search.value }));
    const settings = element("div", { className: "donnees-reglages" }, element("label", {}, "Chercher dans la table", search));
    for (const field of this.fields) {
      const options = choices(this.rows, field);
      if (options.length > 1) {
        settings.append(select(field.title, [["", "tous"], ...options], this.state.filters[field.name] ?? "",
          (value) => this.change({ filters: { ...this.state.filters, [field.name]: value } })));
      }
    }
    const figures = this.fields.filter((field) => field.type === "integer" || field.type === "number");
    if (figures.length) {
      settings.append(
        select("Graphique : longueur des barres", [["", "aucun graphique"], ...figures.map((field) => [field.name, field.title])],
          this.state.bars, (value) => this.change({ bars: value })),
        select("Graphique : nom des barres", this.fields.map((field) => [field.name, field.title]),
          this.state.names || this.fields[0].name, (value) => this.change({ names: value })));
    }
    this.count = element("p", { className: "donnees-note" });
    this.count.setAttribute("role", "status");
    this.chart = element("div");
    this.table = element("table", { className: "donnees-table" });
    const region = element("div", { className: "prm-defile", tabIndex: 0 }, this.table);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", this.title);
    this.more = element("button", { type: "button", className: "donnees-bouton", textContent: `Montrer ${PAGE} lignes de plus` });
    this.more.addEventListener("click", () => { this.limit += PAGE; this.show(); });
    const download = element("button", { type: "button", className: "donnees-bouton", textContent: "Télécharger ces lignes (CSV)" });
    download.addEventListener("click", () => save(`${this.source.stem}-extrait.csv`, "text/csv", csv(this.kept, this.fields)));
    this.image = element("button", { type: "button", className: "donnees-bouton", textContent: "Télécharger le graphique (SVG)" });
    this.image.addEventListener("click", () => save(`${this.source.stem}-graphique.svg`, "image/svg+xml",
      new XMLSerializer().serializeToString(this.chart.querySelector("svg"))));
    const warning = this.fictitious ? [element("p", {}, element("strong", { textContent: `${FICTITIOUS}.` }))] : [];
    this.place.replaceChildren(...warning, settings, this.count, this.chart, region,
      element("div", { className: "donnees-commandes" }, this.more, download, this.image));
  }

  show() {
    this.kept = filtered([...this.rows], this.fields, this.state);
    const total = this.rows.length;
    const words = `${amount(this.kept.length)} ligne${this.kept.length > 1 ? "s" : ""} sur ${amount(total)}`;
    this.count.textContent = this.kept.length > this.limit ? `${words}, les ${this.limit} premières affichées.` : `${words}.`;
    this.more.hidden = this.kept.length <= this.limit;
    this.table.replaceChildren(this.head(), this.body());
    this.draw();
    writeState(this.state);
  }

  head() {
    const cells = this.fields.map((field) => {
      const name = this.state.sort.replace(/^-/, "");
      const way = name !== field.name ? "none" : this.state.sort.startsWith("-") ? "descending" : "ascending";
      const button = element("button", { type: "button", className: "donnees-tri", title: field.title });
      button.textContent = field.name + { none: "", ascending: " ▲", descending: " ▼" }[way];
      button.addEventListener("click", () => {
        this.change({ sort: way === "ascending" ? `-${field.name}` : field.name });
        this.refocus = field.name;
      });
      if (this.refocus === field.name) queueMicrotask(() => { button.focus(); this.refocus = ""; });
      const cell = element("th", { scope: "col" }, button);
      cell.setAttribute("aria-sort", way);
      return cell;
    });
    return element("thead", {}, element("tr", {}, ...cells));
  }

  body() {
    const lines = this.kept.slice(0, this.limit).map((row) => element("tr", {}, ...this.fields.map((field) => {
      const value = row[field.name];
      if (value === null) {
        return element("td", { className: "donnees-vide", textContent: field.missingValues?.[0].label.split(" :")[0] ?? "vide" });
      }
      if (field.name === "page") return element("td", {}, element("a", { href: `../../${value}`, textContent: value }));
      const isText = field.type === "string" && !field.categories && !field.constraints?.pattern;
      return element("td", { className: numeric(field) ? "prm-nombre" : isText ? "donnees-texte" : "donnees-code", textContent: text(value) });
    })));
    return element("tbody", {}, ...lines);
  }

  // One bar for each row shown: nothing is added up, so no total is counted twice.
  draw() {
    const measure = this.fields.find((field) => field.name === this.state.bars);
    this.image.hidden = !measure;
    if (!measure) { this.chart.replaceChildren(); return; }
    const named = this.fields.find((field) => field.name === this.state.names) ?? this.fields[0];
    const shown = this.kept.filter((row) => row[measure.name] !== null);
    const rows = shown.slice(0, BARS);
    const longest = Math.max(...rows.map((row) => Math.abs(row[measure.name])), 0) || 1;
    const digits = Math.max(...rows.map((row) => decimals(row[measure.name])), 0);
    const heads = [`${measure.title}${measure.unit ? ` (${measure.unit})` : ""}`, ...(this.fictitious ? [FICTITIOUS] : [])];
    const top = 20 * heads.length + 10;
    const lines = rows.map((row, index) => {
      const y = top + index * 40;
      const width = Math.max((Math.abs(row[measure.name]) / longest) * 280, 1);
      return [
        svgElement("text", { x: 4, y: y + 12 }, label(named, row[named.name]) || "vide"),
        svgElement("rect", { x: 4, y: y + 17, width, height: 14, fill: "#1b5e9e" }),
        svgElement("text", { x: width + 10, y: y + 29 }, amount(row[measure.name], digits)),
      ];
    });
    // A list of rows, in the order that its reader chose: never taken for an axis of time.
    const time = named.type === "year" ? " Les barres ne sont pas à l’échelle du temps." : "";
    const description = `${heads.join(". ")}. Une barre par ligne du tableau, par ${named.title.toLocaleLowerCase("fr")}.${time}`;
    const picture = svgElement("svg", { xmlns: SVG, viewBox: `0 0 360 ${top + rows.length * 40 + 6}`, role: "img", "aria-label": description, class: "donnees-barres", "font-family": "sans-serif", "font-size": "13" },
      ...heads.map((words, index) => svgElement("text", { x: 4, y: 16 + index * 20, "font-weight": "bold" }, words)), ...lines.flat());
    const note = shown.length > BARS ? `Les ${BARS} premières lignes sur ${amount(shown.length)}.` : "Une barre par ligne du tableau.";
    this.chart.replaceChildren(picture, element("p", { className: "donnees-note", textContent: note + time }));
  }
}

// -- where it stands -------------------------------------------------------------------------

async function open(place, source, state) {
  const before = [...place.childNodes];
  place.replaceChildren(element("p", { textContent: "Chargement…" }));
  try {
    await new Explorer(place, source, state).load();
  } catch {
    place.replaceChildren(element("p", { textContent: "La table n’a pas pu être lue. Réessayer, ou la télécharger." }), ...before);
  }
}

function onDatasetPage(places) {
  for (const place of places) {
    const button = element("button", { type: "button", className: "donnees-bouton", textContent: "Trier, filtrer, montrer en graphique" });
    const start = (state) => { button.remove(); return open(place, { ...place.dataset }, state); };
    button.addEventListener("click", () => start({ ...readState(), words: "", sort: "", bars: "", names: "", filters: {}, jeu: "", table: place.dataset.table }));
    place.after(element("p", {}, button));
    if (readState().table === place.dataset.table) start({ ...readState(), jeu: "" });
  }
}

function onItsOwnPage(place) {
  const links = [...place.querySelectorAll("a[data-fichier]")];
  const key = (data) => `${data.jeu}/${data.table}`;
  const options = links.map((link) => [key(link.dataset), link.parentElement.textContent.trim()]);
  const view = element("div");
  const show = (value, state) => {
    const link = links.find(({ dataset }) => key(dataset) === value);
    const page = link.getAttribute("href");
    about.replaceChildren("Sens des colonnes, sources et limites : ", element("a", { href: page, textContent: "page du jeu" }), ".");
    return open(view, { ...link.dataset }, { ...state, jeu: link.dataset.jeu, table: link.dataset.table });
  };
  const about = element("p", { className: "donnees-note" });
  const state = readState();
  const asked = `${state.jeu}/${state.table}`;
  const first = options.some(([code]) => code === asked) ? asked : options[0][0];
  const empty = { words: "", sort: "", bars: "", names: "", filters: {} };
  const list = select("Table", options, first, (value) => show(value, { ...empty }));
  place.replaceChildren(element("div", { className: "donnees-reglages" }, list), about, view);
  show(first, first === asked ? state : { ...empty });
}

const own = document.querySelector("[data-explorer][data-choix]");
if (own) onItsOwnPage(own);
else onDatasetPage(document.querySelectorAll("[data-explorer]"));
