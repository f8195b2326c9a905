// The canvas of the explore page: a camera over the graph, its drawing, and the reader's hands on it.

const FEW = 1500; // ties drawn while something moves
const CLEAR = 30; // ties of the chosen actor that stand out, the strongest
const LABELS = 60;
const TRIES = 500;
const REST = 140; // milliseconds without a move until everything is drawn again
const STEP = 60;
const CLOSEST = 8;

/** What `canvas` shows of a graph; `onChoose` is told the node that the reader points at, or null. */
export class Stage {
  constructor(canvas, onChoose) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.onChoose = onChoose;
    this.show([], [], []);
    this.chosen = null;
    this.under = null; // the node below the pointer
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
    this.touched = false; // once the reader has moved the camera, it stays where it is
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.widths = new Map(); // of names, measured once
    this.pointers = new Map();
    this.hands();
    this.paint();
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
  }

  /** Takes the colours and the font from the page, which may have changed its scheme. */
  paint() {
    const css = getComputedStyle(this.canvas);
    const colour = (name) => css.getPropertyValue(`--x-${name}`).trim();
    this.colours = {};
    for (const name of ["ink", "paper", "node", "line", "stated", "chosen"]) {
      this.colours[name] = colour(name);
    }
    this.family = css.fontFamily;
    this.widths.clear();
    this.redraw();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || (width === this.width && height === this.height)) return;
    const share = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * share);
    this.canvas.height = Math.round(height * share);
    if (this.width) {
      this.x += (width - this.width) / 2;
      this.y += (height - this.height) / 2;
    }
    Object.assign(this, { width, height, share });
    if (this.touched) this.redraw();
    else this.fit();
  }

  /** Takes what is to be seen: nodes and ties, the weightiest first, and the nodes found by name. */
  show(nodes, ties, marked) {
    this.nodes = nodes;
    this.known = new Set(nodes);
    this.ties = ties;
    this.marked = new Set(marked);
    this.redraw();
  }

  // -- the camera

  /** Shows all there is. */
  fit() {
    const { nodes } = this;
    if (!nodes.length || !this.width) return this.redraw();
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y, r } of nodes) {
      left = Math.min(left, x - r);
      right = Math.max(right, x + r);
      top = Math.min(top, y - r);
      bottom = Math.max(bottom, y + r);
    }
    const room = 36;
    const wide = (this.width - room) / (right - left || 1);
    const high = (this.height - room) / (bottom - top || 1);
    this.zoom = Math.min(wide, high, 2.2);
    this.x = this.width / 2 - ((left + right) / 2) * this.zoom;
    this.y = this.height / 2 - ((top + bottom) / 2) * this.zoom;
    this.redraw();
  }

  /** Brings a node to the middle, closer if it is far away; what is well in view stays there. */
  centre(node) {
    this.place(node);
    const inside = (at, whole) => at > whole * 0.08 && at < whole * 0.92;
    const inView = inside(node.sx, this.width) && inside(node.sy, this.height);
    if (inView && this.zoom >= 0.8) return this.redraw();
    this.touched = true;
    const zoom = Math.max(this.zoom, 1);
    const from = { zoom: this.zoom, x: this.x, y: this.y };
    const to = { zoom, x: this.width / 2 - node.x * zoom, y: this.height / 2 - node.y * zoom };
    cancelAnimationFrame(this.flight);
    if (this.still.matches) {
      Object.assign(this, to);
      return this.redraw();
    }
    const start = performance.now();
    const fly = (now) => {
      const part = Math.min(1, Math.max(0, (now - start) / 260));
      const eased = part * (2 - part);
      for (const key of ["zoom", "x", "y"]) this[key] = from[key] + (to[key] - from[key]) * eased;
      this.moved();
      if (part < 1) this.flight = requestAnimationFrame(fly);
    };
    this.flight = requestAnimationFrame(fly);
  }

  /** Moves the picture by pixels. */
  pan(x, y) {
    cancelAnimationFrame(this.flight);
    this.touched = true;
    this.x += x;
    this.y += y;
    this.moved();
  }

  /** Zooms by a factor around a point of the canvas, else around its middle. */
  scale(factor, x = this.width / 2, y = this.height / 2) {
    cancelAnimationFrame(this.flight);
    this.touched = true;
    const zoom = Math.min(CLOSEST, Math.max(0.02, this.zoom * factor));
    this.x = x - ((x - this.x) / this.zoom) * zoom;
    this.y = y - ((y - this.y) / this.zoom) * zoom;
    this.zoom = zoom;
    this.moved();
  }

  /** Draws what can be drawn at once, and all of it when things have come to rest. */
  moved() {
    this.moving = true;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.moving = false;
      this.redraw();
    }, REST);
    this.redraw();
  }

  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  // -- the drawing

  draw() {
    const { pen, width, height, share } = this;
    if (!width) return;
    pen.setTransform(share, 0, 0, share, 0, 0);
    pen.clearRect(0, 0, width, height);
    const near = new Set();
    for (const tie of this.chosen?.ties ?? []) near.add(tie.source).add(tie.target);
    const seen = this.nodes.filter((node) => this.place(node));
    this.lines();
    const faint = near.size || this.marked.size;
    const plain = faint ? seen.filter((node) => !near.has(node) && !this.marked.has(node)) : seen;
    const strong = faint ? seen.filter((node) => near.has(node) || this.marked.has(node)) : [];
    this.signs(plain, faint ? 0.35 : 1);
    this.signs(strong, 1);
    this.ring(this.chosen, 3);
    this.ring(this.under, 1.5);
    this.names(seen, near);
  }

  /** Sets where a node stands on the screen; whether that is inside. */
  place(node) {
    node.sx = node.x * this.zoom + this.x;
    node.sy = node.y * this.zoom + this.y;
    // A sign grows more slowly than the distances, or it would cover its neighbours.
    node.sr = Math.max(1.8, node.r * Math.min(1.6, this.zoom ** 0.6));
    return node.sx > -20 && node.sx < this.width + 20 && node.sy > -20 && node.sy < this.height + 20;
  }

  lines() {
    const { pen, colours, chosen } = this;
    const ties = this.moving ? this.ties.slice(0, FEW) : this.ties;
    const thin = [];
    const medium = [];
    const thick = [];
    const stated = [];
    for (const tie of ties) {
      if (this.outside(tie)) continue;
      if (tie.briefs) (tie.briefs < 2 ? thin : tie.briefs < 5 ? medium : thick).push(tie);
      if (tie.stated.length) stated.push(tie);
    }
    // The more lines there are, the fainter each: a crowd of them is a shade, not a blot.
    const crowd = Math.min(1, Math.max(0.1, 500 / (this.ties.length || 1)));
    const shade = chosen ? 0.4 : 1;
    const dashes = this.moving ? [] : [5, 3]; // dashes take long to draw
    const slim = Math.min(1, Math.sqrt(this.zoom));
    this.stroke(thin, colours.line, slim, 0.55 * crowd * shade);
    this.stroke(medium, colours.line, 1.6 * slim, 0.7 * crowd ** 0.7 * shade);
    this.stroke(thick, colours.line, 3 * slim, 0.8 * crowd ** 0.6 * shade);
    pen.setLineDash(dashes);
    this.stroke(stated, colours.stated, 1.3 * slim, 0.8 * crowd ** 0.5 * shade);
    pen.setLineDash([]);
    if (chosen) {
      const own = chosen.ties.filter((tie) => this.known.has(tie.source) && this.known.has(tie.target));
      const shared = own.filter((tie) => tie.briefs);
      this.stroke(shared.slice(CLEAR), colours.chosen, 1, Math.max(0.12, Math.min(0.5, CLEAR / shared.length)));
      this.stroke(shared.slice(0, CLEAR), colours.chosen, 1.8, 0.9);
      pen.setLineDash(dashes);
      this.stroke(own.filter((tie) => tie.stated.length), colours.stated, 1.8, 1);
      pen.setLineDash([]);
    }
  }

  outside({ source: a, target: b }) {
    return (
      (a.sx < 0 && b.sx < 0) || (a.sy < 0 && b.sy < 0) ||
      (a.sx > this.width && b.sx > this.width) || (a.sy > this.height && b.sy > this.height)
    );
  }

  stroke(ties, colour, width, alpha) {
    const { pen } = this;
    if (!ties.length) return;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.globalAlpha = alpha;
    pen.beginPath();
    for (const { source, target } of ties) {
      pen.moveTo(source.sx, source.sy);
      pen.lineTo(target.sx, target.sy);
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }

  signs(nodes, alpha) {
    const { pen, colours } = this;
    pen.beginPath();
    for (const node of nodes) this.sign(node, 0);
    pen.strokeStyle = pen.fillStyle = colours.paper;
    pen.lineWidth = 2;
    pen.fill();
    pen.stroke();
    pen.fillStyle = colours.node;
    pen.globalAlpha = alpha;
    pen.fill();
    pen.globalAlpha = 1;
  }

  sign({ kind, sx, sy, sr }, more) {
    const r = sr + more;
    if (kind === "person") {
      this.pen.moveTo(sx + r, sy);
      this.pen.arc(sx, sy, r, 0, 2 * Math.PI);
    } else {
      this.pen.rect(sx - r * 0.9, sy - r * 0.9, r * 1.8, r * 1.8);
    }
  }

  ring(node, width) {
    if (!node) return;
    const { pen, colours } = this;
    pen.strokeStyle = colours.ink;
    pen.lineWidth = width;
    pen.beginPath();
    this.sign(node, 3);
    pen.stroke();
  }

  /** Names below the signs, as many as have room: first those that matter now. */
  names(seen, near) {
    const { pen, colours } = this;
    const first = [this.under, this.chosen].filter(Boolean);
    const close = seen.filter((node) => near.has(node) || this.marked.has(node));
    const taken = [];
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = colours.paper;
    pen.fillStyle = colours.ink;
    const done = new Set();
    const wanted = [...first, ...close, ...(near.size || this.marked.size ? [] : seen.slice(0, TRIES))];
    for (const node of wanted) {
      if (done.has(node) || taken.length >= LABELS) continue;
      done.add(node);
      pen.font = `${node === this.chosen ? "700 " : ""}12px ${this.family}`;
      const half = this.widthOf(node) / 2 + 2;
      const box = { l: node.sx - half, r: node.sx + half, t: node.sy + node.sr + 2, b: node.sy + node.sr + 17 };
      if (taken.some((it) => box.l < it.r && it.l < box.r && box.t < it.b && it.t < box.b)) continue;
      taken.push(box);
      pen.strokeText(node.name, node.sx, box.t);
      pen.fillText(node.name, node.sx, box.t);
    }
  }

  widthOf(node) {
    const key = node === this.chosen ? "chosen" : node.n;
    if (!this.widths.has(key)) this.widths.set(key, this.pen.measureText(node.name).width);
    return this.widths.get(key);
  }

  // -- the reader's hands

  /** The node at a point of the canvas, else null. */
  at(x, y, reach) {
    let found = null;
    let best = Infinity;
    for (const node of this.nodes) {
      const far = Math.hypot(node.sx - x, node.sy - y) - node.sr;
      if (far < reach && far < best) [found, best] = [node, far];
    }
    return found;
  }

  hands() {
    const { canvas, pointers } = this;
    const spot = (event) => {
      const box = canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, spot(event));
      this.dragged = pointers.size > 1 ? Infinity : 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const now = spot(event);
      const before = pointers.get(event.pointerId);
      if (!before) return this.hover(this.at(now.x, now.y, 4));
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      this.dragged += Math.hypot(now.x - before.x, now.y - before.y);
      if (other) {
        const apart = (point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
        this.scale(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
        this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      } else if (this.dragged > 4) {
        this.pan(now.x - before.x, now.y - before.y);
      }
      pointers.set(event.pointerId, now);
    });
    const lift = (event) => {
      if (!pointers.delete(event.pointerId) || event.type === "pointercancel") return;
      if (this.dragged > 4) return;
      const { x, y } = spot(event);
      this.onChoose(this.at(x, y, event.pointerType === "touch" ? 16 : 5));
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => this.hover(null));
    canvas.addEventListener("wheel", (event) => {
      // A page that is only scrolled past must scroll on.
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
      event.preventDefault();
      const { x, y } = spot(event);
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      this.scale(Math.exp(Math.max(-60, Math.min(60, event.deltaY * lines)) * -0.004), x, y);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = {
        ArrowLeft: () => this.pan(STEP, 0),
        ArrowRight: () => this.pan(-STEP, 0),
        ArrowUp: () => this.pan(0, STEP),
        ArrowDown: () => this.pan(0, -STEP),
        "+": () => this.scale(1.3),
        "=": () => this.scale(1.3),
        "-": () => this.scale(1 / 1.3),
        0: () => this.fit(),
        Escape: () => this.onChoose(null),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  hover(node) {
    if (node === this.under) return;
    this.under = node;
    this.canvas.classList.toggle("is-over", Boolean(node));
    this.redraw();
  }
}
