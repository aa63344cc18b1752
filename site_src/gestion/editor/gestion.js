// Starts Decap CMS with the configuration that the build made from the records of data/: two formats of files that are
// changed in place, what a form leaves out, and previews in the site's own styles.

import { changed, read } from "./in_place.js";
import { unwritten } from "./unwritten.js";
import { previews } from "./previews.js";
import { parse } from "./yaml/index.js";

const { CMS } = window;
// What a format adds to the values of a file, for itself: its text, and the names of its keys, which collections are told by.
const SOURCE = "_texte";
const KEYS = "_cles";
const FRONT_MATTER = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/;

function shown(source, values) {
  return { ...values, [KEYS]: Object.keys(values), [SOURCE]: source };
}

function split(values) {
  const { [SOURCE]: source = "", [KEYS]: _, ...own } = values;
  return [source, own];
}

CMS.registerCustomFormat("yaml-en-place", "yaml", {
  fromFile: (source) => shown(source, read(source)),
  toFile: (values) => changed(...split(values)),
});

CMS.registerCustomFormat("page-en-place", "md", {
  fromFile: (source) => {
    const [, head = "", body = source] = FRONT_MATTER.exec(source) ?? [];
    return { ...shown(source, read(head)), body };
  },
  toFile: (values) => {
    const [source, { body = "", ...own }] = split(values);
    const [, head = ""] = FRONT_MATTER.exec(source) ?? [];
    return `---\n${changed(head, own)}---\n${body}`;
  },
});

async function started() {
  const answer = await fetch("config.yml");
  const config = parse(await answer.text(), { maxAliasCount: -1 });
  const forms = new Map(config.collections.map((one) => [one.name, one]));
  CMS.registerEventListener({
    name: "preSave",
    handler: ({ entry }) => {
      const collection = forms.get(entry.get("collection"));
      const file = collection.files?.find((one) => one.name === entry.get("slug"));
      const { fields } = file ?? collection;
      const data = entry.get("data");
      const kept = unwritten(fields, data.toJS());
      return data.filter((_, name) => name in kept).merge(kept);
    },
  });
  for (const sheet of ["jetons.css", "alertes.css", "apercu.css"]) CMS.registerPreviewStyle(sheet);
  for (const [name, collection] of forms) {
    for (const one of collection.files ?? [collection]) CMS.registerPreviewTemplate(collection.files ? one.name : name, previews(name, one.fields));
  }
  document.getElementById("attente").remove();
  CMS.init({ config: { ...config, load_config_file: false } });
}

started();
