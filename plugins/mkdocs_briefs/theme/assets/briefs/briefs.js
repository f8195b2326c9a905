// The one script that every page loads. It does what every page needs, and imports the rest of
// this folder when a reader asks for it. Without it a page says the same.

/** The site's root, whatever sub-path it is served under. */
export const root = new URL("../../", import.meta.url);

let asked;

/** The interface's words for scripts, in the language of the page: {key: text or {category: text}}. */
export function words() {
  asked ??= fetchWords(languageOfPage());
  return asked;
}

async function fetchWords(lang) {
  for (const name of [lang, lang.split("-")[0], "en"]) {
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

/** `text` with {name} places filled. For a number, pass a table of plural categories and {n}. */
export function say(text, values = {}) {
  const form = typeof text === "string" ? text : formFor(text, values.n);
  return form.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function formFor(forms, n) {
  return forms[new Intl.PluralRules(languageOfPage()).select(n)] ?? forms.other;
}
