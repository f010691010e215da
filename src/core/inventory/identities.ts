import type { Arm } from "../azure/arm.ts";
import type { Credential } from "../azure/http/credential.ts";
import type { Account } from "../model/identity.ts";

/** Where accounts and their tokens come from: VS Code's sign-in in the product, the simulated one in unit tests. */
export interface Identities {
  /** Every account that is signed in now, whether or not it has allowed this extension. */
  accounts(): Promise<readonly Account[]>;
  /** The account's way to tokens, in its home tenant where none is named. Never prompts. */
  credential(account: Account, tenantId?: string): Credential;
}

/** A cloud that can be asked, for as long as it is connected. */
export interface ConnectedCloud {
  readonly arm: Arm;
  readonly signal: AbortSignal;
}
