// The axes of the streets as traces.json holds them (maps/streets/locating.py), and the nearest to a position.

const METRES_PER_DEGREE = 111_320;

// [code, [[x, y, x, y…], …]] in degrees × echelle, absolute.
export function decode(data) {
  let x = 0;
  let y = 0;
  const streets = data.voies.map(([code, lines]) => [code, lines.map((steps) => {
    const points = new Float64Array(steps.length);
    for (let i = 0; i < steps.length; i += 2) {
      points[i] = x += steps[i];
      points[i + 1] = y += steps[i + 1];
    }
    return points;
  })]);
  return { scale: data.echelle, streets };
}

function toSegment(px, py, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const size = dx * dx + dy * dy;
  const share = size ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / size)) : 0;
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}

// The streets nearest to a position (degrees), nearest first: [{ code, metres }].
export function nearest({ scale, streets }, longitude, latitude, limit = 5) {
  const metres = METRES_PER_DEGREE / scale;
  const squeeze = Math.cos((latitude * Math.PI) / 180);
  const px = longitude * scale * squeeze;
  const py = latitude * scale;
  const found = streets.map(([code, lines]) => {
    let best = Infinity;
    for (const line of lines) {
      for (let i = 2; i < line.length; i += 2) {
        const gap = toSegment(px, py, line[i - 2] * squeeze, line[i - 1], line[i] * squeeze, line[i + 1]);
        if (gap < best) best = gap;
      }
    }
    return { code, metres: best * metres };
  });
  return found.sort((a, b) => a.metres - b.metres).slice(0, limit);
}
