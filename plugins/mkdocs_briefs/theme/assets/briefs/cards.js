// A small card about what a link leads to.
import { SUBJECTS } from "./kinds.js";
import { day, hrefName, root, say, sheet, words } from "./shared.js";

// Beside these the page says the same.
const SILENT = ".b-card, .b-face, .b-headline, .b-stream__main .b-title";
const SUBJECT = new RegExp(`^(${SUBJECTS.join("|")})/[^/]+/$`);

const files = {};
let coming; // the card to come: {link, how, y, subject, timer}
let shown; // the one that is shown
let card; // its element
let going; // timer of its end
let closed; // link whose card the reader closed and still is on

/** A reader met `link`, at `y` of the window; `how` is "pointerover", "focusin" or "tap". */
export function meet(link, how, y) {
  const subject = subjectOf(link);
  const tap = how === "tap";
  if (!subject) return tap && location.assign(link.href);
  if (!tap && !link.matches(how === "focusin" ? ":focus-visible" : ":hover")) return;
  if (link === shown?.link || link === coming?.link || (link === closed && !tap)) return;
  cancel();
  coming = { link, how, y, subject };
  coming.timer = setTimeout(show, tap ? 0 : 250, coming);
}

/** What a link is about: the list item of a source, or a path. */
function subjectOf(link) {
  if (link.closest(SILENT)) return;
  const url = new URL(link.getAttribute(hrefName(link)), document.baseURI);
  const page = url.origin + url.pathname;
  if (page === location.origin + location.pathname) {
    const sources = [...document.querySelectorAll(".b-sources > li[id]")];
    return sources.find(({ id }) => new URL(`#${id}`, url).hash === url.hash);
  }
  const path = page.slice(root.href.length);
  if (page.startsWith(root.href) && SUBJECT.test(path)) return path;
}

/** The facts about a page, from the file that the FNV-1a hash of its path names. */
export async function factsAt(path) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(path)) hash = Math.imul(hash ^ byte, 0x01000193);
  const name = String(hash & 0x1f).padStart(2, "0");
  const file = new URL(`assets/briefs/cards/${name}.json`, root);
  files[name] ??= fetch(file).then((answer) => (answer.ok ? answer.json() : {}));
  return (await files[name])[path];
}

async function show(request) {
  const { link, how, subject } = request;
  const tap = how === "tap";
  const isPath = typeof subject === "string";
  const asked = [words(), isPath ? factsAt(subject) : subject, sheet("cards")];
  const [said, facts] = await Promise.all(asked).catch(() => []);
  if (coming !== request || !link.isConnected) return;
  coming = undefined;
  if (!facts) return tap && location.assign(link.href);
  hide();
  shown = request;
  const rows = isPath ? about(facts, said) : cited(subject, said);
  const body = make("div", "said", ...rows);
  body.id = "b-card";
  card = make("div", "", body);
  card.role = isPath && !tap ? "tooltip" : "dialog";
  if (card.role === "dialog") card.ariaLabel = facts.name ?? rows[0].textContent;
  if (tap) card.append(ways(link, said, isPath));
  if (tap && innerWidth < 480) card.dataset.sheet = "";
  (link.closest(".briefs, main") ?? document.body).append(card);
  card.popover = "manual";
  card.showPopover?.({ source: link });
  link.removeAttribute("title");
  link.setAttribute("aria-describedby", body.id);
  place();
  if (tap) card.querySelector(".b-card__ways a").focus({ preventScroll: true });
}

