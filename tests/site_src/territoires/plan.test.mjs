// Run by tests/site_src/territoires/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { polygons, View, WIDTH } from "../../../site_src/territoires/plan.js";

const street = [[235000, 4885000, 235400, 4885100]];
const view = new View(street, 100000);

test("polygons come back absolute, holes with them", () => {
  const read = polygons({ echelle: 100000, formes: [[[[10, 10, 5, 0, 0, 5], [-1, -1, 1, 0, 0, 1]]], [[[100, 0, 1, 1, 1, 1]]]] }, 100000);
  assert.deepEqual(read.map((rings) => rings.map((ring) => [...ring])), [
    [[10, 10, 15, 10, 15, 15], [14, 14, 15, 14, 15, 15]], [[115, 15, 116, 16, 117, 17]],
  ]);
});

test("a layer of a coarser unit comes back in the unit asked", () => {
  const [[ring]] = polygons({ echelle: 50000, formes: [[[[10, 10, 5, 0, 0, 5]]]] }, 100000);
  assert.deepEqual([...ring], [20, 20, 30, 20, 30, 30]);
});

test("the whole street is in sight, in the middle", () => {
  const [left, low] = view.place(235000, 4885000);
  const [right, high] = view.place(235400, 4885100);
  assert.ok(left > 0 && right < WIDTH && high > 0 && low < view.size[1]);
  assert.ok(Math.abs(left + right - WIDTH) < 1e-6);
});

test("a length on the map is the same across and down", () => {
  const metre = 100000 / 111320;
  const [x, y] = view.place(235000, 4885000);
  const [east] = view.place(235000 + (100 * metre) / Math.cos((48.8566 * Math.PI) / 180), 4885000);
  const [, north] = view.place(235000, 4885000 + 100 * metre);
  assert.ok(Math.abs(east - x - (y - north)) < 1e-6);
});

test("what is out of sight is not drawn", () => {
  const far = new Float64Array([260000, 4885000, 260010, 4885000, 260010, 4885010]);
  assert.equal(view.lines([far]), "");
  assert.equal(view.areas([[far]]), "");
  assert.match(view.lines(street), /^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
  assert.match(view.areas([[new Float64Array([235000, 4885000, 235100, 4885000, 235100, 4885100])]]), /^M[\d. L-]+z$/);
});

test("a short street is shown with its surroundings", () => {
  const short = new View([[235000, 4885000, 235010, 4885000]], 100000);
  const [left] = short.place(235000, 4885000);
  const [right] = short.place(235010, 4885000);
  assert.ok(right - left < WIDTH / 20);
});
