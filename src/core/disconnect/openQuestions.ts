/**
 * How many questions about a disconnect, or a deletion of links, the user is being asked: what asks without a click, such as
 * a language model, must not put its question on top of another.
 */
export class OpenQuestions {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Counts a question until it's disposed of. */
  begin(): Disposable {
    this.#count += 1;
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        this.#count -= Number(isOpen);
        isOpen = false;
      },
    };
  }

  /** The same; `undefined` while another question is open. */
  tryBegin(): Disposable | undefined {
    return this.#count > 0 ? undefined : this.begin();
  }
}
