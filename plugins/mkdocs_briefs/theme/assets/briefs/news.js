// What is new for this reader, from what this browser keeps.
import { day, root, say, sheet, words } from "./shared.js";

let storageKey; // name in localStorage under which this browser keeps it

export async function start(name) {
  storageKey = name;
  let kept;
  try {
    kept = visit(JSON.parse(localStorage.getItem(storageKey)) ?? {});
  } catch (error) {
    if (!(error instanceof SyntaxError)) return;
    kept = visit({});
  }
  for (const old of document.querySelectorAll(".b-new, .b-changed, .b-remember")) old.remove();
  const brief = document.querySelector("[data-read]");
  const before = brief && noteRead(kept, brief.dataset);
  const marks = [...document.querySelectorAll("[data-since]")]
    .map((at) => [at, markOf(at.dataset, kept)])
    .filter(([, mark]) => mark);
  const rows = Object.entries(kept.read).sort(([, a], [, b]) => b[1] - a[1]);
  kept.read = Object.fromEntries(rows.slice(0, 500));
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    return;
  }
  const place = document.querySelector("[data-forget]");
  if (!marks.length && !before && !place) return;
  const [said] = await Promise.all([words(), sheet("cards")]);
  for (const [at, mark] of marks) label(at, said[`news.${mark}`]);
  if (before) changed(brief, before, said);
  place?.append(make("span", "b-remember", " · ", forgetting(said)));
}

// Kept are `seen`, the last page; `begun`, this visit; `since`, the end of the one before; `met`,
// briefs of the day that this visit listed, `known`, that the one before did; `read`, path ->
// [version, moment], and behind them what an earlier visit had read.
function visit(kept) {
  const now = Date.now();
  const rows = Object.entries(kept.read ?? {}).filter(([, row]) => Array.isArray(row));
  const fresh = { begun: now, since: kept.seen, known: kept.met, met: {} };
  const own = now - kept.seen < 30 * 60_000 ? kept : fresh;
  return { met: {}, ...own, seen: now, read: Object.fromEntries(rows) };
}

/** Notes that a brief was read; gives what an earlier visit read of it, if it has changed. */
function noteRead({ begun, seen, read }, { read: path, mark }) {
  const last = read[path] ?? [];
  const before = last[1] < begun ? last.slice(0, 2) : last.slice(2);
  read[path] = [mark, seen, ...before];
  if (before.length && before[0] !== mark) return before;
}

function markOf({ since, mark = "", path }, kept) {
  const last = path && kept.read[path];
  if (path && since >= dayOf(kept.seen)) kept.met[path] = 1;
  if (last) return mark && last[0] !== mark && "updated";
  if (!kept.since) return;
  const end = dayOf(kept.since);
  if (since > end || (since === end && path && !kept.known?.[path])) return "new";
  if (mark.slice(0, 10) > end) return "updated";
}

function dayOf(moment) {
  const minutes = new Date(moment).getTimezoneOffset();
  return new Date(moment - minutes * 60_000).toISOString().slice(0, 10);
}

function label(at, word) {
  at.append("\u2002", make("span", "b-new", word));
}

/** The notice on a brief read in an older version, and marks on what was added since. */
function changed(brief, [version, moment], said) {
  const count = (mark) => Number(mark.slice(11));
  const fresh = [...document.querySelectorAll("[aria-labelledby=updates] .b-updates > li")];
  fresh.length = Math.min(fresh.length, Math.max(0, count(brief.dataset.mark) - count(version)));
  const entry = (row) => make("li", "", link(row.innerText, row.id));
  const list = make("ul", "", ...fresh.slice(0, 3).map(entry));
  for (const row of fresh) label(row.querySelector(".b-when") ?? row, said["news.new"]);
  const heading = make("summary", "", say(said["news.changed"], { date: day(moment) }));
  const close = button(said["news.close"], () => notice.remove());
  const last = make("p", "", link(said["news.all"]), close, forgetting(said));
  const details = make("details", "", heading, list, last);
  details.open = matchMedia("(min-width: 60em) and (min-height: 30em)").matches;
  const notice = make("section", "b-changed", details);
  notice.ariaLabel = heading.textContent;
  (brief.closest("header") ?? brief).after(notice);
}

function forgetting(said) {
  return button(said["news.forget"], ({ target }) => {
    localStorage.removeItem(storageKey);
    for (const old of document.querySelectorAll(".b-new")) old.remove();
    const answer = make("span", "", said["news.forgotten"]);
    answer.tabIndex = -1;
    target.replaceWith(answer);
    answer.focus();
  });
}

function link(text, id) {
  return Object.assign(make("a", "", text.replace(/\s#$/, "")), { href: `#${id || "updates"}` });
}

function button(text, onclick) {
  return Object.assign(make("button", "", text), { type: "button", onclick });
}

function make(tag, className, ...content) {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...content);
  return made;
}

// A page that comes back as it was left.
addEventListener("pageshow", ({ persisted }) => persisted && start(storageKey));
