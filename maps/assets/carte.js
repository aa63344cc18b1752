/* Fills a map that folium built: layers fetched side by side, failures said in words, French labels.
   Called by the map's own script: prm.demarrer(map, limits, mention, layers). Nothing leaves the page. */
"use strict";

const prm = (() => {
  const etat = () => document.getElementById("prm-etat");
  const dire = (texte) => { etat().textContent = texte; };

  /* maps/compact.py: whole numbers, each the step from the one before → GeoJSON. */
  function deplier(donnees) {
    let x = 0;
    let y = 0;
    const ligne = (pas, fermee) => {
      const points = [];
      for (let i = 0; i < pas.length; i += 2) {
        x += pas[i];
        y += pas[i + 1];
        points.push([x / donnees.echelle, y / donnees.echelle]);
      }
      if (fermee) points.push(points[0]);
      return points;
    };
    const geometries = {
      1: (lignes) => [{ type: "MultiLineString", coordinates: lignes.map((pas) => ligne(pas, false)) }],
      2: (lignes) => [{ type: "MultiPolygon", coordinates: lignes.map((anneaux) => anneaux.map((pas) => ligne(pas, true))) }],
      3: (pas) => ligne(pas, false).map((coordinates) => ({ type: "Point", coordinates })),
    };
    return donnees.formes.flatMap((lignes, rang) => {
      const valeurs = donnees.valeurs.map((colonne) => colonne[rang]);
      return geometries[donnees.genre](lignes).map((geometry) => ({ type: "Feature", properties: { valeurs }, geometry }));
    });
  }

  /* A place drawn by its layer's sign (maps/symbol.py, 10 units across): moved and scaled, never drawn
     again; larger as the reader comes closer. */
  const agrandissement = (zoom) => Math.min(2.75, Math.max(1, 1 + (zoom - 12.5) * 0.5));
  const Symbole = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point;
      const echelle = (this.options.symbole.taille / 10) * agrandissement(this._map.getZoom());
      if (!this._path.hasAttribute("d")) {
        this._path.setAttribute("d", this.options.symbole.trace);
        this._path.setAttribute("vector-effect", "non-scaling-stroke");
      }
      this._path.setAttribute("transform", `translate(${x} ${y}) scale(${echelle})`);
    },
  });

  function poser(reglage) {
    const { pane, interactive } = reglage.couche.options;
    reglage.couche.options.pointToLayer = (_, place) => new Symbole(place, {
      pane, interactive, symbole: reglage.symbole, weight: reglage.symbole.epaisseur, fill: true, fillOpacity: 1, opacity: 1,
    });
  }

  async function telecharger(adresse) {
    const reponse = await fetch(adresse);
    if (!reponse.ok) throw new Error(`${reponse.status} ${adresse}`);
    return reponse.json();
  }

  /* Where a popup fits clear of the buttons in the corners: between them, below them on a phone. */
  function autour(carte) {
    const largeur = carte.getSize().x;
    return largeur > 480
      ? { autoPanPaddingTopLeft: [64, 16], autoPanPaddingBottomRight: [64, 16] }
      : { maxWidth: largeur - 70, autoPanPaddingTopLeft: [8, 112], autoPanPaddingBottomRight: [8, 16] };
  }

  /* Text only: a value of a data file is never markup. */
  function bulle(champs, valeurs) {
    const liste = document.createElement("dl");
    champs.forEach((champ, rang) => {
      if (valeurs[rang] === "") return;
      const nom = document.createElement("dt");
      nom.textContent = champ;
      const valeur = document.createElement("dd");
      valeur.textContent = valeurs[rang];
      liste.append(nom, valeur);
    });
    return liste;
  }

  function etiqueter(carte, donnees) {
    for (const [x, y, texte] of donnees.etiquettes) {
      const element = document.createElement("span");
      const [nom, valeur] = texte.split("\n");
      element.textContent = nom;
      if (valeur) {
        const dessous = document.createElement("small");
        dessous.textContent = valeur;
        element.append(dessous);
      }
      L.tooltip({ permanent: true, direction: "center", className: "prm-etiquette", interactive: false })
        .setLatLng([y / donnees.echelle, x / donnees.echelle]).setContent(element).addTo(carte);
    }
  }

  function remplir(carte, reglage, donnees) {
    if (reglage.symbole) poser(reglage);
    reglage.couche.addData(deplier(donnees));
    etiqueter(carte, donnees);
    if (reglage.champs.length) {
      reglage.couche.bindPopup((forme) => bulle(reglage.champs, forme.feature.properties.valeurs), autour(carte));
    }
  }

  /* A name in a sentence: « la couche « Rues » ». */
  const nommer = (reglages) => reglages.map((reglage) => `« ${reglage.nom} »`).join(", ");

  function panne(reglages, recommencer) {
    const boite = document.getElementById("prm-panne");
    const texte = document.createElement("p");
    texte.textContent = `Téléchargement échoué : ${nommer(reglages)}. La carte est incomplète : `
      + boite.dataset.vide;
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.textContent = "Réessayer";
    bouton.addEventListener("click", () => { boite.hidden = true; recommencer(); });
    boite.replaceChildren(texte, bouton);
    boite.hidden = false;
  }

  async function charger(carte, reglages) {
    dire("Téléchargement des couches…");
    const issues = await Promise.allSettled(reglages.map(async (reglage) => {
      remplir(carte, reglage, await telecharger(reglage.adresse));
    }));
    const rates = reglages.filter((reglage, rang) => issues[rang].status === "rejected");
    if (rates.length) {
      dire(`Carte incomplète : ${reglages.length - rates.length} couches sur ${reglages.length}.`);
      panne(rates, () => charger(carte, rates));
    } else {
      dire("Carte affichée. Choisissez un arrondissement pour lire ce qui le concerne.");
    }
  }

  /* Every feature of a layer from a given zoom on, drawn only where the reader looks. */
  function detailler(carte, reglage) {
    let formes = null;
    let demande = null;
    let generales = null;
    const voir = async () => {
      if (carte.getZoom() < reglage.detail.zoom) {
        if (generales) { reglage.couche.clearLayers(); reglage.couche.addData(generales); generales = null; }
        return;
      }
      try {
        demande = demande || telecharger(reglage.detail.adresse).then((donnees) => deplier(donnees));
        formes = await demande;
      } catch {
        demande = null;
        panne([{ nom: `${reglage.nom}, en détail` }], voir);
        return;
      }
      if (carte.getZoom() < reglage.detail.zoom) return;
      generales = generales || reglage.couche.getLayers().map((forme) => forme.feature);
      const vue = carte.getBounds().pad(0.2);
      reglage.couche.clearLayers();
      reglage.couche.addData(formes.filter((forme) => forme.geometry.coordinates
        .some((ligne) => ligne.some(([x, y]) => vue.contains([y, x])))));
    };
    carte.on("moveend", voir);
  }

  /* The list of layers lies open where there is room; on a narrow map it would hide it: a button opens it. */
  function replier(liste) {
    const bouton = liste.querySelector(".leaflet-control-layers-toggle");
    const ouvrir = (ouverte) => {
      liste.classList.toggle("leaflet-control-layers-expanded", ouverte);
      bouton.setAttribute("aria-expanded", String(ouverte));
    };
    bouton.title = "Couches";
    bouton.setAttribute("aria-label", "Couches");
    const etroit = liste.querySelectorAll("input").length > 4 ? "(max-width: 60em)" : "(max-width: 44em)";
    if (!window.matchMedia(etroit).matches) return;
    ouvrir(false);
    liste.classList.add("prm-couches--repliees");
    bouton.addEventListener("click", (evenement) => {
      evenement.preventDefault();
      ouvrir(bouton.getAttribute("aria-expanded") !== "true");
    });
  }

  function franciser(carte, mention) {
    L.control.zoom({ position: "topleft", zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(carte);
    /* Short: on a phone the publishers' names stand beside it. */
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 60 }).addTo(carte);
    carte.attributionControl.setPrefix(`Leaflet, ${mention}`);
    const cadre = carte.getContainer();
    cadre.setAttribute("role", "region");
    cadre.setAttribute("aria-label", "Carte ; flèches pour se déplacer, + et − pour changer d’échelle");
    for (const liste of cadre.querySelectorAll(".leaflet-control-layers")) replier(liste);
    carte.on("popupopen", ({ popup }) => {
      const fermer = popup.getElement().querySelector(".leaflet-popup-close-button");
      if (fermer) fermer.setAttribute("aria-label", "Fermer la bulle");
    });
    carte.on("overlayadd", ({ name }) => dire(`Couche affichée : « ${name} ».`));
    carte.on("overlayremove", ({ name }) => dire(`Couche retirée : « ${name} ».`));
  }

  function choisir(carte, limites) {
    const choix = document.getElementById("prm-lieu");
    choix.disabled = false;
    choix.addEventListener("change", () => {
      const [sud, ouest, nord, est] = choix.value.split(",").map(Number);
      carte.fitBounds(choix.value ? [[sud, ouest], [nord, est]] : limites);
      dire(choix.value ? choix.selectedOptions[0].dataset.phrase : "Paris entier.");
    });
  }

  function demarrer(carte, limites, mention, reglages) {
    franciser(carte, mention);
    carte.fitBounds(limites);
    carte.setMaxBounds(L.latLngBounds(limites).pad(1.5));
    choisir(carte, limites);
    charger(carte, reglages);
    reglages.filter((reglage) => reglage.detail).forEach((reglage) => detailler(carte, reglage));
  }

  return { demarrer, deplier };
})();
