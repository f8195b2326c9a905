// The search as a dialog, and what it shares with the search page. Imported when a reader opens
// one of them; only then is Pagefind loaded, from the site itself.

import { day, root, say, sheet, words } from "./shared.js";

const FEW = 8; // results in the dialog

// -- asking -------------------------------------------------------------------------------------

// As CHINESE_JAPANESE in model/texts.py, by which what is found is divided.
const UNSPACED =
  "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3041-\\u30ff\\u31f0-\\u31ff\\uff66-\\uff9f\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const EDGE = new RegExp(`(?<=[${UNSPACED}])(?=\\S)|(?<=\\S)(?=[${UNSPACED}])`, "gu");
const PHRASE = new RegExp(`^[${UNSPACED}]{2,}$`, "u");
const PREFIXED =
  /(?<!\p{L})(?:(?:[وف]?(?:بال|كال|ال|لل)|[وفبكلس])([\u0621-\u064a]{3,})|(?:ו?(?:כש|לכש|מש)?[הבכלמש]|ו)([\u05d0-\u05ea]{3,}))(?!\p{L})/gu;

/** What to ask for `query`, one after the other until something is found. */
export function terms(query) {
  const clean = query.replace(/[\u0640\p{Cf}]/gu, "").trim();
  const term = clean.replace(EDGE, " ");
  const bare = term.replace(/[\u0591-\u05c7\u064b-\u065f\u0670]/g, "").replace(PREFIXED, "$1$2");
  return [...new Set(PHRASE.test(clean) ? [`"${term}"`, term] : [term, bare])];
}

let engine;
let ready = false;

/** Pagefind's index, loaded once. */
export function load() {
  engine ??= import(new URL("pagefind/pagefind.js", root)).then(async ({ createInstance }) => {
    const made = createInstance({
      noWorker: true, // it would load the same code a second time
      excerptLength: /^(ja|zh)/.test(document.documentElement.lang) ? 80 : 26, // words, or letters
      ranking: { metaWeights: { title: 8, also: 0.5, date: 0.2 } },
    });
    await made.init();
    ready = true;
    return made;
  });
  engine.catch(() => (engine = undefined));
  return engine;
}

/** What Pagefind finds, the best first; all that `filters` leave where nothing is asked. */
export async function find(query, filters = {}) {
  const pagefind = await load();
  if (!query.trim()) return pagefind.search(null, { filters });
  let found;
  for (const term of terms(query)) {
    found = await pagefind.search(term, { filters });
    if (!found.results.length) continue;
    if (!filters.kind) found.results = pagesLast(found.results, await pagefind.search(term, { filters: { ...filters, kind: "page" } }));
    break;
  }
  return found;
}

/** The same results, with those of the site's other pages behind those of the publication. */
function pagesLast(results, pages) {
  const other = new Set(pages.results.map(({ id }) => id));
  return [...results.filter(({ id }) => !other.has(id)), ...results.filter(({ id }) => other.has(id))];
}

// -- similar words ------------------------------------------------------------------------------

