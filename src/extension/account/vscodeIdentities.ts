import * as vscode from "vscode";
import { AzureError } from "../../core/azure/http/azureError.ts";
import type { Cloud } from "../../core/model/cloud.ts";
import type { Credential, TokenRequest } from "../../core/azure/http/credential.ts";
import type { Identities } from "../../core/inventory/identities.ts";
import type { Account } from "../../core/model/identity.ts";
import { TokenCache } from "./tokenCache.ts";

/** The scopes that make VS Code's Microsoft sign-in issue a token for the cloud's resource manager, in a tenant. */
function scopes(cloud: Cloud, tenantId: string | undefined): string[] {
  // Naming the home tenant as well is harmless, and spares us from having to know which one it is.
  return tenantId === undefined ? [cloud.scope] : [cloud.scope, `VSCODE_TENANT:${tenantId}`];
}

/** How a user's click may go on to ask: only a click may prompt. */
export interface SignInRequest {
  /** Left out: the user chooses, or signs in with another one. */
  readonly account?: Account;
  /** Left out: the account's home tenant. */
  readonly tenantId?: string;
  /** The `WWW-Authenticate` header that Azure wants answered. */
  readonly challenge?: string;
  /** Azure takes the session that there is for nothing: a new one is wanted. */
  readonly renew?: boolean;
}

/** The accounts and tokens of VS Code's own sign-in for one cloud. */
export class VSCodeIdentities implements Identities {
  #cloud: Cloud | undefined;
  readonly #recent = new TokenCache();
  /** What VS Code is being asked, by everything but the account. */
  readonly #running = new Map<
    string,
    { readonly accountId: string | undefined; readonly session: Promise<vscode.AuthenticationSession | undefined> }
  >();

  /** From now on accounts and tokens are those of this cloud; without one there are none. */
  use(cloud: Cloud | undefined): void {
    this.#cloud = cloud;
    this.forgetTokens();
  }

  async accounts(): Promise<readonly Account[]> {
    const cloud = this.#cloud;
    return cloud ? ask(() => vscode.authentication.getAccounts(cloud.authenticationProviderId)) : [];
  }

  /** Forgets tokens that may no longer be the account's: to be called when VS Code's sessions have changed. */
  forgetTokens(): void {
    this.#recent.clear();
  }

  credential(account: Account, tenantId?: string): Credential {
    const cloud = this.#cloud;
    const isOver = () =>
      new AzureError({ kind: "cancelled", detail: "the connected cloud has changed", maybeReceived: false });
    const getToken = async (request: TokenRequest): Promise<string> => {
      // What was made for one cloud never gets a token of another.
      if (this.#cloud !== cloud) {
        throw isOver();
      }
      const token = await this.#recentToken(account, tenantId, request);
      if (this.#cloud !== cloud) {
        throw isOver();
      }
      return token;
    };
    return { principal: account.id, getToken };
  }

  async #recentToken(account: Account, tenantId: string | undefined, request: TokenRequest): Promise<string> {
    const key = JSON.stringify([account.id, tenantId]);
    if (request.rejected !== undefined || request.challenge !== undefined) {
      this.#recent.forget(key);
      return this.#silentToken(account, tenantId, request);
    }
    const token = await this.#recent.get(key, () => this.#silentToken(account, tenantId, {}));
    if (request.signal.aborted) {
      throw new AzureError({ kind: "cancelled", detail: "cancelled while requesting a token", maybeReceived: false });
    }
    return token;
  }

  async #silentToken(account: Account, tenantId: string | undefined, request: Partial<TokenRequest>): Promise<string> {
    const given = await this.#session(
      { account, ...(tenantId !== undefined && { tenantId }), ...pickChallenge(request) },
      { silent: true },
    );
    const session = given?.account.id === account.id ? given : undefined;
    if (request.signal?.aborted === true) {
      throw new AzureError({ kind: "cancelled", detail: "cancelled while requesting a token", maybeReceived: false });
    }
    // VS Code renews an expired token automatically. The token that Azure has just refused is of no use.
    if (!session || session.accessToken === request.rejected) {
      throw new AzureError({
        kind: "signInNeeded",
        detail:
          request.rejected === undefined
            ? "VS Code gives no session without asking the user"
            : "Azure refused the token, and VS Code has no other",
        ...((request.rejected !== undefined || request.challenge !== undefined) && { status: 401 }),
        ...pickChallenge(request),
        maybeReceived: false,
      });
    }
    return session.accessToken;
  }

  /**
   * Signs in as the user's click asked for, with VS Code's own dialogs.
   * @returns the account that has a session now, which may be another than was asked for; `undefined` if the user declined
   */
  async signIn(request: SignInRequest): Promise<Account | undefined> {
    try {
      const choose = request.account ? {} : { clearSessionPreference: true };
      const prompt = request.renew === true ? { forceNewSession: true } : { createIfNone: true };
      return (await this.#session(request, { ...prompt, ...choose }))?.account;
    } catch (error) {
      if (error instanceof AzureError && error.kind === "cancelled") {
        return undefined;
      }
      throw error;
    } finally {
      // While the dialog was open, another request may have fetched the token that is replaced now.
      this.forgetTokens();
    }
  }

  async #session(
    request: SignInRequest,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    const cloud = this.#cloud;
    if (!cloud) {
      return undefined;
    }
    const wanted = scopes(cloud, request.tenantId);
    const what =
      request.challenge === undefined ? wanted : { wwwAuthenticate: request.challenge, fallbackScopes: wanted };
    const account = request.account && { account: request.account };
    const question = () =>
      ask(() => vscode.authentication.getSession(cloud.authenticationProviderId, what, { ...options, ...account }));
    return this.#inTurn(JSON.stringify([cloud.authenticationProviderId, what, options]), request.account?.id, question);
  }

  /**
   * Asks for one account after the other. VS Code takes two questions at the same time for one, and gives both the first
   * one's answer, if they differ only in the account: 1.105 does, 1.139 no longer does.
   */
  async #inTurn(
    key: string,
    accountId: string | undefined,
    question: () => Promise<vscode.AuthenticationSession | undefined>,
  ): Promise<vscode.AuthenticationSession | undefined> {
    for (let other = this.#running.get(key); other; other = this.#running.get(key)) {
      if (other.accountId === accountId) {
        return other.session;
      }
      await other.session.catch(() => undefined);
    }
    const session = question().finally(() => this.#running.delete(key));
    this.#running.set(key, { accountId, session });
    return session;
  }
}

function pickChallenge({ challenge }: { readonly challenge?: string }): { challenge?: string } {
  return challenge === undefined ? {} : { challenge };
}

// VS Code reports a declined dialog as an error with one of these messages, and with no code to tell it by.
const DECLINED = /cancel|did not consent|declined/i;

/** VS Code's sign-in fails with errors of any kind: ours says so without repeating a text that we do not know. */
async function ask<T>(question: () => Thenable<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const declined = error instanceof Error && DECLINED.test(error.message);
    throw new AzureError(
      declined
        ? { kind: "cancelled", detail: "the sign-in was declined", maybeReceived: false }
        : { kind: "failed", detail: "VS Code couldn't sign in", code: "SignInFailed", maybeReceived: false },
      { cause: error },
    );
  }
}
