import { randomBytes } from "node:crypto";
import { armError, Refusal } from "../http/wire.ts";

/** How many entries a page has. */
export interface PageSizes {
  tenants: number;
  subscriptions: number;
  hosts: number;
  graph: number;
  activityLog: number;
}

export const defaultPageSizes: Readonly<PageSizes> = {
  tenants: 100,
  subscriptions: 100,
  hosts: 100,
  graph: 1000,
  activityLog: 200,
};

/** Keeps what comes after a page under a token that nobody can make up. The same token may be used again. */
export class Pages {
  readonly #rest = new Map<string, readonly unknown[]>();

  remember(rest: readonly unknown[]): string {
    const token = randomBytes(24).toString("base64url");
    this.#rest.set(token, rest);
    return token;
  }

  /** @throws Refusal 400 for a token that was never given. */
  recall(token: string): readonly unknown[] {
    const rest = this.#rest.get(token);
    if (!rest) {
      throw new Refusal(armError(400, "InvalidSkipToken", "The provided skip token is not valid."));
    }
    return rest;
  }

  /** The page that a URL asks for as `{value, nextLink?}`: all of `items` from the start, or what its $skipToken stands for. */
  page(
    url: URL,
    items: () => readonly unknown[],
    size: number,
  ): { readonly value: readonly unknown[]; readonly nextLink?: string } {
    const token = skipToken(url);
    const left = token === undefined ? items() : this.recall(token);
    const rest = left.slice(size);
    return { value: left.slice(0, size), ...(rest.length > 0 && { nextLink: this.link(url, rest) }) };
  }

  /** The URL of a page that begins with `rest`: the same as `url`, but for its $skipToken. */
  link(url: URL, rest: readonly unknown[]): string {
    const link = new URL(url);
    link.searchParams.delete("$skiptoken");
    link.searchParams.set("$skipToken", this.remember(rest));
    return link.href;
  }
}

/** ARM takes the names of query parameters in any case. */
export function queryValue(url: URL, name: string): string | undefined {
  return [...url.searchParams].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

export function skipToken(url: URL): string | undefined {
  return queryValue(url, "$skipToken");
}
