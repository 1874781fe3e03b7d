"use strict";
// La page vit sans ce fichier, moins commodément : il ne décide de rien, il évite des gestes.

const form = document.getElementById("dossier");
let typed = false;

// Une valeur proposée (métier, cible, réponse à une question) va dans son champ, comme si on l'avait saisie.
document.addEventListener("click", (event) => {
  const filler = event.target.closest("[data-fill]");
  if (filler) {
    const field = form.elements[filler.dataset.fill];
    if (!field) return;
    if (field.type === "checkbox") field.checked = true;
    else field.value = filler.dataset.value;
    show(field);
    const choices = filler.closest(".choices");
    if (choices) choices.replaceChildren();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const goer = event.target.closest("[data-go]");
  if (goer) show(document.getElementById(goer.dataset.go));
  const link = event.target.closest("a[href^='#']");
  if (link) {
    const field = document.getElementById(link.hash.slice(1));
    if (field && field.matches("input, select, textarea")) {
      event.preventDefault();
      show(field);
    }
  }
  if (event.target.closest("[data-print]")) window.print();
  const asker = event.target.closest("[data-confirm]");
  if (asker && !window.confirm(asker.dataset.confirm)) event.preventDefault();
  else if (asker) typed = false;
});

function show(field) {
  if (!field) return;
  for (let above = field.closest("details"); above; above = above.parentElement.closest("details")) above.open = true;
  field.focus();
  field.scrollIntoView({ block: "center" });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]") && event.target.files.length) {
    typed = false;
    event.target.form.submit();
  } else if (event.target.form === form) typed = true;
});

// Entrée dans un champ recalcule sans quitter la page ; le menu se referme par Échap ou en cliquant ailleurs.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (event.key === "Escape") {
    const menu = event.target.closest(".menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Un fichier demandé n'est pas un départ : seul le dossier enregistré dispense de prévenir.
form.addEventListener("submit", (event) => {
  const left = typed && event.submitter?.value !== "enregistrer";
  typed = false;
  if (left) window.setTimeout(() => { typed = true; }, 3000);
  if (event.submitter?.matches("[data-download]")) {
    document.getElementById("annonce").textContent = "Fichier en préparation.";
    for (const menu of document.querySelectorAll(".menu[open]")) menu.open = false;
  }
});
document.body.addEventListener("enregistre", () => { typed = false; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

// Une comparaison demandée prend le focus : elle s'ouvre au-dessus des colonnes.
let panel = "";
document.body.addEventListener("htmx:afterSettle", () => {
  const title = document.getElementById("titre-panneau");
  const shown = title ? title.textContent : "";
  if (title && shown !== panel) {
    title.tabIndex = -1;
    title.focus();
    title.scrollIntoView({ block: "center" });
  }
  panel = shown;
});

// Un morceau remplacé garde ouverts les détails qu'on y avait ouverts.
const opened = new Set();
const closed = new Set();
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const details of event.detail.target.querySelectorAll("details[id]")) {
    (details.open ? opened : closed).add(details.id);
    (details.open ? closed : opened).delete(details.id);
  }
});
document.body.addEventListener("htmx:oobAfterSwap", () => {
  for (const details of document.querySelectorAll("details[id]")) {
    if (opened.has(details.id)) details.open = true;
    else if (closed.has(details.id) && !details.hasAttribute("data-new")) details.open = false;
  }
  opened.clear();
  closed.clear();
});

// Après chaque réponse : les champs en erreur le disent aux lecteurs d'écran ; le focus ne se perd jamais.
let region = null;
let touched = false;
form.addEventListener("focusin", (event) => {
  touched = true;
  region = event.target.closest(".column, .drawer");
});
document.body.addEventListener("htmx:afterSettle", () => {
  for (const slot of document.querySelectorAll(".field-error[id$='-erreur']")) mark(slot.id.slice(0, -"-erreur".length), "");
  for (const fault of document.querySelectorAll("#erreurs [data-field]")) mark(fault.dataset.field, fault.dataset.message);
  const faults = document.querySelector("#erreurs .summary");
  document.title = document.title.replace(/^Erreur – /, "");
  if (faults) document.title = `Erreur – ${document.title}`;
  if (document.activeElement === document.body && touched) {
    const heading = document.getElementById(region ? region.getAttribute("aria-labelledby") : "titre-cibles");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
});
function mark(id, message) {
  const field = document.getElementById(id);
  const slot = document.getElementById(`${id}-erreur`);
  if (!field || !("value" in field)) return;
  if (slot && slot.textContent !== message) slot.textContent = message;
  if (message) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

// Une page ouverte depuis longtemps, ou un serveur relancé : elle demande un nouveau jeton, et recommence une fois.
let renewed = false;
document.body.addEventListener("htmx:responseError", async (event) => {
  if (event.detail.xhr.status === 403 && !renewed) {
    renewed = true;
    const fresh = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
    const token = fresh.querySelector("#dossier [name=csrf_token]");
    if (token) {
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token.value;
      htmx.trigger(form, "change");
      return;
    }
  }
  unreachable();
});
document.body.addEventListener("htmx:sendError", unreachable);
document.body.addEventListener("htmx:afterOnLoad", (event) => {
  if (!event.detail.successful) return;
  renewed = false;
  document.body.classList.remove("unreachable");
});

function unreachable() {
  document.getElementById("annonce").textContent = "Le serveur ne répond pas : votre saisie est toujours dans la page.";
  document.body.classList.add("unreachable");
}
