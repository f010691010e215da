/** Milliseconds for which a token is handed out without asking again; one that Azure refuses is requested again at once. */
const RECENT_MS = 60_000;

/**
 * The tokens of the last minute. VS Code gives them one after the other, some milliseconds each, while one refresh of a
 * fleet sends hundreds of requests.
 */
export class TokenCache {
  readonly #tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

  /** The token under this key, requested if there is no recent one. */
  async get(key: string, ask: () => Promise<string>): Promise<string> {
    const known = this.#tokens.get(key);
    if (known && performance.now() < known.until) {
      return known.token;
    }
    const token = ask();
    this.#tokens.set(key, { token, until: performance.now() + RECENT_MS });
    try {
      return await token;
    } catch (error) {
      if (this.#tokens.get(key)?.token === token) {
        this.#tokens.delete(key);
      }
      throw error;
    }
  }

  forget(key: string): void {
    this.#tokens.delete(key);
  }

  clear(): void {
    this.#tokens.clear();
  }
}
