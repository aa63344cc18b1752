/* Names on a map: the river, stations, bridges, streets; each where there is room, none over another.
   Set as text over the drawing, again after each move; no press is taken by them. */

const APART_PX = 3;
const AGAIN_PX = 170; /* between two places where one name is written */
const DOT_PX = 3.5;
const GRID_PX = 30;
const SIGN_PX = 9;
const TRIES = 7; /* places tried along a street, from its middle outwards */

function element(name, attributes) {
  const made = L.SVG.create(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/* How wide and high a text is, by kind: read from the style sheet once. */
function ruler(drawing) {
  const pen = document.createElement("canvas").getContext("2d");
  const kinds = new Map();
  return (text, kind) => {
    if (!kinds.has(kind)) {
      const sample = element("text", { class: `prm-nom prm-nom--${kind}` });
      drawing.append(sample);
      const { fontStyle, fontWeight, fontSize, fontFamily, letterSpacing } = getComputedStyle(sample);
      sample.remove();
      kinds.set(kind, { font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`, high: parseFloat(fontSize), apart: parseFloat(letterSpacing) || 0 });
    }
    const { font, high, apart } = kinds.get(kind);
    pen.font = font;
    return { wide: pen.measureText(text).width + apart * text.length, high };
  };
}

/* What a text covers, slanted or not: discs along it. */
function discs({ x, y }, angle, { wide, high }) {
  const radius = high * 0.6 + APART_PX;
  const count = Math.max(1, Math.ceil(wide / radius));
  return Array.from({ length: count + 1 }, (_, rank) => {
    const along = (rank / count - 0.5) * Math.max(0, wide - high);
    return { x: x + along * Math.cos(angle), y: y + along * Math.sin(angle), radius };
  });
}

const meet = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius - APART_PX;

/* The ground that names take, and what stood there before them. */
function taken(size, obstacles) {
  const held = [...obstacles];
  const inside = ({ x, y, radius }) => x > radius && y > radius && x < size.x - radius && y < size.y - radius;
  return (wanted) => {
    if (!wanted.every(inside) || wanted.some((disc) => held.some((other) => meet(disc, other)))) return false;
    held.push(...wanted);
    return true;
  };
}

const upright = (angle) => (Math.abs(angle) > Math.PI / 2 ? angle - Math.sign(angle) * Math.PI : angle);

/* Numbers of arrondissements, what stands in the corners, and the signs of places. */
const STANDING = ".prm-etiquette, .leaflet-control";
function obstacles(map, settings) {
  const signs = settings.filter((setting) => setting.symbole && map.hasLayer(setting.couche))
    .flatMap((setting) => setting.couche.getLayers())
    .map((sign) => ({ ...map.latLngToContainerPoint(sign.getLatLng()), radius: SIGN_PX }));
  const frame = map.getContainer();
  const origin = frame.getBoundingClientRect();
  const boxes = [...frame.querySelectorAll(STANDING)].flatMap((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const middle = { x: left - origin.left + width / 2, y: top - origin.top + height / 2 };
    return width > height ? discs(middle, 0, { wide: width, high: height }) : discs(middle, Math.PI / 2, { wide: height, high: width });
  });
  return [...boxes, ...signs];
}

/* Along a line: straight stretches long enough, from the middle outwards. */
function* stretches(points, wide) {
  const lengths = [0];
  points.slice(1).forEach((point, rank) => lengths.push(lengths[rank] + point.distanceTo(points[rank])));
  const total = lengths[lengths.length - 1];
  if (total < wide) return;
  const at = (along) => {
    const rank = Math.max(1, lengths.findIndex((length) => length >= along));
    const share = (along - lengths[rank - 1]) / (lengths[rank] - lengths[rank - 1] || 1);
    return points[rank - 1].add(points[rank].subtract(points[rank - 1]).multiplyBy(share));
  };
  for (let rank = 0; rank < TRIES; rank += 1) {
    const shift = (rank % 2 ? 1 : -1) * Math.ceil(rank / 2) * ((total - wide) / (TRIES - 1));
    const [start, end] = [at((total - wide) / 2 + shift), at((total + wide) / 2 + shift)];
    const chord = end.subtract(start);
    if (Math.hypot(chord.x, chord.y) > wide * 0.96) {
      yield { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, angle: upright(Math.atan2(chord.y, chord.x)) };
    }
  }
}

/* Where a name may stand: along its line, or beside its point. */
function* placesOf({ kind, points }, { wide, high }, view) {
  if (points.length > 1) {
    const seen = L.LineUtil.clipSegment(points[0], points[1], view);
    if (!seen) return;
    const [start, end] = seen;
    const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const angle = upright(Math.atan2(end.y - start.y, end.x - start.x));
    if (start.distanceTo(end) >= wide * (kind === "eau" ? 0.8 : 1)) yield { ...middle, angle };
    if (kind === "pont") for (const down of [0, high + 4, -high - 4]) yield { x: middle.x, y: middle.y + down, angle: 0 };
    return;
  }
  const [{ x, y }] = points;
  if (!view.contains(points[0])) return;
  const aside = wide / 2 + DOT_PX + 4;
  for (const [right, down] of [[aside, 0], [-aside, 0], [0, -high], [0, high]]) yield { x: x + right, y: y + down, angle: 0 };
}

const lengthOf = (line) => line.slice(1).reduce((sum, point, rank) => sum + point.distanceTo(line[rank]), 0);

/* The middle of what is seen of a ground: of the points of a grid that lie in it, the one nearest to their mean. */
function middleOf(map, shape, size) {
  const inside = [];
  for (let x = GRID_PX / 2; x < size.x; x += GRID_PX) {
    for (let y = GRID_PX / 2; y < size.y; y += GRID_PX) {
      if (shape._containsPoint(map.containerPointToLayerPoint([x, y]))) inside.push({ x, y });
    }
  }
  if (inside.length < 4) return null;
  const mean = (axis) => inside.reduce((sum, point) => sum + point[axis], 0) / inside.length;
  const [x, y] = [mean("x"), mean("y")];
  const far = (point) => Math.hypot(point.x - x, point.y - y);
  return inside.reduce((best, point) => (far(point) < far(best) ? point : best));
}

/* One street after another, the longest on the screen first. */
function streetsOf(map, setting) {
  if (map.getZoom() < setting.detail.zoom || !map.hasLayer(setting.couche)) return [];
  const found = [];
  setting.couche.eachLayer((shape) => {
    const drawn = shape.getLatLngs()
      .map((line) => L.LineUtil.simplify(line.map((place) => map.latLngToContainerPoint(place)), 2));
    found.push({ text: shape.feature.properties.valeurs[setting.detail.noms], drawn, long: Math.max(...drawn.map(lengthOf)) });
  });
  return found.sort((one, other) => other.long - one.long);
}

export function start(map, settings, reperes) {
  const pane = map.createPane("prm-noms");
  const drawing = element("svg", { class: "prm-noms", "aria-hidden": "true" });
  pane.append(drawing);
  const measure = ruler(drawing);
  const streets = settings.filter((setting) => setting.detail && setting.detail.noms !== undefined);
  const kinds = reperes.map((repere) => ({ ...repere, noms: [] }));
  let asked = 0;

  function write(text, kind, { x, y, angle }) {
    const name = element("text", { class: `prm-nom prm-nom--${kind}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${(angle * 180 / Math.PI).toFixed(1)})` });
    name.textContent = text;
    drawing.append(name);
  }

  function draw() {
    const size = map.getSize();
    const view = L.bounds([0, 0], size);
    L.DomUtil.setPosition(drawing, map.containerPointToLayerPoint([0, 0]));
    drawing.setAttribute("width", size.x);
    drawing.setAttribute("height", size.y);
    drawing.replaceChildren();
    const room = taken(size, obstacles(map, settings));
    /* A ground whose number is outside the view has it in what is seen of it. */
    for (const { couche, etiquettes = [] } of settings) {
      const shapes = couche.getLayers();
      etiquettes.forEach(({ place, texte }, rank) => {
        if (view.contains(map.latLngToContainerPoint(place))) return;
        const middle = middleOf(map, shapes[rank], size);
        if (middle && room(discs(middle, 0, measure(texte, "numero")))) write(texte, "numero", { ...middle, angle: 0 });
      });
    }
    for (const { genre, zoom, noms } of kinds) {
      if (map.getZoom() < zoom) continue;
      const written = [];
      for (const { text, places } of noms) {
        const points = places.map((place) => map.latLngToContainerPoint(place));
        const box = measure(text, genre);
        for (const place of placesOf({ kind: genre, points }, box, view)) {
          if (written.some((other) => other.text === text && Math.hypot(other.x - place.x, other.y - place.y) < AGAIN_PX)) continue;
          if (!room(discs(place, place.angle, box))) continue;
          written.push({ text, ...place });
          if (points.length === 1) drawing.append(element("circle", { class: "prm-nom__point", cx: points[0].x, cy: points[0].y, r: DOT_PX }));
          write(text, genre, place);
          break;
        }
      }
    }
    for (const { text, drawn } of streets.flatMap((setting) => streetsOf(map, setting))) {
      const box = measure(text, "rue");
      place: for (const line of drawn) {
        for (const place of stretches(line, box.wide)) {
          if (!room(discs(place, place.angle, box))) continue;
          write(text, "rue", place);
          break place;
        }
      }
    }
  }

  /* While the scale changes nothing is written; what the map is given meanwhile, streets and numbers, asks again. */
  let zooming = false;
  const later = () => {
    cancelAnimationFrame(asked);
    if (!zooming) asked = requestAnimationFrame(draw);
  };
  map.on("zoomstart", () => { zooming = true; drawing.replaceChildren(); });
  map.on("zoomend", () => { zooming = false; });
  map.on("moveend resize layeradd layerremove", later);
  /* Names are fetched when the reader is near enough to see them. A map without them is still the map: nothing
     is said, and they are asked for again at the next move. */
  async function ask(kind) {
    if (kind.asked || map.getZoom() < kind.zoom) return;
    kind.asked = true;
    const answer = await fetch(kind.adresse).catch(() => null);
    kind.asked = Boolean(answer?.ok);
    if (!kind.asked) return;
    const { echelle, noms } = await answer.json();
    kind.noms = noms.map(([text, ...xy]) => ({
      text, places: xy.length === 4 ? [[xy[1] / echelle, xy[0] / echelle], [xy[3] / echelle, xy[2] / echelle]] : [[xy[1] / echelle, xy[0] / echelle]],
    }));
    later();
  }
  map.on("moveend", () => kinds.forEach(ask));
  kinds.forEach(ask);
  later();
}
