// Narrows a listing to an actor, a topic or a kind. What is chosen stands in the address, so that a
// link restores it and "back" undoes it. A listing has pages: the controls speak for this one, say
// so, lead to what is complete, and look on later pages when asked.

import { hrefName, root, say, sheet, words } from "./shared.js";

const HUBS = { actor: "actors", topic: "topics" };
const ROWS = "[data-actors]";
/** Links to other stretches of the same listing: what is chosen goes with the reader. */
const KEEPING = "[data-keep] a[*|href], .b-pager:not(.b-neighbours) a[href]";
const PAGES_AT_ONCE = 5;
const ENOUGH = 10;
/** Rows that are seen at a glance: nobody needs to narrow them down. */
const GLANCE = 5;

/** Fills `bar`, the empty place that a page has for the controls. */
export async function start(bar, signal) {
  const list = document.querySelector("[data-rows]");
  const rows = list?.querySelectorAll(ROWS).length ?? 0;
  if (!rows || (rows <= GLANCE && !location.search && !document.querySelector(".b-pager"))) return;
  const [said] = await Promise.all([words(), sheet("filters")]);
  new Filter(bar, list, said).listen(signal);
}

class Filter {
  constructor(bar, list, said) {
    this.said = (key, values) => say(said[`filters.${key}`] ?? key, values);
    this.bar = bar;
    this.list = list;
    this.by = bar.dataset.filters.split(" ");
    this.total = list.querySelectorAll(ROWS).length;
    this.names = new Map();
    this.selects = new Map();
    this.readPager(document, location.href);
    this.learn(document);
    this.build();
    this.restore();
  }

  /** Follows the address, until the page is left. */
  listen(signal) {
    addEventListener("popstate", () => this.restore(), { signal });
    addEventListener("hashchange", () => this.reveal(), { signal });
  }

  /** Where the next page is. */
  readPager(page, address) {
    const next = page.querySelector(".b-pager:not(.b-neighbours) [rel=next]")?.getAttribute("href");
    this.next = next ? new URL(next, address).href : "";
  }

