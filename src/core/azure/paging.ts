import { asObject, listOf } from "../text/json.ts";
import { AzureError } from "./http/azureError.ts";
import { jsonOf, unreadable } from "./http/response.ts";
import type { Located } from "./http/response.ts";

const MAX_PAGES = 1_000;

/**
 * Collects the pages of one list. A chain that leads back to an earlier page, brings the same page under a new link, or
 * never ends, is an error: half a list must not pass for a whole one, and we must not loop.
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

export interface PageSource {
  /** One GET, 2xx only. */
  get(url: URL): Promise<Located>;
  /** The URL that a link names; throws for another origin. */
  resolve(link: string, from: URL): URL;
}

/** All items of a list: those of its first page, and those that its links lead to, from so many pages at most. */
export async function allPages(
  first: Located,
  firstItems: readonly unknown[],
  source: PageSource,
  mostPages = Infinity,
): Promise<{ readonly items: readonly unknown[]; readonly isCut: boolean }> {
  const chain = new PageChain();
  let page = first;
  let items = firstItems;
  for (let count = 1; ; count++) {
    const link = nextLinkOf(page);
    const url = link === undefined ? undefined : source.resolve(link, page.url);
    chain.add(items, url?.href);
    if (url === undefined || count >= mostPages) {
      return { items: chain.items, isCut: url !== undefined };
    }
    page = await source.get(url);
    items = pageOf(page);
  }
}

/** The items of a page. @throws AzureError `unreadable` for a page without a list */
export function pageOf({ response }: Located): readonly unknown[] {
  const list = listOf(jsonOf(response));
  if (list === undefined) {
    throw unreadable(response, "NoList", "a page without a list");
  }
  return list;
}

/** The link to the next page: beside the list, wherever that is embedded. */
export function nextLinkOf({ response }: Located): string | undefined {
  const body = asObject(jsonOf(response));
  const properties = asObject(body?.["properties"]);
  const holder = [body, asObject(properties?.["output"]), properties].find(
    (candidate) => listOf(candidate) !== undefined,
  );
  const link = holder?.["nextLink"];
  if (link === undefined || link === null || link === "") {
    return undefined;
  }
  if (typeof link !== "string") {
    throw unreadable(response, "BadNextLink", "the link to the next page is no text");
  }
  return link;
}
