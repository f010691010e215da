import { window, workspace } from "vscode";

/** An account that the simulated Azure offers. */
export interface Account {
  readonly id: string;
  /** The user name, such as `ada@contoso.example`. */
  readonly label: string;
}

/** A token to be asked for. */
export interface TokenRequest {
  readonly accountId: string;
  readonly tenantId?: string;
  readonly scopes: readonly string[];
  /** Whether the user has just been asked: then a tenant that wants its own sign-in has had it. */
  readonly interactive?: boolean;
  /** The `claims` of a challenge that the token is to satisfy, as they came. */
  readonly challenge?: string;
}

/** The simulated Azure's sign-in, at the address that VS Code's setting for a custom cloud names. */
export class SignInEndpoint {
  /** Every account that there is. */
  async accounts(): Promise<readonly Account[]> {
    const response = await fetch(this.#url("/_signin/accounts"));
    if (!response.ok) {
      throw new Error(`The simulated sign-in answered ${String(response.status)}.`);
    }
    return (await response.json()) as readonly Account[];
  }

  /** Lets the user choose where there is more than one account. Throws where they do not. */
  async pickAccount(): Promise<Account> {
    const accounts = await this.accounts();
    const chosen =
      accounts.length === 1
        ? accounts[0]
        : await window.showQuickPick(accounts, { title: "Sign in as", ignoreFocusOut: true });
    if (chosen === undefined) {
      throw new Error("User cancelled the sign-in.");
    }
    return chosen;
  }

  /** A token; `undefined` where the account, or this tenant, wants the user to sign in first, or will not have them at all. */
  async token(request: TokenRequest): Promise<string | undefined> {
    const response = await fetch(this.#url("/_signin/token"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    if (response.status === 401 || response.status === 403) {
      return undefined;
    }
    if (!response.ok) {
      throw new Error(`The simulated sign-in answered ${String(response.status)}.`);
    }
    return ((await response.json()) as { accessToken: string }).accessToken;
  }

  #url(path: string): URL {
    const cloud = workspace
      .getConfiguration("microsoft-sovereign-cloud")
      .get<Record<string, unknown>>("customEnvironment");
    const endpoint = cloud?.["activeDirectoryEndpointUrl"];
    if (typeof endpoint !== "string") {
      throw new Error("No simulated Azure: the setting microsoft-sovereign-cloud.customEnvironment names none.");
    }
    return new URL(path, endpoint);
  }
}