const WORD = /[\p{L}\p{N}]+(?:['’._-][\p{L}\p{N}]+)*/gu;
const fold = (text) => text.normalize("NFKD").replace(/[\u0640\p{M}\p{Cf}]/gu, "").toLowerCase();
const wordsOf = (text) => fold(text).match(WORD) ?? [];
const MOST = 3; // suggestions, or similar words of a result

/** The words that Pagefind took for those of `query` that the page does not have; null where it has all. */
function similar(data, query) {
  const has = fold(whole(`${data.meta.title} ${data.meta.also ?? ""} ${data.content}`));
  const asked = wordsOf(query);
  if (asked.every((word) => has.includes(word))) return null;
  const texts = [data, ...data.sub_results].map(({ excerpt }) => excerpt).join(" ");
  const found = [...texts.matchAll(/<mark>(.*?)<\/mark>/g)].flatMap(([, text]) => wordsOf(text));
  // Pagefind does not mark words of a title.
  const starts = asked.map((word) => word.slice(0, 3));
  found.push(...wordsOf(data.meta.title).filter((word) => starts.includes(word.slice(0, 3))));
  return [...new Set(found)].filter((word) => !asked.includes(word)).slice(0, MOST);
}

let names;

/** Other queries, of names that are written much like `query` or one of its words. */
async function suggestions(query) {
  names ??= fetch(new URL("assets/briefs/names.json", root)).then((answer) => (answer.ok ? answer.json() : []));
  names.catch(() => (names = undefined));
  const all = await names;
  const asked = query.trim();
  const known = new Map(all.flatMap((name) => name.match(WORD) ?? []).map((word) => [fold(word), word]));
  const one = asked.replace(WORD, (word) => (known.has(fold(word)) ? word : (nearest(word, known.values())[0] ?? word)));
  const seen = new Set([fold(asked)]);
  const near = [...nearest(asked, all), one].filter((each) => !seen.has(fold(each)) && seen.add(fold(each)));
  const first = near.slice(0, MOST);
  const found = await Promise.all(first.map((each) => find(each)));
  return first.filter((_, place) => found[place].results.length);
}

/** Those of `texts` that differ from `text` in a few letters, the nearest first. */
function nearest(text, texts) {
  const own = [...fold(text)];
  const limit = Math.min(3, Math.floor((own.length + 1) / 4));
  const rows = [];
  for (const each of limit ? texts : []) {
    const other = [...fold(each)];
    const far = Math.abs(own.length - other.length) > limit ? Infinity : distance(own, other);
    if (far <= limit) rows.push([far, each]);
  }
  return rows.sort(([one], [next]) => one - next).map(([, each]) => each);
}

/** The least number of letters to add, leave out, replace or swap with the next (Damerau). */
function distance(one, other) {
  let before;
  let above;
  let row = [...other.keys(), other.length];
  for (let y = 1; y <= one.length; y++) {
    [before, above, row] = [above, row, [y]];
    for (let x = 1; x <= other.length; x++) {
      row[x] = Math.min(above[x] + 1, row[x - 1] + 1, above[x - 1] + (one[y - 1] !== other[x - 1]));
      if (y > 1 && x > 1 && one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1]) row[x] = Math.min(row[x], before[x - 2] + 1);
    }
  }
  return row[other.length];
}

/**
 * Says in `status` how many results there are, and fills `place` with links to what may have been
 * meant where no page of `rows`, the first of them, has the words asked for.
 */
export async function explain({ results, rows, query, said, status, place, page, isLast }) {
  const exact = !query || rows.some((row) => !("similar" in row.dataset));
  const suggested = exact ? [] : await suggestions(query).catch(() => []);
  if (!isLast()) return;
  status.textContent = exact || !results.length ? count(results.length, query, said) : say(said["search.near"], { n: results.length });
  const links = suggested.flatMap((each) => [", ", el("a", { href: `${page}?${new URLSearchParams({ q: each })}` }, el("bdi", {}, each))]);
  const [start, end] = said["search.mean"].split("{names}");
  place.replaceChildren(...(links.length ? [start, ...links.slice(1), end] : []));
}

// -- showing ------------------------------------------------------------------------------------

/** An element with properties and children; text stays text. */
export function el(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const [ON, OFF] = ["\ue000", "\ue001"];
const SIGNS = `[${ON}${OFF}]*`;
const GAP = new RegExp(
  `(?<=[${UNSPACED}]${SIGNS}) (?=${SIGNS}\\S)|(?<=\\S${SIGNS}) (?=${SIGNS}[${UNSPACED}])`,
  "gu",
);

/** Pagefind's excerpt, text with nothing but marks in it, as nodes. */
export function marked(excerpt) {
  const text = excerpt
    .replace(/[\ue000\ue001]/g, "")
    .replaceAll("<mark>", ON)
    .replaceAll("</mark>", OFF)
    .replace(GAP, "")
    .replaceAll(OFF + ON, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return text.split(ON).flatMap((part, place) => {
    if (!place) return [part];
    const [inside, outside = ""] = part.split(OFF);
    return [el("mark", {}, inside), outside];
  });
}

const whole = (text) => text.replace(GAP, "");

/** Results as items of a list. One whose title is just what was asked comes first. */
export async function items(results, query, said) {
  const found = await Promise.all(results.map((result) => result.data()));
  const lower = (text) => whole(text).trim().toLowerCase();
  const asked = lower(query);
  const words = new Map(found.map((data) => [data, similar(data, query)]));
  const place = (data) =>
    lower(data.meta.title) === asked ? 0 : 1 + 2 * data.filters.kind.includes("page") + Boolean(words.get(data));
  return found.sort((one, next) => place(one) - place(next)).map((data) => item(data, words.get(data), said));
}

function item(data, words, said) {
  const kind = data.filters.kind?.[0];
  const facts = [said[`search.kind.${kind}`], data.meta.date && day(data.meta.date)];
  if (words?.length) facts.push(say(said["search.similar"], { words: words.join(", ") }));
  const parts = data.sub_results.filter((part) => part.anchor);
  const own = data.sub_results.find((part) => !part.anchor);
  parts.sort((one, other) => other.locations.length - one.locations.length);
  const made = el(
    "li.b-hit",
    {},
    el("a.b-hit__title", { href: data.url, dir: "auto" }, whole(data.meta.title)),
    el("p.b-hit__facts", {}, facts.filter(Boolean).join(" · ")),
  );
  if (words) made.dataset.similar = "";
  const text = own ? own.excerpt : parts.length ? "" : data.excerpt;
  if (text && data.content !== `${data.meta.title}.`) made.append(el("p.b-hit__text", { dir: "auto" }, ...marked(text)));
  if (parts.length) {
    const rows = parts.slice(0, 3).map((part) => {
      // An excerpt often begins with the heading, which then stands in the link, marks and all.
      const words = part.excerpt.split(" ");
      const repeats = part.plain_excerpt.startsWith(part.title);
      const head = repeats ? words.splice(0, part.title.split(" ").length).join(" ") : part.title;
      const row = el("li", {}, el("a", { href: part.url, dir: "auto" }, ...marked(head.replace(/\.(<\/mark>)?$/, "$1"))));
      if (words.length) row.append(el("p.b-hit__text", { dir: "auto" }, ...marked(words.join(" "))));
      return row;
    });
    made.append(el("ul.b-hit__parts", {}, ...rows));
  }
  if (data.filters.lang) made.lang = data.filters.lang[0];
  return made;
}

/** How many there are, in words. */
const count = (n, query, said) =>
  n ? say(said["search.count"], { n }) : say(said["search.none"], { query });

// -- the dialog ---------------------------------------------------------------------------------

let filled;

/**
 * Makes the empty dialog `made` of briefs.js search; `control` is the link to the search page, and
 * `letterKeys` reads and sets whether keys of one letter do something.
 */
export function fill(made, control, letterKeys) {
  load().catch(() => {});
  filled ??= Promise.all([words(), sheet("search")]).then(([said]) => finish(made, control, said, letterKeys));
  return filled;
}

function finish(made, control, said, letterKeys) {
  const page = control.href;
  const input = made.querySelector("input");
  const close = el("button.b-lookup__close", { type: "button", "aria-label": said["search.close"] }, "×");
  const status = made.querySelector("p");
  const list = el("ol.b-lookup__list");
  const all = el("a", { href: page }, said["search.all"]);
  for (const it of [made, input]) it.setAttribute("aria-label", said["search.title"]);
  input.placeholder = said["search.hint"];
  input.after(close);
  const mean = el("p.b-mean", { "aria-live": "polite" });
  made.append(mean, list, el("p.b-lookup__foot", {}, all, keys(said, letterKeys)));
  speak(made, said);
  const update = latest(async (isLast) => {
    const query = input.value.trim();
    all.href = query ? `${page}?${new URLSearchParams({ q: query })}` : page;
    if (!query) return void (status.textContent = "", mean.replaceChildren(), list.replaceChildren());
    if (!ready) status.textContent = control.dataset.loading;
    try {
      const found = await find(query);
      const rows = await items(found.results.slice(0, FEW), query, said);
      if (!isLast()) return;
      const held = list.contains(document.activeElement) && document.activeElement.href;
      list.replaceChildren(...rows);
      // Whoever went down the list before it was the last one stays where they are.
      if (held) ([...list.querySelectorAll("a")].find((link) => link.href === held) ?? input).focus();
      await explain({ results: found.results, rows, query, said, status, place: mean, page, isLast });
    } catch {
      status.textContent = said["search.broken"];
    }
  });
  input.addEventListener("input", update);
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => {
    if (event.target === made || event.target.closest("a")) made.close();
  });
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape") made.close();
    else if (!walk(event, [input, ...made.querySelectorAll(".b-mean a, .b-lookup__list a"), all])) return;
    event.preventDefault();
  });
  update();
}

/** The choice not to have keys of one letter, for those whose words arrive as keys. WCAG 2.2, 2.1.4. */
function keys(said, letterKeys) {
  const tick = el("input", { type: "checkbox", checked: letterKeys() });
  tick.addEventListener("change", () => letterKeys(tick.checked ? "on" : "off"));
  return el("label", {}, tick, said["search.keys"]);
}

/** Moves the focus up and down along `stops`; says whether the key was one of these. */
function walk(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return false;
  const place = stops.indexOf(document.activeElement);
  stops[(place + step + stops.length) % stops.length].focus();
  return true;
}

/** Words in another language than the page's keep their own direction. */
export function speak(element, said) {
  if (!said.lang || document.documentElement.lang.startsWith(said.lang)) return;
  element.lang = said.lang;
  element.dir = ["ar", "fa", "he", "ur"].includes(said.lang) ? "rtl" : "ltr";
}

/** A function that runs `work` a moment after the last call; `isLast` tells whether it still is. */
export function latest(work, pause = 120) {
  let calls = 0;
  let timer;
  return () => {
    const mine = ++calls;
    clearTimeout(timer);
    timer = setTimeout(() => work(() => mine === calls), pause);
  };
}
