import * as vscode from "vscode";
import { Arm } from "../azure/arm.ts";
import type { Log } from "../azure/log.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { CLOUD_SECTION, type CloudSetting, type CloudSettings } from "./cloudSetting.ts";
import type { VSCodeIdentities } from "./vscodeIdentities.ts";

/** Ties the inventory to the cloud that VS Code is set to, and to its accounts; follows when either changes. */
export class CloudConnection implements vscode.Disposable {
  readonly #settings: CloudSettings;
  readonly #identities: VSCodeIdentities;
  readonly #inventory: Inventory;
  readonly #log: Log;
  readonly #userAgent: string;
  readonly #refresh: () => void;
  readonly #disposables: vscode.Disposable[];
  #setting: CloudSetting;
  #signingIn = false;

  /** @param refresh what to do when everything is to be asked anew */
  constructor(parts: { settings: CloudSettings; identities: VSCodeIdentities; inventory: Inventory; log: Log; userAgent: string; refresh: () => void }) {
    this.#settings = parts.settings;
    this.#identities = parts.identities;
    this.#inventory = parts.inventory;
    this.#log = parts.log;
    this.#userAgent = parts.userAgent;
    this.#refresh = parts.refresh;
    this.#setting = this.#settings.read();
    this.#connect();
    this.#disposables = [
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(CLOUD_SECTION)) {
          this.reconnect();
        }
      }),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (this.#setting.state === "ready" && provider.id === this.#setting.cloud.authenticationProviderId && !this.#signingIn) {
          this.#refresh();
        }
      }),
    ];
  }

  get setting(): CloudSetting {
    return this.#setting;
  }

  /** Whether a cloud is connected; says so to the user where none is. */
  isReady(): boolean {
    const isReady = this.#setting.state === "ready";
    if (!isReady) {
      void vscode.window.showWarningMessage(vscode.l10n.t("No cloud is connected. The Sessions view says why."));
    }
    return isReady;
  }

  /** Forgets what the last cloud told and begins anew with the one that is set now. */
  reconnect(): void {
    // Known before anybody hears of a change: whoever does asks for it.
    this.#setting = this.#settings.read();
    this.#connect();
    this.#refresh();
  }

  /** Signs in, or allows access, with VS Code's own dialogs. The one refresh that follows is the caller's, whatever events VS Code sends meanwhile. */
  async signIn(request: Parameters<VSCodeIdentities["signIn"]>[0]): Promise<boolean> {
    this.#signingIn = true;
    try {
      return await this.#identities.signIn(request);
    } finally {
      this.#signingIn = false;
    }
  }

  #connect(): void {
    const setting = this.#setting;
    const isReady = setting.state === "ready";
    if (!isReady) {
      this.#log.warn(`no cloud is connected: ${setting.state}`);
    }
    // Not even the sign-in is asked before the endpoint is one that the user has confirmed.
    this.#identities.use(isReady ? setting.cloud : undefined);
    this.#inventory.connect(isReady ? new Arm({ cloud: setting.cloud, log: this.#log, userAgent: this.#userAgent }) : undefined);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
