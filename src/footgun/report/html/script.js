// Search, filter, copying, the chosen theme, and opening what a link leads to. The page is complete without it.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const kept = (work) => { try { return work(); } catch { return null; } };  // storage may be forbidden

function theme() {
  const chosen = kept(() => localStorage.getItem("footgun-theme"));
  for (const input of all(".themes input")) {
    if (input.value === chosen) input.checked = true;
    input.addEventListener("change", () => kept(() => localStorage.setItem("footgun-theme", input.value)));
  }
}

// A link into a folded part opens it; a finding takes the focus, so that the keyboard goes on from there.
function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  if (target.matches(".finding, .box")) target.focus({ preventScroll: true });
}

function tools() {
  const form = document.querySelector(".tools");
  if (!form) return;
  form.hidden = false;
  const files = all(".file").map((section) => ({
    section,
    findings: all(".finding", section).map((article) => ({ article, words: article.textContent.toLowerCase() })),
    boxes: all(".box", section).map((box) => ({ box, words: (box.querySelector("title") || box).textContent.toLowerCase() })),
    path: section.dataset.file.toLowerCase(),
  }));
  const total = files.reduce((sum, file) => sum + file.findings.length, 0);

  function filter() {
    const data = new FormData(form);
    const text = String(data.get("text") || "").trim().toLowerCase();
    const severities = data.getAll("severity"), code = data.get("code"), only = data.get("file");
    const narrow = Boolean(code) || severities.length < all("[name=severity]", form).length;
    let count = 0;
    for (const { section, findings, boxes, path } of files) {
      const inPath = path.includes(text);
      let here = 0, hits = 0;
      for (const { article, words } of findings) {
        const { severity, code: own } = article.dataset;
        const show = severities.includes(severity) && (!code || code === own) && (inPath || words.includes(text));
        article.hidden = !show;
        here += show;
      }
      for (const { box, words } of boxes) {
        const hit = inPath || words.includes(text);
        box.classList.toggle("miss", !hit);
        hits += hit;
      }
      section.hidden = Boolean(only && only !== section.id) || !(here || (!narrow && (inPath || hits)));
      if (!section.hidden) count += here;
    }
    form.elements.count.value = `${count} of ${total} findings`;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

function copying() {
  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.parentElement.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
        button.textContent = "selected";
      }
      setTimeout(() => { button.textContent = "copy"; }, 2000);
    });
  }
}

theme();
tools();
copying();
addEventListener("hashchange", reveal);
reveal();
