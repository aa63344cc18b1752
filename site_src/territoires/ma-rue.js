// « Ma rue »: a street's name, or the device's position → what the maps say, in words. Everything is
// computed here from two files of the site; neither the name nor the position leaves the page.

import { Streets } from "./voies.js";
import { decode, nearest } from "./traces.js";

const FAR_M = 250; // farther from any street of Paris than this is not in Paris
const byId = (id) => document.getElementById(`prm-rue-${id}`);
const place = document.getElementById("prm-rue");
const [form, field, choices, announce, failure, close, answer] =
  ["demande", "nom", "choix", "annonce", "panne", "proches", "reponse"].map(byId);

let streets; // promise of the index
let axes; // promise of the geometry, once a position is asked
let retry = () => {};
let active = -1;
let shown = [];

// Said aloud and shown; `parts` are texts and links.
function say(...parts) {
  announce.hidden = !parts[0];
  announce.replaceChildren(...parts);
}

function fail(text, again) {
  say(`${text} Ce n’est pas une réponse : nous ne savons rien dire de votre rue pour l’instant. Les pages par arrondissement disent la même chose.`);
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
  streets ??= json(place.dataset.voies).then((data) => new Streets(data));
  return streets;
}

// The index, or nothing once its failure is said.
async function ready(again) {
  try {
    const found = await load();
    failure.hidden = true;
    return found;
  } catch {
    streets = undefined;
    fail("La liste des rues n’a pas pu se charger.", again);
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
  const found = known.find(text);
  shown = found.ranks;
  choices.replaceChildren(...shown.map((rank, at) => {
    const option = document.createElement("li");
    option.id = `prm-rue-option-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = known.label(rank);
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    option.addEventListener("click", () => choose(known, rank));
    return option;
  }));
  active = -1;
  field.removeAttribute("aria-activedescendant");
  choices.hidden = !shown.length;
  field.setAttribute("aria-expanded", String(shown.length > 0));
  if (shown.length) uncover();
  tell(text, found);
}

// What is said of the proposals. « Pas trouvé » is of our list: never that Paris has no such street.
function tell(text, { ranks, arrondissement, isElsewhere, isBegun }) {
  if (!text.trim() || (isBegun && !arrondissement)) return say("");
  if (isElsewhere) return say(`Pas trouvé dans le ${ordinal(arrondissement)} ; ce nom est ailleurs à Paris : choisissez, ou lisez la page du `, pageOf(arrondissement));
  if (ranks.length) return say(ranks.length === 1 ? "1 rue proposée." : `${ranks.length} rues proposées, flèches pour choisir.`);
  if (!arrondissement) return say("Pas trouvé. Essayez un seul mot du nom, ou choisissez un arrondissement plus bas.");
  return say(isBegun ? "Tout l’arrondissement : " : "Pas trouvé. Essayez un seul mot du nom, ou lisez la page de l’arrondissement : ", pageOf(arrondissement));
}

function ordinal(number) {
  return number === 1 ? "1er" : `${number}e`;
}

function pageOf(number) {
  const link = document.createElement("a");
  link.href = `${place.dataset.quartiers}${number}/`;
  link.textContent = `${ordinal(number)} arrondissement`;
  return link;
}

function choose(known, rank, { focus = true } = {}) {
  closeChoices();
  close.hidden = true;
  field.value = known.names[rank];
  show(known, rank);
  history.replaceState(null, "", `#voie=${known.codes[rank]}`);
  say(`Réponse pour ${known.label(rank)}.`);
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

// Proposals that would open below the screen, or behind a phone's keyboard: the field goes up first.
function uncover() {
  const seen = window.visualViewport?.height ?? innerHeight;
  if (choices.getBoundingClientRect().bottom > seen) toTop(form);
}

function show(known, rank) {
  byId("titre").textContent = known.names[rank];
  byId("lieu").replaceChildren(...known.arrondissements[rank].flatMap((number, at) => (at ? [", ", pageOf(number)] : [pageOf(number)])), ". Une zone, pas votre immeuble.");
  const advised = new Set(); // two zones of one risk share its advice
  byId("verdicts").replaceChildren(...known.verdicts(rank).map((finding) => verdict(finding, advised)));
  answer.hidden = false;
}

function verdict(finding, advised) {
  const template = place.querySelector(`template[data-zone="${finding.zone}"][data-verdict="${finding.verdict}"]`);
  const item = template.content.cloneNode(true);
  const values = { troncons: finding.troncons, verte: finding.verte, part10: finding.parts?.[0], part30: finding.parts?.[2] };
  for (const spot of item.querySelectorAll("[data-champ]")) spot.textContent = values[spot.dataset.champ] ?? "";
  for (const part of item.querySelectorAll("[data-si]")) if (values[part.dataset.si] === undefined) part.remove();
  for (const part of item.querySelectorAll("[data-conseils]")) {
    if (advised.has(part.dataset.conseils)) part.remove();
    advised.add(part.dataset.conseils);
  }
  return item;
}

function onKey(event) {
  const count = shown.length;
  const open = !choices.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open && count) { choices.hidden = false; field.setAttribute("aria-expanded", "true"); }
    if (count) point(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
  } else if (event.key === "Escape") {
    if (open) { event.preventDefault(); closeChoices(); } else field.value = "";
  } else if (event.key === "Tab") closeChoices();
}

async function onSubmit(event) {
  event.preventDefault();
  const known = await ready(() => onSubmit(event));
  if (!known) return;
  if (!shown.length || choices.hidden) await propose();
  if (shown.length) choose(known, shown[Math.max(active, 0)]);
}

async function onPosition(position) {
  const known = await ready(locate);
  if (!known) return;
  let near;
  try {
    axes ??= json(place.dataset.traces).then(decode);
    near = nearest(await axes, position.coords.longitude, position.coords.latitude);
  } catch {
    axes = undefined;
    fail("Le tracé des rues n’a pas pu se charger : votre position ne peut pas être comparée aux rues.", locate);
    return;
  }
  failure.hidden = true;
  if (near[0].metres > FAR_M) {
    say("Cette position n’est pas à Paris, ou l’appareil la connaît trop mal. Tapez le nom de la rue.");
    return;
  }
  close.replaceChildren(...near.map(({ code, metres }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "prm-commande";
    button.textContent = `${known.label(known.ranks.get(code))}, à environ ${Math.max(5, Math.round(metres / 5) * 5)} m`;
    button.addEventListener("click", () => choose(known, known.ranks.get(code)));
    item.append(button);
    return item;
  }));
  close.hidden = false;
  say("Rues les plus proches de votre position : choisissez la vôtre.");
  close.querySelector("button").focus();
}

function locate() {
  if (!navigator.geolocation) {
    say("Cet appareil ne donne pas sa position. Tapez le nom de la rue.");
    return;
  }
  say("Recherche de votre position…");
  navigator.geolocation.getCurrentPosition(onPosition, () => {
    say("La position n’a pas été donnée. Tapez le nom de la rue.");
  }, { enableHighAccuracy: true, timeout: 15_000 });
}

async function copy() {
  try {
    await navigator.clipboard.writeText(location.href);
    say("Lien copié.");
  } catch {
    say(`Copie impossible ; le lien est : ${location.href}`);
  }
}

// A kept link: …/ma-rue/#voie=750004568.
async function follow() {
  const code = /^#voie=(\d{9})$/.exec(location.hash)?.[1];
  if (!code) return;
  const known = await ready(follow);
  if (!known) return;
  if (known.ranks.has(code)) choose(known, known.ranks.get(code), { focus: false });
  else say("Ce lien nomme une rue que nos données ne connaissent pas ou plus. Tapez son nom.");
}

field.addEventListener("input", propose);
field.addEventListener("keydown", onKey);
field.addEventListener("blur", closeChoices);
form.addEventListener("submit", onSubmit);
byId("position").addEventListener("click", locate);
byId("imprimer").addEventListener("click", () => print());
byId("copier").addEventListener("click", copy);
byId("encore").addEventListener("click", () => retry());
addEventListener("hashchange", follow);
form.hidden = false;
load().catch(() => { streets = undefined; }); // said when somebody asks
follow();
