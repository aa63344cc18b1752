// Lighthouse (mobile, simulated slow network) on each address in turn, round after round:
//   node measure.mjs '{"chromium": "/usr/bin/chromium", "flags": [], "rounds": 3, "addresses": ["http://…"], "skipped": {"http://…": ["hreflang"]}}'
// One JSON line a run: the address and its scores, 0 to 100. The first round also says what is
// not performance: that does not move from one round to the next. Audits that are `skipped` at an address are not made there.
import process from "node:process";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { chromium, flags, rounds, addresses, skipped } = JSON.parse(process.argv[2]);

async function audited(address, onlyCategories) {
  const skipAudits = skipped[address] ?? [];
  const chrome = await launch({ chromePath: chromium, chromeFlags: ["--headless=new", ...flags] });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", onlyCategories, skipAudits });
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    chrome.kill();
  }
}

for (let round = 0; round < rounds; round += 1) {
  const others = round ? [] : ["accessibility", "best-practices", "seo"];
  for (const address of addresses) {
    const { categories } = await audited(address, ["performance", ...others]);
    const scores = Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]);
    process.stdout.write(`${JSON.stringify({ address, scores: Object.fromEntries(scores) })}\n`);
  }
}
