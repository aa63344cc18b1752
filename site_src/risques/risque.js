// The phases of a risk's page that are folded: opened by their address (…/#avant), and all of them on paper.

const phases = [...document.querySelectorAll("details.prm-phase")];

function openNamed() {
  const named = phases.find((phase) => phase.id === location.hash.slice(1));
  if (!named) return;
  named.open = true;
  named.scrollIntoView();
}

let folded = [];

addEventListener("hashchange", openNamed);
addEventListener("beforeprint", () => {
  folded = phases.filter((phase) => !phase.open);
  for (const phase of folded) phase.open = true;
});
addEventListener("afterprint", () => {
  for (const phase of folded) phase.open = false;
});
openNamed();
