import { randomBytes } from "node:crypto";
import type { SimulatedClock } from "../world/clock.ts";
import type { SimulatedAccount } from "../world/worldTypes.ts";

/** In every token of the simulated Azure, so that a test can search everything the product wrote for one. */
export const TOKEN_MARKER = "SIMULATED-AZURE-TOKEN";

const LIFETIME_MS = 75 * 60_000;

/** What a token says of itself, as Microsoft Entra's do; the others are no more than a text. */
export interface TokenSpec {
  /** For which API: the first scope's if left out. */
  readonly audience?: string;
  /** Milliseconds since 1970: a token that says it has expired. */
  readonly expiresOn?: number;
  /** Who it says has signed in: the account's name if left out, none if empty. */
  readonly userName?: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly account: SimulatedAccount;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970, by the simulated clock. */
  readonly expiresOn: number;
  /** Whether the user has signed in by a click to this tenant before. */
  readonly isAfterClick: boolean;
  /** The claims that it was asked for with (the JSON of a challenge). */
  readonly claims?: string;
}

export type TokenCheck =
  | { readonly verdict: "missing" | "unknown" | "revoked" }
  | { readonly verdict: "expired" | "valid"; readonly token: IssuedToken };

/** Hands out tokens and knows them again. */
export class Tokens {
  readonly #clock: SimulatedClock;
  readonly #issued = new Map<string, IssuedToken>();
  readonly #revoked = new Set<string>();
  readonly #expired = new Set<string>();

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** Every token that was ever handed out. */
  get issued(): readonly IssuedToken[] {
    return [...this.#issued.values()];
  }

  issue(
    account: SimulatedAccount,
    tenantId: string,
    scopes: readonly string[],
    {
      claims,
      isAfterClick = false,
      jwt,
    }: { readonly claims?: string; readonly isAfterClick?: boolean; readonly jwt?: TokenSpec | undefined } = {},
  ): IssuedToken {
    const expiresOn = jwt?.expiresOn ?? this.#clock.now() + LIFETIME_MS;
    const random = randomBytes(96).toString("base64url");
    const audience = jwt?.audience ?? scopes[0]?.replace(/\/\.default$/, "");
    const upn = jwt?.userName ?? account.label;
    const who = { oid: account.id, scp: "user_impersonation", ...(upn !== "" && { upn }) };
    const token: IssuedToken = {
      accessToken: jwt
        ? jsonWebToken({ aud: audience, tid: tenantId, ...who, exp: Math.floor(expiresOn / 1_000) }, random)
        : `${TOKEN_MARKER}.${random}`,
      account,
      tenantId,
      scopes,
      expiresOn,
      isAfterClick,
      ...(claims !== undefined && { claims }),
    };
    this.#issued.set(token.accessToken, token);
    return token;
  }

  /** All tokens handed out so far count as expired from now on. */
  expireAll(): void {
    this.#issued.forEach((_, token) => this.#expired.add(token));
  }

  /** All tokens handed out so far, or those of one account, are no longer known. */
  revokeAll(accountId?: string): void {
    this.#issued.forEach(({ account }, token) => {
      if (accountId === undefined || account.id === accountId) {
        this.#revoked.add(token);
      }
    });
  }

  /** Judges an Authorization header. */
  check(authorization: string | undefined): TokenCheck {
    const [, value] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
    if (value === undefined) {
      return { verdict: "missing" };
    }
    const token = this.#issued.get(value);
    if (!token || this.#revoked.has(value)) {
      return { verdict: token ? "revoked" : "unknown" };
    }
    return { verdict: this.#expired.has(value) || token.expiresOn <= this.#clock.now() ? "expired" : "valid", token };
  }
}

function jsonWebToken(claims: object, random: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return [encode({ typ: "JWT", alg: "RS256" }), encode(claims), `${TOKEN_MARKER}-${random}`].join(".");
}
