// What people fill in stays with them. It is kept on this device by a press alone, under one name, with the moment of
// the press; what changes later is kept by another press; one press erases it, one writes it to a file made here.
// A bar with « ouvrir » opens such a file again: it fills the page in, and is kept by a press like any other answer.
// Nothing is sent, and nothing goes into an address.

import { line, opened, Refusal } from "./fichier.js";
import { locale, mot } from "./mots.js";

const OPEN_MS = 60_000; // a browser may still be reading the file that it was given

// `bar` holds the buttons and the line that says what is kept; `name` is what the device keeps it under. `read()` gives
// what is filled in (key → value), `write(values)` fills it in, `{}` empties it, `lines()` says it in words; `replaced(before)`
// is told what a file has taken the place of.
export function keeper(bar, name, { read, write, lines, replaced = () => {} }) {
  const button = (gesture) => bar.querySelector(`[data-geste=${gesture}]`);
  const say = (text) => { bar.querySelector("[data-garde]").textContent = text; };
  let kept = remembered(name);

  function tell(key = "garde_le") {
    button("oublier").hidden = !kept;
    if (kept) say(mot(key, { date: moment(kept.le) }));
  }

  function keep() {
    const now = { le: new Date().toISOString(), valeurs: { ...unknown(), ...read() } };
    try {
      localStorage.setItem(name, JSON.stringify(now));
    } catch {
      say(mot("refus"));
      return;
    }
    kept = now;
    tell();
  }

  // Answers whose question the page has no more are not lost by keeping the others.
  function unknown() {
    const asked = read();
    return Object.fromEntries(Object.entries(kept?.valeurs ?? {}).filter(([key]) => !(key in asked)));
  }

  function forget() {
    try { localStorage.removeItem(name); } catch { /* nothing was kept there */ }
    kept = null;
    write({});
    tell();
    say(mot("oublie"));
    button("garder").focus();
  }

  function save() {
    const rest = Object.entries(unknown()).map(([key, value]) => mot("ligne_reponse", { libelle: key, reponse: value }));
    const title = bar.dataset.titre ?? document.querySelector("h1").textContent.trim();
    const now = new Date();
    const head = [title, mot("fichier_du", { date: moment(now) })];
    const again = button("ouvrir") ? ["", mot("fichier_rouvrir"), line(name, now, read())] : [];
    const text = [...head, ...lines(), ...(rest.length ? ["", mot("autres"), ...rest] : []), ...again, ""].join("\r\n");
    const link = document.createElement("a");
    // The mark of UTF-8 first: Notepad and old readers need it.
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
    link.download = bar.dataset.fichier;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), OPEN_MS);
  }

  async function open(file) {
    try {
      const { le, valeurs } = await opened(file, name, read());
      const before = read();
      write(valeurs);
      replaced(before);
      say(mot("fichier_ouvert", { date: moment(le) }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      say(`${mot(refusal.key, refusal.filled)} ${mot("fichier_refuse")}`);
    }
  }

  // The browser's own control has words in the language of the device: it stays hidden, and the button opens it.
  function chooser() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".txt,text/plain", hidden: true });
    input.addEventListener("change", () => {
      if (input.files[0]) open(input.files[0]);
      input.value = ""; // the same file may be opened again
    });
    bar.append(input);
    return input;
  }

  if (button("ouvrir")) {
    const input = chooser();
    button("ouvrir").addEventListener("click", () => input.click());
  }
  button("garder").addEventListener("click", keep);
  button("oublier").addEventListener("click", forget);
  button("fichier").addEventListener("click", save);
  if (kept) write(kept.valeurs);
  tell();
  // To be called when something is filled in or changed.
  return () => { if (kept) tell("change"); };
}

const moment = (date) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" }).format(new Date(date));

// What the device holds under a name; null where it holds nothing that this page wrote, or where it may not be asked.
function remembered(name) {
  try {
    const { le, valeurs } = JSON.parse(localStorage.getItem(name));
    return Number.isNaN(Date.parse(le)) || typeof valeurs !== "object" || valeurs === null ? null : { le, valeurs };
  } catch { return null; }
}
