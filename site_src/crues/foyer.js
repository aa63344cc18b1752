// « Chez vous »: what a household ticks decides which lines of the list are shown, and printed on a card; garde.js keeps
// the ticks on this device when it is asked to. The list is in the page of heights alone; « Ma rue » takes it from there
// when it is asked for.

import { keeper } from "./garde.js";
import { mot } from "./mots.js";

// A list that the document holds. `level()` says the height that goes on the card, or ""; the card is of the list alone
// unless it is a part of another.
export function start(level, { isAlone = true } = {}) {
  const byId = (id) => document.getElementById(`foyer-${id}`);
  const boxes = [...byId("choix").querySelectorAll("input")];
  const lines = [...byId("fiche").querySelectorAll("[data-pour]")];

  const read = () => Object.fromEntries(boxes.map((box) => [box.value, box.checked]));

  function draw() {
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const line of lines) line.hidden = !line.dataset.pour.split(" ").some((name) => chosen.has(name));
  }

  function tick(values) {
    for (const box of boxes) box.checked = values[box.value] === true;
    draw();
  }

  // The list as it is shown, line by line.
  function said() {
    const parts = [...byId("fiche").querySelectorAll("h3, li, .prm-vide, .foyer-pied")].filter((part) => !part.hidden);
    return parts.flatMap((part) => [...(part.localName === "h3" ? [""] : []), part.textContent.replace(/\s+/g, " ").trim()]);
  }

  // The card travels without the page: it says for which height, whose it is not, and of when.
  function fill() {
    const version = document.querySelector(".prm-pied time");
    write("niveau", level());
    write("mention", `${document.querySelector(".prm-pied__mention")?.textContent ?? ""} ${mot("version", { date: version?.textContent ?? "?" })}`);
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
  const changed = keeper(byId("choix"), "prm-foyer", { read, write: tick, lines: said });
  for (const box of boxes) box.addEventListener("change", () => { draw(); changed(); });
  byId("imprimer").addEventListener("click", print);
  byId("choix").hidden = false;
  draw();
}

// The list as the page of heights holds it, for another page; its links still lead where they led.
export async function taken(address) {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${reply.status}`);
  const list = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("foyer");
  for (const link of list.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href"), reply.url).href);
  return document.adoptNode(list);
}
