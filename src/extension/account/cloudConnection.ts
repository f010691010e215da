import * as vscode from "vscode";
import { Arm } from "../../core/azure/arm.ts";
import type { Cloud } from "../../core/model/cloud.ts";
import type { Credential } from "../../core/azure/http/credential.ts";
import type { Log } from "../../core/model/log.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { HostCache } from "../../core/inventory/hostCache.ts";
import type { Identity } from "../../core/model/identity.ts";
import { messageText } from "../../core/text/plainText.ts";
import { storedValue } from "../ui/storedValue.ts";
import { CLOUD_SECTION, CloudSettings, type CloudSetting } from "./cloudSetting.ts";
import { unexpectedAccount } from "./unexpectedAccount.ts";
import type { SignInRequest, VSCodeIdentities } from "./vscodeIdentities.ts";
import { showWarningMessage } from "../ui/messages.ts";

/** Ties the inventory to the cloud that VS Code is set to, and to its accounts; follows when either changes. */
export class CloudConnection implements vscode.Disposable {
  readonly settings: CloudSettings;
  readonly #identities: VSCodeIdentities;
  readonly #inventory: Inventory;
  readonly #globalState: vscode.Memento;
  readonly #log: Log;
  readonly #userAgent: string;
  readonly #refresh: () => void;
  readonly #disposables: vscode.Disposable[];
  #setting: CloudSetting;
  #arm: Arm | undefined;

  /**
   * @param parts.context what the user confirmed and the hosts of each cloud are kept in its global state
   * @param parts.refresh what to do when everything is to be requested again
   */
  constructor(parts: {
    context: Pick<vscode.ExtensionContext, "extension" | "globalState">;
    identities: VSCodeIdentities;
    inventory: Inventory;
    log: Log;
    refresh: () => void;
  }) {
    const { version } = parts.context.extension.packageJSON as { readonly version: string };
    this.settings = new CloudSettings(parts.context.globalState);
    this.#identities = parts.identities;
    this.#inventory = parts.inventory;
    this.#globalState = parts.context.globalState;
    this.#log = parts.log;
    this.#userAgent = `bastion-sessions/${version}`;
    this.#refresh = parts.refresh;
    this.#setting = this.settings.read();
    this.#connect();
    this.#disposables = [
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(CLOUD_SECTION)) {
          this.reconnect();
        }
      }),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (this.#setting.state === "ready" && provider.id === this.#setting.cloud.authenticationProviderId) {
          this.#identities.forgetTokens();
          void this.#followAccounts();
        }
      }),
    ];
  }

  get setting(): CloudSetting {
    return this.#setting;
  }

  /** The origin of the connected cloud's resource manager; undefined if none is connected. */
  get origin(): string | undefined {
    return this.#setting.state === "ready" ? this.#setting.cloud.resourceManagerUrl.origin : undefined;
  }

  /** The connected cloud, ready for requests; undefined if none is connected. */
  access({ account, tenant }: Identity): { readonly arm: Arm; readonly credential: Credential } | undefined {
    return this.#arm && { arm: this.#arm, credential: this.#identities.credential(account, tenant.tenantId) };
  }

  /** Whether a cloud is connected; warns the user otherwise. */
  ensureReady(): boolean {
    const isReady = this.#setting.state === "ready";
    if (!isReady) {
      void showWarningMessage(vscode.l10n.t("No cloud is connected. See the Sessions view for the reason."));
    }
    return isReady;
  }

  /** If another cloud is set now: forgets what the last one returned and starts again. */
  reconnect(): void {
    const setting = this.settings.read();
    if (JSON.stringify(setting) === JSON.stringify(this.#setting)) {
      return;
    }
    // Set before the change is announced: its listeners ask for it.
    this.#setting = setting;
    this.#connect();
    this.#refresh();
  }

  /**
   * Signs in, or allows access, with VS Code's own dialogs.
   * @returns false where the user declined, or signed in as somebody else, which is said
   */
  async signIn(request: SignInRequest): Promise<boolean> {
    const signedIn = await this.#identities.signIn(request);
    if (!signedIn) {
      return false;
    }
    const unexpected = unexpectedAccount(signedIn, request.account, await this.#identities.accounts());
    if (!unexpected) {
      return true;
    }
    const name = messageText(signedIn.label);
    const wanted = messageText(request.account?.label ?? "");
    void showWarningMessage(
      unexpected === "sameName"
        ? vscode.l10n.t("VS Code has two accounts named {0} but shows only one. Sign out of it to use the other.", name)
        : vscode.l10n.t("You signed in as {0}, not as {1}. Retry and choose {1}.", name, wanted),
    );
    this.#refresh();
    return false;
  }

  /**
   * Looks at what an event of the sign-in means. VS Code sends one for every token that it renews too, and those are ours
   * for asking: only accounts that came or went are a reason to request everything again.
   */
  async #followAccounts(): Promise<void> {
    const known = this.#inventory.accounts;
    const accounts = await this.#identities.accounts().catch(() => undefined);
    if (accounts) {
      this.#inventory.forgetOthers(accounts);
    }
    if (accounts?.length !== known.size || !accounts.every(({ id }) => known.has(id))) {
      this.#refresh();
      return;
    }
    for (const searchProblem of this.#inventory.searchProblems) {
      if (searchProblem.kind === "allowAccess") {
        void this.#inventory.searchAgain(searchProblem.account);
      } else if (searchProblem.kind === "signInToTenant") {
        void this.#inventory.searchAgain(searchProblem.identity.account, searchProblem.identity.tenant);
      }
    }
  }

  #connect(): void {
    const setting = this.#setting;
    const cloud = setting.state === "ready" ? setting.cloud : undefined;
    if (!cloud) {
      this.#log.warn(`no cloud is connected: ${setting.state}`);
    }
    // Not even the sign-in is asked before the endpoint is one that the user has confirmed.
    this.#identities.use(cloud);
    this.#arm = cloud && new Arm({ cloud, log: this.#log, userAgent: this.#userAgent, useGlobalFetch: isFetchGood() });
    this.#inventory.connect(this.#arm, cloud && this.#hostCache(cloud));
  }

  #hostCache({ resourceManagerUrl }: Cloud): HostCache {
    return storedValue(this.#globalState, `hosts/${resourceManagerUrl.origin}`);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

/**
 * Whether the extension host's fetch follows VS Code's proxy and certificates as its `http` does. It does in every release
 * that package.json admits, unless a setting says otherwise; Electron's own implementation goes its own ways.
 */
function isFetchGood(): boolean {
  const http = vscode.workspace.getConfiguration("http");
  return http.get("fetchAdditionalSupport") === true && http.get("electronFetch") !== true;
}
