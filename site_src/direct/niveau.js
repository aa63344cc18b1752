// Today's level of the Seine: all that scripts of other rooms take of « En ce moment ». No colour, no other value.
// What freshness.py calls old is not offered as today's: that is said, with the day of the last reading.

const MINUTE_MS = 60_000;

// Of direct.json at `now` (ms): { metres, texte, dite }, or { absent } in a sentence. `mot` and `locale` are those of mots.js.
export function todaysLevel(found, now, { mot, locale }) {
  const level = Array.isArray(found?.mesures) ? found.mesures.find((one) => one?.id === "niveau") : null;
  const metres = found?.fiches?.niveau?.valeur;
  if (typeof metres !== "number" || !level?.texte || !["fraiche", "douteuse", "ancienne"].includes(level.etat)) {
    return { absent: mot("niveau_inconnu") };
  }
  const { texte, dite } = locale.startsWith("fr") ? level : { ...level, ...level[locale.slice(0, 2)] };
  // Written so that a date that cannot be read makes it old.
  if (level.etat === "ancienne" || !(now < Date.parse(level.ancienne_a) && now < Date.parse(level.cachee_a))) {
    return { absent: mot("niveau_ancien", { dite }) };
  }
  const doubt = level.etat === "douteuse" ? mot("niveau_douteux") : "";
  return { metres, texte, dite: `${dite}${age(now - Date.parse(level.repere_a), locale)}${doubt}` };
}

// « , il y a 15 minutes »; nothing where the clock of the device stands before the reading.
function age(ms, locale) {
  const ages = new Intl.RelativeTimeFormat(locale);
  const minutes = Math.round(ms / MINUTE_MS);
  if (!(minutes > 0)) return "";
  return `, ${minutes < 60 ? ages.format(-minutes, "minute") : ages.format(-Math.floor(minutes / 60), "hour")}`;
}

async function asked(address) {
  try {
    const reply = await fetch(address, { cache: "no-cache" });
    return reply.ok ? await reply.json() : null;
  } catch { return null; } // offline, or nothing that can be read
}

// A button before those of `group`, which calls `choose(metres, words)`; `note` says its age, or why there is none.
export async function offerToday(group, note, address, choose, words) {
  const { mot } = words;
  const found = await asked(address);
  const button = document.createElement("button");
  button.type = "button";
  button.className = group.querySelector("button")?.className ?? "";
  button.textContent = mot("aujourd_hui");
  const draw = () => {
    const level = todaysLevel(found, Date.now(), words);
    note.textContent = level.absent ?? mot("niveau_dit_aujourd_hui", level);
    button.setAttribute("aria-label", mot("niveau_nomme", level));
    if (level.absent) button.remove();
    else if (!button.isConnected) group.prepend(button);
    return level;
  };
  button.addEventListener("click", () => {
    const level = draw();
    if (!level.absent) choose(level.metres, level.dite);
  });
  if (!draw().absent) setInterval(draw, MINUTE_MS);
}
