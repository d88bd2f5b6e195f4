"use strict";
(function () {
  const rows = Array.from(document.getElementById("found").children);
  const form = document.getElementById("search");
  const count = document.getElementById("count");
  const list = document.getElementById("found");
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'").toLowerCase();
  const entries = JSON.parse(document.getElementById("index").textContent).map((said, place) => ({
    row: rows[place],
    place: place,
    name: fold(said[0] + " " + said[1]),
    kind: said[2],
    severity: said[3],
    places: said[4],
    words: fold(said[5]),
  }));

  function weight(entry, terms) {
    let sum = 0;
    for (const term of terms) {
      const where = entry.name.indexOf(term);
      if (where === 0) sum += 8;
      else if (where > 0) sum += /\W/.test(entry.name[where - 1]) ? 6 : 4;
      else if (entry.words.includes(" " + term) || entry.words.startsWith(term)) sum += 2;
      else if (entry.words.includes(term)) sum += 1;
      else return 0;
    }
    // Whoever looks for "liver" wants the rules and substances first, and then what they rest on.
    return entry.kind === "authority" ? sum / 4 : sum + 0.5;
  }

  function find() {
    const words = fold(form.q.value).split(/\s+/).filter(Boolean);
    const kind = form.kind.value;
    const severity = form.severity.value;
    const place = form.place.value;
    const found = [];
    for (const entry of entries) {
      const fits =
        (!kind || entry.kind === kind) &&
        (!severity || entry.severity === severity) &&
        (!place || entry.places.includes(place));
      entry.weight = fits ? (words.length ? weight(entry, words) : 1) : 0;
      entry.row.hidden = !entry.weight;
      if (entry.weight) found.push(entry);
    }
    found.sort((one, other) => other.weight - one.weight || one.place - other.place);
    list.append(...found.map((entry) => entry.row));
    const all = found.length === entries.length;
    const number = found.length === 1 ? "1 entry" : found.length + " entries";
    count.textContent = found.length
      ? number + (all ? "." : " of " + entries.length + ".")
      : "Nothing is found. Try fewer or shorter words, or “Any” in the lists.";
    remember();
  }

  function remember() {
    const said = new URLSearchParams();
    for (const field of ["q", "kind", "severity", "place"]) if (form[field].value) said.set(field, form[field].value);
    try {
      history.replaceState(null, "", said.size || said.toString() ? "?" + said : location.pathname);
    } catch (error) {
      // A file opened from disk may not have its address changed: the search works all the same.
    }
  }

  const asked = new URLSearchParams(location.search);
  for (const field of ["q", "kind", "severity", "place"]) if (asked.has(field)) form[field].value = asked.get(field);
  form.hidden = false;
  form.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  find();
  form.q.focus();
})();
