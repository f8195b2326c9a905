// What the scripts of this folder share. It imports none of them.

/** The site's root, whatever sub-path it is served under. */
export const root = new URL("../../", import.meta.url);

const asked = {};
let spoken;
const sheets = {};

/** Loads the look of a part that most pages never show; without it the part works all the same. */
export function sheet(name) {
  sheets[name] ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`${name}.css`, import.meta.url).href;
    link.onload = link.onerror = done;
    document.body.append(link); // navigation.instant empties the head
  });
  return sheets[name];
}

/** The interface's words for scripts, in the language of the page: {key: text or {category: text}}. */
export async function words() {
  const lang = languageOfPage();
  const found = await (asked[lang] ??= fetchWords(lang));
  spoken = found.lang;
  return found;
}

// The build writes a file for the language of every page of ours, in English where it has no words.
async function fetchWords(lang) {
  for (const name of new Set([lang, lang.split("-")[0], "en"])) {
    const answer = await fetch(new URL(`assets/briefs/words/${name.toLowerCase()}.json`, root));
    if (answer.ok) return answer.json();
  }
  return {};
}

/** The language of what the page says: a brief's own, else the document's. */
export function languageOfPage() {
  const briefs = document.querySelector(".briefs[lang]");
  return (briefs ?? document.documentElement).lang || "en";
}

/** The name of the attribute that has the address of `link`; in a drawing it may be the old one. */
export function hrefName(link) {
  return link.hasAttribute("href") ? "href" : "xlink:href";
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
