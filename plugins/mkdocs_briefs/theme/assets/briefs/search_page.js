// The search page: results with facets, and the address that says what was asked.

import { SEARCHED } from "./kinds.js";
import { say, words } from "./shared.js";
import { el, explain, find, items, latest, load, speak } from "./search.js";

const FACETS = ["kind", "type", "year", "topic", "actor"];
const FEW = 8; // values of a facet that are shown at once
const STEP = 10; // results that are shown at once

/** Brings the search page to life: `place` holds its form. */
export async function start(place, signal) {
  const said = await words();
  const input = place.querySelector("input");
  const main = place.querySelector(".b-seek__main");
  const lists = [...main.children];
  const status = el("p.b-seek__count", { role: "status" });
  const mean = el("p.b-mean", { "aria-live": "polite" });
  const list = el("ol.b-seek__list");
  const more = el("button.b-seek__more", { type: "button", hidden: true }, said["search.more"]);
  const groups = Object.fromEntries(FACETS.map((name) => [name, facet(name, said, () => turn())]));
  const clear = el("button", { type: "button", hidden: true }, said["search.clear"]);
  const summary = el("summary", {}, said["search.filters"]);
  const side = el("details.b-seek__facets", {}, summary, clear);
  side.append(...FACETS.map((name) => groups[name].element));
  side.open = matchMedia("(min-width: 60em)").matches;
  place.querySelector(".b-seek__side").replaceChildren(side);
  main.prepend(status, mean, list, more);
  input.placeholder = said["search.hint"];
  speak(side, said);
  speak(status, said);

  let results = [];
  let typing = false;
  const chosen = () => FACETS.flatMap((name) => groups[name].chosen().map((value) => [name, value]));

  /** The address of what is asked. */
  function address() {
    const query = new URLSearchParams(chosen());
    if (input.value.trim()) query.set("q", input.value.trim());
    return `${location.pathname}${query.size ? `?${query}` : ""}`;
  }

  /** A new step in the history; a word that is being typed is one step, not one for each letter. */
  function turn(typed = false) {
    const state = { shown: STEP };
    if (typed && typing) history.replaceState(state, "", address());
    else history.pushState(state, "", address());
    typing = typed;
    update();
  }

  function restore() {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    for (const name of FACETS) groups[name].choose(query.getAll(name));
    typing = false;
  }

  async function add(upTo, isLast = () => true) {
    const next = results.slice(list.children.length, upTo);
    const rows = await items(next, input.value.trim(), said);
    if (!isLast()) return;
    list.append(...rows);
    more.hidden = list.children.length >= results.length;
    return rows;
  }

  const update = latest(async (isLast) => {
    const query = input.value.trim();
    const filters = filtersOf(chosen());
    const idle = !query && !chosen().length;
    try {
      const totals = await (await load()).filters();
      const found = idle ? { results: [], filters: totals } : await find(query, filters);
      const counts = { ...found.filters };
      for (const name of Object.keys(filters)) {
        // What a facet would give beside its own choice.
        const { [name]: _, ...others } = filters;
        const alone = !query && !Object.keys(others).length;
        counts[name] = alone ? totals[name] : (await find(query, others)).filters[name];
      }
      if (!isLast()) return;
      for (const name of FACETS) groups[name].show(totals[name] ?? {}, counts[name] ?? {});
      results = found.results;
      list.replaceChildren();
      const rows = await add(history.state?.shown ?? STEP, isLast);
      if (!isLast()) return;
      if (idle) status.textContent = "", mean.replaceChildren();
      else await explain({ results, rows, query, said, status, place: mean, page: location.pathname, isLast });
    } catch {
      status.textContent = said["search.broken"];
    }
    clear.hidden = !chosen().length;
    for (const each of lists) each.hidden = !idle;
  }, 60);

  input.addEventListener("input", () => turn(true));
  place.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    typing = false;
  });
  clear.addEventListener("click", () => {
    for (const name of FACETS) groups[name].choose([]);
    summary.focus();
    turn();
  });
  more.addEventListener("click", async () => {
    const [first] = await add(list.children.length + STEP);
    history.replaceState({ shown: list.children.length }, "");
    first?.querySelector("a").focus();
  });
  addEventListener("popstate", () => (restore(), update()), { signal });
  const early = input.value; // a quick reader's, before this script came
  restore();
  if (!early || early === input.value) return update();
  input.value = early;
  turn(true);
}

/** What Pagefind takes: in each facet any of the values chosen. */
function filtersOf(chosen) {
  const filters = {};
  for (const [name, value] of chosen) (filters[name] ??= { any: [] }).any.push(value);
  return filters;
}

/** One facet: a group of boxes to tick, with a field to find one among many. */
function facet(name, said, changed) {
  const ticked = new Set();
  const rows = new Map();
  let totals = {};
  let counts = {};
  const list = el("ul");
  const label = say(said["search.find"], { facet: said[`search.${name}`] });
  const seek = el("input", { type: "search", autocomplete: "off", "aria-label": label, placeholder: label });
  const element = el("fieldset", {}, el("legend", {}, said[`search.${name}`]), seek, list);
  seek.addEventListener("input", draw);

  const called = (value) => said[`search.${name}.${value}`] ?? value;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function row(value) {
    if (!rows.has(value)) {
      const tick = el("input", { type: "checkbox", name, value });
      const number = el("span.b-count");
      tick.addEventListener("change", () => {
        if (tick.checked) ticked.add(value);
        else ticked.delete(value);
        changed();
      });
      rows.set(value, { tick, number, line: el("li", {}, el("label", {}, tick, el("bdi", {}, called(value)), number)) });
    }
    const made = rows.get(value);
    made.tick.checked = ticked.has(value);
    made.number.textContent = counts[value] ?? 0;
    return made.line;
  }

  /** The boxes to show, always in the same order, so that none moves under the reader's hand. */
  function draw() {
    const part = plain(seek.value.trim());
    const sorted = Object.keys(totals).sort(order[name] ?? ((a, b) => totals[b] - totals[a] || a.localeCompare(b)));
    const open = sorted.filter((value) => counts[value] && plain(called(value)).includes(part));
    const few = new Set([...open.slice(0, FEW), ...ticked]);
    const lines = sorted.filter((value) => few.has(value)).map(row);
    for (const line of [...list.children]) if (!lines.includes(line)) line.remove();
    lines.forEach((line, place) => {
      if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
    });
    seek.hidden = !part && open.length <= FEW;
    element.hidden = !lines.length && !part;
  }

  return {
    element,
    chosen: () => [...ticked],
    choose(values) {
      ticked.clear();
      for (const value of values) ticked.add(value);
      draw();
    },
    show(all, now) {
      [totals, counts] = [all, now];
      draw();
    },
  };
}

const order = {
  kind: (one, other) => SEARCHED.indexOf(one) - SEARCHED.indexOf(other),
  year: (one, other) => other - one,
};
