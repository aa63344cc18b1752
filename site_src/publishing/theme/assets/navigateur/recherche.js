// Search: a native dialog, which loads what it needs when the reader opens it: Pagefind's index for texts, and a file of
// titles, typed words and vocabulary that corrects and orders (question.js). Its words are those of the dialog
// (partials/recherche.html), in the language of the page. Alerts come first: they are in a small file of their own, since
// the index is not made again on the day they are needed. Streets come from the index of « Ma rue », loaded for a name.

const root = new URL("../../", import.meta.url);
const SHOWN = 12;
const WAIT_MS = 120;
const SHORTEST = 3; // letters that say enough to look for an alert
const STREETS = 3; // streets shown at most
const BEFORE_STREETS = 3; // pages before them, unless a street is meant
const FEW = 3; // pages of another language than French below which French ones follow them

const byId = (id) => document.getElementById(id);
const dialog = byId("prm-dialogue");
const question = byId("prm-question");
const announce = byId("prm-annonce");
const results = byId("prm-resultats");

let engine;
let last = 0;

async function json(address) {
  const reply = await fetch(new URL(address, root));
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply.json();
}

async function engineOf(language) {
  const [pagefind, tools, { KINDS: kinds }, data] = await Promise.all([
    import(new URL("pagefind/pagefind.js", root)), import("./question.js"), import("./adresse.js"), json(`recherche/${language}.json`),
  ]);
  await pagefind.options({ baseUrl: root.pathname });
  await pagefind.init();
  return { pagefind, tools, kinds, lexicon: new tools.Lexicon(data, language) };
}

function load() {
  engine ??= engineOf(dialog.lang);
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
  const said = alert[language] ?? alert.en;
  const isOver = alert.fin && Date.parse(alert.fin) <= Date.now();
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: new URL(said.adresse, root), textContent: said.titre });
  link.lang = said.langue || (alert[language] ? language : "en");
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

