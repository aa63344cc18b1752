// The copy of the site on this device: asked for once the page is there, so that no page waits for it. Not where the
// reader has said no (/desinstaller/), nor where the device asks that little be loaded.

const root = new URL("../../", import.meta.url);
const KEY = "prm-sans-copie";

// Storage may be forbidden: then the browser keeps no copy either.
export function isRefused() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

// Erases the copy and asks for no other, for good.
export async function refuse() {
  localStorage.setItem(KEY, "oui");
  const worker = await navigator.serviceWorker.getRegistration(root);
  await worker?.unregister();
  const own = (await caches.keys()).filter((name) => name.startsWith("prm-") && name.endsWith(root.href));
  await Promise.all(own.map((name) => caches.delete(name)));
}

export async function accept() {
  localStorage.removeItem(KEY);
  await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname });
}

export const canKeep = "serviceWorker" in navigator && "caches" in globalThis;

function begin() {
  // No network, a full device, a private window: the page is whole without.
  accept().catch(() => {});
}

if (canKeep && !isRefused() && !navigator.connection?.saveData) {
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
