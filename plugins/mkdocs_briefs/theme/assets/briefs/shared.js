// What the scripts of this folder share. It imports none of them.

/** The site's root, whatever sub-path it is served under. */
export const root = new URL("../../", import.meta.url);

let asked;
let spoken;
const sheets = {};

/** Loads the look of a part that most pages never show; without it the part works all the same. */
export function sheet(name) {
  sheets[name] ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`${name}.css`, import.meta.url).href;
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return sheets[name];
}

/** The interface's words for scripts, in the language of the page: {key: text or {category: text}}. */
export function words() {
  asked ??= fetchWords(languageOfPage());
  return asked;
}

// The build writes a file for the language of every page of ours, in English where it has no words.
async function fetchWords(lang) {
  for (const name of new Set([lang, lang.split("-")[0], "en"])) {
    const answer = await fetch(new URL(`assets/briefs/words/${name.toLowerCase()}.json`, root));
    if (!answer.ok) continue;
    const found = await answer.json();
    spoken = found.lang;
    return found;
  }
  return {};
}

/** The language of what the page says: a brief's own, else the document's. */
export function languageOfPage() {
  const briefs = document.querySelector(".briefs[lang]");
  return (briefs ?? document.documentElement).lang || "en";
}

/** `text` with {name} places filled. For a number, pass a table of plural categories and {n}. */
export function say(text, values = {}) {
  const form = typeof text === "string" ? text : formFor(text, values.n);
  return form.replace(/\{(\w+)\}/g, (all, name) => shown(values[name]) ?? all);
}

function shown(value) {
  if (typeof value !== "number") return value;
  return new Intl.NumberFormat(spoken, { numberingSystem: "latn" }).format(value);
}

function formFor(forms, n) {
  return forms[new Intl.PluralRules(spoken ?? languageOfPage()).select(n)] ?? forms.other;
}

/** A day (ISO date, or Date of that moment here) in the words that the pages use. */
export function day(date) {
  const lang = languageOfPage();
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    dateStyle: "long",
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: typeof date === "string" ? "UTC" : undefined,
  }).format(new Date(date));
}

/** The reader's day as an ISO date, which need not be the one on which the site was built. */
export function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/** Name under which this browser keeps what its reader has seen: see news.js. */
export const NEWS = `briefs:news:1:${root.pathname}`;

/** Whether keys of one letter do something: readers can switch them off, see search.js. */
export function letterKeys(choice) {
  try {
    if (choice) localStorage["briefs.keys"] = choice;
    return localStorage["briefs.keys"] !== "off";
  } catch {
    return true; // no storage here
  }
}
