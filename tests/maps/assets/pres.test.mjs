// Run by tests/maps/assets/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { flat, inMetres, metresBetween, nearest, toldOfZone, zoneFrom } from "../../../maps/assets/pres.js";

const here = [2.35, 48.857];
const up = 1 / 111_320;
const east = up / Math.cos((48.857 * Math.PI) / 180);
const at = (x, y) => [here[0] + x * east, here[1] + y * up]; // metres from here
const ring = (west, south, right, north) => [at(west, south), at(right, south), at(right, north), at(west, north), at(west, south)];
const close = (found, expected) => assert.ok(Math.abs(found - expected) < 0.05, `${found} for ${expected}`);

test("a length is the same across and up", () => {
  close(metresBetween(here, at(100, 0)), 100);
  close(metresBetween(here, at(0, 100)), 100);
  close(Math.hypot(...flat(here)(at(30, 40))), 50);
});

test("a zone is told from inside with the distance to its border", () => {
  const { isInside, metres, place } = zoneFrom([[ring(-200, -100, 60, 100)]], here);
  assert.equal(isInside, true);
  close(metres, 60);
  assert.deepEqual(place, here);
});

test("a zone is told from outside with the nearest point of its border", () => {
  const { isInside, metres, place } = zoneFrom([[ring(30, -100, 60, 100)], [ring(500, 0, 600, 10)]], here);
  assert.equal(isInside, false);
  close(metres, 30);
  close(metresBetween(place, at(30, 0)), 0);
});

test("a hole is not in its zone", () => {
  const { isInside, metres } = zoneFrom([[ring(-200, -200, 200, 200), ring(-20, -20, 20, 20)]], here);
  assert.equal(isInside, false);
  close(metres, 20);
});

test("an open ring is closed", () => {
  assert.equal(zoneFrom([[ring(-50, -50, 50, 50).slice(0, -1)]], here).isInside, true);
});

test("in a view, only what is seen counts, even where a zone crosses it with no corner in it", () => {
  const view = [...at(-100, -20), ...at(100, 20)];
  const crossing = [[ring(80, -500, 90, 500)]];
  close(metresBetween(zoneFrom(crossing, here, view).place, at(80, 0)), 0);
  const nearerAbove = [[ring(-10, 30, 10, 40)], [ring(80, -500, 90, 500)]];
  close(zoneFrom(nearerAbove, here, view).metres, 80);
  assert.equal(zoneFrom([[ring(-10, 30, 10, 40)]], here, view).place, undefined);
});

test("a zone that fills the view is at its centre", () => {
  const { place } = zoneFrom([[ring(-500, -500, 500, 500)]], here, [...at(-10, -10), ...at(10, 10)]);
  assert.deepEqual(place, here);
});

test("the nearest come first and the others are counted", () => {
  const { shown, more } = nearest([{ metres: 3 }, { metres: 1 }, { metres: 2 }], 2);
  assert.deepEqual(shown.map(({ metres }) => metres), [1, 2]);
  assert.equal(more, 1);
  assert.deepEqual(nearest([], 2), { shown: [], more: 0 });
});

test("a distance is no finer than ten metres", () => {
  assert.equal(inMetres(3, "fr-FR"), "10\u00a0m");
  assert.equal(inMetres(87, "fr-FR"), "90\u00a0m");
  assert.equal(inMetres(1234, "fr-FR"), "1,2\u00a0km");
  assert.equal(inMetres(1234, "en-GB"), "1.2\u00a0km");
});

test("nearer to the border than the device knows is neither in nor out", () => {
  const limit = "limite";
  assert.equal(toldOfZone({ isInside: true, metres: 25 }, 30, 250), limit);
  assert.equal(toldOfZone({ isInside: false, metres: 25 }, 30, 250), limit);
  assert.equal(toldOfZone({ isInside: true, metres: 45 }, 30, 250), "dedans");
  assert.equal(toldOfZone({ isInside: false, metres: 45 }, 30, 250), "pres");
  assert.equal(toldOfZone({ isInside: false, metres: 251 }, 30, 250), "");
});
