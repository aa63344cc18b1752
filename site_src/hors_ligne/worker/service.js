// What stands between the pages and the network, on the device of who reads (service worker). Workbox keeps the copy, which
// COPIE lists, written with each build: every file with its SHA-256, so that a copy is of one build or is none.
// Pages come from the network first: the copy answers when it has not within the limit, and says so on the page.

const LIMIT_S = 2; // a page waits no longer for a network that says nothing
const { core, precaching, routing, strategies } = workbox;

core.setCacheNameDetails({ prefix: "prm", precache: "copie" });
const CACHE = core.cacheNames.precache;
const SCOPE = self.registration.scope;
// The keys of the version that serves: what a failed update leaves behind is told from it, and a page that was opened
// under the former version still finds what it loads late.
const SERVED = new URL("?copie-servie", SCOPE).href;

const named = new Set();
const copy = new precaching.PrecacheController({
  // Whoever reads goes before.
  plugins: [{ requestWillFetch: async ({ request }) => new Request(request, { priority: "low" }) }],
});
copy.addToCacheList(COPIE.fichiers.map(([address, digest, isNamed]) => {
  const url = new URL(address, SCOPE).href;
  if (isNamed) named.add(url);
  return { url, revision: isNamed ? null : digest, integrity: `sha256-${digest}` };
}));

async function served() {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SERVED);
  return kept ? kept.json() : [];
}

// Whatever is neither of the version that serves nor of this one.
async function sweep(cache, kept) {
  for (const request of await cache.keys()) {
    if (!kept.has(request.url) && request.url !== SERVED) await cache.delete(request);
  }
}

// A device that has no room keeps nothing of a copy that would never be whole.
core.registerQuotaErrorCallback(async () => sweep(await caches.open(CACHE), new Set(await served())));

self.addEventListener("install", (event) => {
  event.waitUntil(copy.install(event).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const own = [...copy.getURLsToCacheKeys().values()];
    const former = (await served()).filter((key) => !new URL(key).search);
    await sweep(cache, new Set([...own, ...former]));
    await cache.put(SERVED, new Response(JSON.stringify(own)));
    await self.clients.claim();
  })());
});

// The address of a file of the list: what follows « ? » or « # » changes nothing of a page that is one file.
function listed(address) {
  const url = new URL(address);
  url.search = url.hash = "";
  const names = [url.href, url.href.replace(/\/index\.html$/, "/")];
  return names.find((name) => copy.getCacheKeyForURL(name));
}

// Pages that the copy answered: what they load is of the same build. Forgotten when the browser stops this worker, which
// it does between two pages: then the network is asked first again.
const copied = new Set();

// One strategy for pages and for what changes under one name: nothing that comes by is kept, the copy stays of one build.
const fromCopy = {
  cacheKeyWillBeUsed: async ({ request }) => {
    const name = listed(request.url);
    return name ? copy.getCacheKeyForURL(name) : request;
  },
  cacheWillUpdate: async () => null,
  fetchDidSucceed: async ({ response }) => {
    if (response.status >= 500) throw new Error(`${response.status}`);
    return response;
  },
};

const BODY = /<body[^>]*>(?:\s*<a class="prm-evitement"[^>]*>[^<]*<\/a>)?/;
const LANGUAGE = /<html[^>]*\slang="?([a-z]+)/;

function page(html, from, status) {
  const headers = new Headers(from.headers);
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  return new Response(html, { status, headers });
}

async function withBand(response) {
  if (!response.headers.get("content-type")?.startsWith("text/html")) return response;
  const html = await response.text();
  const language = html.match(LANGUAGE)?.[1];
  const band = COPIE.bandes[language] ?? COPIE.bandes.fr;
  return page(html.replace(BODY, (start) => start + band.replaceAll("\u{e000}", SCOPE)), response, 200);
}

const banded = {
  cachedResponseWillBeUsed: async ({ cachedResponse, request, event }) => {
    if (!cachedResponse) return cachedResponse;
    copied.add(event.resultingClientId);
    return request.destination === "iframe" ? cachedResponse : withBand(cachedResponse);
  },
};

// A page that is not in the copy, and no network: said in its place, at its address, so that loading it again asks again.
async function notKept(request) {
  const kept = await caches.match(copy.getCacheKeyForURL(new URL(COPIE.absente, SCOPE).href));
  if (!kept || request.destination === "iframe") return Response.error();
  const html = (await kept.text()).replaceAll(/((?:href|src)=")\.\.(?:\/|(?="))/g, (_, start) => start + SCOPE);
  return page(html, kept, 503);
}

// An address without its last slash is no page: its links would lead elsewhere.
function slashed(address) {
  const url = new URL(address);
  if (listed(address) || !listed(`${url.origin}${url.pathname}/`)) return null;
  url.pathname += "/";
  return url.href;
}

const pages = new strategies.NetworkFirst({ cacheName: CACHE, networkTimeoutSeconds: LIMIT_S, plugins: [fromCopy, banded] });
routing.registerRoute(new routing.NavigationRoute(async (options) => {
  try {
    return await pages.handle(options);
  } catch {
    const folder = slashed(options.request.url);
    return folder ? Response.redirect(folder) : notKept(options.request);
  }
}));

// What a page loads. A name that is its content's own is taken from the copy, and so is whatever a copied page loads, but
// for what changes by the hour: the page asks for it as such.
const files = new strategies.NetworkFirst({ cacheName: CACHE, networkTimeoutSeconds: LIMIT_S, plugins: [fromCopy] });
const atOnce = new strategies.CacheFirst({ cacheName: CACHE, plugins: [fromCopy] });
routing.registerRoute(({ url, sameOrigin }) => sameOrigin && Boolean(listed(url.href)), (options) => {
  const { request, event } = options;
  const isLive = request.cache === "no-cache";
  const isSame = named.has(listed(request.url)) || (copied.has(event.clientId) && !isLive);
  return (isSame ? atOnce : files).handle(options);
});

// What a page of the former version loads late, once the site has it no more.
const LOADED = new Set(["script", "style", "font", "image"]);
routing.registerRoute(({ request, sameOrigin }) => sameOrigin && LOADED.has(request.destination), async ({ request }) => {
  const reply = await fetch(request).catch(() => Response.error());
  return reply.ok ? reply : (await caches.match(request.url)) ?? reply;
});
