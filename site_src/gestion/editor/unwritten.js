// What a form leaves empty is not written: a key that says nothing would be read as one that says something.

/** The values without what is empty and may be left out; `fields` are those of the form. What the record must have (`ecrit`) stays, even empty. */
export function unwritten(fields, values) {
  const kept = { ...values };
  for (const field of fields) {
    const value = inside(field, kept[field.name]);
    if (isEmpty(value) && !field.ecrit) delete kept[field.name];
    else if (value === undefined && field.ecrit) kept[field.name] = nothing(field);
    else if (value !== undefined) kept[field.name] = value;
    if (kept[field.name] === undefined) delete kept[field.name];
  }
  return kept;
}

function inside(field, value) {
  if (field.widget === "object") return isObject(value) || field.ecrit ? unwritten(field.fields, value ?? {}) : value;
  if (field.widget === "list" && field.fields && Array.isArray(value)) return value.map((item) => unwritten(field.fields, item ?? {}));
  return value;
}

/** What a part that must be there holds when nothing was typed in it. */
function nothing(field) {
  if (field.widget === "list" || field.multiple) return [];
  return field.widget === "boolean" ? false : undefined;
}

function isEmpty(value) {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
