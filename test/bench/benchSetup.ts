import type { Cloud } from "../../src/core/model/cloud.ts";
import type { Identities } from "../../src/core/inventory/identities.ts";
import type { BenchAzure } from "./benchAzure.ts";

/** What a measurement stands on. */
export interface BenchSetup {
  readonly azure: BenchAzure;
  readonly cloud: Cloud;
  /** Fewer runs, and nothing that takes long. */
  readonly quick: boolean;
  /** Accounts and tokens for a product that has just been started: none kept from before. */
  readonly identities: () => Identities;
  /** Says how far it is. */
  readonly progress: (text: string) => void;
}
