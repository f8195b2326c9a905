// The explore page: the graph of all actors. Loaded on that page only.
import { languageOfPage, root, say, words } from "./shared.js";
import { factsAt } from "./cards.js";
import { Stage } from "./explore-canvas.js";
import { decode, folded, measure, settling } from "./explore-graph.js";

const SLICE = 24; // milliseconds of work between two pictures
const LISTED = 40;
const TIES = 30;

/** Brings the page's graph to life; `box` is the element with the attribute data-explore. */
export async function start(box, signal) {
  const said = await words();
  const status = box.querySelector("[data-explore-status]");
  status.textContent = say(said["explore.loading"]);
  try {
    const answer = await fetch(new URL("assets/briefs/network.json", root));
    if (!answer.ok) throw new Error(`${answer.status}`);
    new Explorer(box, decode(await answer.json()), said, signal).begin();
  } catch (error) {
    status.textContent = say(said["explore.failed"]);
    box.classList.add("is-broken");
    console.warn("explore:", error);
  }
}

class Explorer {
  constructor(box, graph, said, signal) {
    this.signal = signal; // tells that the page is left
    this.graph = graph;
    this.say = (key, values) => say(said[`explore.${key}`], values);
    this.box = box;
    this.form = box.querySelector("form");
    this.status = box.querySelector("[data-explore-status]");
    this.card = box.querySelector("[data-explore-card]");
    this.found = box.querySelector("[data-explore-found]");
    this.canvas = box.querySelector("canvas");
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
    this.topicOf = new Map(graph.topics.map(([id], place) => [id, place]));
    this.chosen = null;
  }

  begin() {
    measure(this.graph.nodes);
    this.step = settling(this.graph);
    this.stage = new Stage(this.canvas, (node) => this.choose(node));
    this.listen();
    this.restore();
    this.settle();
  }

