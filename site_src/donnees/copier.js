// A button beside each text that is there to be taken: citations, lines of code, addresses. Without scripts, it is selected by hand.

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // No permission, or a page that is not served safely: the text is selected, for the reader's own keys.
    getSelection().selectAllChildren(source);
    return false;
  }
}

export function copyable(source) {
  const button = document.createElement("button");
  const name = source.dataset.copier;
  Object.assign(button, { type: "button", className: "donnees-bouton donnees-copier", textContent: "Copier" });
  button.setAttribute("aria-label", `Copier : ${name}`);
  const said = document.createElement("span");
  said.className = "donnees-note";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = (await copied(source)) ? "Copié." : "Texte sélectionné : Ctrl C pour le copier.";
  });
  const line = document.createElement("p");
  line.className = "donnees-copie";
  line.append(button, said);
  source.after(line);
}

document.querySelectorAll("[data-copier]").forEach(copyable);
