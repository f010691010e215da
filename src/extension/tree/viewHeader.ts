import type { Disposable, TreeView } from "vscode";
import type { CloudSetting } from "../account/cloudSetting.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { hiddenIdentities } from "../../core/inventory/directoryState.ts";
import type { RefreshController } from "../../core/refresh/refreshController.ts";
import type { Clock } from "../../core/model/clock.ts";
import { setContextKey } from "../ui/contextKeys.ts";
import { onDidChangeSettings, settings } from "../ui/settings.ts";
import type { ViewOptions } from "./viewOptions.ts";
import type { TreeNode } from "./treeNode.ts";
import { isSignedIn, viewDescription, viewMessage, viewState } from "./viewState.ts";

/** Milliseconds in which changes are gathered: hundreds of hosts may answer in one of them. */
const STEP_MS = 100;

interface Parts {
  readonly view: TreeView<TreeNode>;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly viewOptions: ViewOptions;
  readonly setting: () => CloudSetting;
  readonly refreshController: RefreshController;
}

/** Keeps what is around the rows true: the view's welcome, its description and its message. */
export class ViewHeader implements Disposable {
  readonly #parts: Parts;
  readonly #disposables: Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#disposables = [parts.viewOptions.onDidChange(this.update), onDidChangeSettings(this.update)];
    parts.inventory.on("change", this.update);
    parts.inventory.on("answered", this.update);
    parts.refreshController.on("slowdown", this.update);
    this.#show();
  }

  /** Shows what is so now, in a moment. */
  readonly update = (): void => {
    this.#timer ??= setTimeout(() => this.#show(), STEP_MS);
  };

  #show(): void {
    this.#timer = undefined;
    const { view, inventory, clock, viewOptions, setting, refreshController } = this.#parts;
    const state = viewState(setting(), inventory);
    setContextKey("bastionSessions.state", state);
    setContextKey("bastionSessions.filtered", viewOptions.filter !== undefined);
    setContextKey("bastionSessions.tenantsHidden", hiddenIdentities(inventory).length > 0);
    this.#completeSteps();
    const description = viewDescription(inventory, clock.wall());
    if (view.description !== description) {
      view.description = description;
    }
    const message = viewMessage(state, inventory, viewOptions, {
      slowdown: refreshController.slowdown,
      everyMs: settings().refreshEveryMs,
    });
    if ((view.message ?? "") !== message) {
      view.message = message;
    }
  }

  /** What has succeeded once completes a step of the walkthrough, whatever fails later. */
  #completeSteps(): void {
    const { inventory } = this.#parts;
    if (isSignedIn(inventory)) {
      setContextKey("bastionSessions.signedIn", true);
    }
    if ([...inventory.hosts].some(({ list }) => list !== undefined)) {
      setContextKey("bastionSessions.listedOnce", true);
    }
  }

  dispose(): void {
    this.#parts.inventory.off("change", this.update);
    this.#parts.inventory.off("answered", this.update);
    this.#parts.refreshController.off("slowdown", this.update);
    this.#disposables.forEach((disposable) => void disposable.dispose());
    clearTimeout(this.#timer);
  }
}
