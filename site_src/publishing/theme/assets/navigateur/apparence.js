// Light or dark before the first paint; the reader's choice is kept in this browser only.
// A classic script in the head on purpose: a module would run after the page has flashed.
(() => {
  const KEY = "prm-apparence";
  const SCHEMES = ["auto", "default", "slate"]; // each named by the button, in the language of the page
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be forbidden (private windows, strict settings): then nothing is kept.
  const read = () => {
    try {
      const value = localStorage.getItem(KEY);
      return SCHEMES.includes(value) ? value : "auto";
    } catch {
      return "auto";
    }
  };
  const write = (value) => {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      /* shown on this page all the same */
    }
  };

  let choice = read();
  const show = () => {
    const scheme = choice === "auto" ? (dark.matches ? "slate" : "default") : choice;
    document.documentElement.setAttribute("data-md-color-scheme", scheme);
    for (const name of document.querySelectorAll(".prm-apparence__nom")) name.textContent = name.dataset[choice];
  };

  show();
  dark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    // One in the bar, one in the menu: a style sheet shows the one that has room.
    for (const button of document.querySelectorAll(".prm-apparence")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        choice = SCHEMES[(SCHEMES.indexOf(choice) + 1) % SCHEMES.length];
        write(choice);
        show();
      });
    }
  });
})();
