import {
  EventEmitter,
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationProviderSessionOptions,
  type AuthenticationSession,
  type Memento,
} from "vscode";
import type { Account, SignInEndpoint } from "./signInEndpoint.ts";

/** Proposed API `authenticationChallenges`, as much as is used here. */
interface Constraint {
  readonly challenges: readonly { readonly scheme: string; readonly params: Readonly<Record<string, string>> }[];
  readonly fallbackScopes?: readonly string[];
}

/**
 * A sign-in provider with the habits of Microsoft's own: one session per account whose id is the account's, a tenant
 * asked for by a scope `VSCODE_TENANT:<id>`, tokens that are fetched silently for whoever is signed in, and an event only
 * when the list of accounts changes.
 *
 * Who is signed in is kept in the extension's global state: it survives a reload of the window, and a fresh browser
 * profile starts from the setting again.
 */
export class SimulatedSignIn implements AuthenticationProvider {
  readonly #changes = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changes.event;
  readonly #key: string;
  readonly #endpoint: SignInEndpoint;
  readonly #state: Memento;
  readonly #initially: readonly string[];

  constructor(providerId: string, endpoint: SignInEndpoint, state: Memento, initially: readonly string[]) {
    this.#key = `signedIn:${providerId}`;
    this.#endpoint = endpoint;
    this.#state = state;
    this.#initially = initially;
  }

  /** Ids of the accounts that are signed in. */
  get signedIn(): readonly string[] {
    return this.#state.get<readonly string[]>(this.#key, this.#initially);
  }

  async getSessions(
    scopes: readonly string[] | undefined,
    options: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession[]> {
    const accounts = await this.#signedInAccounts(options);
    // Without scopes VS Code only wants to know the accounts: Microsoft's own provider gives no token then.
    return scopes === undefined
      ? accounts.map((account) => sessionOf(account, "", []))
      : this.#silently(accounts, scopes, undefined);
  }

  async getSessionsFromChallenges(
    constraint: Constraint,
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession[]> {
    return this.#silently(await this.#signedInAccounts(options), scopesOf(constraint), claimsOf(constraint));
  }

  createSession(
    scopes: readonly string[],
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession> {
    return this.#interactively(scopes, options, undefined);
  }

  createSessionFromChallenges(
    constraint: Constraint,
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession> {
    return this.#interactively(scopesOf(constraint), options, claimsOf(constraint));
  }

  /** Signs an account out; a session's id is its account's. */
  async removeSession(sessionId: string): Promise<void> {
    const account = (await this.#endpoint.accounts()).find(({ id }) => id === sessionId);
    await this.#state.update(
      this.#key,
      this.signedIn.filter((id) => id !== sessionId),
    );
    if (account !== undefined) {
      this.#changes.fire({ added: [], changed: [], removed: [sessionOf(account, "", [])] });
    }
  }

  /** Signs an account in. Throws where there is no such account. */
  async signIn(accountId: string): Promise<Account> {
    const account = (await this.#endpoint.accounts()).find(({ id }) => id === accountId);
    if (account === undefined) {
      throw new Error(`The simulated sign-in has no account ${accountId}.`);
    }
    if (!this.signedIn.includes(accountId)) {
      await this.#state.update(this.#key, [...this.signedIn, accountId]);
      this.#changes.fire({ added: [sessionOf(account, "", [])], changed: [], removed: [] });
    }
    return account;
  }

  async #signedInAccounts(options: AuthenticationProviderSessionOptions): Promise<Account[]> {
    const signedIn = this.signedIn.filter((id) => options.account === undefined || options.account.id === id);
    return signedIn.length === 0 ? [] : (await this.#endpoint.accounts()).filter(({ id }) => signedIn.includes(id));
  }

  async #silently(
    accounts: readonly Account[],
    scopes: readonly string[],
    claims: string | undefined,
  ): Promise<AuthenticationSession[]> {
    const sessions = await Promise.all(
      accounts.map(async (account) => {
        const token = await this.#endpoint.token({ ...tokenRequest(account, scopes, claims) });
        return token === undefined ? [] : [sessionOf(account, token, scopes)];
      }),
    );
    return sessions.flat();
  }

  async #interactively(
    scopes: readonly string[],
    options: AuthenticationProviderSessionOptions,
    claims: string | undefined,
  ): Promise<AuthenticationSession> {
    const { id } = options.account ?? (await this.#endpoint.pickAccount());
    const account = await this.signIn(id);
    const token = await this.#endpoint.token({ ...tokenRequest(account, scopes, claims), interactive: true });
    if (token === undefined) {
      throw new Error(`The simulated sign-in refused ${account.label}.`);
    }
    return sessionOf(account, token, scopes);
  }
}

function sessionOf(account: Account, accessToken: string, scopes: readonly string[]): AuthenticationSession {
  return { id: account.id, accessToken, account: { id: account.id, label: account.label }, scopes };
}

const TENANT_SCOPE = "VSCODE_TENANT:";

function tokenRequest(account: Account, scopes: readonly string[], claims: string | undefined) {
  const tenantId = scopes.find((scope) => scope.startsWith(TENANT_SCOPE))?.slice(TENANT_SCOPE.length);
  return {
    accountId: account.id,
    ...(tenantId === undefined ? {} : { tenantId }),
    // VS Code's own markers are for the provider, never for the token endpoint.
    scopes: scopes.filter((scope) => !scope.startsWith("VSCODE_")),
    ...(claims === undefined ? {} : { challenge: claims }),
  };
}

function scopesOf(constraint: Constraint): readonly string[] {
  const named = constraint.challenges.map(({ params }) => params["scope"]).find((scope) => scope !== undefined);
  return named?.split(" ") ?? constraint.fallbackScopes ?? [];
}

/** The claims as they came: the simulated Azure issued them, and knows which of base64 and base64url it used. */
function claimsOf(constraint: Constraint): string {
  const claims = constraint.challenges.map(({ params }) => params["claims"]).find((value) => value !== undefined);
  if (claims === undefined) {
    throw new Error("No claims found in the authentication challenges.");
  }
  return claims;
}
