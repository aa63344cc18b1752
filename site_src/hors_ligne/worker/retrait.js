// The site keeps no copy on devices any more: what was kept is erased, and this worker goes. No page is answered by it.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const scope = self.registration.scope;
    const own = (await caches.keys()).filter((name) => name.startsWith("prm-") && name.endsWith(scope));
    await Promise.all(own.map((name) => caches.delete(name)));
    await self.registration.unregister();
  })());
});