function about(facts, said) {
  const { kind, name, lang, text, initials, aliases, latest, mark, briefs, topics = [] } = facts;
  const fill = (key, values) => say(said[`cards.${key}`], values);
  const when = ({ date }) => ({ date: day(date) });
  const type = kind === "brief" ? facts.type : kind;
  const second = facts.date ? day(facts.date) : fill("briefs", { n: briefs });
  const title = make("p", "name", foreign("bdi", name, lang));
  const role = latest && foreign("bdi", latest.text, latest.lang);
  if (initials) {
    const className = `b-mono b-mono--${kind === "person" ? kind : "other"}`;
    title.prepend(Object.assign(make("span", "", initials), { className, ariaHidden: true }));
  }
  return [
    make("p", "kind", [type && fill(type), second, ...topics.map(apart)].filter(Boolean).join(" · ")),
    title,
    aliases && make("p", "note", fill("aliases", { names: aliases.map(apart).join(" · ") })),
    text && foreign("p", text, lang),
    latest && make("p", "note", fill("latest", when(latest)), " ", role),
    mark && make("p", "mark", fill(mark.kind, when(mark))),
  ].filter(Boolean);
}

function cited(source, said) {
  const copy = source.cloneNode(true);
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  const number = say(said["cards.source"], { number: source.value });
  return [make("p", "kind", number), ...copy.childNodes];
}

function ways(link, said, isPath) {
  const open = make("a", "open", said[isPath ? "cards.open" : "cards.open_source"]);
  const close = make("button", "close", said["cards.close"]);
  open.href = link.href;
  close.onclick = dismiss;
  return make("p", "ways", open, close);
}

function make(tag, name, ...content) {
  const element = document.createElement(tag);
  element.className = name ? `b-card__${name}` : "b-card";
  element.append(...content);
  return element;
}

function foreign(tag, text, lang) {
  return Object.assign(make(tag, "text", text), { lang, dir: "auto" });
}

const apart = (name) => `\u2068${name}\u2069`;

/** Puts the card below or above the line that the reader met. */
function place() {
  if (!card || "sheet" in card.dataset) return;
  const { link, y } = shown;
  const away = (line) => Math.abs((line.top + line.bottom) / 2 - y) || 0;
  const [line] = [...link.getClientRects()].sort((a, b) => away(a) - away(b));
  const { clientWidth, clientHeight } = document.documentElement;
  if (!(line?.bottom > 0 && line.top < clientHeight)) return hide();
  const { width, height } = card.getBoundingClientRect();
  const rtl = getComputedStyle(card).direction === "rtl";
  const left = Math.min(rtl ? line.right - width : line.left, clientWidth - width - 8);
  const room = clientHeight - line.bottom;
  const top = height < room || line.top < room ? line.bottom : line.top - height;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${Math.max(0, top)}px`;
}

function hide() {
  clearTimeout(going);
  going = undefined;
  shown?.link.removeAttribute("aria-describedby");
  card?.remove();
  card = shown = undefined;
}

function dismiss() {
  closed = (shown ?? coming)?.link;
  if (card?.contains(document.activeElement)) closed.focus({ preventScroll: true });
  cancel();
  hide();
}

function cancel() {
  clearTimeout(coming?.timer);
  coming = undefined;
}

const within = (element) => card?.contains(element) || shown?.link.contains(element);

function leave() {
  if (coming?.how === "pointerover") cancel();
  if (shown?.how === "pointerover") going ??= setTimeout(hide, 200);
}

addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  if (!closed?.contains(target)) closed = undefined;
  if (within(target)) {
    cancel();
    going = clearTimeout(going);
  } else if (!coming?.link.contains(target)) leave();
});
document.documentElement.addEventListener("pointerleave", leave);
addEventListener("focusin", ({ target }) => {
  if (within(target) || coming?.link === target) return;
  closed = cancel();
  if (shown?.how !== "pointerover") hide();
});
addEventListener("keydown", ({ key }) => key === "Escape" && (shown || coming) && dismiss());
// A gesture that scrolls ends in pointercancel: this is a click or a tap.
addEventListener("pointerup", ({ target, pointerType }) => {
  if (card?.contains(target)) return;
  if (pointerType !== "touch") dismiss();
  else if (!within(target)) hide();
});
addEventListener("scroll", place, { capture: true, passive: true });
addEventListener("pagehide", hide);
