// Today's level of the Seine: all that scripts of other rooms take of « En ce moment ». No colour, no other value.
// What freshness.py calls old is not offered as today's: that is said, with the day of the last reading.

const MINUTE_MS = 60_000;
const ages = new Intl.RelativeTimeFormat("fr");

// Of direct.json at `now` (ms): { metres, texte, dite }, or { absent } in a sentence.
export function todaysLevel(found, now) {
  const level = Array.isArray(found?.mesures) ? found.mesures.find((one) => one?.id === "niveau") : null;
  const metres = found?.fiches?.niveau?.valeur;
  if (typeof metres !== "number" || !level?.texte || !["fraiche", "douteuse", "ancienne"].includes(level.etat)) {
    return { absent: "Le niveau d’aujourd’hui n’est pas connu ici." };
  }
  // Written so that a date that cannot be read makes it old.
  if (level.etat === "ancienne" || !(now < Date.parse(level.ancienne_a) && now < Date.parse(level.cachee_a))) {
    return { absent: `Niveau d’aujourd’hui : pas de mesure récente. La dernière est ancienne, ${level.dite}.` };
  }
  const doubt = level.etat === "douteuse" ? ", valeur douteuse" : "";
  return { metres, texte: level.texte, dite: `${level.dite}${age(now - Date.parse(level.repere_a))}${doubt}` };
}

// « , il y a 15 minutes »; nothing where the clock of the device stands before the reading.
function age(ms) {
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
export async function offerToday(group, note, address, choose) {
  const found = await asked(address);
  const button = document.createElement("button");
  button.type = "button";
  button.className = group.querySelector("button")?.className ?? "";
  button.textContent = "Aujourd’hui";
  const draw = () => {
    const level = todaysLevel(found, Date.now());
    note.textContent = level.absent ?? `Aujourd’hui : ${level.texte}, ${level.dite}.`;
    button.setAttribute("aria-label", `Niveau d’aujourd’hui, ${level.texte}, ${level.dite}`);
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
