import type { ShareableLink } from "../model/shareableLink.ts";
import type { Arm, CallOptions } from "./arm.ts";
import type { Credential } from "./http/credential.ts";

export interface ListedLinks {
  readonly links: readonly ShareableLink[];
  /** Entries that are no links, or name no VM. */
  readonly unreadable: number;
  readonly requestId?: string;
}

/** To be written. */
export type ListShareableLinks = (
  arm: Arm,
  credential: Credential,
  hostId: string,
  options: CallOptions,
) => Promise<ListedLinks>;

/** To be written: one request with exactly these VMs (at most 50), sent once; resolves when Azure says that it's done. */
export type DeleteShareableLinks = (
  arm: Arm,
  credential: Credential,
  hostId: string,
  vmIds: readonly string[],
  options: CallOptions,
) => Promise<{ readonly requestId?: string }>;
