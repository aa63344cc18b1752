// Charts of the explorer, drawn as SVG by these lines alone: bars, a time to scale, a map of circles, small multiples.
// A mark is { code, label, value, text, time }: its value is null when it is hidden or unknown, and then it is drawn as a dotted
// line with its word, never as a length. Colours are those of the site's own charts, which its style sheet repaints.

const SVG = "http://www.w3.org/2000/svg";
const INK = "#16202e", MUTED = "#54606f", ACCENT = "#1b5e9e", LINE = "#c8cfd8", PAPER = "#fefefe";
const WIDTH = 360, LEFT = 6, SIZE = 13;
export const BARS = 40, PANELS = 24;

export function svgElement(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const words = (x, y, text, more = {}) => svgElement("text", { x, y, fill: INK, "font-size": SIZE, ...more }, text);
const largest = (marks) => Math.max(...marks.map(({ value }) => Math.abs(value ?? 0)), 0) || 1;
const dotted = (attributes) => ({ fill: "none", stroke: MUTED, "stroke-dasharray": "2 3", ...attributes });

// Lines of at most `count` letters, so that a title is never cut.
function wrapped(text, count) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > count && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

function bars(marks) {
  const longest = largest(marks);
  const parts = marks.flatMap(({ label, value, text }, rank) => {
    const y = rank * 40;
    const long = value === null ? 60 : Math.max((Math.abs(value) / longest) * (WIDTH - 130), 1);
    const box = { x: LEFT, y: y + 18, width: long, height: 14 };
    return [
      words(LEFT, y + 13, label.length > 48 ? `${label.slice(0, 47)}…` : label),
      svgElement("rect", value === null ? dotted(box) : { ...box, fill: ACCENT }),
      words(LEFT + long + 6, y + 29, text),
    ];
  });
  return { parts, height: marks.length * 40 };
}

// -- time: each mark at its place, however far from the one before ------------------------------

function ticks(first, last) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((one) => (last - first) / one <= 5) ?? 500;
  const found = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) found.push(year);
  return found;
}

function isRegular(times) {
  const gaps = times.slice(1).map((time, rank) => time - times[rank]);
  return gaps.length > 1 && Math.max(...gaps) - Math.min(...gaps) < 0.02;
}

