"use strict";
(function () {
  const GRAVEST = ["error", "warning", "info"];
  const form = document.getElementById("filters");
  const card = document.getElementById("card");
  const said = (count) => count.toLocaleString("en") + (count === 1 ? " finding" : " findings");

  // Which findings are shown.

  const drafts = Array.from(document.querySelectorAll(".draft"), (section) => ({
    section: section,
    notes: Array.from(section.querySelectorAll(".note")),
    refs: Array.from(section.querySelectorAll(".ref")),
    marks: Array.from(section.querySelectorAll("mark"), (mark) => ({ mark: mark, numbers: mark.dataset.n.split(" ") })),
    lists: Array.from(section.querySelectorAll(".notes")),
    row: document.querySelector('#drafts tr[data-key="' + section.id + '"]'),
  }));

  function narrow() {
    const severities = Array.from(form.querySelectorAll("input:checked"), (box) => box.value);
    const family = form.family.value;
    let shown = 0;
    let all = 0;
    for (const draft of drafts) {
      const seen = new Map();
      for (const note of draft.notes) {
        const fits = severities.includes(note.dataset.severity) && (!family || note.dataset.family === family);
        note.hidden = !fits;
        if (fits) seen.set(note.dataset.n, note.dataset.severity);
      }
      for (const ref of draft.refs) ref.hidden = !seen.has(ref.dataset.n);
      for (const one of draft.marks) {
        const here = one.numbers.filter((number) => seen.has(number)).map((number) => seen.get(number));
        const gravest = GRAVEST.find((severity) => here.includes(severity));
        one.mark.className = gravest ? gravest + (here.length > 1 ? " several" : "") : "off";
      }
      for (const list of draft.lists) list.hidden = Array.from(list.children).every((note) => note.hidden);
      for (const part of draft.section.querySelectorAll(".page-wide")) part.hidden = part.querySelector(".notes").hidden;
      draft.section.hidden = !seen.size;
      if (draft.row) draft.row.hidden = !seen.size;
      shown += seen.size;
      all += draft.notes.length;
    }
    const narrowed = shown < all;
    form.classList.toggle("narrowed", narrowed);
    document.getElementById("shown").textContent = narrowed
      ? said(shown) + " of " + all.toLocaleString("en") + " shown."
      : said(all) + " shown.";
  }

  if (form) {
    form.hidden = false;
    form.addEventListener("change", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    narrow();
  }

  // A rule is shown where it is asked for. Without this script, its link leads to it.

  function show(link) {
    const source = document.getElementById(link.hash.slice(1));
    const copy = source.cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    const heading = document.createElement("h2");
    heading.id = "card-title";
    heading.tabIndex = -1;
    heading.textContent = source.querySelector("h3").textContent;
    copy.querySelector("h3").replaceWith(heading);
    const about = document.createElement("p");
    about.className = "about-this";
    about.textContent = link.closest(".note").querySelector(".said").textContent;
    copy.querySelector(".meta").after(about);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => card.close());
    const foot = document.createElement("p");
    foot.className = "close";
    foot.append(close);
    card.replaceChildren(copy, foot);
    if (card.open) card.close();
    card.showModal();
    card.scrollTop = 0;
    heading.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.rule");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      show(link);
    }
    if (event.target === card) card.close();
  });

  // The words of a note, and the notes of a word, while one points at either.

  function point(event) {
    for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
    const from = event.target.closest && event.target.closest(".draft [data-n]");
    if (!from) return;
    const section = from.closest(".draft");
    for (const number of from.dataset.n.split(" ")) {
      for (const one of section.querySelectorAll('mark[data-n~="' + number + '"], .note[data-n="' + number + '"]')) {
        one.classList.add("here");
      }
    }
  }

  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);

  // On paper everything is open.

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
})();
