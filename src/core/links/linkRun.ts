import type { Reserved } from "../disconnect/inFlight.ts";
import type { ArmKey } from "../model/armId.ts";
import { groupLinksByHost, type HostedLinks } from "./hostLinks.ts";
import type { LinkDeletions } from "./linkDeletions.ts";
import type { LinkRun, LinkRunEvent } from "./linkOutcome.ts";

export interface LinkRunOptions {
  readonly deletions: LinkDeletions;
  readonly onEvent: (event: LinkRunEvent) => void;
  /** Stops the asking, at the user's word: what is not sent by then stays so. */
  readonly request: AbortSignal;
  /** The host of which all VMs with links are meant, if that was confirmed. */
  readonly wholeHost?: ArmKey | undefined;
}

/**
 * Deletes the links of exactly these VMs, all hosts at once, and tells the outcome of each for as long as there is more to
 * know. On a host whose links have changed since nothing is sent: see `changed` of its outcome.
 * @param reserved by {@link LinkDeletions.reserve}, and kept until the outcomes are there
 */
export function runLinkDeletion(
  { items }: Pick<Reserved<HostedLinks>, "items">,
  { deletions, onEvent, request, wholeHost }: LinkRunOptions,
): LinkRun {
  const begun = groupLinksByHost(items).map((chosen) => {
    const isWholeHost = chosen[0].on.host.host.key === wholeHost;
    return deletions.delete(chosen, { request, onEvent, isWholeHost });
  });
  return {
    outcomes: Promise.all(begun.map(({ outcome }) => outcome)),
    looked: Promise.all(begun.map(({ looked }) => looked)).then(() => undefined),
  };
}
