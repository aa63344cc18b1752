/* Fills a map that folium built: layers fetched side by side, failures said in words, labels in the document's language.
   Called by the map's own script, prm.start(map, layers by id); what people wrote stands in the document as JSON
   and is set as text. Nothing leaves the page. */
"use strict";

const prm = (() => {
  const REACH_PX = 24; /* WCAG 2.2, 2.5.8: what a finger aims at is at least as large */
  const told = JSON.parse(document.getElementById("prm-donnees").textContent);
  /* The text of a key in the document's language, each {place} filled. */
  const mot = (key, values = {}) => {
    if (!(key in told.mots)) throw new Error(`mot absent : ${key}`);
    return told.mots[key].replace(/\{([a-z_]+)\}/g, (_, name) => values[name]);
  };
  const language = document.documentElement.lang;
  const words = {
    mot,
    locale: { fr: "fr-FR", en: "en-GB" }[language] ?? language,
    /* What a file of data says in French, where this language says it too. */
    valeur: (text) => told.valeurs?.[text] ?? text,
    /* What stays in French, as official names do, is said to be. */
    inFrench(element) {
      if (language !== "fr") Object.assign(element, { lang: "fr", dir: "ltr" });
      return element;
    },
  };
  const nameOf = (id) => told.couches.find((setting) => setting.id === id).nom;

  const announce = (text) => { document.getElementById("prm-etat").textContent = text; };

  /* maps/drawing/compact.py: whole numbers, each the step from the one before → GeoJSON. */
  function unfold(data) {
    let x = 0;
    let y = 0;
    const line = (steps, closed) => {
      const points = [];
      for (let i = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        points.push([x / data.echelle, y / data.echelle]);
      }
      if (closed) points.push(points[0]);
      return points;
    };
    const geometries = {
      1: (lines) => [{ type: "MultiLineString", coordinates: lines.map((steps) => line(steps, false)) }],
      2: (polygons) => [{ type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map((steps) => line(steps, true))) }],
      3: (steps) => line(steps, false).map((coordinates) => ({ type: "Point", coordinates })),
    };
    return data.formes.flatMap((shape, rank) => {
      const valeurs = data.valeurs.map((column) => column[rank]);
      return geometries[data.genre](shape).map((geometry) => ({ type: "Feature", properties: { valeurs }, geometry }));
    });
  }

  /* The list of layers knows them by id: Leaflet would take a name for markup. */
  const addItem = L.Control.Layers.prototype._addItem;
  L.Control.Layers.include({
    _addItem(item) {
      const label = addItem.call(this, item);
      label.querySelector("span > span").textContent = ` ${nameOf(item.name)}`;
      return label;
    },
  });

  /* Leaflet's own control takes the publishers for markup. */
  const Publishers = L.Control.extend({
    onAdd() {
      const element = L.DomUtil.create("div", "leaflet-control-attribution");
      element.textContent = `Leaflet, ${told.mention}`;
      return words.inFrench(element);
    },
  });

  /* A place drawn by its layer's sign (maps/drawing/symbol.py, 10 units across): moved and scaled, never drawn
     again; larger as the reader comes closer. */
  const magnification = (zoom) => Math.min(2.75, Math.max(1, 1 + (zoom - 12.5) * 0.5));
  const Sign = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point;
      const scale = (this.options.symbole.taille / 10) * magnification(this._map.getZoom());
      if (!this._path.hasAttribute("d")) {
        this._path.setAttribute("d", this.options.symbole.trace);
        this._path.setAttribute("vector-effect", "non-scaling-stroke");
      }
      this._path.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    },
  });

  function drawSigns(setting) {
    const { pane, interactive } = setting.couche.options;
    setting.couche.options.pointToLayer = (_, place) => new Sign(place, {
      pane, interactive, symbole: setting.symbole, weight: setting.symbole.epaisseur, fill: true, fillOpacity: 1, opacity: 1,
    });
  }

  async function download(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    return response.json();
  }

  /* Where a popup fits clear of the buttons in the corners: between them, below them on a phone. */
  function popupMargins(map) {
    const { x: width, y: height } = map.getSize();
    const list = map.getContainer().querySelector(".leaflet-control-layers-expanded");
    const right = (list?.offsetWidth ?? 44) + 20;
    return width > 480
      ? {
        maxWidth: Math.max(200, Math.min(300, width - right - 120)), maxHeight: height - 48,
        autoPanPaddingTopLeft: [64, 16], autoPanPaddingBottomRight: [right, 16],
      }
      : { maxWidth: width - 70, maxHeight: height - 165, autoPanPaddingTopLeft: [8, 112], autoPanPaddingBottomRight: [8, 16] };
  }

  /* Text only: a value of a data file is never markup. A French « : » never begins a line. */
  function paragraph(text, name) {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = text.replace(/ ([:;!?])/g, "\u00a0$1");
    return made;
  }

  /* The page that says the rest: in the window, not in a page's frame. */
  function wayTo({ lien, adresse }) {
    const link = document.createElement("a");
    link.href = adresse;
    link.target = "_top";
    link.textContent = lien;
    const way = document.createElement("p");
    way.append(link);
    return way;
  }

  /* What the zones mean, what to do, once, then their official names; of a place, what its file says. */
  function popupOf(told) {
    const content = document.createElement("div");
    const zones = told.filter(({ setting }) => setting.bulle).map(({ setting }) => setting.bulle);
    const once = (key) => [...new Map(zones.map((zone) => [zone[key], zone])).values()];
    content.append(...once("texte").map((zone) => paragraph(zone.texte, "prm-sens")));
    content.append(...once("faire").map((zone) => paragraph(zone.faire, "")), ...once("adresse").map(wayTo));
    const list = document.createElement("dl");
    if (zones.length) list.className = "prm-officiel";
    const say = (field, text) => {
      if (text === "") return;
      const name = document.createElement("dt");
      name.textContent = field;
      const value = document.createElement("dd");
      value.textContent = words.valeur(text);
      list.append(name, value.textContent === text ? words.inFrench(value) : value);
    };
    for (const { setting, shape } of told) {
      if (setting.bulle) say(mot("officiel"), setting.bulle.officiel);
      setting.champs.forEach((field, rank) => say(field, shape.feature.properties.valeurs[rank]));
    }
    if (list.children.length) content.append(list);
    return content;
  }

  /* The place nearest to where the reader pressed, no farther than a finger's aim. */
  function nearestPlace(map, settings, point) {
    let found;
    let least = REACH_PX;
    for (const setting of settings) {
      if (!setting.symbole || !setting.champs.length || !map.hasLayer(setting.couche)) continue;
      setting.couche.eachLayer((shape) => {
        const distance = map.latLngToContainerPoint(shape.getLatLng()).distanceTo(point);
        if (distance <= least) [found, least] = [{ setting, shape }, distance];
      });
    }
    return found;
  }

  /* The zones drawn where the reader pressed, whatever lies over what: an outline has an inside too. */
  function zonesAt(map, settings, place) {
    const point = map.latLngToLayerPoint(place);
    const under = [];
    for (const setting of settings) {
      if (!setting.bulle || !map.hasLayer(setting.couche)) continue;
      setting.couche.eachLayer((shape) => { if (shape._containsPoint(point)) under.push({ setting, shape }); });
    }
    return under;
  }

  function tell(map, told, place) {
    const content = popupOf(told);
    const popup = L.popup(popupMargins(map)).setLatLng(place).setContent(content).openOn(map);
    return { content, popup };
  }

  /* From a list: the focus goes into the bubble, and back to the line when it closes. */
  function tellFrom(map, thing, button) {
    const [x, y] = thing.place;
    const { content, popup } = tell(map, [thing], [y, x]);
    content.tabIndex = -1;
    content.focus({ preventScroll: true });
    popup.getElement().addEventListener("keydown", ({ key }) => { if (key === "Escape") map.closePopup(); });
    popup.once("remove", () => {
      const held = document.activeElement;
      if (held && held !== document.body && !popup.getElement()?.contains(held)) return;
      const same = [...document.querySelectorAll("button[data-cle]")].find(({ dataset }) => dataset.cle === button.dataset.cle);
      (same ?? document.getElementById("prm-vue-titre")).focus({ preventScroll: true });
    });
    map.getContainer().scrollIntoView({ block: "nearest" });
  }

  /* The list of what the view shows, and « autour de moi »: asked for once the map is drawn. */
  async function accompany(map, settings, complete) {
    const open = (thing, button) => tellFrom(map, thing, button);
    const button = document.getElementById("prm-autour");
    let locate;
    button.addEventListener("click", async () => {
      try {
        locate ??= (await import("./autour.js")).position(map, settings, { say: announce, open, button, words });
      } catch {
        announce(mot("position_panne"));
        return;
      }
      await complete();
      locate();
    });
    button.disabled = false;
    (await import("./vue.js")).follow(map, settings, open, words);
  }

  /* A place is told before the zone that it stands in; beside both, the nearest place. */
  function answerPresses(map, settings) {
    for (const setting of settings) {
      if (!setting.champs.length && !setting.bulle) continue;
      setting.couche.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        const pressed = { setting, shape: event.layer };
        const near = setting.symbole ? pressed : nearestPlace(map, settings, event.containerPoint);
        if (near) { tell(map, [near], near.shape.getLatLng()); return; }
        const under = zonesAt(map, settings, event.latlng);
        const own = under.length && event.layer instanceof L.Polygon ? [] : [pressed];
        tell(map, [...own, ...under], event.latlng);
      });
    }
    map.on("click", (event) => {
      const near = nearestPlace(map, settings, event.containerPoint);
      if (near) tell(map, [near], near.shape.getLatLng());
    });
    map.on("overlayremove", () => map.closePopup());
  }

  function addLabels(map, data) {
    for (const [x, y, text] of data.etiquettes) {
      const element = document.createElement("span");
      const [name, value] = text.split("\n");
      element.textContent = name;
      if (value) {
        const below = document.createElement("small");
        below.textContent = value;
        element.append(below);
      }
      L.tooltip({ permanent: true, direction: "center", className: "prm-etiquette", interactive: false })
        .setLatLng([y / data.echelle, x / data.echelle]).setContent(element).addTo(map);
    }
  }

  function fill(map, setting, data) {
    if (setting.symbole) drawSigns(setting);
    setting.couche.addData(unfold(data));
    setting.etiquettes = data.etiquettes.map(([x, y, text]) => ({ place: [y / data.echelle, x / data.echelle], texte: text.split("\n")[0] }));
    addLabels(map, data);
  }

  /* Names in a sentence: « Rues », « Seine et canaux ». */
  const namesOf = (settings) => settings.map(({ nom }) => mot("entre_guillemets", { nom })).join(", ");

  function showFailure(settings, retry) {
    const box = document.getElementById("prm-panne");
    const text = document.createElement("p");
    text.textContent = mot("echec", { couches: namesOf(settings), vide: mot("vide") });
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = mot("reessayer");
    button.addEventListener("click", () => { box.hidden = true; retry(); });
    box.replaceChildren(text, button);
    box.hidden = false;
  }

  async function load(map, settings, ready) {
    announce(mot("telechargement"));
    const outcomes = await Promise.allSettled(settings.map(async (setting) => {
      fill(map, setting, await download(setting.adresse));
    }));
    const failed = settings.filter((setting, rank) => outcomes[rank].status === "rejected");
    if (failed.length) {
      announce(mot("incomplete", { n: settings.length - failed.length, total: settings.length }));
      showFailure(failed, () => load(map, failed, ready));
    } else {
      announce(mot("affichee"));
      ready();
    }
  }

  /* A layer that is off at first is fetched when the reader switches it on. Gives what fetches those that have a bubble: a
     position may be in one. */
  function completeWhenAsked(map, waiting) {
    const complete = async (setting) => {
      try {
        fill(map, setting, await download(setting.adresse));
      } catch {
        showFailure([setting], () => complete(setting));
      }
    };
    map.on("overlayadd", ({ layer }) => {
      const rank = waiting.findIndex((setting) => setting.couche === layer);
      if (rank >= 0) complete(...waiting.splice(rank, 1));
    });
    return () => {
      const zones = waiting.filter((setting) => setting.bulle);
      waiting = waiting.filter((setting) => !setting.bulle);
      return Promise.all(zones.map(complete));
    };
  }

  /* Every feature of a layer from a given zoom on, drawn only where the reader looks. */
  function showDetail(map, setting) {
    let detailed = null;
    let request = null;
    let general = null;
    const refresh = async () => {
      if (map.getZoom() < setting.detail.zoom) {
        if (general) { setting.couche.clearLayers(); setting.couche.addData(general); general = null; }
        return;
      }
      try {
        request = request || download(setting.detail.adresse).then((data) => unfold(data));
        detailed = await request;
      } catch {
        request = null;
        showFailure([{ nom: mot("en_detail", { nom: setting.nom }) }], refresh);
        return;
      }
      if (map.getZoom() < setting.detail.zoom) return;
      general = general || setting.couche.getLayers().map((shape) => shape.feature);
      const view = map.getBounds().pad(0.2);
      setting.couche.clearLayers();
      const [west, south, east, north] = view.toBBoxString().split(",").map(Number);
      /* A long straight street crosses the view without a point in it. */
      const crosses = (line) => line.some(([x, y], rank) => {
        const [u, v] = line[Math.max(0, rank - 1)];
        return Math.max(x, u) >= west && Math.min(x, u) <= east && Math.max(y, v) >= south && Math.min(y, v) <= north;
      });
      setting.couche.addData(detailed.filter((shape) => shape.geometry.coordinates.some(crosses)));
    };
    map.on("moveend", refresh);
  }

  /* The list of layers lies open where there is room; on a narrow map it would hide it: a button opens it. */
  function foldList(list, width) {
    /* A copy: Leaflet's own opens what ours closes, and drops a press that comes just after. */
    const own = list.querySelector(".leaflet-control-layers-toggle");
    const button = own.cloneNode();
    own.replaceWith(button);
    const open = (isOpen) => {
      list.classList.toggle("leaflet-control-layers-expanded", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.title = mot("couches");
    button.setAttribute("aria-label", mot("couches"));
    if (width > (list.querySelectorAll("input").length > 4 ? 960 : 640)) return;
    open(false);
    list.classList.add("prm-couches--repliees");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      open(button.getAttribute("aria-expanded") !== "true");
    });
  }

  function speak(map) {
    L.control.zoom({ position: "topleft", zoomInTitle: mot("agrandir"), zoomOutTitle: mot("reduire") }).addTo(map);
    /* Short: on a phone the publishers' names stand beside it. */
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 60 }).addTo(map);
    new Publishers({ position: "bottomright" }).addTo(map);
    const frame = map.getContainer();
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", mot("carte"));
    for (const list of frame.querySelectorAll(".leaflet-control-layers")) foldList(list, map.getSize().x);
    map.on("popupopen", ({ popup }) => {
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", mot("fermer"));
    });
    map.on("overlayadd", ({ name }) => announce(mot("couche_affichee", { nom: nameOf(name) })));
    map.on("overlayremove", ({ name }) => announce(mot("couche_retiree", { nom: nameOf(name) })));
  }

  /* One finger scrolls the page, on the map too; two move the map. */
  function leaveScrolling(map) {
    if (window.matchMedia("(any-pointer: coarse)").matches && !window.matchMedia("(any-pointer: fine)").matches) map.dragging.disable();
  }

  function followChoice(map) {
    const choice = document.getElementById("prm-lieu");
    choice.disabled = false;
    choice.addEventListener("change", () => {
      const [south, west, north, east] = choice.value.split(",").map(Number);
      map.fitBounds(choice.value ? [[south, west], [north, east]] : told.vue);
      announce(choice.selectedOptions[0].dataset.phrase || `${choice.selectedOptions[0].text}.`);
    });
  }

  /* Names are written by a module of their own, asked for at the first scale that shows one. */
  function nameThings(map, settings) {
    const streets = settings.filter((setting) => setting.detail);
    const first = Math.min(...told.reperes.map(({ zoom }) => zoom), ...streets.map(({ detail }) => detail.zoom));
    const ask = async () => {
      if (map.getZoom() < first) return;
      map.off("moveend", ask);
      const names = await import("./noms.js").catch(() => null); /* without them it is still the map */
      names?.start(map, settings, told.reperes);
    };
    map.on("moveend", ask);
    ask();
  }

  function start(map, layers) {
    const settings = told.couches.map((setting) => ({ ...setting, couche: layers[setting.id] }));
    speak(map);
    leaveScrolling(map);
    map.fitBounds(told.vue, { animate: false });
    map.setMaxBounds(L.latLngBounds(told.limites).pad(3));
    followChoice(map);
    answerPresses(map, settings);
    const complete = completeWhenAsked(map, settings.filter((setting) => !map.hasLayer(setting.couche)));
    load(map, settings.filter((setting) => map.hasLayer(setting.couche)), () => accompany(map, settings, complete));
    nameThings(map, settings);
    settings.filter((setting) => setting.detail).forEach((setting) => showDetail(map, setting));
  }

  return { start, unfold };
})();
