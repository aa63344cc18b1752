// A file of answers: words for who reads it, then one line for the page that opens it again, here or on another device.
// What is opened is checked before anything is filled in; what does not come from this page changes nothing.

const VERSION = 1;
const LIMIT = 200_000; // bytes: far more than the answers of a family
const FIELDS = ["le", "sorte", "valeurs", "version"];

// The line of a file of that kind (`sorte` is what the device keeps the answers under); `le` is the moment.
export const line = (sorte, le, valeurs) => JSON.stringify({ sorte, version: VERSION, le: le.toISOString(), valeurs });

// A file that is refused: `key` of the sentence that says why, `filled` what stands in its places.
export class Refusal extends Error {
  constructor(key, filled = {}) {
    super(key);
    Object.assign(this, { key, filled });
  }
}

// What a file holds for a page of that kind, { le, valeurs }; `asked` are the answers of the page as they are. Throws Refusal.
export async function opened(file, sorte, asked) {
  if (file.size > LIMIT) throw new Refusal("fichier_grand", { taille: kilobytes(file.size), limite: kilobytes(LIMIT) });
  const text = await file.text().catch(() => { throw new Refusal("fichier_illisible"); });
  const found = parsed(text.split(/\r?\n/).findLast((one) => one.trim()));
  if (found.sorte !== sorte) throw new Refusal("fichier_ailleurs");
  if (found.version !== VERSION) throw new Refusal("fichier_version", { version: short(found.version) });
  if (Number.isNaN(Date.parse(found.le)) || !isObject(found.valeurs) || String(Object.keys(found).sort()) !== String(FIELDS)) {
    throw new Refusal("fichier_autre");
  }
  for (const [key, value] of Object.entries(found.valeurs)) {
    if (!Object.hasOwn(asked, key)) throw new Refusal("fichier_question", { question: short(key) });
    if (typeof value !== typeof asked[key]) throw new Refusal("fichier_reponse", { question: short(key) });
  }
  return { le: found.le, valeurs: found.valeurs };
}

function parsed(text = "") {
  try {
    const found = JSON.parse(text);
    if (isObject(found) && typeof found.sorte === "string") return found;
  } catch { /* said below */ }
  throw new Refusal("fichier_autre");
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const kilobytes = (bytes) => Math.ceil(bytes / 1000);
const short = (value) => { const text = String(value); return text.length > 60 ? `${text.slice(0, 60)}…` : text; };
