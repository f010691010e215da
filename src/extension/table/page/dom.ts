/** Helpers for elements. Text stays text, whatever it contains. */

type Child = Node | string;

/** A new element. Attributes that are `undefined` are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Sets the attributes that differ, and removes those that are `undefined`. */
export function setAttributes(target: Element, attributes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) {
      target.removeAttribute(name);
    } else if (target.getAttribute(name) !== value) {
      target.setAttribute(name, value);
    }
  }
}

export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Gives the focus to an element, or to the button in it: the elements of a toolbar do not pass it on. */
export function focusOn(target: HTMLElement): void {
  (target.shadowRoot?.querySelector("button") ?? target).focus({ preventScroll: true });
}

/** One of VS Code's icons; it says nothing to a screen reader. */
export function icon(name: string): HTMLElement {
  return element("span", { class: `codicon codicon-${name}`, "aria-hidden": "true" });
}