  listen() {
    const { form, stage } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.q.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const first = this.matches()[0];
      if (form.q.value.trim() && first) this.choose(first, { go: true });
    });
    form.addEventListener("input", (event) => {
      this.refresh(event.target !== form.q);
      this.remember();
    });
    form.addEventListener("reset", () => {
      // The values go after this event; the graph follows them.
      setTimeout(() => {
        this.choose(null);
        this.refresh(true);
        this.remember();
      });
    });
    for (const button of this.box.querySelectorAll("[data-zoom]")) {
      const act = { in: () => stage.scale(1.4), out: () => stage.scale(1 / 1.4), fit: () => stage.fit() };
      button.addEventListener("click", act[button.dataset.zoom]);
    }
    this.card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    const { signal } = this;
    addEventListener("popstate", () => this.restore(), { signal });
    const repaint = () => stage.paint();
    const palette = new MutationObserver(repaint);
    palette.observe(document.body, { attributes: true });
    signal.addEventListener("abort", () => palette.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", repaint, { signal });
    }
  }

  /** Works on the layout in slices; without motion only its end is shown. */
  settle() {
    const { stage, canvas, signal } = this;
    const slice = () => {
      if (signal.aborted) return;
      const settled = this.step(SLICE);
      if (settled || !stage.still.matches) {
        stage.moving = !settled;
        if (stage.touched) stage.redraw();
        else stage.fit();
      }
      if (!settled) return requestAnimationFrame(slice);
      canvas.dataset.settled = "true";
      if (this.chosen) stage.centre(this.chosen);
    };
    requestAnimationFrame(slice);
  }

  // -- what is shown

  /** Whether a node has one of the kinds and the topic that the reader wants. */
  wanted() {
    const { form } = this;
    const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((it) => it.value));
    const topic = this.topicOf.get(form.topic?.value);
    return (node) => kinds.has(node.kind) && (topic === undefined || node.topics.includes(topic));
  }

  /** Brings graph, list and numbers in line with the form. */
  refresh(whole) {
    const { graph, stage, form } = this;
    const least = Math.max(0, Math.floor(Number(form.min.value)) || 0);
    const wanted = this.wanted();
    const kept = new Set(graph.nodes.filter((node) => wanted(node) || node === this.chosen));
    const ties = graph.ties.filter((it) => it.briefs >= least && kept.has(it.source) && kept.has(it.target));
    const tied = new Set(ties.flatMap((it) => [it.source, it.target]));
    if (this.chosen) tied.add(this.chosen);
    this.nodes = graph.nodes.filter((node) => (least ? tied : kept).has(node));
    stage.show(this.nodes, ties, form.q.value.trim() ? this.matches() : []);
    if (whole && !stage.touched) stage.fit();
    const numbers = [this.say("actors", { n: this.nodes.length }), this.say("ties", { n: ties.length })];
    this.status.textContent = this.nodes.length ? numbers.join(" · ") : this.say("none");
    this.canvas.setAttribute("aria-label", this.say("graph", { actors: this.nodes.length }));
    this.list();
  }

  /** The shown nodes whose name has every word that is typed, those that begin with it first. */
  matches() {
    const typed = folded(this.form.q.value);
    const parts = typed.split(/\s+/);
    const found = this.nodes.filter((node) => parts.every((part) => node.key.includes(part)));
    const starts = (node) => (typed && node.key.startsWith(typed) ? 0 : 1);
    return found.sort((a, b) => starts(a) - starts(b) || a.n - b.n);
  }

  list() {
    const found = this.matches();
    const rows = found.slice(0, LISTED).map((node) => {
      const button = this.button(node);
      if (node === this.chosen) button.setAttribute("aria-current", "true");
      return make("li", {}, button, " ", make("span", { className: "b-small" }, this.say("briefs", { n: node.briefs })));
    });
    if (found.length > LISTED) {
      rows.push(make("li", { className: "b-small" }, this.say("more", { n: found.length - LISTED })));
    }
    this.found.replaceChildren(...rows);
  }

  button(node) {
    const button = make("button", { type: "button" }, make("bdi", {}, node.name));
    button.addEventListener("click", () => this.choose(node, { go: true, read: true }));
    return button;
  }

  // -- one actor

  /** Makes a node the one that is looked at; `go` moves the picture, `read` the focus. */
  choose(node, { go = false, read = false, keep = true } = {}) {
    if (node === this.chosen && !read) return;
    this.chosen = node;
    this.stage.chosen = node;
    this.stage.widths.delete("chosen");
    this.refresh(false);
    this.describe(node);
    if (keep) this.remember(true);
    if (node && go) this.stage.centre(node);
    if (node && read) this.card.focus({ preventScroll: this.box.clientWidth > 900 });
  }

  close() {
    this.choose(null);
    this.form.q.focus();
  }

  describe(node) {
    const { card } = this;
    card.hidden = !node;
    if (!node) return card.replaceChildren();
    const close = make("button", { type: "button", className: "b-graph__close" }, "×");
    close.setAttribute("aria-label", this.say("close"));
    close.addEventListener("click", () => this.close());
    const about = make("p", {});
    const heading = make("h3", { id: "explore-name" }, make("bdi", {}, node.name));
    card.setAttribute("role", "region");
    card.setAttribute("aria-labelledby", heading.id);
    const shown = node.ties.slice(0, TIES);
    const facts = [node.kind !== "other" && this.say(node.kind), this.say("briefs", { n: node.briefs })];
    card.replaceChildren(
      close,
      heading,
      make("p", { className: "b-small" }, facts.filter(Boolean).join(" · ")),
      about,
      make("p", {}, link(node.path, this.say("dossier"))),
      make("ul", {}, ...shown.map((tie) => this.tie(tie, node))),
    );
    if (node.ties.length > TIES) {
      card.append(make("p", { className: "b-small" }, this.say("rest", { n: node.ties.length - TIES })));
    }
    card.scrollTop = 0;
    descriptionOf(node.path).then((text) => about.isConnected && (about.textContent = text));
  }

  tie(tie, node) {
    const { source, target, briefs, stated } = tie;
    const other = source === node ? target : source;
    const row = make("li", {}, this.button(other));
    if (briefs) {
      // The dossier of one of the two names the newest of these briefs.
      const there = link(`${source.path}#with-${encodeURIComponent(target.id)}`, this.say("shared", { n: briefs }));
      there.setAttribute("aria-label", this.say("with", { n: briefs, name: other.name }));
      row.append(" ", there);
    }
    for (const { of, to, word } of stated) {
      const values = { one: of.name, word: word || this.say("part_of"), other: to.name };
      row.append(make("p", { className: "b-small" }, this.say("stated", values)));
    }
    return row;
  }

  // -- the address

  /** Puts what is shown into the address; choosing an actor is a step that Back takes back. */
  remember(step = false) {
    const { form } = this;
    const kinds = [...form.querySelectorAll("[name=kind]")];
    const values = {
      actor: this.chosen?.id,
      q: form.q.value.trim(),
      topic: form.topic?.value,
      min: Number(form.min.value) > 0 ? form.min.value : "",
      kind: kinds.every((it) => it.checked) ? "" : kinds.filter((it) => it.checked).map((it) => it.value).join(",") || "none",
    };
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(values)) {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    }
    if (url.href === location.href) return;
    history[step ? "pushState" : "replaceState"](history.state, "", url);
  }

  /** Brings the form and the graph in line with the address. */
  restore() {
    const { form } = this;
    const asked = new URLSearchParams(location.search);
    form.q.value = asked.get("q") ?? "";
    form.min.value = Math.min(Math.max(0, Math.floor(Number(asked.get("min"))) || 0), Number(form.min.max));
    if (form.topic) form.topic.value = this.topicOf.has(asked.get("topic")) ? asked.get("topic") : "";
    const kinds = asked.get("kind")?.split(",");
    for (const it of form.querySelectorAll("[name=kind]")) it.checked = !kinds || kinds.includes(it.value);
    this.nodes = this.graph.nodes;
    const node = this.byId.get(asked.get("actor")) ?? null;
    this.chosen = undefined;
    this.choose(node, { go: this.canvas.dataset.settled, keep: false });
  }
}

function make(name, values, ...children) {
  const element = Object.assign(document.createElement(name), values);
  element.append(...children);
  return element;
}

function link(path, text) {
  return make("a", { href: new URL(path, root).href }, text);
}

/** What a page is about, in plain words; nothing where the file cannot be had. */
async function descriptionOf(path) {
  const facts = await factsAt(path).catch(() => undefined);
  return facts?.text ?? "";
}
