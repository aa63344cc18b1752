/* The list beside the map: what the view shows, nearest to its centre first; each line opens its bubble. It is how a
   keyboard reaches what the map draws. Everything is set as text. */

import { metresBetween, nearest, zoneFrom } from "./pres.js";

const LIMIT = 8;
const REST_MS = 250; /* several moves in a row are one */
const byId = (id) => document.getElementById(`prm-vue${id}`);

/* What a map shows and a reader may ask about: places, zones and coloured territories, not its background. With `isWhole`,
   zones that the reader has not switched on too: a position may be in one. */
export function thingsOf(map, settings, isWhole = false) {
  return settings.filter(({ fond, champs, bulle, couche }) => !fond && (champs.length || bulle) && (map.hasLayer(couche) || (isWhole && bulle)))
    .flatMap((setting) => setting.couche.getLayers().map((shape) => ({ setting, shape, ...named(setting, shape) })));
}

/* A zone is called by its layer, then by what is known of it; a place, an arrondissement the other way round. */
function named({ bulle, nom }, { feature }) {
  const own = feature.properties.valeurs.find(Boolean) ?? "";
  return bulle || !own ? { titre: nom, sorte: own } : { titre: own, sorte: nom, estDuFichier: true };
}

export const isPlace = ({ setting }) => Boolean(setting.symbole);

/* Seen in the view: with its place there, and how far from the centre. */
function seen(map, things) {
  const bounds = map.getBounds();
  const { lng, lat } = bounds.getCenter();
  const view = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  return things.flatMap((thing) => {
    const { coordinates } = thing.shape.feature.geometry;
    if (isPlace(thing)) {
      return bounds.contains(thing.shape.getLatLng()) ? [{ ...thing, place: coordinates, metres: metresBetween([lng, lat], coordinates) }] : [];
    }
    const { isInside, metres, place } = zoneFrom(coordinates, [lng, lat], view);
    return place ? [{ ...thing, place, metres: isInside ? 0 : metres }] : [];
  });
}

/* One line: the sign of the legend, the name, what is said after it. */
export function line(thing, said, open, { valeur, inFrench }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.cle = `${thing.setting.id} ${thing.shape.feature.geometry.coordinates.flat(3).slice(0, 2)} ${thing.titre}`;
  const name = document.createElement("strong");
  name.textContent = valeur(thing.titre);
  if (thing.estDuFichier && name.textContent === thing.titre) inFrench(name);
  const more = document.createElement("span");
  more.textContent = [valeur(thing.sorte), said].filter(Boolean).join(", ");
  const words = document.createElement("span");
  words.append(name, ...(more.textContent ? [" ", more] : []));
  const sign = document.querySelector(`.prm-legende [data-couche="${CSS.escape(thing.setting.id)}"] svg`)?.cloneNode(true);
  button.append(...(sign ? [sign] : []), words);
  button.addEventListener("click", () => open(thing, button));
  item.append(button);
  return item;
}

function counted(number, limit, { mot, locale }) {
  if (!number) return mot("vue_aucun", { vide: mot("vide") });
  const compte = mot(number > 1 ? "vue_des" : "vue_un", { n: number.toLocaleString(locale) });
  return number > limit ? mot("vue_proches", { compte, limite: limit }) : `${compte}.`;
}

/* Draws the list now and after each move; `open(thing, button)` shows a bubble; `words` are those of carte.js. */
export function follow(map, settings, open, words) {
  const [section, title, count, list, rest] = ["", "-titre", "-combien", "-liste", "-reste"].map(byId);
  let turn;

  function draw() {
    const { shown, more } = nearest(seen(map, thingsOf(map, settings)), LIMIT);
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.cle : undefined;
    list.replaceChildren(...shown.map((thing) => line(thing, "", open, words)));
    const said = counted(shown.length + more, LIMIT, words);
    if (count.textContent !== said) count.textContent = said; /* the same words twice are not news */
    rest.textContent = more ? words.mot(more > 1 ? "reste_des" : "reste_un", { n: more.toLocaleString(words.locale) }) : "";
    if (held !== undefined) ([...list.querySelectorAll("button")].find(({ dataset }) => dataset.cle === held) ?? title).focus({ preventScroll: true });
  }

  const later = () => {
    clearTimeout(turn);
    turn = setTimeout(draw, REST_MS);
  };
  map.on("moveend overlayadd overlayremove", later);
  draw();
  section.hidden = false;
}
