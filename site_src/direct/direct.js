// « En ce moment »: the values of the page grow old by themselves, and are refreshed from our own direct.json.
// When a value is old or too old is written beside it by site_src/direct/freshness.py: nothing is decided here.
// No module: browsers refuse one to a page that is read from a file, and its values must grow old there too.
"use strict";
{
  const AGAIN_MS = 5 * 60_000, MINUTE_MS = 60_000;
  const AHEAD_MS = 10 * MINUTE_MS; // a device whose clock stands before the reading cannot tell an age

  const own = document.querySelector("script[data-fichier]");
  const built = JSON.parse(document.getElementById("direct-donnees").textContent);
  let current = built;

  // The words of the page's language, which direct.json has too.
  const isEnglish = document.documentElement.lang === "en";
  const MOTS = isEnglish ? {
    inconnue: "unknown", vieille: "value too old to be shown", ancienne: "Old value: ", douteuse: "Doubtful value: ",
    horloge: "The clock of this device is behind: its age cannot be told.", instant: "Just now.",
    minutes: (minutes) => `${minutes}\u00a0min ago.`, heures: (hours, minutes) => `${hours}\u00a0h\u00a0${minutes} ago.`,
    nouvelle: "These values are more recent than this page.",
  } : {
    inconnue: "inconnue", vieille: "valeur trop ancienne pour être montrée", ancienne: "Valeur ancienne : ", douteuse: "Valeur douteuse : ",
    horloge: "L’horloge de cet appareil retarde : son âge ne peut être dit.", instant: "À l’instant.",
    minutes: (minutes) => `Il y a ${minutes}\u00a0min.`, heures: (hours, minutes) => `Il y a ${hours}\u00a0h\u00a0${minutes}.`,
    nouvelle: "Valeurs plus récentes que cette page. La courbe, les effets et les heures sont ceux de sa construction : rechargez-la pour les voir.",
  };
  const said = (value) => (isEnglish ? { ...value, ...value.en } : value);

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  // The same spaces that do not break as on the page.
  const spaced = (text) => isEnglish ? text : text.replaceAll("'", "’").replace(/ (?=[:»%€])|(?<=«) /g, "\u00a0").replace(/ (?=[;!?])/g, "\u202f");

  function stateOf(value, now) {
    // Written so that a date that cannot be read hides the value.
    if (!value.texte || !(now < Date.parse(value.cachee_a))) return "inconnue";
    return now < Date.parse(value.ancienne_a) ? value.etat : "ancienne";
  }

  function age(value, now) {
    const minutes = Math.round((now - Date.parse(value.repere_a)) / MINUTE_MS);
    if (now < Date.parse(value.lu_a) - AHEAD_MS) return MOTS.horloge;
    if (minutes < 1) return MOTS.instant;
    if (minutes < 60) return MOTS.minutes(minutes);
    return MOTS.heures(Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0"));
  }

  function detail(value, state) {
    if (state === "inconnue") return `${capital(value.texte ? MOTS.vieille : value.motif)}.`;
    if (state === "ancienne") return `${MOTS.ancienne}${value.dite}.`;
    if (state === "douteuse") return `${MOTS.douteuse}${value.motif}. ${capital(value.dite)}.`;
    return `${capital(value.dite)}.${value.motif ? ` ${capital(value.motif)}.` : ""}`;
  }

  // Written only where it changes: a screen reader is not told the same again every minute.
  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function square(place, colour) {
    const box = place.querySelector(".direct-valeur");
    const old = box.querySelector(".direct-pastille");
    const name = `direct-pastille direct-pastille--${colour}`;
    if (!colour) old?.remove();
    else if (old) old.className = name;
    else {
      const made = document.createElement("span");
      made.className = name;
      made.setAttribute("aria-hidden", "true");
      box.prepend(made);
    }
  }

  function show(place, value, now) {
    const state = stateOf(value, now);
    const isKnown = state !== "inconnue";
    place.dataset.etat = state;
    write(place.querySelector(".direct-texte"), isKnown ? value.texte : MOTS.inconnue);
    square(place, isKnown ? value.couleur : null);
    write(place.querySelector(".direct-detail"), spaced(detail(value, state)));
    write(place.querySelector(".direct-age"), isKnown ? age(value, now) : "");
  }

  // The curve and the effects are those of the level that the page was built with.
  function drawings(now) {
    for (const part of document.querySelectorAll("[data-direct-avec], [data-direct-sans]")) {
      const value = built.mesures.find((one) => one.id === (part.dataset.directAvec ?? part.dataset.directSans));
      part.hidden = ("directAvec" in part.dataset) === (stateOf(value, now) === "inconnue");
    }
  }

  function draw() {
    const now = Date.now();
    const values = new Map(current.mesures.map((value) => [value.id, value]));
    for (const place of document.querySelectorAll("[data-direct]")) {
      const value = values.get(place.dataset.direct);
      if (value) show(place, said(value), now);
      const hours = place.querySelector(".direct-heures-vigilance");
      if (hours && (current !== built || place.dataset.etat === "inconnue")) hours.hidden = true;
    }
    drawings(now);
  }

  function isWhole(found) {
    return found?.version === built.version && Array.isArray(found.mesures) && Number.isFinite(Date.parse(found.instant))
      && found.mesures.every((value) => typeof value?.id === "string" && typeof value.texte === "string"
        && (!isEnglish || typeof value.en?.texte === "string"));
  }

  async function refresh() {
    try {
      const reply = await fetch(own.dataset.fichier, { cache: "no-cache" });
      const found = reply.ok ? await reply.json() : null;
      if (!isWhole(found) || Date.parse(found.instant) <= (Date.parse(current.instant) || 0)) return;
      current = found;
      write(document.getElementById("direct-nouvelle"), MOTS.nouvelle);
      draw();
    } catch { /* Offline, or read from a file: the page's own values stay, and grow old. */ }
  }

  draw();
  setInterval(draw, MINUTE_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { draw(); refresh(); } });
  if (location.protocol !== "file:") {
    refresh();
    setInterval(refresh, AGAIN_MS);
  }
}
