// What the explorer computes: rows kept, groups, and a measure of each group. No page, no address: Node runs it too.
// A row's missing value is null. It is never a zero and never summed in silence: a sum says « au moins » and how many are missing.

const order = new Intl.Collator("fr", { numeric: true });
export const amount = (value) => new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 6 }).format(value);
export const text = (value) => (value === null || value === undefined ? "" : String(value));
export const isFigure = (field) => field.type === "integer" || field.type === "number";

export function label(field, value) {
  if (value === null) return "";
  const found = field.categories?.find((category) => String(category.value) === String(value));
  if (found) return found.label;
  return isFigure(field) ? amount(value) : text(value);
}

export function missingWord(field) {
  return field.missingValues?.[0]?.label.split(" :")[0] ?? "vide";
}

// -- rows ----------------------------------------------------------------------------------------

export function filtered(rows, fields, { words, filters }) {
  const wanted = words.toLocaleLowerCase("fr").split(/\s+/).filter(Boolean);
  const kept = Object.entries(filters).filter(([name, value]) => value && fields.some((field) => field.name === name));
  return rows.filter((row) => {
    if (!kept.every(([name, value]) => text(row[name]) === value)) return false;
    if (!wanted.length) return true;
    const line = fields.map((field) => label(field, row[field.name])).join(" ").toLocaleLowerCase("fr");
    return wanted.every((word) => line.includes(word));
  });
}

export function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null); // missing ones last
  return typeof a === "number" && typeof b === "number" ? a - b : order.compare(text(a), text(b));
}

export function sorted(rows, name, sign) {
  return [...rows].sort((a, b) => (a[name] === null || b[name] === null ? compare(a[name], b[name]) : sign * compare(a[name], b[name])));
}

// The codes of a facet with how many rows each has; none for what is searched, not chosen.
export function facet(rows, field, most) {
  const counts = new Map();
  for (const row of rows) {
    const code = text(row[field.name]);
    if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const isName = counts.size > rows.length / 2 && !field.categories;
  if (counts.size < 2 || counts.size > most || isName || field.type === "number") return [];
  const codes = field.categories ? field.categories.map(({ value }) => String(value)).filter((code) => counts.has(code)) : [...counts.keys()].sort(order.compare);
  return codes.map((code) => ({ code, label: label(field, code), count: counts.get(code) }));
}

// -- time ----------------------------------------------------------------------------------------

const MOMENT = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?|-T([1-4]))?$/;

// Years since year 0, of a year, a month, a day or a quarter; null for what is none.
export function time(value) {
  const found = MOMENT.exec(text(value));
  if (!found) return null;
  const [, year, month, day, quarter] = found;
  if (quarter) return Number(year) + (Number(quarter) - 1) / 4;
  return Number(year) + (month ? (Number(month) - 1) / 12 : 0) + (day ? (Number(day) - 1) / 365.25 : 0);
}

export function isTime(field, rows) {
  if (field.type === "year" || field.type === "date") return true;
  if (field.type !== "string" || field.categories) return false;
  const told = rows.filter((row) => row[field.name] !== null);
  return told.length > 0 && told.every((row) => time(row[field.name]) !== null);
}

// -- measures ------------------------------------------------------------------------------------

// « n », « somme:colonne », « max:colonne », « min:colonne »: those that the table allows. A sum is offered where the dataset
// declares totals that its tests add up, and nowhere else: rows of one table often overlap.
export function measures(fields, totals) {
  const figures = fields.filter((field) => isFigure(field) && !["rang", "numéro"].includes(field.unit));
  return [
    { code: "n", title: "Nombre de lignes" },
    ...figures.filter(({ name }) => totals[name]).map((field) => ({ code: `somme:${field.name}`, title: `Somme : ${field.title}`, unit: field.unit })),
    ...figures.map((field) => ({ code: `max:${field.name}`, title: `Plus grande valeur : ${field.title}`, unit: field.unit })),
    ...figures.map((field) => ({ code: `min:${field.name}`, title: `Plus petite valeur : ${field.title}`, unit: field.unit })),
  ];
}

// The rows that may be summed, and in words which published totals stand for the columns that nobody chose.
// `refusal` says which column must be chosen first.
export function summable(rows, fields, key, name, by, filters, totals) {
  const rules = totals[name] ?? {};
  const notes = [];
  let kept = rows;
  for (const column of key) {
    const field = fields.find((one) => one.name === column);
    const total = rules[column];
    if (by.includes(column)) {
      if (total !== undefined) kept = kept.filter((row) => text(row[column]) !== total);
    } else if (!filters[column]) {
      if (total !== undefined) {
        kept = kept.filter((row) => text(row[column]) === total);
        notes.push(`${field.title} : ${label(field, total)}, tel que publié`);
      } else if (isTime(field, rows)) {
        notes.push(`${field.title} : toutes additionnées`);
      } else if (new Set(kept.map((row) => text(row[column]))).size > 1) {
        return { rows: [], notes, refusal: `Choisir d’abord une valeur de « ${field.title} », ou grouper par elle : ses lignes se recouvrent peut-être, elles ne s’additionnent pas.` };
      }
    }
  }
  return { rows: kept, notes, refusal: "" };
}

function measured(rows, calc) {
  const [kind, name] = calc.split(":");
  if (kind === "n") return { value: rows.length, missing: 0, count: rows.length };
  const told = rows.map((row) => row[name]).filter((value) => value !== null);
  const missing = rows.length - told.length;
  if (!told.length) return { value: null, missing, count: rows.length };
  const value = kind === "somme" ? told.reduce((sum, one) => sum + one, 0) : kind === "max" ? Math.max(...told) : Math.min(...told);
  return { value: Number(value.toPrecision(12)), missing, count: rows.length };
}

// « 1 234 »; « au moins 1 234, 3 valeurs masquées »; « masqué ».
export function said({ value, missing }, calc, field) {
  if (value === null) return field ? missingWord(field) : "vide";
  if (!missing) return amount(value);
  const bound = calc.startsWith("min:") ? "au plus" : "au moins";
  return `${bound} ${amount(value)}, ${absent(missing, field)}`;
}

export function absent(missing, field) {
  const word = missingWord(field);
  const several = missing > 1 ? "s" : "";
  return `${amount(missing)} valeur${several} ${word === "masqué" ? `masquée${several}` : `« ${word} »`}`;
}

// One line for each value of `par`, or of `par` and `puis`, in the order of codes, numbers or times.
export function grouped(rows, fields, par, puis, calc) {
  const groups = new Map();
  for (const row of rows) {
    const codes = [par, ...(puis ? [puis] : [])].map((name) => row[name]);
    const key = JSON.stringify(codes);
    if (!groups.has(key)) groups.set(key, { codes, rows: [] });
    groups.get(key).rows.push(row);
  }
  const ranks = (name) => new Map((fields.find((field) => field.name === name)?.categories ?? []).map(({ value }, rank) => [String(value), rank]));
  const [first, second] = [ranks(par), ranks(puis)];
  const place = (known, code) => (known.size ? known.get(text(code)) ?? known.size : code);
  const lines = [...groups.values()].map((group) => ({ codes: group.codes, ...measured(group.rows, calc) }));
  return lines.sort((a, b) => compare(place(first, a.codes[0]), place(first, b.codes[0])) || (puis ? compare(place(second, a.codes[1]), place(second, b.codes[1])) : 0));
}

// -- what is taken away ----------------------------------------------------------------------------

export function csv(heads, lines) {
  const quoted = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [heads, ...lines.map((line) => line.map(text))].map((line) => `${line.map(quoted).join(",")}\n`).join("");
}
