import { AzureError } from "./http/azureError.ts";

const MAX_PAGES = 1_000;

/**
 * The pages of one list, gathered. A chain that leads back to where it has been, brings the same page under a new link, or
 * never ends, is an error: half a list must not pass for a whole one, and we must not turn in circles.
 */
export class PageChain {
  readonly #items: unknown[] = [];
  readonly #links = new Set<string>();
  readonly #contents = new Set<string>();

  get items(): readonly unknown[] {
    return this.#items;
  }

  /**
   * Takes a page and the link or token to the next, if there is one. A page without items may come any number of times.
   *
   * @throws AzureError `unreadable`
   */
  add(items: readonly unknown[], next: string | undefined): void {
    // The only page there is cannot have come before; it may be large.
    const isOnly = next === undefined && this.#links.size === 0;
    const content = items.length === 0 || isOnly ? undefined : JSON.stringify(items);
    if (content !== undefined && this.#contents.has(content)) {
      throw loop("the same page came twice");
    }
    if (next !== undefined && (this.#links.has(next) || this.#links.size >= MAX_PAGES)) {
      throw loop(this.#links.has(next) ? "a page leads back to an earlier one" : `no end after ${MAX_PAGES} pages`);
    }
    if (content !== undefined) {
      this.#contents.add(content);
    }
    if (next !== undefined) {
      this.#links.add(next);
    }
    for (const item of items) {
      this.#items.push(item);
    }
  }
}

function loop(detail: string): AzureError {
  return new AzureError({ kind: "unreadable", detail, code: "PageLoop", maybeReceived: true });
}
