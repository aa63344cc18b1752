// An invented table to attack: the hidden counts become fields, and every sum is checked as one
// types. All it says is computed from the numbers of the page.

const QUIET_MS = 500;
const WHOLE_NUMBER = /^\d{1,4}$/;

function plural(count, one, many) {
  return `${count} ${count > 1 ? many : one}`;
}

// The sums of a table: every row, then every column, its last cell the total of the others.
function sums(grid, rows, columns) {
  const lines = grid.map((cells, place) => ({ name: rows[place], cells }));
  return [...lines, ...columns.map((name, place) => ({ name, cells: grid.map((cells) => cells[place]) }))];
}

const value = (cell) => (cell.field ? (WHOLE_NUMBER.test(cell.field.value.trim()) ? Number(cell.field.value) : null) : cell.value);

function fault(line) {
  const values = line.cells.map(value);
  if (values.includes(null)) return "";
  const total = values.pop();
  const found = values.reduce((sum, part) => sum + part, 0);
  return found === total ? "" : `${line.name} : l’addition donne ${found}, le total est ${total}.`;
}

class Attack {
  constructor(place) {
    this.possible = Number(place.dataset.possibles);
    this.verdict = place.querySelector(".protection-verdict");
    this.found = new Set();
    const columns = [...place.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent);
    const lines = [...place.querySelectorAll("tbody tr")];
    const rows = lines.map((line) => line.querySelector("th").textContent);
    this.grid = lines.map((line, row) => [...line.querySelectorAll("td")].map((cell, column) => this.cell(cell, `${rows[row]}, ${columns[column]}`)));
    this.fields = this.grid.flat().filter((cell) => cell.field);
    this.sums = sums(this.grid, rows, columns);
    place.querySelector(".protection-consigne").hidden = false;
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "prm-commande";
    this.clear.textContent = "Tout effacer";
    this.clear.addEventListener("click", () => this.restart());
    this.verdict.after(this.clear);
  }

  cell(cell, name) {
    if (!cell.classList.contains("protection-masque")) return { value: Number(cell.textContent) };
    const field = document.createElement("input");
    Object.assign(field, { type: "text", inputMode: "numeric", autocomplete: "off", maxLength: 4 });
    field.setAttribute("aria-label", `${name} (masqué)`);
    field.placeholder = "?";
    field.addEventListener("input", () => {
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => this.judge(), QUIET_MS);
    });
    cell.replaceChildren(field);
    return { field };
  }

  judge() {
    const text = this.judgement();
    this.verdict.textContent = text;
  }

  judgement() {
    const values = this.fields.map(value);
    this.fields.forEach((cell) => cell.field.toggleAttribute("aria-invalid", cell.field.value.trim() !== "" && value(cell) === null));
    const wrong = this.fields.filter((cell) => cell.field.hasAttribute("aria-invalid"));
    wrong.forEach((cell) => cell.field.setAttribute("aria-invalid", "true"));
    if (wrong.length) return "Écrivez des nombres entiers, sans signe : 0, 1, 2…";
    const faults = this.sums.map(fault).filter(Boolean);
    if (faults.length) return faults.join(" ");
    const left = values.filter((given) => given === null).length;
    if (left === values.length) return "";
    if (left) return `Rien de faux jusqu’ici. Il reste ${plural(left, "case à remplir", "cases à remplir")}.`;
    return this.right(values);
  }

  right(values) {
    if (this.possible === 1) return "Retrouvé. C’est la seule table possible : le nombre n’était pas protégé.";
    this.found.add(values.join(" "));
    const all = this.found.size === this.possible;
    const count = `Table possible. Vous en avez trouvé ${this.found.size} sur ${this.possible}.`;
    return all
      ? `${count} Vous les avez toutes, et les additions ne disent pas laquelle est la vraie.`
      : `${count} Les additions ne disent pas si c’est la vraie. Cherchez-en une autre.`;
  }

  restart() {
    clearTimeout(this.speaking);
    this.fields.forEach((cell) => { cell.field.value = ""; });
    this.judge();
    this.fields[0].field.focus();
  }
}

document.querySelectorAll(".protection-attaque").forEach((place) => new Attack(place));
