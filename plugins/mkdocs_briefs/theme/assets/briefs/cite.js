// Copying: a citation by a button of its own, and the address of a part of the page by its # mark.

import { say, words } from "./shared.js";

let said;

/** Says for a moment, to eyes and screen readers, what was done. */
function tell(text) {
  if (!said) {
    said = document.createElement("p");
    said.className = "b-toast";
    said.setAttribute("role", "status");
    document.body.append(said);
  }
  clearTimeout(said.timer);
  // A screen reader hears a change: the region stands empty for a moment first.
  said.textContent = "";
  setTimeout(() => { said.textContent = text; }, 50);
  said.timer = setTimeout(() => { said.textContent = ""; }, 4000);
}

async function copy(text, done, from) {
  const t = await words();
  try {
    await navigator.clipboard.writeText(text);
    tell(t[done]);
  } catch {
    // Browsers allow it only over https and after a gesture. Then the text is selected instead.
    if (from) getSelection().selectAllChildren(from);
    if (from) tell(t["cite.failed"]);
  }
}

/** Copies the address behind the # mark `link`; the browser goes there as ever. */
export function copyLink(link) {
  return copy(link.href, "cite.link");
}

/** Gives each form of the citation in `box` a button. */
export async function buttons(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const t = await words();
  for (const form of box.querySelectorAll(".b-citation__form")) {
    const [name, text] = form.children;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "b-copy";
    button.textContent = t["cite.copy"];
    button.setAttribute("aria-label", say(t["cite.copy_form"], { form: name.textContent }));
    button.addEventListener("click", () => copy(text.textContent, "cite.copied", text));
    name.after(button);
  }
}
