// The one script that every page loads. It imports the other parts of this folder where a page has
// what they look for, or when a reader asks for them. No part imports this file; what parts share
// is in shared.js. Without scripts a page says the same.

import { frame } from "./shell.js";

// Parts that begin at once, by what they look for on a page. Each exports `start(element, signal,
// today)`; the signal tells it that another page took the place of this one.
const parts = (today) => ({
  "[data-explore]": () => import("./explore.js"), // the graph of all actors
  "[data-filters]": () => import("./filters.js"), // the controls of a listing
  [`[data-built]:not([data-built="${today}"])`]: () => import("./thisday.js"), // events on the reader's day
  ".b-seek": () => import("./search_page.js"), // the page of the search
});

// A window shows one page after the other with Material's navigation.instant, which puts new content
// in the place of the old and tells of it through `document$`.
let shown; // the page at hand: {content, path, leaving}

/** Starts what the page at hand needs, and ends that of the page before. */
function show() {
  const content = document.querySelector("[data-md-component=container]");
  if (shown && content === shown.content) return; // of the first page it tells later than we start
  shown?.leaving.abort();
  shown = { content, path: location.pathname, leaving: new AbortController() };
  const { signal } = shown.leaving;
  frame(content);
  unfold();
  // The reader's day, which need not be the one on which the site was built.
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  for (const [selector, load] of Object.entries(parts(today))) {
    const found = document.querySelector(selector);
    if (found) load().then((part) => signal.aborted || part.start(found, signal, today));
  }
  tellNews(signal);
  const quote = document.querySelector("details.b-citation");
  quote?.addEventListener("toggle", () => import("./cite.js").then((it) => it.buttons(quote)), { once: true });
}

addEventListener("popstate", () => {
  if (location.pathname === shown.path) return;
  shown.leaving.abort(); // the address is no longer that of the page
  if (policy()) location.reload();
});

/** The policy of the page at hand, which a window keeps: no page with another may come into it. */
function policy() {
  return document.querySelector("meta[http-equiv='content-security-policy' i]");
}

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a");
  // The theme leaves links with a target to the browser. Those in drawings are such to it.
  if (link?.target === "" && policy()) link.target = "_self";
}, true);

// What an address leads to is shown, also where it is folded: not every browser opens it.
function unfold() {
  for (const fold of document.querySelectorAll("details:has(:target)")) fold.open = true;
}
addEventListener("hashchange", unfold);

// Cards about what a link leads to: fetched when a reader points at one, or taps one in running
// text. A first tap shows the card, a second follows the link.
const TAPPED = "a.actor, a.brief-link, .cite a, .b-cite a";
let touch = false;

function meet(event) {
  if (event.pointerType) touch = event.pointerType === "touch";
  const link = event.target.closest?.(`.briefs a[*|href], ${TAPPED}`);
  if (!link || link.closest("nav")) return;
  const tap = event.type === "click";
  if (tap) {
    const plain = touch && event.detail && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!plain || !link.matches(TAPPED) || link.hasAttribute("aria-describedby")) return;
    event.preventDefault();
    event.stopPropagation();
  } else if (event.type === "pointerover" && touch) return;
  import("./cards.js").then(
    (cards) => cards.meet(link, tap ? "tap" : event.type, event.clientY),
    () => tap && location.assign(link.href),
  );
}
for (const name of ["pointerover", "focusin", "click"]) document.addEventListener(name, meet, true);

// What is new since the last visit: only where the page has something that can be new. On a first
// visit nothing is, so that it is enough to note the visit once the reader does something.
const NEWS = `briefs:news:1:${new URL("../../", import.meta.url).pathname}`; // in localStorage

function tellNews(signal) {
  if (!document.querySelector("[data-since], [data-read]")) return;
  let noted;
  const note = () => (noted ??= import("./news.js").then((it) => signal.aborted || it.start(NEWS)));
  if (visited()) return note();
  for (const name of ["scroll", "pointermove", "pointerdown", "keydown"]) {
    addEventListener(name, note, { once: true, signal });
  }
}

function visited() {
  try {
    return NEWS in localStorage;
  } catch {
    return false;
  }
}

// What can be copied: a citation, once its box is open, and the address behind a # mark.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.b-perma, a[href$='#cite-this']");
  if (link?.pathname !== location.pathname || !link.hash) return;
  if (link.hash === "#cite-this") document.querySelector("details.b-citation").open = true;
  else import("./cite.js").then((it) => it.copyLink(link));
});

// The search: opened by its link in the header, by / or s, and by Ctrl or Command with k. The dialog
// is there at once, and its field keeps what is typed; search.js brings the rest.
let box;

function openSearch(link, typed) {
  box ??= searchBox(link);
  const input = box.querySelector("input");
  if (!box.open) box.showModal();
  begin(input, typed);
  const page = () => `${link.href}${input.value ? `?${new URLSearchParams({ q: input.value })}` : ""}`;
  import("./search.js").then((it) => it.fill(box, link, letterKeys)).catch(() => box.open && location.assign(page()));
}

function begin(input, typed) {
  input.focus();
  if (typed) input.value = typed;
  else input.select();
}

function searchBox(link) {
  const made = document.createElement("dialog");
  const line = made.appendChild(document.createElement("form"));
  const input = line.appendChild(document.createElement("input"));
  const status = made.appendChild(document.createElement("p"));
  made.className = "b-lookup";
  for (const it of [made, input]) it.setAttribute("aria-label", link.textContent.trim());
  line.setAttribute("role", "search");
  line.action = link.href;
  Object.assign(input, { type: "search", name: "q", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
  status.className = "b-lookup__count";
  status.setAttribute("role", "status");
  document.body.append(made);
  status.textContent = link.dataset.loading;
  return made;
}

/** Whether keys of one letter do something: readers can switch them off, see search.js. */
function letterKeys(choice) {
  try {
    if (choice) localStorage["briefs.keys"] = choice;
    return localStorage["briefs.keys"] !== "off";
  } catch {
    return true; // no storage here
  }
}

/** Opens the search if `event` asks for it; says whether it did. `typed` is what goes into its field. */
function seek(event, typed = "") {
  const link = document.querySelector("a.b-glass");
  const held = event.ctrlKey || event.metaKey;
  if (event.type === "click") {
    if (held || event.shiftKey || event.target.closest?.("a") !== link) return;
  } else {
    const wanted = held ? event.key === "k" : ["/", "s"].includes(event.key) && letterKeys();
    const busy = !held && event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (!wanted || busy || event.altKey) return;
  }
  if (!link) return;
  event.preventDefault();
  const form = document.querySelector(".b-seek");
  if (form) begin(form.querySelector("input"), typed);
  else openSearch(link, typed);
  return true;
}
for (const name of ["click", "keydown"]) document.addEventListener(name, (event) => seek(event));

// The keys of a quick reader, pressed before this script came: see render/theme_fixes.py.
const early = self.earlyKeys ?? [];
self.earlyKeys = undefined;
early.some((event, place) => seek(event, early.slice(place + 1).map(letter).join("")));

function letter(event) {
  return event.ctrlKey || event.metaKey || [...event.key].length > 1 ? "" : event.key;
}

show();
self.document$?.subscribe(show);