  /** The names of actors and topics, from the links of a page. */
  learn(page) {
    // Words of a text may call an actor something else.
    const links = [..."[data-names] a[href],[data-rows] a[href]:not(.actor),[data-rows] a.actor".split(",")];
    for (const link of links.flatMap((which) => [...page.querySelectorAll(which)])) {
      const found = /(?:^|\/)(actors|topics)\/([^/]+)\/(?:#.*)?$/.exec(link.getAttribute("href"));
      if (!found) continue;
      const key = `${found[1]}/${decodeURIComponent(found[2])}`;
      const name = link.querySelector("bdi")?.textContent ?? link.textContent;
      if (!this.names.has(key)) this.names.set(key, name.trim());
    }
  }

  build() {
    const form = make("form");
    form.setAttribute("aria-label", this.said("title"));
    for (const name of this.by) {
      const id = `b-filter-${name}`;
      const select = make("select", { name, id });
      select.addEventListener("change", () => this.choose());
      this.selects.set(name, select);
      form.append(make("div", {}, make("label", { htmlFor: id }, this.said(name)), select));
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    this.clear = make("button", { type: "button" }, this.said("clear"));
    this.clear.addEventListener("click", () => this.showAll());
    form.append(this.clear);
    this.status = make("p");
    this.status.setAttribute("role", "status");
    this.more = make("p");
    this.further = make("button", { type: "button" }, this.said("further"));
    this.further.addEventListener("click", () => this.lookFurther());
    const found = make("div", { className: "b-filters__found" }, this.status, this.more, this.further);
    this.bar.replaceChildren(form, found);
  }

  get rows() {
    return [...this.list.querySelectorAll(ROWS)];
  }

  get chosen() {
    return new Map(this.by.map((name) => [name, this.selects.get(name).value]));
  }

  get active() {
    return [...this.chosen.values()].some(Boolean);
  }

  choose() {
    const address = this.addressOf(location.href);
    if (address !== location.href) history.pushState(history.state, "", address);
    this.apply();
  }

  showAll() {
    for (const select of this.selects.values()) select.value = "";
    this.choose();
    this.selects.get(this.by[0]).focus();
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    this.fill(asked);
    for (const [name, select] of this.selects) select.value = asked.get(name) ?? "";
    this.apply();
    this.reveal();
  }

  /** What was chosen, as part of the address of another page of the listing. */
  addressOf(href) {
    const address = new URL(href);
    for (const [name, value] of this.chosen) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    return address.href;
  }

  /** One option for each value that the rows have; a value asked for stays even when none has it. */
  fill(asked) {
    for (const [name, select] of this.selects) {
      const values = new Set(this.rows.flatMap((row) => valuesOf(row, name)));
      const kept = asked?.get(name) || select.value;
      if (kept) values.add(kept);
      const options = [...values].map((value) => [value, this.nameOf(name, value)]);
      if (HUBS[name]) options.sort((one, other) => one[1].localeCompare(other[1]));
      const shown = select.value;
      select.replaceChildren(new Option(this.said("all"), ""));
      for (const [value, label] of options) select.append(new Option(label, value));
      select.value = shown;
      select.parentElement.hidden = values.size < 2 && !kept;
    }
  }

  nameOf(name, value) {
    if (!HUBS[name]) return this.said(`${name}.${value}`);
    return this.names.get(`${HUBS[name]}/${value}`) ?? value;
  }

  apply() {
    const chosen = this.chosen;
    const rows = this.rows;
    const counts = new Map(this.by.map((name) => [name, new Map()]));
    let shown = 0;
    for (const row of rows) {
      const misses = this.by.filter((name) => {
        const value = chosen.get(name);
        return value && !valuesOf(row, name).includes(value);
      });
      row.hidden = misses.length > 0;
      shown += misses.length ? 0 : 1;
      for (const name of this.by) {
        if (misses.some((other) => other !== name)) continue;
        for (const value of valuesOf(row, name)) {
          counts.get(name).set(value, (counts.get(name).get(value) ?? 0) + 1);
        }
      }
    }
    this.label(counts);
    this.tidy();
    this.tell(shown, rows.length);
    for (const link of document.querySelectorAll(KEEPING)) {
      // The links of a drawing have no href of their own to read.
      const name = hrefName(link);
      const address = new URL(link.getAttribute(name), document.baseURI).href;
      link.setAttribute(name, this.addressOf(address));
    }
  }

  /** The number of rows behind each option, given what else is chosen. */
  label(counts) {
    for (const [name, select] of this.selects) {
      for (const option of [...select.options].slice(1)) {
        const count = counts.get(name).get(option.value) ?? 0;
        option.textContent = `${this.nameOf(name, option.value)} (${count})`;
        option.disabled = !count && !option.selected;
      }
      select.classList.toggle("is-on", Boolean(select.value));
    }
  }

  /** Hides what no row is left in; shows each date once, on the first row that has it. */
  tidy() {
    const active = this.active;
    for (const part of this.list.querySelectorAll("section, [data-key]")) {
      part.hidden = active && !part.querySelector(`${ROWS}:not([hidden])`);
    }
    if (active) for (const fold of this.list.querySelectorAll("details")) fold.open ||= fold.dataset.key === "past";
    for (const rows of this.list.querySelectorAll(".b-timeline")) {
      let above = "";
      for (const row of rows.children) {
        if (row.hidden) continue;
        const date = row.classList.contains("is-undated") ? "" : (row.dataset.date ??= dateOf(row));
        row.classList.toggle("is-same", Boolean(date) && date === above);
        above = date;
      }
    }
  }

  tell(shown, all) {
    const active = this.active;
    this.status.textContent = active ? this.said("shown", { n: all, shown }) : "";
    this.clear.hidden = !active;
    this.further.hidden = !active || !this.next;
    this.more.replaceChildren();
    for (const name of active ? this.by : []) {
      const value = this.chosen.get(name);
      if (HUBS[name] && value) this.offer(name, value);
    }
  }

  /** A link to what is complete: the same list on the page of the actor or topic. */
  async offer(name, value) {
    const path = `${HUBS[name]}/${encodeURIComponent(value)}/`;
    const address = new URL(path, root);
    if (!this.names.has(path) && !this.names.has(`${HUBS[name]}/${value}`)) {
      const title = await titleOf(address);
      if (!title || this.chosen.get(name) !== value) return;
      this.names.set(`${HUBS[name]}/${value}`, title);
      const option = this.selects.get(name).selectedOptions[0];
      if (option?.value === value) option.textContent = `${title} (0)`;
    }
    address.hash = this.bar.dataset.list;
    const words = this.said(`complete.${this.bar.dataset.list}.${name}`, { name: this.nameOf(name, value) });
    if (this.more.childNodes.length) this.more.append(" · ");
    this.more.append(make("a", { href: address.href }, words));
  }

  /** Adds the rows of later pages until enough of them fit. */
  async lookFurther() {
    this.further.disabled = true;
    const wanted = this.countShown() + ENOUGH;
    let failed = false;
    for (let turn = 0; turn < PAGES_AT_ONCE && this.next && this.countShown() < wanted; turn += 1) {
      this.status.textContent = this.said("looking");
      const page = await pageAt(this.next);
      const list = page?.querySelector("[data-rows]");
      failed = !list;
      if (failed) break;
      const address = this.next;
      this.learn(page);
      this.readPager(page, address);
      for (const link of list.querySelectorAll("[href]")) {
        link.setAttribute("href", new URL(link.getAttribute("href"), address).href);
      }
      merge(this.list, list);
      this.fill();
      this.apply();
    }
    this.further.disabled = false;
    if (failed) this.status.textContent = this.said("failed");
    else if (this.further.hidden) this.selects.get(this.by[0]).focus();
    else this.further.focus();
  }

  countShown() {
    return this.list.querySelectorAll(`${ROWS}:not([hidden])`).length;
  }

  /** A link to a row that is hidden shows everything again. */
  reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !this.list.contains(target) || !target.closest("[hidden]")) return;
    for (const select of this.selects.values()) select.value = "";
    history.replaceState(history.state, "", this.addressOf(location.href));
    this.apply();
    target.scrollIntoView();
  }
}

function make(tag, values, ...content) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...content);
  return made;
}

function valuesOf(row, name) {
  const said = HUBS[name] ? row.dataset[HUBS[name]] : row.dataset[name];
  return (said ?? "").split(" ").filter(Boolean).map(decodeURIComponent);
}

function dateOf(row) {
  const when = row.querySelector(".b-when")?.firstElementChild;
  return when?.getAttribute("datetime") ?? when?.textContent ?? "";
}

async function pageAt(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

async function titleOf(address) {
  return (await pageAt(address))?.querySelector("h1")?.textContent.trim();
}

/** Puts the rows of a later page below the same headings, and other headings behind them. */
function merge(into, from) {
  const keyOf = (part) => part.getAttribute("aria-labelledby") ?? part.dataset.key;
  for (const part of [...from.children]) {
    if (/^[OU]L$/.test(part.tagName)) {
      const rows = [...into.children].find((other) => other.tagName === part.tagName);
      if (rows) rows.append(...part.children);
      else into.append(part);
    } else if (/^(SECTION|DIV|DETAILS)$/.test(part.tagName)) {
      const same = [...into.children].find((other) => keyOf(other) === keyOf(part));
      if (same) merge(same, part);
      else into.append(part);
    }
  }
}
