// What a program can tell of the access to a page, asked inside the page; every function gives lines of what is wrong.
// tools/access.py puts the page in each state (width, scheme, paper) and asks. Nothing here is published.
(() => {
  const STOPS = "a[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex], [contenteditable]";
  const SCROLLED = "table, pre, svg, .prm-defile, [role=region][tabindex]";

  const named = (element) => {
    const id = element.id && `#${element.id}`;
    const kind = element.classList.length ? `.${[...element.classList].join(".")}` : "";
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.localName}${id || kind} « ${words} »`;
  };

  // Shown, and not only for who hears the page (.prm-invisible is one pixel wide).
  const isSeen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };

  const stops = () => [...document.querySelectorAll(STOPS)].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]") && element.checkVisibility({ visibilityProperty: true }));

  // One stop for a group of radio buttons: the others are reached by arrows.
  const reached = () => {
    const groups = new Set();
    return stops().filter((element) => {
      if (element.type !== "radio" || !element.name) return true;
      const isNew = !groups.has(element.name);
      groups.add(element.name);
      return isNew;
    });
  };

  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderBottomWidth", "backgroundColor", "textDecorationLine"];
  const look = (element) => {
    const style = getComputedStyle(element);
    return LOOK.map((name) => style[name]);
  };
  const hasOutline = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/rgba\(.*, 0\)|transparent/.test(style.outlineColor);
  };

  // A key has been pressed before: the browser then shows where the focus is, also when a script moves it.
  const focusShown = (outlineOnly) => {
    const before = document.activeElement;
    const wrong = reached().filter((element) => {
      const away = look(element);
      element.focus({ preventScroll: true });
      if (document.activeElement !== element) return false; // an iframe keeps it for its own document
      const shown = hasOutline(element) || (!outlineOnly && look(element).some((value, at) => value !== away[at]));
      return !shown && element.localName !== "iframe";
    }).map((element) => `focus invisible : ${named(element)}`);
    before?.focus?.({ preventScroll: true });
    return wrong;
  };

  const orderKept = () => [...document.querySelectorAll("[tabindex]")]
    .filter((element) => Number(element.getAttribute("tabindex")) > 0)
    .map((element) => `ordre forcé (tabindex) : ${named(element)}`);

  const overflow = () => {
    const width = document.documentElement.clientWidth;
    const wrong = [];
    if (document.documentElement.scrollWidth > width) {
      wrong.push(`défilement horizontal : ${document.documentElement.scrollWidth} px pour ${width}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (!isSeen(element) || element.scrollWidth <= element.clientWidth + 1) continue;
      const style = getComputedStyle(element);
      if (!/auto|scroll/.test(style.overflowX)) continue;
      if (!element.matches(SCROLLED) && !element.querySelector(SCROLLED) && !element.matches("input, textarea, .leaflet-container *")) {
        wrong.push(`défile en largeur : ${named(element)}`);
      }
    }
    return wrong;
  };

  // The words of an element, but for those of its drawings: a drawing may be shown in part.
  const words = (element) => [...element.querySelectorAll("svg")]
    .reduce((text, drawing) => text.replace(drawing.textContent, ""), element.textContent).trim();

  // Text that its own box hides: what a wider spacing or larger letters would cut.
  const cut = () => {
    const wrong = [];
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || style.display === "inline" || !isSeen(element)) continue;
      if (element.closest("svg, .prm-invisible, .leaflet-container") || element.querySelector(".leaflet-container") || !words(element)) continue;
      const isCut = (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 2)
        || (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 2);
      if (isCut && element.clientWidth > 1) wrong.push(`texte coupé : ${named(element)}`);
    }
    return wrong;
  };

  // WCAG 1.4.12: the reader's own spacing.
  const SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}";
  // In an adopted sheet, which the page's policy lets a script of its own add.
  const dressed = (rules, ask) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const found = ask();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    return found;
  };

  const spaced = () => dressed(SPACING, () => [...cut(), ...overflow()]);
  const enlarged = () => dressed("html{font-size:200%!important}", () => [...cut(), ...overflow()]);

  const ownColours = () => [...document.body.querySelectorAll("*")]
    .filter((element) => isSeen(element) && getComputedStyle(element).forcedColorAdjust === "none" && element.textContent.trim())
    .map((element) => `texte soustrait aux couleurs du lecteur : ${named(element)}`);

  const moving = () => document.getAnimations()
    .map((one) => `bouge : ${named(one.effect.target)}`);

  const onPaper = () => {
    // The head of a column may be a button that sorts: on paper it is the column's name.
    const wrong = [...document.querySelectorAll("nav, button, dialog")]
      .filter((element) => isSeen(element) && !element.closest("th")).map((element) => `sur le papier : ${named(element)}`);
    if (!isSeen(document.querySelector("h1"))) wrong.push("titre absent du papier");
    if (document.querySelector("main").innerText.trim().length < 100) wrong.push("page vide sur le papier");
    return wrong;
  };

  // Hidden from who hears the page, and reached all the same.
  const ghosts = () => reached().filter((element) => element.closest("[aria-hidden=true]"))
    .map((element) => `atteint mais caché : ${named(element)}`);

  // What each press of Tab leads to, told by the one that comes after it.
  let walks = [];
  const tell = ({ key }) => { if (key === "Tab") walks.push(acces.walked()); };
  const follow = () => { walks = []; addEventListener("keydown", tell, true); };
  const followed = () => { removeEventListener("keydown", tell, true); return [...walks.slice(1), acces.walked()]; };

  // A page without scripts: nothing to read, a button that does nothing.
  const bare = () => {
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    return [
      ...([...document.querySelectorAll("h1")].slice(0, 1).some(isSeen) ? [] : ["titre absent"]),
      ...(document.querySelector("main").innerText.length > 100 ? [] : ["page vide"]),
      ...([...document.querySelectorAll("button")].some(isShown) ? ["bouton sans effet"] : []),
    ];
  };

  const COLOURS = ["color-contrast", "link-in-text-block"];
  // What axe finds: rules, and the elements that break them. All of its rules, or those of colours alone.
  const axed = async (hasTargets, isColoursOnly) => {
    const asked = isColoursOnly ? { runOnly: COLOURS } : { rules: { "target-size": { enabled: hasTargets } } };
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...asked });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
  };

  // What is written and where it stands: when another scheme changes neither, it changes colours alone.
  const drawn = () => document.documentElement.outerHTML + [...document.querySelectorAll("*")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.checkVisibility({ visibilityProperty: true }), x, y, width, height];
  }).join();
  let kept = "";
  const keep = () => { kept = drawn(); };
  const isKept = () => drawn() === kept;

  const ABSENT = "video, audio, embed, object, area, input[type=image], marquee, blink";
  const present = () => [...document.querySelectorAll(ABSENT)].map((element) => `présent : ${named(element)}`);

  globalThis.acces = {
    axed, keep, isKept, bare, present, focusShown, orderKept, overflow, spaced, enlarged, ownColours, moving, onPaper, ghosts,
    count: () => reached().length,
    top: () => document.querySelector("h1").getBoundingClientRect().top,
    // Where the focus is, among what the page says is reached; -1: out of the page.
    at: () => reached().indexOf(document.activeElement),
    put: (place) => reached()[place].focus(),
    // Of what has the focus: its middle is under something else.
    walked: () => [acces.at(), acces.covered()],
    follow, followed,
    covered: () => {
      const element = document.activeElement;
      if (!element || element === document.body) return [];
      const box = [...element.getClientRects()].find((one) => one.width > 1 && one.height > 1);
      if (!box) return [];
      // The middle of the part that is on the screen: a table that scrolls may be higher than the window.
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [high, low] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (right <= left || low <= high) return [`hors de l’écran : ${named(element)}`];
      const [x, y] = [(left + right) / 2, (high + low) / 2];
      const top = document.elementFromPoint(x, y);
      return !top || element.contains(top) || top.contains(element) || top.closest("label")?.control === element ? [] : [`focus recouvert : ${named(element)}`];
    },
  };
})();
