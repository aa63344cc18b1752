// An alert ends by itself: what carries it (data-fin) then says so, in the words that stand hidden beside it. Without a
// script the page says until when. The band shows the gravest alert that has not ended.

const LONGEST = 2 ** 31 - 1;
const every = [...document.querySelectorAll("[data-fin]")];
const inBand = every.filter((item) => item.closest("[data-alertes]"));
const isOver = (item) => Date.parse(item.dataset.fin) <= Date.now();

function end(item) {
  item.dataset.finie = "";
  for (const live of item.querySelectorAll(":scope > a, [data-vive]")) live.hidden = true;
  for (const said of item.querySelectorAll(":scope > .prm-alerte__finie")) said.hidden = false;
}

function look() {
  every.filter(isOver).forEach(end);
  const shown = inBand.find((item) => !isOver(item)) ?? inBand[0];
  for (const item of inBand) item.hidden = item !== shown;
  const areOthersOver = inBand.every((item) => item === shown || isOver(item));
  if (areOthersOver) shown?.querySelector(".prm-alerte__autres")?.remove();
  const next = Math.min(...every.filter((item) => !isOver(item)).map((item) => Date.parse(item.dataset.fin)));
  if (Number.isFinite(next)) setTimeout(look, Math.min(next - Date.now() + 1, LONGEST));
}

look();
// A page that slept, or that the browser kept, looks at the clock again.
addEventListener("pageshow", look);
document.addEventListener("visibilitychange", look);
