// "On this day" is made when the site is built. Where the reader's day is another one, its rows are
// fetched; without them the box keeps what it has, which then says its date itself.

import { day, languageOfPage, root, say, words } from "./shared.js";

/** Fills `box` with the events of the reader's day `now`, an ISO date. */
export async function start(box, _, now) {
  const answer = await fetch(new URL(`assets/briefs/on-this-day/${now.slice(5, 7)}.json`, root));
  if (!answer.ok) return;
  const [days, said] = [await answer.json(), await words()];
  const found = days[now.slice(8)] ?? [];
  const rows = found.filter((row) => yearsSince(row.date, now) !== 0);
  box.dataset.built = now;
  box.hidden = rows.length === 0;
  const same = rows.some((row) => row.date.slice(5) === now.slice(5));
  box.querySelector("h2").textContent = said[same ? "this_day.on_this_day" : "this_day.this_week"];
  box.querySelector("ol").replaceChildren(...rows.map((row) => drawn(row, now, said)));
}

function drawn(row, now, said) {
  const years = yearsSince(row.date, now);
  const when = make("p", { className: "b-small" });
  if (years === null) {
    when.append(say(said["this_day.yearless"], { date: dayOfYear(row.date) }));
  } else {
    when.append(make("time", { dateTime: row.date }, day(row.date)));
    when.append(" · ", say(said["this_day.years_ago"], { n: years }));
  }
  const own = make("a", { className: "b-perma", href: new URL(row.path, root).href }, "#");
  own.title = own.ariaLabel = said["this_day.permalink"];
  const what = make("p", {}, row.text, " ", own);
  const made = make("li", {}, when, what);
  if (row.brief) {
    const link = make("a", { href: new URL(row.brief[1], root).href }, row.brief[0]);
    const told = [said["this_day.told_in"], " ", make("q", {}, make("bdi", {}, link))];
    made.append(make("p", { className: "b-small" }, ...told));
  }
  return made;
}

function dayOfYear(date) {
  const parts = { day: "numeric", month: "long", numberingSystem: "latn", timeZone: "UTC" };
  const year = "2000"; // It had all days.
  const lang = languageOfPage();
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts).format(new Date(year + date.slice(4)));
}

/** Years to the anniversary nearest to the day `now`; null where the year is not known. */
function yearsSince(date, now) {
  if (date.startsWith("X")) return null;
  const over = { "01-12": -1, "12-01": 1 }[`${now.slice(5, 7)}-${date.slice(5, 7)}`] ?? 0;
  return Number(now.slice(0, 4)) + over - Number(date.slice(0, 4));
}

function make(tag, values, ...content) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...content);
  return made;
}
