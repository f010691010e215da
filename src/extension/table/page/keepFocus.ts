import { focusOn } from "./dom.ts";

/**
 * Gives the focus back to what had it. A dialog or a quick pick of VS Code's takes it from the page as a whole, and when the
 * page has it again, no element in it does: keys would go nowhere.
 * @param fallback has it where what had it is gone
 */
export function keepFocus(fallback: () => HTMLElement, signal: AbortSignal): void {
  let last = fallback();
  document.addEventListener(
    "focusin",
    ({ target }) => {
      last = target instanceof HTMLElement ? target : fallback();
    },
    { signal },
  );
  const giveBack = () => {
    for (const element of [last, fallback()]) {
      if (document.activeElement === document.body) {
        focusOn(element);
      }
    }
  };
  window.addEventListener("focus", giveBack, { signal });
  // Where the page had the focus before it knew that it had lost it: the key is for what had it.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.target === document.body) {
        giveBack();
        if (document.activeElement && document.activeElement !== document.body) {
          event.stopImmediatePropagation();
          if (!document.activeElement.dispatchEvent(new KeyboardEvent(event.type, event))) {
            event.preventDefault();
          }
        }
      }
    },
    { capture: true, signal },
  );
}
