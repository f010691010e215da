import { window, type Disposable, type TreeView } from "vscode";
import type { Clock } from "../../core/model/clock.ts";

/** Milliseconds without the focus after which the user is no longer assumed to look at a window, even if its view is visible. */
const AWAY_MS = 10 * 60_000;

/** Whether anybody looks at a view. */
export class UserActivity implements Disposable {
  readonly #view: TreeView<unknown>;
  readonly #clock: Clock;
  readonly #disposables: Disposable[];
  #unfocusedAt: number | undefined;

  /** @param changed called when the answer may be another */
  constructor(view: TreeView<unknown>, clock: Clock, changed: () => void) {
    this.#view = view;
    this.#clock = clock;
    this.#unfocusedAt = window.state.focused ? undefined : clock.monotonic();
    this.#disposables = [
      view.onDidChangeVisibility(changed),
      window.onDidChangeWindowState(({ focused }) => {
        this.#unfocusedAt = focused ? undefined : (this.#unfocusedAt ?? clock.monotonic());
        changed();
      }),
    ];
  }

  /** Whether the view is visible, in a window that has the focus or had it not long ago. */
  get isActive(): boolean {
    return (
      this.#view.visible && (this.#unfocusedAt === undefined || this.#clock.monotonic() - this.#unfocusedAt < AWAY_MS)
    );
  }

  dispose(): void {
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }
}
