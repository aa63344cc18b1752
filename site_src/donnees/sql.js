// SQL on the published Parquet files, in the browser: the engine and the tables are loaded by a press, which says their weight,
// and then nothing more is asked for.

import "./copier.js";

const ROWS = 200;
const place = document.querySelector("[data-sql]");
const { moteur: engine, ouvrier: script, tables: list } = place.dataset;
const load = place.querySelector("[data-charger]");
const form = place.querySelector("form");
const editor = place.querySelector("textarea");
const status = place.querySelector("[role=status]");
const result = place.querySelector("[data-reponse]");

// -- the engine: questions and answers by number ---------------------------------------------------

class Engine {
  constructor() {
    this.worker = new Worker(script, { name: new URL(engine, location.href).href });
    this.waiting = new Map();
    this.count = 0;
    this.worker.addEventListener("message", ({ data }) => {
      const asked = this.waiting.get(data.requestId);
      if (!asked || data.type === "LOG" || data.type === "INSTANTIATE_PROGRESS") return;
      this.waiting.delete(data.requestId);
      if (data.type === "ERROR") asked.reject(new Error(data.data.message ?? String(data.data)));
      else asked.resolve(data.data);
    });
    this.worker.addEventListener("error", (event) => {
      for (const asked of this.waiting.values()) asked.reject(new Error(event.message));
    });
  }

  ask(type, data, transfer = []) {
    this.count += 1;
    const messageId = this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(messageId, { resolve, reject });
      this.worker.postMessage({ messageId, type, data }, transfer);
    });
  }

  async start(found) {
    await this.ask("INSTANTIATE", [new URL(`${engine}duckdb-eh.wasm.gz`, location.href).href, null]);
    await this.ask("OPEN", { path: ":memory:" });
    this.connection = await this.ask("CONNECT", null);
    // No extension is looked for anywhere.
    for (const setting of ["autoinstall_known_extensions", "autoload_known_extensions"]) await this.run(`SET ${setting} = false`).catch(() => {});
    for (const { name, raw } of found) {
      const file = `${name}.parquet`;
      await this.ask("REGISTER_FILE_BUFFER", [file, raw], [raw.buffer]);
      await this.run(`CREATE SCHEMA IF NOT EXISTS ${name.split(".")[0]}`);
      await this.run(`CREATE VIEW ${name} AS SELECT * FROM '${file}'`);
    }
  }

  run(query) { return this.ask("RUN_QUERY", [this.connection, query]); }

  // The answer as rows of texts, null where there is none: written as CSV by the engine itself.
  async answer(query) {
    const inner = query.trim().replace(/;\s*$/, "");
    await this.run(`COPY (${inner}\n) TO 'reponse.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', FORCE_QUOTE *, NULL '')`);
    const raw = await this.ask("COPY_FILE_TO_BUFFER", "reponse.csv");
    await this.ask("DROP_FILE", "reponse.csv").catch(() => {});
    return new TextDecoder().decode(raw);
  }
}

// A quoted cell is a text; one without quotes is a missing value.
function parsed(source) {
  const rows = [];
  let row = [];
  const cell = /("((?:[^"]|"")*)"|[^,\r\n]*)(,|\r?\n|$)/y;
  while (cell.lastIndex < source.length) {
    const found = cell.exec(source);
    if (!found) break;
    row.push(found[2] === undefined ? found[1] || null : found[2].replaceAll('""', '"'));
    if (found[3] !== ",") { rows.push(row); row = []; }
  }
  return rows;
}

// -- the page ---------------------------------------------------------------------------------------

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function shown(source, query) {
  const [heads, ...rows] = parsed(source);
  const names = heads.map((head) => head ?? "");
  const table = element("table", { className: "donnees-table" },
    element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col", textContent: name })))),
    element("tbody", {}, ...rows.slice(0, ROWS).map((row) => element("tr", {}, ...row.map((value) =>
      (value === null ? element("td", { className: "donnees-vide", textContent: "NULL" })
        : element("td", { className: /^-?[\d.]+$/.test(value) ? "prm-nombre" : "", textContent: value })))))));
  const region = element("div", { className: "prm-defile", tabIndex: 0 }, table);
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", "Réponse");
  const isFictitious = query.includes("_fictif");
  const save = element("button", { type: "button", className: "donnees-bouton", textContent: "Télécharger la réponse (CSV)" });
  save.addEventListener("click", () => {
    const name = isFictitious ? "reponse-donnees-fictives-de-demonstration.csv" : "reponse.csv";
    const link = element("a", { href: URL.createObjectURL(new Blob([source], { type: "text/csv" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  const fiction = isFictitious ? [element("p", {}, element("strong", { textContent: "Données fictives de démonstration." }))] : [];
  // An aggregate skips what is missing without a word: the page says it in its place.
  const skips = /\b(sum|avg|mean|median)\s*\(/i.test(query)
    ? [element("p", { className: "donnees-note", textContent: "sum, avg et median sautent les valeurs absentes (NULL), masquées ou inconnues, sans dire combien : count(*) - count(colonne) les compte. Une table qui a des lignes de totaux les additionne aussi, si la question ne les écarte pas." })] : [];
  result.replaceChildren(...fiction, ...skips, region, save);
  status.textContent = `${rows.length} ligne${rows.length > 1 ? "s" : ""}${rows.length > ROWS ? `, les ${ROWS} premières affichées` : ""}.`;
}

let running;

async function ask() {
  const query = editor.value;
  history.replaceState(null, "", `?sql=${encodeURIComponent(query)}`);
  status.textContent = "Recherche…";
  try {
    shown(await running.answer(query), query);
  } catch (error) {
    result.replaceChildren(element("pre", { className: "donnees-code-source", tabIndex: 0, textContent: error.message }));
    status.textContent = "Le moteur n’a pas compris cette question :";
  }
}

async function tables() {
  const known = Object.values(await (await fetch(list)).json());
  return Promise.all(known.map(async ({ sql, jeu, fichier }) => {
    const answer = await fetch(`${place.dataset.donnees}${jeu}/${fichier.replace(/\.csv$/, ".parquet")}`);
    if (!answer.ok) throw new Error(`${fichier} : ${answer.status}`);
    return { name: sql, raw: new Uint8Array(await answer.arrayBuffer()) };
  }));
}

load.addEventListener("click", async () => {
  load.disabled = true;
  status.textContent = "Chargement du moteur et des tables…";
  try {
    running = new Engine();
    await running.start(await tables());
  } catch (error) {
    load.disabled = false;
    status.textContent = `Le chargement a échoué (${error.message}). Réessayer.`;
    return;
  }
  load.hidden = true;
  form.hidden = false;
  status.textContent = "Prêt. Plus rien n’est demandé au réseau.";
  editor.focus();
});

form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
editor.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); }
});
for (const example of place.querySelectorAll("[data-exemple]")) {
  const use = element("button", { type: "button", className: "donnees-bouton", textContent: "Poser cette question" });
  use.setAttribute("aria-label", `Poser cette question : ${example.dataset.copier}`);
  use.addEventListener("click", () => {
    editor.value = example.textContent.trim();
    if (running) ask();
    else { status.textContent = "Charger d’abord le moteur."; load.focus(); }
  });
  example.nextElementSibling.prepend(use);
}
editor.value = new URLSearchParams(location.search).get("sql") ?? editor.value;
place.hidden = false;
