interface Seen {
  readonly hostId: string;
  readonly id: string;
  readonly isListed: boolean;
  readonly at: Date;
}

/** What is to be written of a look: items that are gone, or those that are still listed. */
type Write = (hostId: string, results: readonly { readonly id: string; readonly listed: boolean }[], at: Date) => void;

/** What looking at hosts again has shown, each thing written once. */
export class ListedNotes {
  readonly #write: Write;
  /** What was last seen of each item, by host and ID, and when. */
  readonly #seen = new Map<string, Seen>();

  constructor(write: Write) {
    this.#write = write;
  }

  /**
   * An item that is gone is written at once. One that is still listed may go yet: it is written in the end.
   * @param listed without what could not be seen
   */
  note(hostId: string, listed: ReadonlyMap<string, boolean>, at: Date): void {
    const gone: string[] = [];
    for (const [key, one] of this.#seen) {
      if (one.hostId === hostId && !listed.has(one.id)) {
        this.#seen.delete(key);
      }
    }
    for (const [id, isListed] of listed) {
      const key = JSON.stringify([hostId, id]);
      if (!isListed && this.#seen.get(key)?.isListed !== false) {
        gone.push(id);
      }
      this.#seen.set(key, { hostId, id, isListed, at });
    }
    if (gone.length > 0) {
      this.#write(
        hostId,
        gone.map((id) => ({ id, listed: false })),
        at,
      );
    }
  }

  /**
   * Writes what is still listed, now that the last look is over, and when it was seen: later looks may have failed. If it
   * never is over, the next process looks.
   */
  noteStillListed(hostId: string): void {
    const still = [...this.#seen.values()].filter((one) => one.hostId === hostId && one.isListed);
    for (const [at, seen] of Map.groupBy(still, (one) => one.at)) {
      this.#write(
        hostId,
        seen.map(({ id }) => ({ id, listed: true })),
        at,
      );
    }
  }
}
