import type { ClaimedListing, ClaimedOutcome, ShownHost, Violation } from "../support/scenario/oracle.ts";

/** What the inventory's process says to that of the simulated Azure. */
export type ToAzure =
  | { readonly shown: ShownHost }
  | { readonly outcome: ClaimedOutcome }
  | { readonly listed: ClaimedListing }
  /** From now on there are no faults, and no session starts or ends. */
  | { readonly noFaults: true }
  /** What is shown at the end of every host that is known: addresses by host. The answer is a {@link Report}. */
  | { readonly last: Readonly<Record<string, readonly string[]>> };

/** What it hears at first: where Azure is, and who can sign in. */
export interface Ready {
  readonly url: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly accounts: readonly { readonly id: string; readonly label: string; readonly homeTenantId: string }[];
}

/** What it hears at the end. */
export interface Report {
  /** Requests until the faults ended. */
  readonly requests: number;
  /** How many responses each fault changed. */
  readonly faults: Readonly<Record<string, number>>;
  readonly arrived: number;
  readonly left: number;
  readonly violations: readonly Violation[];
}
