// Search: a native dialog over Pagefind's index, which is loaded when the reader opens it. Its words
// are those of the dialog (partials/recherche.html), in the language of the page. Alerts come first: they are in a small
// file of their own, since the index is not made again on the day they are needed.

const root = new URL("../../", import.meta.url);
const SHOWN = 12;
const WAIT_MS = 120;
const SHORTEST = 3; // letters that say enough to look for an alert

const byId = (id) => document.getElementById(id);
const dialog = byId("prm-dialogue");
const question = byId("prm-question");
const announce = byId("prm-annonce");
const results = byId("prm-resultats");

let engine;
let last = 0;

function load() {
  engine ??= import(new URL("pagefind/pagefind.js", root)).then(async (pagefind) => {
    await pagefind.options({ baseUrl: root.pathname });
    await pagefind.init();
    return pagefind;
  });
  return engine;
}

let alerts;

function loadAlerts() {
  alerts ??= fetch(new URL("en-ce-moment/recherche.json", root), { cache: "no-cache" })
    .then((reply) => (reply.ok ? reply.json() : []))
    .catch(() => { alerts = undefined; return []; });
  return alerts;
}

// « Évacués » is found by « evac », whatever stands between words.
const plainWords = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function isAbout(alert, wanted) {
  const said = ["alerte alert", alert.mots, ...[alert.fr, alert.en].flatMap((one) => [one.titre, one.etat, one.texte])];
  const words = plainWords(said.join(" "));
  return wanted.every((word) => words.some((one) => one.startsWith(word)));
}

function alertEntry(alert) {
  const language = dialog.lang;
  const said = alert[language];
  const isOver = alert.fin && Date.parse(alert.fin) <= Date.now();
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: new URL(said.adresse, root), textContent: said.titre });
  link.lang = said.langue || language;
  const state = Object.assign(document.createElement("span"), { textContent: isOver ? said.finie : said.etat });
  const text = Object.assign(document.createElement("p"), { textContent: said.texte });
  text.lang = link.lang;
  item.append(link, state, text);
  return item;
}

async function alertsAbout(question) {
  if (question.length < SHORTEST) return [];
  const wanted = plainWords(question);
  return (await loadAlerts()).filter((alert) => isAbout(alert, wanted)).slice(0, SHOWN);
}

// Pagefind marks words with <mark> inside text: nothing else of its markup is kept.
function excerpt(html) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const paragraph = document.createElement("p");
  for (const node of source.childNodes) {
    if (node.nodeName === "MARK") {
      paragraph.append(Object.assign(document.createElement("mark"), { textContent: node.textContent }));
    } else {
      paragraph.append(node.textContent);
    }
  }
  return paragraph;
}

function entry(found) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const section = found.sub_results?.[0];
  item.lang = found.url.startsWith(`${root.pathname}en/`) ? "en" : "fr";
  link.href = section?.url ?? found.url;
  link.textContent = found.meta.title;
  item.append(link);
  if (section && section.title !== found.meta.title) {
    item.append(Object.assign(document.createElement("span"), { textContent: section.title }));
  }
  item.append(excerpt(section?.excerpt ?? found.excerpt));
  return item;
}

function count(number) {
  const { aucun: none, un: one, plusieurs: many, limite: limited } = dialog.dataset;
  if (number < 2) return number ? one : none;
  return (number > SHOWN ? limited : many).replace("{n}", number).replace("{m}", SHOWN);
}

async function search() {
  const turn = ++last;
  const words = question.value.trim();
  if (!words) {
    results.replaceChildren();
    announce.textContent = "";
    return;
  }
  try {
    const pagefind = await load();
    const [found, first] = await Promise.all([pagefind.search(words), alertsAbout(words)]);
    const shown = await Promise.all(found.results.slice(0, SHOWN - first.length).map((result) => result.data()));
    if (turn !== last) return; // an older answer that came late
    results.replaceChildren(...first.map(alertEntry), ...shown.map(entry));
    announce.textContent = count(first.length + found.results.length);
  } catch {
    if (turn !== last) return;
    engine = undefined;
    results.replaceChildren();
    announce.textContent = dialog.dataset.panne;
  }
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  question.select();
  load().catch(() => { engine = undefined; });
  loadAlerts();
}

let waiting;
question.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, WAIT_MS);
});
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault(); // Enter asks; the form's own answer would close the dialog
  clearTimeout(waiting);
  search();
});
// A result on this very page: the dialog must not stay before it.
results.addEventListener("click", (event) => {
  if (event.target.closest("a")) dialog.close();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    open();
  }
});

byId("prm-ouvrir").addEventListener("click", open);
byId("prm-ouvrir").hidden = false;
byId("prm-toutes").hidden = true;
