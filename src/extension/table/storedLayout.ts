import type { StoredValue } from "../ui/storedValue.ts";
import type { GridLayout } from "./gridProtocol.ts";

/** Milliseconds for which changes of the layout are collected before they are saved: a width changes with every pixel. */
const KEEP_MS = 500;

interface Options<Layout> {
  readonly stored: StoredValue;
  readonly parse: (value: unknown) => Layout;
  /** What may be on disk of a layout: no names or addresses of people. */
  readonly storable: (layout: Layout) => Layout;
}

/** A layout that is kept between windows, but for what its filter says of people. */
export class StoredLayout<Layout extends GridLayout> {
  readonly #options: Options<Layout>;
  #layout: Layout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options<Layout>) {
    this.#options = options;
  }

  /** As the user has arranged it, people in the filter included while this window has it. */
  get layout(): Layout {
    return this.#layout ?? this.#options.parse(this.#options.stored.read());
  }

  set layout(layout: Layout) {
    this.#layout = layout;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), KEEP_MS);
  }

  /** Saves what is still to be saved. */
  save(): void {
    if (this.#timer !== undefined && this.#layout) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#options.stored.write(this.#options.storable(this.#layout));
    }
  }
}
