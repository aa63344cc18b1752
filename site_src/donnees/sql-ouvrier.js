// The worker that runs SQL: DuckDB as its npm package has it, which may ask for nothing but its own engine.
// A worker has no policy of its page: these lines are its policy. A query cannot reach another host, nor this one again.

const FOLDER = self.name;
const ENGINE = `${FOLDER}duckdb-eh.wasm.gz`;
const given = self.fetch.bind(self);

// The engine is published compressed; a host that says so in a header has it opened by the browser already.
async function engine() {
  const answer = await given(ENGINE);
  if (!answer.ok) throw new Error(`moteur : ${answer.status}`);
  const raw = new Uint8Array(await answer.arrayBuffer());
  const isCompressed = raw[0] === 0x1f && raw[1] === 0x8b;
  const body = isCompressed ? new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip")) : raw;
  return new Response(body, { headers: { "Content-Type": "application/wasm" } });
}

self.fetch = (asked) => (new URL(asked.url ?? asked, FOLDER).href === ENGINE ? engine() : Promise.reject(new Error("aucun autre fichier n’est demandé")));
self.XMLHttpRequest = class {
  constructor() { throw new Error("aucun autre fichier n’est demandé"); }
};
for (const name of ["WebSocket", "EventSource", "Worker", "SharedWorker"]) self[name] = undefined;

// What the engine tells whoever debugs it: the page tells its reader in its own words.
console.log = console.warn = console.error = () => {};

importScripts(`${FOLDER}duckdb-browser-eh.worker.js`);
