import { armKey, parseResourceId } from "../model/armId.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetKey, targetName, targetResourceGroup, targetSubscription } from "../model/session/target.ts";
import { distinctNames } from "../text/distinctNames.ts";
import type { EntrySession } from "./journalEntry.ts";

/** What a document on sessions calls their hosts and target VMs: by name where that is unique in it, see {@link distinctNames}. */
export interface EntryNames {
  readonly host: (session: EntrySession) => string;
  /** `undefined` if Azure named no target VM. */
  readonly machine: (session: EntrySession) => string | undefined;
}

/** The names by the IDs that the journal has: what else is known now may differ from then. */
export function entryNames(sessions: readonly EntrySession[]): EntryNames {
  const hosts = hostNames(sessions);
  const machines = distinctNames(
    sessions.flatMap((entry) => {
      const session = targeted(entry);
      const [key, name] = [targetKey(session), targetName(session)];
      const details = [
        targetResourceGroup(session),
        targetSubscription(session),
        session.targetIpAddress,
        hosts.get(armKey(entry.hostId)),
        key,
      ];
      return key === "" || name === undefined ? [] : [{ key, name, details }];
    }),
  );
  return {
    host: ({ hostId, hostName }) => hosts.get(armKey(hostId)) ?? hostName,
    machine: (entry) => machines.get(targetKey(targeted(entry))) ?? targetName(entry.session),
  };
}

/** What a document calls hosts, by their IDs in lower case. */
export function hostNames(
  items: readonly { readonly hostId: string; readonly hostName: string }[],
): ReadonlyMap<string, string> {
  return distinctNames(
    items.map(({ hostId, hostName: name }) => {
      const { resourceGroup, subscriptionId } = parseResourceId(hostId) ?? {};
      return { key: armKey(hostId), name, details: [resourceGroup, subscriptionId, hostId] };
    }),
  );
}

/** The journal has only what Azure sent of a session, and the host beside it. */
function targeted({ session, hostId }: EntrySession): BastionSession {
  return { ...session, via: armKey(hostId) };
}
