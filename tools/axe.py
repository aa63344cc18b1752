"""axe, as a page is given it: the same rules and the same answers, in less than half of the time.

Most of what axe does is to judge contrasts, and most of that is the upkeep of colours: each keeps its fields in
WeakMaps, which the garbage collector walks through, and is parsed again for every text, of a dozen that a page has.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
# As it is published.
PLAIN = (HERE.parent / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# What stands for WeakMap and WeakSet inside axe: a value stands on the object that is its key.
_FIELDS = """class {
  at = Symbol();
  has(object) { return this.at in object; }
  get(object) { return object[this.at]; }
  set(object, value) { object[this.at] = value; return this; }
  add(object) { return this.set(object, true); }
  delete(object) { return delete object[this.at]; }
}"""
# A colour that was parsed is taken as it was; one that cannot be parsed is told each time.
_COLOURS = """(() => {
  const { prototype } = axe.commons.color.Color;
  const parse = prototype.parseString;
  const parsed = new Map();
  prototype.parseString = function (text) {
    if (parsed.has(text)) return Object.assign(this, parsed.get(text));
    parse.call(this, text);
    const { r, g, b, alpha } = this;
    parsed.set(text, { r, g, b, alpha });
    return this;
  };
})();"""
AXE = (
    f"((Fields) => ((WeakMap, WeakSet) => {{\n{PLAIN}\n{_COLOURS}\n}})(Fields, Fields))({_FIELDS})"
)
