// Run by tests/site_src/territoires/test_browser_modules.py with `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { reached } from "../../../site_src/territoires/montee.js";

const effects = [{ metres: 3.2 }, { metres: 8.62 }, { metres: 6.1 }];

test("an effect is reached at its very height, not a centimetre below", () => {
  assert.deepEqual(reached(effects, 6.09), [{ metres: 3.2 }]);
  assert.deepEqual(reached(effects, 6.1), [{ metres: 6.1 }, { metres: 3.2 }]);
});

test("the last reached comes first, and none below the lowest", () => {
  assert.deepEqual(reached(effects, 9).map(({ metres }) => metres), [8.62, 6.1, 3.2]);
  assert.deepEqual(reached(effects, 1), []);
});
