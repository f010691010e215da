import { focusOn } from "./dom.ts";

/**
 * Gives the focus back to what had it. A dialog or a quick pick of VS Code's takes it from the page as a whole, and when the
 * page has it again, no element in it does: keys would go nowhere.
 * @param fallback has it where what had it is gone
 */
export function keepFocus(fallback: HTMLElement, signal: AbortSignal): void {
  let last = fallback;
  document.addEventListener(
    "focusin",
    ({ target }) => {
      last = target instanceof HTMLElement ? target : fallback;
    },
    { signal },
  );
  window.addEventListener(
    "focus",
    () => {
      for (const element of [last, fallback]) {
        if (document.activeElement === document.body) {
          focusOn(element);
        }
      }
    },
    { signal },
  );
}
