// The small map of a street, drawn here from layers that are the same files for every street: no request says which.
// No page, no network here: node tests it alone.

const METRES_PER_DEGREE = 111_320;
const LATITUDE = 48.8566; // of Paris: over a street the plane is flat to a centimetre
export const WIDTH = 640; // units of the drawing, about a pixel each: patterns keep their size
const WIDE = 1.6; // width to height
const AROUND = 1.3; // ground shown, to the street's own
const NARROWEST_M = 500;

// The polygons of a compact layer (maps/drawing/compact.py): [[ring, …], …], a ring flat and in units of 1/scale degree,
// whatever the layer's own unit is.
export function polygons(data, scale) {
  const unit = scale / data.echelle;
  let x = 0;
  let y = 0;
  const absolute = (ring) => {
    const points = new Float64Array(ring.length);
    for (let at = 0; at < ring.length; at += 2) {
      points[at] = (x += ring[at]) * unit;
      points[at + 1] = (y += ring[at + 1]) * unit;
    }
    return points;
  };
  return data.formes.flatMap((feature) => feature.map((polygon) => polygon.map(absolute)));
}

function bounds(lines) {
  const found = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      found[0] = Math.min(found[0], line[at]);
      found[1] = Math.min(found[1], line[at + 1]);
      found[2] = Math.max(found[2], line[at]);
      found[3] = Math.max(found[3], line[at + 1]);
    }
  }
  return found;
}

// What is seen around a street whose lines are in steps of 1/scale degree: how a point is placed, and what is in sight.
export class View {
  constructor(lines, scale) {
    this.across = (METRES_PER_DEGREE * Math.cos((LATITUDE * Math.PI) / 180)) / scale;
    this.down = METRES_PER_DEGREE / scale;
    const [west, south, east, north] = bounds(lines);
    const width = Math.max(NARROWEST_M, AROUND * Math.max((east - west) * this.across, (north - south) * this.down * WIDE));
    this.size = [WIDTH, Math.round(WIDTH / WIDE)];
    this.unit = WIDTH / width;
    this.west = (west + east) / 2 - width / 2 / this.across;
    this.north = (south + north) / 2 + width / WIDE / 2 / this.down;
  }

  place(x, y) {
    return [(x - this.west) * this.across * this.unit, (this.north - y) * this.down * this.unit];
  }

  #sees(lines) {
    const [west, south, east, north] = bounds(lines);
    const [left, bottom] = this.place(west, south);
    const [right, top] = this.place(east, north);
    return right >= 0 && left <= this.size[0] && bottom >= 0 && top <= this.size[1];
  }

  #points(line) {
    const points = [];
    for (let at = 0; at < line.length; at += 2) points.push(this.place(line[at], line[at + 1]).map((value) => value.toFixed(1)).join(" "));
    return points.join("L");
  }

  // The path of the lines in sight.
  lines(every) {
    return every.filter((line) => this.#sees([line])).map((line) => `M${this.#points(line)}`).join("");
  }

  // The path of the polygons in sight, to be filled by the even-odd rule.
  areas(every) {
    return every.filter(([outside]) => this.#sees([outside])).map((rings) => rings.map((ring) => `M${this.#points(ring)}z`).join("")).join("");
  }
}
