import { createInterface } from "node:readline/promises";
import { Readable, type Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { plainText } from "../core/text/plainText.ts";

type Input = Readable & { readonly isTTY?: boolean };
type Output = Writable & { readonly isTTY?: boolean };

/** Milliseconds of silence after which nothing is left that was typed before. */
const EARLY_MS = 50;

/** The longest line of words: what is longer came from outside. */
const LONGEST_LINE = 2_000;

/** Where data goes, and where words go: stdout holds nothing but data, so that it can be piped. */
export class Terminal {
  readonly #input: Input;
  readonly #output: Output;
  readonly #words: Output;
  #hasProgress = false;

  constructor(input: Input, output: Output, words: Output) {
    this.#input = input;
    this.#output = output;
    this.#words = words;
  }

  /** Whether a question can be asked: a person sees it, and can answer. */
  get isInteractive(): boolean {
    return this.#input.isTTY === true && this.#words.isTTY === true;
  }

  /** Writes data; resolves when it has been handed over, or can't be: then the output has an `error`. */
  write(text: string): Promise<void> {
    this.#clearProgress();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#output.write(text, () => resolve(undefined));
    return promise;
  }

  /** Says a line. Nothing in it acts on the terminal: part of it may come from Azure or a VM. */
  say(line: string): void {
    this.#clearProgress();
    this.#words.write(`${plainText(line, LONGEST_LINE)}\n`);
  }

  /** Says how far something is, in place of what was said before; only to a person. */
  progress(line: () => string): void {
    if (this.#words.isTTY === true) {
      this.#words.write(`\r\u001B[K${plainText(line())}`);
      this.#hasProgress = true;
    }
  }

  /** Asks for a line of text; an input that ends has none. What was typed before the question is there answers nothing. */
  async ask(question: string, signal: AbortSignal): Promise<string> {
    this.#clearProgress();
    await this.#discardTyped();
    if (this.#input.readableEnded || signal.aborted) {
      return "";
    }
    // The terminal's own editing of a line: with the library's, Ctrl+C would be no signal.
    const reader = createInterface({ input: this.#input, output: this.#words, terminal: false });
    try {
      const { promise: ended, resolve } = Promise.withResolvers<string>();
      reader.once("close", () => resolve(""));
      const asked = reader.question(`${plainText(question, LONGEST_LINE)} `, { signal });
      return (await Promise.race([asked, ended])).trim();
    } finally {
      reader.close();
    }
  }

  /** A terminal keeps lines until they are read, such as the rest of what was pasted. It doesn't say when there are no more. */
  async #discardTyped(): Promise<void> {
    let isEarly = true;
    const discard = (): void => void (isEarly = true);
    this.#input.on("data", discard);
    while (isEarly) {
      isEarly = false;
      await setTimeout(EARLY_MS);
    }
    this.#input.off("data", discard).pause();
  }

  /** stdin and stdout for a protocol. What is left for words asks nothing and prints no data. */
  forProtocol(): { readonly input: Readable; readonly output: Writable; readonly words: Terminal } {
    return {
      input: this.#input,
      output: this.#output,
      words: new Terminal(Readable.from([]), this.#words, this.#words),
    };
  }

  /** Resolves when everything has been handed over. */
  async flush(): Promise<void> {
    this.#clearProgress();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#words.write("", () => resolve(undefined));
    await promise;
  }

  #clearProgress(): void {
    if (this.#hasProgress) {
      this.#words.write("\r\u001B[K");
      this.#hasProgress = false;
    }
  }
}
