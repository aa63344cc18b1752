// « Chez vous »: what a household ticks decides which lines of the list are shown, and printed on a card. Nothing is
// sent, and nothing is kept but by a press: then the ticks stay on this device, under one name, until they are erased.
// The list is in the page of heights alone; « Ma rue » takes it from there when it is asked for.

const KEPT = "prm-foyer";

// A list that the document holds. `level()` says the height that goes on the card, or ""; the card is of the list alone
// unless it is a part of another.
export function start(level, { isAlone = true } = {}) {
  const byId = (id) => document.getElementById(`foyer-${id}`);
  const boxes = [...byId("choix").querySelectorAll("input")];
  const lines = [...byId("fiche").querySelectorAll("[data-pour]")];
  const erase = byId("effacer");

  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const say = (text) => { byId("etat").textContent = text; };

  function draw() {
    const chosen = new Set(ticked());
    for (const line of lines) line.hidden = !line.dataset.pour.split(" ").some((name) => chosen.has(name));
  }

  function keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(ticked()));
    } catch {
      say("Ce navigateur refuse de garder quoi que ce soit : imprimez la fiche.");
      return;
    }
    erase.hidden = false;
    say("Gardé sur cet appareil, et nulle part ailleurs.");
  }

  function forget() {
    localStorage.removeItem(KEPT);
    for (const box of boxes) box.checked = false;
    erase.hidden = true;
    byId("garder").focus();
    draw();
    say("Effacé de cet appareil.");
  }

  // The card travels without the page: it says for which height, whose it is not, and of when.
  function fill() {
    const version = document.querySelector(".prm-pied time");
    write("niveau", level());
    write("mention", `${document.querySelector(".prm-pied__mention")?.textContent ?? ""} Version du ${version?.textContent ?? "?"}.`);
  }

  function write(name, text) {
    byId(name).hidden = !text;
    byId(name).textContent = text;
  }

  function print() {
    fill();
    if (isAlone) document.documentElement.dataset.fiche = "foyer";
    window.print();
  }

  addEventListener("beforeprint", fill);
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.fiche;
    byId("niveau").hidden = true;
    byId("mention").hidden = true;
  });
  for (const box of boxes) {
    box.addEventListener("change", () => {
      draw();
      if (!erase.hidden) say("Changé, et pas encore gardé sur cet appareil.");
    });
  }
  byId("imprimer").addEventListener("click", print);
  byId("garder").addEventListener("click", keep);
  erase.addEventListener("click", forget);

  const kept = remembered();
  if (kept) {
    for (const box of boxes) box.checked = kept.includes(box.value);
    erase.hidden = false;
    say("Vos choix gardés sur cet appareil.");
  }
  byId("choix").hidden = false;
  draw();
}

// A browser may forbid it: then the choices are simply not kept.
function remembered() {
  try {
    const names = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(names) ? names : null;
  } catch { return null; }
}

// The list as the page of heights holds it, for another page; its links still lead where they led.
export async function taken(address) {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${reply.status}`);
  const list = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("foyer");
  for (const link of list.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href"), reply.url).href);
  return document.adoptNode(list);
}
