/* What stands near a point or in a view, by straight line. No page, no map, no network here: node tests it alone.
   Points are [longitude, latitude] in degrees; rings are closed or open lists of points; a zone is a list of polygons,
   a polygon a list of rings, the first its border and the others its holes. */

const METRES = 111_320; /* in a degree of latitude */
const TURN = Math.PI / 180;

/* Metres around `origin`, flat: at the size of Paris the error is under one in a thousand. */
export function flat([x0, y0]) {
  const across = METRES * Math.cos(y0 * TURN);
  return ([x, y]) => [(x - x0) * across, (y - y0) * METRES];
}

export function metresBetween(one, other) {
  return Math.hypot(...flat(one)(other));
}

/* The part of a segment inside a box [west, south, east, north]: its two ends along the segment, or nothing. */
function inBox([x1, y1], [dx, dy], [west, south, east, north]) {
  let [from, to] = [0, 1];
  for (const [step, low, high] of [[dx, west - x1, east - x1], [dy, south - y1, north - y1]]) {
    if (!step) {
      if (low > 0 || high < 0) return undefined;
      continue;
    }
    const [enters, leaves] = step > 0 ? [low / step, high / step] : [high / step, low / step];
    from = Math.max(from, enters);
    to = Math.min(to, leaves);
  }
  return from <= to ? [from, to] : undefined;
}

/* A zone from a point: whether the point is in it (even-odd rule), metres to its border, and the place of the zone nearest to
   the point (the point itself when it is inside). With `view`, [west, south, east, north], only what is seen in it counts. */
export function zoneFrom(polygons, origin, view) {
  const toFlat = flat(origin);
  const box = view && [...toFlat([view[0], view[1]]), ...toFlat([view[2], view[3]])];
  const [across, up] = toFlat([origin[0] + 1, origin[1] + 1]);
  let isInside = false;
  let metres = Infinity;
  let place;
  for (const ring of polygons.flat()) {
    let [x1, y1] = toFlat(ring.at(-1));
    for (const point of ring) {
      const [x2, y2] = toFlat(point);
      const [dx, dy] = [x2 - x1, y2 - y1];
      if (y1 > 0 !== y2 > 0 && x1 - (y1 * dx) / dy > 0) isInside = !isInside;
      const [from, to] = (box ? inBox([x1, y1], [dx, dy], box) : [0, 1]) ?? [];
      if (from !== undefined) {
        const along = Math.min(to, Math.max(from, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)));
        const [x, y] = [x1 + along * dx, y1 + along * dy];
        const far = Math.hypot(x, y);
        if (far < metres) [metres, place] = [far, [origin[0] + x / across, origin[1] + y / up]];
      }
      [x1, y1] = [x2, y2];
    }
  }
  return { isInside, metres, place: isInside ? origin : place };
}

/* The nearest things first, at most `limit`, and how many more there are. A thing has its `metres`. */
export function nearest(things, limit) {
  const ordered = [...things].sort((a, b) => a.metres - b.metres);
  return { shown: ordered.slice(0, limit), more: Math.max(0, ordered.length - limit) };
}

/* 87 → « 90 m », 1 234 → « 1,2 km » as the language writes it: no finer than a drawing simplified to a few metres allows. */
export function inMetres(metres, locale) {
  if (metres < 950) return `${Math.max(10, Math.round(metres / 10) * 10)}\u00a0m`;
  return `${(metres / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0km`;
}

/* Where a position is with regard to a zone. A device knows it within `precision` metres: what is nearer to the border than
   that is at the border, in or out; beyond `far` metres a zone is not told. Gives the key of the words that say it, or "". */
export function toldOfZone({ isInside, metres }, precision, far) {
  if (metres <= precision) return "limite";
  if (isInside) return "dedans";
  return metres <= far ? "pres" : "";
}
