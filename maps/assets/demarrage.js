/* Replaces a map's picture by its interactive document when the reader asks; without script the
   link opens that document. The reader's theme follows into the frame. */
"use strict";

for (const lien of document.querySelectorAll("a.prm-demarrer")) {
  const figure = document.getElementById(lien.dataset.figure);
  const image = figure.querySelector("svg.prm-image");
  const theme = () => document.querySelector("[data-md-color-scheme]")?.dataset.mdColorScheme;
  let cadre = null;

  const transmettre = () => {
    const racine = cadre?.contentDocument?.documentElement;
    if (!racine) return;
    racine.dataset.cadre = "page";
    if (theme()) racine.dataset.mdColorScheme = theme();
  };
  new MutationObserver(transmettre)
    .observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });

  const arreter = () => {
    cadre.remove();
    cadre = null;
    image.removeAttribute("hidden");
    lien.textContent = lien.dataset.demarrer;
  };
  const demarrer = () => {
    cadre = document.createElement("iframe");
    cadre.className = "prm-iframe";
    cadre.title = lien.dataset.titre;
    cadre.addEventListener("load", transmettre);
    cadre.src = lien.href;
    image.setAttribute("hidden", "");
    image.after(cadre);
    lien.dataset.demarrer = lien.textContent;
    lien.textContent = "Revenir à l’image fixe";
    figure.scrollIntoView({ block: "start" });
  };
  lien.setAttribute("role", "button");
  const basculer = (evenement) => {
    evenement.preventDefault();
    if (cadre) arreter(); else demarrer();
  };
  lien.addEventListener("click", basculer);
  lien.addEventListener("keydown", (evenement) => { if (evenement.key === " ") basculer(evenement); });
}
