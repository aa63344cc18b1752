// A YAML file changed where the form changed it, and nowhere else: comments, order, quotes and line breaks of all other
// lines stay as a person wrote them, so that a proposal shows what was changed.
//
//   changed(source, value)  the text of `source` with the values of `value`
//
// Every edit is a splice of the source. What the splices give is read again: when it does not say exactly `value`, the
// whole file is written anew, its comments at its head kept.

import { isMap, isSeq, parse, parseDocument, stringify } from "./yaml/index.js";

// Quoted wherever YAML 1.1, which reads data/, would take a text for something else (no, 12:30, a day).
const ONE_LINE = { lineWidth: 0, compat: "yaml-1.1" };

/** The values of a text: days stay words, as the files of data/ write them. */
export function read(source) {
  return parse(source, { schema: "core", maxAliasCount: 0 }) ?? {};
}

/** The text of `source` (may be empty) that says `value`. */
export function changed(source, value) {
  const document = source ? parseDocument(source, { schema: "core" }) : null;
  if (!document?.contents || document.errors.length || !isMap(document.contents)) return written(value);
  const edits = [];
  try {
    compare(document.contents, value, source, edits);
    const text = spliced(source, edits);
    if (same(read(text), value)) return text;
  } catch {
    // The text that the splices gave cannot be read: below, it is written anew.
  }
  return head(source) + written(value);
}

function written(value) {
  return stringify(value, ONE_LINE);
}

/** The comments before the first key. */
function head(source) {
  return /^(?:#[^\n]*\n|\s*\n)*/.exec(source)[0];
}

/** The edits `{start, end, text}` that make `node` say `value`. */
function compare(node, value, source, edits, inFlow = false) {
  if (same(plain(node), value)) return;
  const flows = inFlow || node.flow === true;
  if (isMap(node) && isObject(value) && node.items.length && !flows) compareMaps(node, value, source, edits);
  else if (isMap(node) && isObject(value) && sameKeys(node, value)) {
    for (const pair of node.items) compare(pair.value, value[pair.key.value], source, edits, true);
  } else if (isSeq(node) && Array.isArray(value) && !flows && value.length && node.items.length) compareLists(node, value, source, edits);
  else edits.push(replaced(node, value, source, flows));
}

/** A map written a key a line: keys that went are cut with their lines, new ones stand at its end. */
function compareMaps(node, value, source, edits) {
  node.items.forEach((pair, index) => {
    if (pair.key.value in value) compare(pair.value, value[pair.key.value], source, edits);
    else if (source.slice(lineStart(source, pair.key.range[0]), pair.key.range[0]).trim() === "") edits.push(cut(source, pair.key, pair.value));
    else edits.push({ start: pair.key.range[0], end: node.items[index + 1].key.range[0], text: "" });
  });
  const names = new Set(node.items.map((pair) => String(pair.key.value)));
  const added = Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
  if (Object.keys(added).length) edits.push(after(source, node, added, columnOf(source, node.items[0].key.range[0])));
}

/** A list written an item a line: what is the same at both ends stays, what is between is compared or written. */
function compareLists(node, value, source, edits) {
  const items = node.items.map(plain);
  let first = 0;
  while (first < items.length && first < value.length && same(items[first], value[first])) first += 1;
  let last = 0;
  while (last < items.length - first && last < value.length - first && same(items.at(-1 - last), value.at(-1 - last))) last += 1;
  const olds = node.items.slice(first, items.length - last);
  const news = value.slice(first, value.length - last);
  const paired = Math.min(olds.length, news.length);
  for (let index = 0; index < paired; index += 1) compare(olds[index], news[index], source, edits);
  for (const old of olds.slice(paired)) edits.push(cut(source, old, old));
  if (news.length <= paired) return;
  const column = columnOf(source, node.range[0]);
  const before = node.items[first + paired - 1];
  if (before) edits.push(after(source, before, news.slice(paired), column));
  else {
    const start = node.range[0];
    edits.push({ start, end: start, text: `${indented(written(news).trimEnd(), column)}\n${" ".repeat(column)}` });
  }
}

/** The lines from that of `first` to the last of `last`, cut; comments above them stay. */
function cut(source, first, last) {
  return { start: lineStart(source, first.range[0]), end: lineEnd(source, endOf(last, source)) + 1, text: "" };
}

/** `value` on lines of its own below those of `node`. */
function after(source, node, value, column) {
  const end = lineEnd(source, endOf(node, source));
  const margin = " ".repeat(column);
  return { start: end, end, text: `\n${margin}${indented(written(value).trimEnd(), column)}` };
}

/** The whole of a node written anew in its place. */
function replaced(node, value, source, inFlow) {
  const [start] = node.range;
  const end = endOf(node, source);
  const isBlock = isCollection(value) && !isEmpty(value) && !inFlow && isCollection(plain(node));
  const text = isBlock ? indented(written(value).trimEnd(), columnOf(source, start)) : flow(value, inFlow);
  return { start, end, text: start === end ? ` ${text}` : text };
}

/** On one line, quoted where the place asks for it. */
function flow(value, inFlow) {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, true)).join(", ")}]`;
  if (isObject(value)) return `{${Object.entries(value).map(([name, item]) => `${name}: ${flow(item, true)}`).join(", ")}}`;
  const isQuoted = typeof value === "string" && (value.includes("\n") || (inFlow && /[,[\]{}]/.test(value)));
  return isQuoted ? JSON.stringify(value) : written(value).trimEnd();
}

function spliced(source, edits) {
  let text = source;
  for (const edit of edits.sort((one, other) => other.start - one.start || other.end - one.end)) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}

/** Where a node ends, before its comment and the end of its line. */
function endOf(node, source) {
  const flows = node.flow === true;
  if (isMap(node) && !flows && node.items.length) return endOf(node.items.at(-1).value, source);
  if (isSeq(node) && !flows && node.items.length) return endOf(node.items.at(-1), source);
  const [start, end] = node.range;
  return start + source.slice(start, end).trimEnd().length;
}

function lineStart(source, offset) {
  return source.lastIndexOf("\n", offset - 1) + 1;
}

function lineEnd(source, offset) {
  const end = source.indexOf("\n", offset);
  return end < 0 ? source.length : end;
}

function columnOf(source, offset) {
  return offset - lineStart(source, offset);
}

function indented(text, column) {
  return text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(column)}`);
}

function plain(node) {
  return node === null ? null : node.toJSON();
}

function sameKeys(node, value) {
  const names = Object.keys(value);
  return names.length === node.items.length && node.items.every((pair) => pair.key.value in value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCollection(value) {
  return typeof value === "object" && value !== null;
}

function isEmpty(value) {
  return Object.keys(value).length === 0;
}

/** Whether two values say the same, whatever the order of their keys. */
export function same(one, other) {
  if (one === other) return true;
  if (!isCollection(one) || !isCollection(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]));
}
