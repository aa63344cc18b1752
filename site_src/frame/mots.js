// The words of the scripts of a page, which the page holds as data in its own language: key → text, {places} to be filled.

const held = JSON.parse(document.getElementById("prm-mots").textContent);

// The text of a key, each {place} filled with the value of that name.
export function mot(key, values = {}) {
  if (!(key in held)) throw new Error(`mot absent : ${key}`);
  return held[key].replace(/\{([a-z_]+)\}/g, (_, name) => values[name]);
}

// The parts of a text around its places, which are nodes: for what is not text alone.
export function parts(key, nodes) {
  return held[key].split(/\{([a-z_]+)\}/).map((part, at) => (at % 2 ? nodes[part] : part));
}

// How figures and times of the page's language are written.
export const locale = { fr: "fr-FR", en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang;

// « … à confirmer » → « … (à confirmer) »: a word that stands apart on the page, in a sentence.
export function inBrackets(text, word) {
  return text.endsWith(` ${word}`) ? `${text.slice(0, -word.length)}(${word})` : text;
}
