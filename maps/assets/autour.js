/* « Autour de moi »: the device's position, asked for when the reader presses, drawn with what the device knows of it and
   compared here with what the map shows. Nothing is sent, nothing is kept. */

import { inMetres, metresBetween, nearest, toldOfZone, zoneFrom } from "./pres.js";
import { isPlace, line, thingsOf } from "./vue.js";

const WORST_M = 1000; /* known less well than this, a position says nothing of what is around it */
const FAR_M = 250; /* a zone farther than this is not told */
const PLACES = 5;
const PATIENCE_MS = 15_000;
const REFUSALS = { 1: "refus_1", 2: "refus_2", 3: "refus_3" }; /* by the code of the standard */
const byId = (id) => document.getElementById(`prm-autour${id}`);
const polygonsOf = (shape) => shape.feature.geometry.coordinates;

function ask() {
  return new Promise((found, failed) => {
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: PATIENCE_MS });
  });
}

/* The arrondissement of a position: its name, "" at the limit of Paris, nothing elsewhere. */
function territoryOf(settings, origin, precision) {
  const shapes = settings.filter(({ territoire }) => territoire).flatMap(({ couche }) => couche.getLayers());
  const found = shapes.map((shape) => ({ name: shape.feature.properties.valeurs[0] ?? "", ...zoneFrom(polygonsOf(shape), origin) }));
  const own = found.find(({ isInside }) => isInside);
  if (own) return own.metres > precision ? own.name : "";
  return found.some(({ metres }) => metres <= precision) ? "" : undefined;
}

/* Zones that hold the position or are near it, then the nearest places, with what is said of each. */
function around(map, settings, origin, precision, { mot, locale }) {
  const things = thingsOf(map, settings, true);
  const zones = things.filter((thing) => !isPlace(thing)).flatMap((thing) => {
    const where = zoneFrom(polygonsOf(thing.shape), origin);
    const said = toldOfZone(where, precision, thing.setting.bulle ? FAR_M : 0);
    return said ? [{ ...thing, said: mot(said, { distance: inMetres(where.metres, locale) }), place: where.place, metres: where.isInside ? 0 : where.metres }] : [];
  });
  const places = things.filter(isPlace).map((thing) => {
    const place = thing.shape.feature.geometry.coordinates;
    const metres = metresBetween(origin, place);
    return { ...thing, place, metres, said: mot("pres", { distance: inMetres(metres, locale) }) };
  });
  return [...nearest(zones, Infinity).shown, ...nearest(places, PLACES).shown];
}

function mark(map, { latitude, longitude, accuracy }) {
  if (!map.getPane("prm-position")) map.createPane("prm-position").style.zIndex = 605;
  const options = { pane: "prm-position", interactive: false };
  return L.featureGroup([
    L.circle([latitude, longitude], { ...options, radius: accuracy, className: "prm-position__cercle" }),
    L.circleMarker([latitude, longitude], { ...options, radius: 8, className: "prm-position__point" }),
  ]).addTo(map);
}

/* Gives what the button does; `say` speaks in the map's state line, `open(thing, button)` shows a bubble; `words` are
   those of carte.js. */
export function position(map, settings, { say, open, button, words }) {
  const { mot, locale, valeur } = words;
  const section = byId("-section");
  const seen = document.getElementById("prm-vue"); /* says the same while the map stays where the position put it */
  let drawn;

  function clear() {
    drawn?.remove();
    drawn = undefined;
    section.hidden = true;
    seen.hidden = false;
  }

  function show(coords) {
    const origin = [coords.longitude, coords.latitude];
    const precision = Math.max(10, coords.accuracy);
    if (precision > WORST_M) return say(mot("imprecise", { distance: inMetres(precision, locale) }));
    const territory = territoryOf(settings, origin, precision);
    if (territory === undefined) return say(mot("ailleurs"));
    const found = around(map, settings, origin, precision, words);
    drawn = mark(map, coords);
    map.fitBounds(drawn.getBounds(), { maxZoom: 16, padding: [40, 40], animate: false });
    seen.hidden = true;
    map.once("movestart", () => { seen.hidden = false; });
    const known = {
      distance: inMetres(precision, locale), dans: territory ? mot("dans", { lieu: valeur(territory) }) : "",
    };
    byId("-ou").textContent = mot("connue", known);
    byId("-rien").hidden = found.some((thing) => !isPlace(thing)) || section.dataset.genre !== "zone";
    byId("-liste").replaceChildren(...found.map((thing) => line(thing, thing.said, open, words)));
    section.hidden = false;
    return say(mot("trouvee", known));
  }

  async function locate() {
    clear();
    if (!navigator.geolocation) return say(mot("sans_position"));
    say(mot("recherche"));
    try {
      return show((await ask()).coords);
    } catch (refusal) {
      if (!REFUSALS[refusal.code]) throw refusal;
      return say(mot(REFUSALS[refusal.code]));
    }
  }

  byId("-retirer").addEventListener("click", () => {
    clear();
    say(mot("retiree"));
    button.focus();
  });
  return locate;
}