// Pagefind marks words with <mark> inside text: nothing else of its markup is kept. Elided words were parted for it.
function excerpt(html) {
  const source = new DOMParser().parseFromString(html.replace(/([’']) (?=<mark>|\p{L})/gu, "$1"), "text/html").body;
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

function item(address, title, section, text) {
  const made = document.createElement("li");
  made.append(Object.assign(document.createElement("a"), { href: address, textContent: title }));
  if (section) made.append(Object.assign(document.createElement("span"), { textContent: section }));
  made.append(text);
  return made;
}

const joined = (text) => text.replace(/([’']) (?=\p{L})/gu, "$1");

// A page: its section that has the words, or what it says of itself.
function entry(page, found) {
  const section = found?.sub_results?.[0];
  const html = section?.excerpt ?? found?.excerpt;
  const text = html ? excerpt(html) : Object.assign(document.createElement("p"), { textContent: page.texte });
  const title = section && joined(section.title);
  return item(section?.url ?? root.pathname + page.adresse, page.titre, title === page.titre ? "" : title, text);
}

let french;

// French pages whose title or typed words are asked for, after those of the page's own language where they are few. Their
// titles are loaded only then; their texts are not searched.
async function frenchPages(words, own, { tools }) {
  if (dialog.lang === "fr" || own >= FEW) return [];
  french ??= json("recherche/fr.json").then((data) => new tools.Lexicon(data, "fr"));
  french.catch(() => { french = undefined; });
  return (await french).ranked(words, words.map(() => new Map())).slice(0, FEW).map(({ page }) => frenchEntry(page));
}

function frenchEntry(page) {
  const made = item(root.pathname + page.adresse, page.titre, dialog.dataset.francais, Object.assign(document.createElement("p"), { textContent: page.texte }));
  for (const part of made.querySelectorAll("a, p")) Object.assign(part, { lang: "fr", dir: "ltr" });
  made.querySelector("a").hreflang = "fr";
  return made;
}

let streets;

function loadStreets() {
  streets ??= Promise.all([import("./voies.js"), json("ma-rue/voies.json")]).then(([{ Streets }, data]) => new Streets(data));
  streets.catch(() => { streets = undefined; });
  return streets;
}

// A street by its name, with what the maps say of it, worst first; nothing is said where nothing is drawn.
function streetEntry(known, rank) {
  const { zones, verdicts, adresse: address } = JSON.parse(dialog.dataset.voies);
  const said = known.verdicts(rank).map(({ zone, verdict }) => `${zones[zone]} : ${verdicts[verdict]}`);
  const text = Object.assign(document.createElement("p"), { textContent: `${said.join(". ")}.` });
  return item(new URL(`${address}#voie=${known.codes[rank]}`, root), known.label(rank), "", text);
}

// The streets of which every word is said. Their index is loaded for a kind of street, or a word that no title has.
async function streetsAbout(asked, { tools, kinds, lexicon }) {
  const isStreet = asked.typed.some((word) => kinds.has(word));
  const wanted = asked.typed.filter((word) => !kinds.has(word) && !/^\d+$/.test(word));
  if (!dialog.dataset.voies || !wanted.length) return [];
  if (!isStreet && wanted.every((word) => lexicon.isNamed(word))) return [];
  const known = await loadStreets();
  const { ranks, isElsewhere } = known.find(asked.text, STREETS);
  const isSaid = (rank) => {
    const words = tools.wordsOf(known.names[rank]);
    const letters = words.join(""); // « Lafayette » for « La Fayette »
    return wanted.every((word) => words.includes(word) || (word.length > 5 && letters.endsWith(word)));
  };
  const isMeant = isStreet && asked.left.length > 0;
  return isElsewhere ? [] : ranks.filter((rank) => isMeant || isSaid(rank)).map((rank) => streetEntry(known, rank));
}

// Both spellings of œ; a quoted word is looked for as it stands, without what only begins or ends like it.
async function pagesWith(pagefind, word, isQuoted) {
  const forms = word.includes("oe") ? [word, word.replaceAll("oe", "œ")] : [word];
  const found = await Promise.all(forms.map((form) => pagefind.search(isQuoted ? `"${form}"` : form)));
  return found.flatMap(({ results }) => results);
}

// What is asked: the words typed; those to look for, as typed or corrected; those that nothing of the site is near.
async function read(text, { pagefind, tools, lexicon }) {
  const typed = tools.contentWords(text, lexicon.language);
  const [words, left, lacking] = [[], [], []];
  for (const word of typed) {
    const isKnown = lexicon.isKnown(word);
    if (!isKnown) lacking.push(word);
    const isThere = isKnown || (await pagesWith(pagefind, word, true)).length > 0;
    const meant = isThere ? word : lexicon.corrected(word);
    (meant ? words : left).push(meant ?? word);
  }
  return { text, typed, words, left, lacking, isCorrected: words.some((word) => !typed.includes(word)) };
}

// Pages in their order, each with Pagefind's result for its text, of all words or else of one.
async function pagesAbout({ words, left, lacking }, { pagefind, kinds, lexicon }) {
  if (!words.length || (left.length && words.every((word) => kinds.has(word)))) return []; // « rue », and a name that is not there
  const [all, ...apart] = await Promise.all([pagefind.search(words.join(" ")).then(({ results }) => results), ...words.map((word) => pagesWith(pagefind, word, false))]);
  const texts = apart.map((found) => {
    const most = Math.max(...found.map(({ score }) => score));
    return new Map(found.map(({ id, score }) => [id, score / most]));
  });
  const results = new Map([...apart.flat(), ...all].map((result) => [result.id, result]));
  return lexicon.ranked(words, texts, lacking).map((found) => ({ ...found, result: results.get(found.page.id) }));
}

// Once a street is found, « rue » looks for nothing more.
function withoutKinds(asked, { kinds }) {
  return { ...asked, words: asked.words.filter((word) => !kinds.has(word)) };
}

// An answer opens at its beginning, which says what to do; elsewhere the words stand in one section. A place shows its verdicts.
// The text of a page may lack, without a network: then the page says of itself what it says in any list.
async function shown({ page, isAnswer, result }) {
  const isWhole = isAnswer || page.adresse.startsWith("mon-quartier/");
  return entry(page, result && !isWhole ? await result.data().catch(() => undefined) : undefined);
}

function count(number) {
  const { aucun: none, un: one, plusieurs: many, limite: limited } = dialog.dataset;
  if (number < 2) return number ? one : none;
  return (number > SHOWN ? limited : many).replace("{n}", number).replace("{m}", SHOWN);
}

// Words that were corrected, or left out, are said: the reader may have meant others.
function heard({ words, left, isCorrected }, number) {
  const said = [isCorrected && dialog.dataset.corrige.replace("{mots}", words.join(" ")), left.length && dialog.dataset.absent.replace("{mots}", left.join(" "))];
  return number ? said.filter(Boolean).map((text) => `${text} `).join("") : "";
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
    const tools = await load();
    const asked = await read(words, tools);
    const [places, first] = await Promise.all([streetsAbout(asked, tools).catch(() => []), alertsAbout(words)]);
    const pages = await pagesAbout(places.length ? withoutKinds(asked, tools) : asked, tools);
    const entries = await Promise.all(pages.slice(0, SHOWN - first.length - places.length).map(shown));
    const others = await frenchPages(asked.typed, pages.length, tools).catch(() => []);
    if (turn !== last) return; // an older answer that came late
    // A street of a word that texts have, too, is not what most people mean by it.
    const before = asked.lacking.length || asked.typed.some((word) => tools.kinds.has(word)) ? 0 : BEFORE_STREETS;
    entries.splice(before, 0, ...places);
    results.replaceChildren(...first.map(alertEntry), ...entries, ...others);
    announce.textContent = `${heard(asked, pages.length)}${count(first.length + places.length + pages.length + others.length)}`;
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
