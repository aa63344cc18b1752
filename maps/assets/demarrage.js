/* Replaces a map's picture by its interactive document when the reader asks; without script the
   link opens that document. The reader's theme follows into the frame. */
"use strict";

for (const link of document.querySelectorAll("a.prm-demarrer")) {
  const figure = document.getElementById(link.dataset.figure);
  const image = figure.querySelector("svg.prm-image");
  const theme = () => document.documentElement.dataset.mdColorScheme;
  const invitation = link.textContent;
  let frame = null;

  const shareTheme = () => {
    const root = frame?.contentDocument?.documentElement;
    if (!root) return;
    root.dataset.cadre = "page";
    if (theme()) root.dataset.mdColorScheme = theme();
  };
  new MutationObserver(shareTheme)
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-md-color-scheme"] });

  const stop = () => {
    frame.remove();
    frame = null;
    image.removeAttribute("hidden");
    link.textContent = invitation;
  };
  const start = () => {
    frame = document.createElement("iframe");
    frame.className = "prm-iframe";
    frame.title = link.dataset.titre;
    frame.addEventListener("load", shareTheme);
    frame.src = link.href;
    image.setAttribute("hidden", "");
    image.after(frame);
    link.textContent = link.dataset.retour;
    figure.scrollIntoView({ block: "start" });
  };
  link.setAttribute("role", "button");
  const toggle = (event) => {
    event.preventDefault();
    if (frame) stop(); else start();
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}
