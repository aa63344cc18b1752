// « Ma rue »: an address, a place's name, or the device's position → what the maps say, in words, and what is near.
// Everything is computed here from files of the site; neither the name nor the position leaves the page.
// Who only reads the page loads none of them: the search comes with its index when somebody comes to the field, what
// draws an answer comes with the first answer.

import { inBrackets, locale, mot, parts } from "./mots.js";

const REACHED = new Set(["concernee", "en_partie", "a_verifier"]); // verdicts under which water may come home
const ranks = new Intl.PluralRules(locale, { type: "ordinal" });
const FAR_M = 250; // farther from any street of Paris than this is not in Paris
const byId = (id) => document.getElementById(`prm-rue-${id}`);
const place = document.getElementById("prm-rue");
const [form, field, choices, announce, failure, close, answer] =
  ["demande", "nom", "choix", "annonce", "panne", "proches", "reponse"].map(byId);

let streets; // promise of the index
let places; // promise of the places, once somebody types or a street is shown
let named; // the places themselves, once they are here
let axes; // promise of the geometry of streets, once a position is asked or a street is shown
let grounds; // promise of the zones' polygons, once a street is shown
let rising; // the slider of heights, once a street is shown
let floods = []; // what the two maps of floods say of the street shown
let list; // promise of the household's list, once it is asked for
let retry = () => {};
let active = -1;
let shown = []; // what is proposed: { label, choose }
let declined; // the text whose proposals the reader closed

// Said aloud and shown; `parts` are texts and links.
function say(...parts) {
  announce.hidden = !parts[0];
  announce.replaceChildren(...parts);
}

function fail(text, again) {
  say(`${text} ${mot("pas_une_reponse")}`);
  answer.hidden = true;
  failure.hidden = false;
  retry = again;
}

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function load() {
  streets ??= Promise.all([import("./voies.js"), json(place.dataset.voies)]).then(([{ Streets }, data]) => new Streets(data));
  return streets;
}

// The places, or nothing: without them a street is answered all the same.
function loadPlaces() {
  places ??= Promise.all([import("./lieux.js"), json(place.dataset.lieux)]).then(([{ Places }, data]) => (named = new Places(data)));
  return places.catch(() => { places = undefined; });
}

// The index, or nothing once its failure is said.
async function ready(again) {
  try {
    const found = await load();
    failure.hidden = true;
    return found;
  } catch {
    streets = undefined;
    fail(mot("liste_absente"), again);
    return undefined;
  }
}