function timeline(marks, width, height, top, figures) {
  const sorted = [...marks].sort((a, b) => a.time - b.time);
  const times = sorted.map(({ time }) => time);
  const [first, last] = [times[0], times.at(-1)];
  const longest = top ?? largest(marks);
  const inner = width - 2 * LEFT - 12;
  const x = (time) => LEFT + 6 + (last > first ? ((time - first) / (last - first)) * inner : inner / 2);
  const y = (value) => height - 20 - (Math.max(value, 0) / longest) * (height - 36);
  const parts = [svgElement("path", { d: `M${LEFT} ${y(0)}h${width - 2 * LEFT}`, stroke: LINE, fill: "none" })];
  for (const year of figures ? ticks(first, last) : [first, last].map(Math.floor)) {
    const place = Math.min(Math.max(x(year), LEFT + 14), width - LEFT - 14);
    parts.push(words(place, height - 4, String(year), { "text-anchor": "middle", "font-size": 11, fill: MUTED }));
  }
  const missing = sorted.filter(({ value }) => value === null);
  parts.push(...missing.map(({ time }) => svgElement("path", dotted({ d: `M${x(time).toFixed(1)} ${y(0)}V16` }))));
  const told = sorted.filter(({ value }) => value !== null);
  const joined = isRegular(times) && new Set(times).size === times.length;
  if (joined) {
    // A line from one to the next; it stops where a value is missing.
    let path = "", before = null;
    for (const { time, value } of sorted) {
      if (value !== null) path += `${before === null ? "M" : "L"}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
      before = value;
    }
    parts.push(svgElement("path", { d: path, stroke: ACCENT, "stroke-width": 2, fill: "none" }));
  }
  for (const { time, value } of told) {
    const place = x(time).toFixed(1);
    if (!joined) parts.push(svgElement("path", { d: `M${place} ${y(0)}V${y(value).toFixed(1)}`, stroke: ACCENT, "stroke-width": 2, fill: "none" }));
    parts.push(svgElement("circle", { cx: place, cy: y(value).toFixed(1), r: figures ? 2.5 : 1.4, fill: ACCENT, "data-temps": time }));
  }
  if (figures && told.length) {
    const high = told.reduce((best, one) => (one.value > best.value ? one : best));
    const place = Math.min(Math.max(x(high.time), LEFT + 40), width - LEFT - 40);
    parts.push(words(place, y(high.value) - 5, high.text, { "text-anchor": "middle", "font-size": 12 }));
  }
  return { parts, height };
}

// -- small multiples: one scale for all, so that they are compared --------------------------------

function multiples(panels, isTime) {
  const top = largest(panels.flatMap(({ marks }) => marks));
  const wide = (WIDTH - LEFT) / 2, high = isTime ? 86 : 74;
  const parts = panels.map(({ label, marks }, rank) => {
    const drawn = isTime ? timeline(marks, wide - LEFT, high - 16, top, false).parts : sticks(marks, wide - LEFT, high - 20, top);
    const title = label.length > 25 ? `${label.slice(0, 24)}…` : label;
    const name = words(LEFT, 12, title, { "font-size": 12, "font-weight": "bold" });
    return svgElement("g", { transform: `translate(${(rank % 2) * wide} ${Math.floor(rank / 2) * (high + 8)})` },
      name, svgElement("g", { transform: "translate(0 16)" }, ...drawn));
  });
  return { parts, height: Math.ceil(panels.length / 2) * (high + 8) };
}

function sticks(marks, width, height, top) {
  const step = (width - 2 * LEFT) / marks.length;
  return marks.map(({ value }, rank) => {
    const long = value === null ? height - 4 : Math.max((Math.abs(value) / top) * (height - 4), value ? 1 : 0);
    const box = { x: LEFT + rank * step, y: height - long, width: Math.max(step * 0.7, 1), height: long };
    return svgElement("rect", value === null ? dotted(box) : { ...box, fill: ACCENT });
  });
}

// -- map: circles over outlines, areas as the values; a shaded district would say a density -------

function rings(geometry) {
  if (!geometry) return [];
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

function middle(ring) {
  // The centroid of a ring (shoelace).
  let area = 0, x = 0, y = 0;
  ring.forEach(([a, b], rank) => {
    const [c, d] = ring[(rank + 1) % ring.length];
    const cross = a * d - c * b;
    area += cross; x += (a + c) * cross; y += (b + d) * cross;
  });
  return [x / (3 * area), y / (3 * area)];
}

function map(marks, outlines) {
  const all = [...outlines.values()].flatMap(rings).flat();
  const squeeze = Math.cos((all[0][1] * Math.PI) / 180);
  const xs = all.map(([x]) => x * squeeze), ys = all.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (WIDTH - 2 * LEFT) / (east - west);
  const at = ([x, y]) => [LEFT + (x * squeeze - west) * scale, 4 + (north - y) * scale];
  const path = (geometry) => rings(geometry).map((ring) => `M${ring.map((one) => at(one).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");
  const parts = [...outlines.values()].map((geometry) => svgElement("path", { d: path(geometry), fill: PAPER, stroke: LINE }));
  const longest = largest(marks), written = [], figures = [];
  // What is hidden says so wherever it is; then the largest figures. A figure that would cover another is in the table alone.
  for (const { code, value, text } of [...marks].sort((a, b) => (b.value ?? Infinity) - (a.value ?? Infinity))) {
    const geometry = outlines.get(code);
    if (!geometry) continue;
    const ring = rings(geometry).reduce((best, one) => (one.length > best.length ? one : best));
    const [cx, cy] = at(middle(ring)).map((n) => Number(n.toFixed(1)));
    const r = value === null ? 6 : Math.sqrt(Math.abs(value) / longest) * 17;
    parts.push(svgElement("circle", value === null ? dotted({ cx, cy, r }) : { cx, cy, r, fill: ACCENT, "fill-opacity": 0.55, "data-code": code }));
    const told = text.replace("au moins ", "≥ "), half = told.length * 2.9;
    if (value !== null && written.some(([x, y, other]) => Math.abs(x - cx) < half + other && Math.abs(y - cy) < 10)) continue;
    written.push([cx, cy, half]);
    figures.push(words(cx, cy + 4, told, { "text-anchor": "middle", "font-size": 10 }));
  }
  return { parts: [...parts, ...figures], height: (north - south) * scale + 8 };
}

// -- the whole picture ---------------------------------------------------------------------------

// `kind`: barres, temps, carte; `panels`, in place of marks, for small multiples. `title` and `note` stand in the picture itself.
export function chart({ kind, marks, panels, outlines, title, note, description }) {
  const heads = [...wrapped(title, 46).map((text) => [text, { "font-weight": "bold" }]),
    ...wrapped(note, 54).filter(Boolean).map((text) => [text, { "font-size": 12, fill: MUTED }])];
  const top = heads.length * 18 + 8;
  const body = panels ? multiples(panels, kind === "temps") : kind === "temps" ? timeline(marks, WIDTH, 200, null, true)
    : kind === "carte" ? map(marks, outlines) : bars(marks);
  return svgElement("svg", {
    xmlns: SVG, viewBox: `0 0 ${WIDTH} ${Math.ceil(top + body.height + 6)}`, role: "img", "aria-labelledby": "explorer-titre explorer-desc",
    class: "donnees-dessin", "font-family": "sans-serif",
  }, svgElement("title", { id: "explorer-titre" }, title), svgElement("desc", { id: "explorer-desc" }, description),
  svgElement("rect", { width: "100%", height: "100%", fill: PAPER }),
  ...heads.map(([text, more], rank) => words(LEFT, 16 + rank * 18, text, more)),
  svgElement("g", { transform: `translate(0 ${top})` }, ...body.parts));
}
