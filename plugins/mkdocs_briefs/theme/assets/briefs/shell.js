// The frame of every page, for people without a mouse: what opens takes the focus and gives it back.
// Without this script the drawer opens too, by a checkbox; the page beneath it then stays reachable.
// Material takes every rel=alternate for another language of the whole site and fetches a sitemap
// beside each; feeds and translations of one page have none. It looks once all is parsed, and for
// just that value, which a space after it is not. See also render/theme_fixes.py.
for (const link of document.querySelectorAll("link[rel=alternate]")) {
  if (link.type || document.querySelector(".briefs")) link.rel = "alternate ";
}

const wide = matchMedia("(min-width: 76.25em)");
const roomy = matchMedia("(min-width: 60em)");
const drawer = document.getElementById("__drawer");
const search = document.getElementById("__search");
const query = document.querySelector("input.md-search__input");
const menu = drawer && asButton(drawer, drawer.getAttribute("aria-label"));
const lens = query && asButton(search, query.getAttribute("aria-label"));

/** The label in the header that belongs to a checkbox, made a button that does the same. */
function asButton(toggle, name) {
  const label = document.querySelector(`label.md-header__button[for="${toggle.id}"]`);
  if (!label || !name) return label;
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.setAttribute("for", toggle.id); // the theme's styles know it by this
  button.setAttribute("aria-label", name);
  button.append(...label.childNodes);
  button.addEventListener("click", () => toggle.click());
  label.replaceWith(button);
  return button;
}

/** The button in the drawer that closes it; by its name it is the one in the header. */
function shut(panel) {
  const button = panel.querySelector(".b-shut") ?? menu?.cloneNode();
  if (button && !button.isConnected) {
    button.className = "b-shut";
    button.textContent = "\u00d7";
    button.addEventListener("click", close);
    panel.prepend(button);
  }
  return button;
}

function close() {
  drawer.click();
  menu?.focus();
}

/** The drawer is all there is while it covers the page. */
function turnDrawer(moved) {
  const open = drawer.checked && !wide.matches;
  const panel = document.querySelector(".md-sidebar--primary");
  menu?.setAttribute("aria-expanded", open);
  for (let inner = panel; inner && inner !== document.body; inner = inner.parentElement) {
    for (const other of inner.parentElement.children) {
      if (other !== inner && !other.matches("#__drawer, .md-overlay")) other.inert = open;
    }
  }
  if (open && moved) shut(panel)?.focus();
}

/** The theme's search, where it is out of sight, is opened by its button; then its field is next. */
function turnSearch(moved) {
  if (!query) return;
  lens?.setAttribute("aria-expanded", search.checked);
  query.tabIndex = roomy.matches || search.checked ? 0 : -1;
  if (moved && search.checked) query.focus();
}

/** What scrolls sideways can be scrolled with the arrow keys, and says what it is. */
function nameScrollers() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    box.tabIndex = 0;
    if (box.localName === "code") continue;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", titleOf(box));
  }
}

function titleOf(box) {
  const caption = box.querySelector("caption")?.textContent;
  const heads = [...document.querySelectorAll(".md-content :is(h1, h2, h3, h4)")];
  const isBefore = (it) => it.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (caption ?? heads.findLast(isBefore)?.firstChild?.textContent ?? document.title).trim();
}

if (drawer && search) {
  drawer.addEventListener("change", () => turnDrawer(true));
  search.addEventListener("change", () => turnSearch(true));
  for (const width of [wide, roomy]) {
    width.addEventListener("change", () => [turnDrawer(), turnSearch(), nameScrollers()]);
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.(".md-toggle")) event.target.click();
    if (event.key !== "Escape") return;
    if (drawer.checked && !wide.matches) close();
    else if (event.target === query && !roomy.matches) lens?.focus();
  });
}

/** Brings the frame in line with a page whose content has come into it. */
export function frame(content) {
  if (content?.lang) [document.documentElement.lang, document.body.dir] = [content.lang, content.dir];
  if (drawer && search) [turnDrawer(), turnSearch()];
  // The theme's script wraps tables when the page has been read.
  if (document.readyState === "complete") nameScrollers();
  else addEventListener("load", nameScrollers, { once: true });
}