function closeChoices() {
  choices.hidden = true;
  active = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function point(index) {
  active = index;
  for (const [at, option] of [...choices.children].entries()) option.setAttribute("aria-selected", String(at === index));
  if (index < 0) {
    field.removeAttribute("aria-activedescendant");
  } else {
    field.setAttribute("aria-activedescendant", choices.children[index].id);
    choices.children[index].scrollIntoView({ block: "nearest" });
  }
}

async function propose() {
  const known = await ready(propose);
  if (!known) return;
  const text = field.value;
  // For what is typed by then: the first letter asks for them, the last one may come before they do.
  if (!named && !places) loadPlaces().then((found) => { if (found && isAwaited()) propose(); });
  const found = known.find(text);
  shown = proposals(known, text, found);
  choices.replaceChildren(...shown.map(({ label, choose: chosen }, at) => {
    const option = document.createElement("li");
    option.id = `prm-rue-option-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = label;
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    option.addEventListener("click", chosen);
    return option;
  }));
  active = -1;
  field.removeAttribute("aria-activedescendant");
  choices.hidden = !shown.length;
  field.setAttribute("aria-expanded", String(shown.length > 0));
  if (shown.length) uncover();
  tell(text, found);
}

// Whether proposals that come late are still wanted: nothing chosen, nothing closed, the field not left.
function isAwaited() {
  return field.value && field.value !== declined && active < 0 && document.activeElement === field;
}

// Streets, then places of that name; an arrondissement alone is its page. A street of this very name stays first.
function proposals(known, text, found) {
  const rues = found.ranks.map((rank) => ({ label: label(known, rank), choose: () => choose(known, rank) }));
  const lieux = (named?.search(text) ?? []).map((lieu) => ({ label: nameOf(lieu), choose: () => open(known, lieu) }));
  const whole = found.arrondissement && found.isBegun
    ? [{ label: mot("tout_entier", { rang: ordinal(found.arrondissement) }), choose: () => go(`${place.dataset.quartiers}${found.arrondissement}/`) }]
    : [];
  return [...whole, ...rues.slice(0, 8 - lieux.length), ...lieux];
}

function nameOf({ sort, nom, detail, numero }) {
  if (sort === "quartier") return mot("quartier_du", { nom, rang: ordinal(numero) });
  return sort === "gares" ? mot("station_de", { nom, detail }) : `${nom}${detail ? `, ${detail}` : ""}`;
}

// A quartier has its page; any other place, the streets around it.
function open(known, lieu) {
  if (lieu.adresse) return go(`${place.dataset.racine}${lieu.adresse}`);
  closeChoices();
  field.value = lieu.nom;
  if (!lieu.rues.length) return say(mot("aucune_rue"));
  offer(lieu.rues.map((rank) => ({ label: label(known, rank), rank })), known, mot("rues_du_lieu", { nom: lieu.nom }));
}

function go(address) {
  location.href = address;
}

function offer(items, known, words) {
  answer.hidden = true;
  close.replaceChildren(...items.map(({ label, rank }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "prm-commande";
    button.textContent = label;
    button.addEventListener("click", () => choose(known, rank));
    item.append(button);
    return item;
  }));
  close.hidden = false;
  say(words);
  close.querySelector("button").focus();
}

// What is said of the proposals. « Pas trouvé » is of our list: never that Paris has no such street.
function tell(text, { ranks, arrondissement, isElsewhere, isBegun }) {
  if (!text.trim() || (isBegun && !arrondissement && !shown.length)) return say("");
  if (isElsewhere) return say(...parts("pas_trouve_dans", { rang: ordinal(arrondissement), page: pageOf(arrondissement) }));
  if (shown.length) return say(shown.length === 1 ? mot("une_reponse") : mot("reponses", { n: shown.length }));
  if (!arrondissement) return say(mot("pas_trouve"));
  return say(...parts("pas_trouve_page", { page: pageOf(arrondissement) }));
}

// « 13e », “13th”.
function ordinal(number) {
  return mot(`rang_${ranks.select(number)}`, { n: number });
}

function label(known, rank) {
  return known.label(rank, ordinal);
}

function pageOf(number) {
  const link = document.createElement("a");
  link.href = `${place.dataset.quartiers}${number}/`;
  link.textContent = mot("arrondissement", { rang: ordinal(number) });
  return link;
}

function choose(known, rank, { focus = true } = {}) {
  closeChoices();
  close.hidden = true;
  field.value = known.names[rank];
  history.replaceState(null, "", `#voie=${known.codes[rank]}`);
  for (const link of document.querySelectorAll("a.prm-langue")) link.hash = location.hash; // the same answer in the other language
  show(known, rank);
  say(mot("reponse", { rue: label(known, rank) }));
  if (focus) reveal();
}

// Focus alone would centre the answer, taller than a phone, and leave its worst verdict above the screen.
function reveal() {
  answer.focus({ preventScroll: true });
  toTop(answer);
}

function toTop(part) {
  part.scrollIntoView({ block: "start", behavior: "instant" });
}

// Proposals that would open below the screen, or behind a phone's keyboard: the field goes up first, the list ends above it.
function uncover() {
  const seen = window.visualViewport?.height ?? innerHeight;
  choices.style.maxHeight = "";
  if (choices.getBoundingClientRect().bottom > seen) toTop(form);
  const room = seen - choices.getBoundingClientRect().top - 8;
  if (room > 120) choices.style.maxHeight = `${Math.round(room)}px`;
}

function show(known, rank) {
  const found = known.verdicts(rank);
  const [worst] = found;
  byId("titre").textContent = known.names[rank];
  byId("lieu").replaceChildren(...known.arrondissements[rank].flatMap((number, at) => (at ? [", ", pageOf(number)] : [pageOf(number)])), `. ${mot("avis")}`);
  byId("verdicts").replaceChildren(...found.map((finding) => filled("zone", finding)));
  byId("gestes").replaceChildren(filled("gestes", worst));
  byId("details").replaceChildren(...found.map((finding) => filled("details", finding)));
  const dites = byId("dites");
  if (dites) dites.textContent = found.filter(({ zone }) => zone !== "carrieres").map(inWords).reduce((debut, fin) => mot("entre", { debut, fin }));
  floods = found.filter(({ zone }) => zone !== "carrieres").map(({ verdict }) => verdict);
  fit();
  answer.hidden = false;
  if (dites) rising ??= startRising().catch(() => { rising = undefined; });
  showNear(known, rank);
  showMap(known, rank);
  drawCode();
}

// The slider, and today's level beside the floods that people know. Without what moves it, no slider is shown.
async function startRising() {
  const part = byId("seine");
  part.hidden = true;
  const [{ start }, { offerToday }] = await Promise.all([import("./montee.js"), import("./niveau.js")]);
  const setHeight = start(part, { mot, locale });
  part.hidden = false;
  offerToday(part.querySelector("[role='group']"), byId("jour"), place.dataset.direct, setHeight, { mot, locale });
}

// The household's list is for a street that a flood may reach; once told so, nobody is told to look whether it does.
function fit() {
  const part = byId("foyer");
  if (!part) return;
  part.hidden = !floods.some((verdict) => REACHED.has(verdict));
  const isTold = floods.some((verdict) => verdict === "concernee" || verdict === "en_partie");
  for (const line of part.querySelectorAll("[data-ou]")) line.hidden = isTold;
}

// What a household has to do, taken from the page of heights: the link leads there when it cannot be had.
async function openList(event) {
  event.preventDefault();
  const link = event.currentTarget;
  try {
    list ??= import("./foyer.js").then(async (foyer) => [foyer, await foyer.taken(link.href)]);
    const [foyer, part] = await list;
    link.parentElement.replaceWith(part);
    foyer.start(said, { isAlone: false });
    fit();
    part.querySelector("input").focus();
  } catch {
    location.href = link.href;
  }
}

// For the card: the height of the slider, with the last effect that is published for it.
function said() {
  const last = byId("atteints").querySelector("li")?.textContent;
  return last ? mot("seine_dite", { hauteur: byId("hauteur").textContent, effet: inBrackets(last, mot("a_confirmer")) }) : "";
}

// A copy of the template that the page holds for this zone and verdict, with the street's own figures and words.
function filled(kind, finding) {
  const template = place.querySelector(`template[data-${kind}="${finding.zone}"][data-verdict="${finding.verdict}"]`);
  const item = template.content.cloneNode(true);
  const values = { troncons: finding.troncons, verte: finding.verte, part10: finding.parts?.[0], part30: finding.parts?.[2] };
  for (const spot of item.querySelectorAll("[data-champ]")) spot.textContent = values[spot.dataset.champ] ?? "";
  for (const part of item.querySelectorAll("[data-si]")) if (values[part.dataset.si] === undefined) part.remove();
  return item;
}

// « Crue de la Seine (PPRI), concernée »: as the verdict above says it.
function inWords(finding) {
  const [risk, word] = ["h3", ".prm-verdict__mot"].map((part) => filled("zone", finding).querySelector(part).textContent);
  return `${risk}, ${word.toLowerCase()}`;
}

const NEAR = ["frais", "fontaines", "toilettes", "gares", "mairies"];

async function showNear(known, rank) {
  byId("pres").hidden = true;
  const found = (await loadPlaces())?.near(rank, known.arrondissements[rank]);
  if (!found || byId("titre").textContent !== known.names[rank]) return;
  const { distance } = await import("./lieux.js"); // it is here, with its places
  byId("lieux").replaceChildren(...NEAR.filter((name) => found[name]).map((name) => {
    const { nom, detail, horaires, metres } = found[name];
    const item = document.createElement("li");
    const strong = document.createElement("strong");
    strong.textContent = distance(metres, locale);
    item.append(...parts(`pres_${name}`, { distance: strong, lieu: french([nom, detail].filter(Boolean).join(", ")) }), ...(horaires ? [" (", french(horaires), ")"] : []));
    return item;
  }));
  byId("pres").hidden = false;
}

// What the data say, in French whatever the page's language is.
function french(text) {
  const said = document.createElement("span");
  if (document.documentElement.lang !== "fr") said.lang = "fr";
  said.textContent = text;
  return said;
}

// Drawn in this order, below the street. Their files are those of the large map, the same for every street.
const GROUNDS = ["eau", "carrieres", "ppri", "plus-hautes-eaux"];

function loadAxes() {
  axes ??= Promise.all([import("./traces.js"), json(place.dataset.traces)]).then(([{ decode }, data]) => decode(data));
  return axes;
}

function loadGrounds() {
  const plan = import("./plan.js");
  grounds ??= Promise.all([plan, loadAxes(), ...GROUNDS.map((name) => json(`${place.dataset.couches}${name}.json`))])
    .then(([{ polygons }, { scale }, ...layers]) => layers.map((layer) => polygons(layer, scale)));
  return Promise.all([plan, loadAxes(), grounds]);
}

// The street on the zones around it. Without its files the answer is whole all the same.
async function showMap(known, rank) {
  const plan = byId("plan");
  plan.hidden = true;
  let loaded;
  try {
    loaded = await loadGrounds();
  } catch {
    axes = grounds = undefined;
    return;
  }
  if (byId("titre").textContent !== known.names[rank]) return;
  const [{ View }, { scale, streets: every }, areas] = loaded;
  const [, lines] = every.find(([code]) => code === known.codes[rank]);
  const view = new View(lines, scale);
  const map = plan.querySelector(".prm-trace__image");
  map.setAttribute("viewBox", `0 0 ${view.size.join(" ")}`);
  map.querySelector("title").textContent = mot("carte", { rue: known.names[rank] });
  const drawn = GROUNDS.map((name, at) => [`prm-tous-risques-${name}`, view.areas(areas[at]), `url(#prm-tous-risques-${name}-pastille)`]);
  drawn.push(["prm-tous-risques-rues", view.lines(every.flatMap(([, other]) => other))], ["prm-trace__bord", view.lines(lines)], ["prm-trace__rue", view.lines(lines)]);
  map.querySelector("g").replaceChildren(...drawn.map(([kind, path, fill = "none"]) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of Object.entries({ class: kind, d: path, fill, "fill-rule": "evenodd" })) shape.setAttribute(name, value);
    return shape;
  }));
  plan.hidden = false;
}

// The answer's link as a QR code, drawn here. Without the library the link is still there to copy.
async function drawCode() {
  const code = byId("code");
  byId("afficher").hidden = true;
  code.classList.remove("prm-code--pret");
  code.querySelector(".prm-code__lien").textContent = location.href;
  try {
    const { encode } = await import(new URL(place.dataset.code, location.href).href);
    const { data, size } = encode(location.href, { ecc: "M", border: 2 });
    const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawn.setAttribute("d", squares);
    const svg = code.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    svg.replaceChildren(drawn);
    byId("afficher").hidden = false;
    code.classList.add("prm-code--pret");
  } catch { /* said by the button that stays away */ }
}

function toggleCode() {
  const code = byId("code");
  code.hidden = !code.hidden;
  byId("afficher").setAttribute("aria-expanded", String(!code.hidden));
}

function onKey(event) {
  const count = shown.length;
  const open = !choices.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open && count) { choices.hidden = false; field.setAttribute("aria-expanded", "true"); }
    if (count) point(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
  } else if (event.key === "Escape") {
    if (open) { event.preventDefault(); declined = field.value; closeChoices(); } else field.value = "";
  } else if (event.key === "Tab") closeChoices();
}

async function onSubmit(event) {
  event.preventDefault();
  const known = await ready(() => onSubmit(event));
  if (!known) return;
  if (!shown.length || choices.hidden) await propose();
  if (!shown.length && !named && await loadPlaces()) await propose(); // a station may be meant
  if (shown.length) shown[Math.max(active, 0)].choose();
}

async function onPosition(position) {
  const known = await ready(locate);
  if (!known) return;
  let near;
  try {
    const [{ nearest }, lines] = await Promise.all([import("./traces.js"), loadAxes()]);
    near = nearest(lines, position.coords.longitude, position.coords.latitude);
  } catch {
    axes = undefined;
    fail(mot("traces_absents"), locate);
    return;
  }
  failure.hidden = true;
  if (near[0].metres > FAR_M) {
    say(mot("hors_de_paris"));
    return;
  }
  offer(near.map(({ code, metres }) => {
    const rank = known.ranks.get(code);
    return { label: mot("a_environ", { rue: label(known, rank), metres: Math.max(5, Math.round(metres / 5) * 5) }), rank };
  }), known, mot("rues_de_la_position"));
}

function locate() {
  if (!navigator.geolocation) {
    say(mot("sans_position"));
    return;
  }
  say(mot("position_cherchee"));
  navigator.geolocation.getCurrentPosition(onPosition, () => {
    say(mot("position_refusee"));
  }, { enableHighAccuracy: true, timeout: 15_000 });
}

async function copy() {
  try {
    await navigator.clipboard.writeText(location.href);
    say(mot("copie"));
  } catch {
    say(mot("copie_impossible", { lien: location.href }));
  }
}

// A kept link: …/ma-rue/#voie=750004568.
async function follow() {
  const code = /^#voie=(\d{9})$/.exec(location.hash)?.[1];
  if (!code) return;
  const known = await ready(follow);
  if (!known) return;
  if (known.ranks.has(code)) choose(known, known.ranks.get(code), { focus: false });
  else say(mot("lien_inconnu"));
}

// What was typed on the home page: …/ma-rue/#rue=rue%20de%20la%20Paix. Asked as if it had been typed here.
function take() {
  const typed = /^#rue=(.+)$/.exec(location.hash)?.[1];
  if (!typed) return;
  try {
    field.value = decodeURIComponent(typed);
  } catch {
    return; // a link cut in the middle of a letter
  }
  form.requestSubmit();
}

field.addEventListener("input", propose);
field.addEventListener("keydown", onKey);
field.addEventListener("blur", closeChoices);
form.addEventListener("submit", onSubmit);
byId("position").addEventListener("click", locate);
byId("imprimer").addEventListener("click", () => print());
byId("copier").addEventListener("click", copy);
byId("afficher").addEventListener("click", toggleCode);
byId("encore").addEventListener("click", () => retry());
addEventListener("hashchange", follow);
byId("liste")?.addEventListener("click", openList);
form.hidden = false;
// As soon as somebody comes to the field; a failure is said when somebody asks.
field.addEventListener("focus", () => load().catch(() => { streets = undefined; }), { once: true });
follow();
take();
