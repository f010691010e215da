/** What becomes known of a confirmed deletion of links. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { LinkVerdict } from "../journal/linkDeletion.ts";
import type { Identity } from "../model/identity.ts";
import type { HostLinks } from "./hostLinks.ts";

/** The outcome for all links of one VM. */
export interface LinkResult {
  /** As it was confirmed. */
  readonly vmId: string;
  readonly verdict: LinkVerdict;
  /** Why Azure gave no verdict; of one that wasn't sent, why its host couldn't be listed again. */
  readonly error?: AzureError;
  readonly requestId?: string;
  /** If the verdict is unknown: whether the VM still had links in the end. Left out if that couldn't be seen. */
  readonly listedAfter?: boolean;
}

/** The outcome of a deletion on one host. */
export interface HostLinkOutcome {
  readonly host: HostState;
  readonly results: readonly LinkResult[];
  /**
   * The links as they are now, which aren't those that were confirmed: nothing was sent, and the question is to be asked
   * again. A VM without links is not among them any more.
   */
  readonly changed?: HostLinks;
}

/** What becomes known of a confirmed deletion of links, in the order in which it does. */
export type LinkRunEvent =
  | {
      readonly kind: "answered";
      readonly host: HostState;
      /** Left out if nothing was sent. */
      readonly actor?: Identity;
      readonly results: readonly LinkResult[];
      /** Nothing was sent, since the links aren't those that were confirmed. */
      readonly isChanged?: true;
    }
  | {
      readonly kind: "listed";
      readonly host: HostState;
      /** Whether each VM, by its ID as it was confirmed, still has links; without those of which that couldn't be seen. */
      readonly listed: ReadonlyMap<string, boolean>;
      /** When that list came. */
      readonly at: Date;
    }
  /** The links have been listed for as long as they are: what is still listed now, stays. Left out if that was cut short. */
  | { readonly kind: "verified"; readonly host: HostState };

/** A deletion that is under way. */
export interface LinkRun {
  /** Resolves when it is known of every VM what Azure says, as far as that can be known. */
  readonly outcomes: Promise<readonly HostLinkOutcome[]>;
  /** Resolves when verification has ended. Never rejects. */
  readonly looked: Promise<void>;
}
