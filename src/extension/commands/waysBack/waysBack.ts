import { entryNames } from "../../../core/journal/entryNames.ts";
import type { EntrySession, JournalEntry } from "../../../core/journal/journalEntry.ts";
import type { BastionHost } from "../../../core/model/bastionHost.ts";
import { armKey, parseBastionHostId, parseTargetId, resourcePath, type ArmKey } from "../../../core/model/armId.ts";
import type { Cloud } from "../../../core/model/cloud.ts";
import { targetKey } from "../../../core/model/session/target.ts";
import { personKey } from "../../../core/model/session/who.ts";
import { entraUsersUrl, portalUrl } from "../../ui/portalUrl.ts";

/** What is known now, when the ways are looked at; an entry of the journal may be of another time and of another cloud. */
export interface KnownNow {
  readonly cloud?: Cloud;
  readonly host: (key: ArmKey) => BastionHost | undefined;
}

/** A host or a target VM, by its name in the entry. */
interface Place {
  readonly name: string;
  /** Its page Access control (IAM). */
  readonly accessUrl?: string;
}

interface HostPlace extends Place {
  readonly key: ArmKey;
  /** As it's known now; left out where it isn't. */
  readonly host?: BastionHost;
}

/** How those who were disconnected could connect again, and where each way is closed. Each once, in the order of the entry. */
export interface WaysBack {
  readonly hosts: readonly HostPlace[];
  readonly machines: readonly Place[];
  /** Accounts on target VMs. */
  readonly accounts: readonly { readonly userName: string; readonly machine?: string }[];
  /** People who are known exactly or by a match, and where to find them. */
  readonly people: readonly { readonly person: string; readonly isExact: boolean; readonly usersUrl?: string }[];
}

/**
 * The ways back of a disconnect; `undefined` if nothing was disconnected. Asks nothing. There are links to the portal only
 * where the host is known now: otherwise its cloud isn't.
 */
export function waysBackOf({ sessions: all }: JournalEntry, { cloud, host }: KnownNow): WaysBack | undefined {
  const sessions = all.filter(({ verdict }) => verdict !== "failed" && verdict !== "notSent");
  if (sessions.length === 0) {
    return undefined;
  }
  const names = entryNames(all);
  const cloudOf = ({ hostId }: EntrySession) => (host(armKey(hostId)) ? cloud : undefined);
  const accessUrl = (session: EntrySession, id: ReturnType<typeof parseTargetId>) => {
    const ofCloud = id && cloudOf(session);
    return ofCloud ? { accessUrl: portalUrl(ofCloud, session.actor.tenantId, `${resourcePath(id)}/users`) } : {};
  };
  return {
    hosts: once(sessions, ({ hostId }) => armKey(hostId)).map((session) => {
      const key = armKey(session.hostId);
      const known = host(key);
      const id = parseBastionHostId(session.hostId);
      return { key, name: names.host(session), ...(known && { host: known }), ...accessUrl(session, id) };
    }),
    machines: once(sessions, machineKey).flatMap((session) => {
      const name = names.machine(session);
      return name === undefined
        ? []
        : [{ name, ...accessUrl(session, parseTargetId(session.session.targetResourceId)) }];
    }),
    accounts: once(sessions, (one) => JSON.stringify([one.session.userName, machineKey(one)])).flatMap((session) => {
      const { userName } = session.session;
      const machine = names.machine(session);
      return userName === undefined ? [] : [{ userName, ...(machine !== undefined && { machine }) }];
    }),
    people: once(sessions.filter(isPersonKnown), (one) => personKey(one.session.person)).map((session) => {
      const { person = "", confidence } = session.session;
      const ofCloud = cloudOf(session);
      const usersUrl = ofCloud && entraUsersUrl(ofCloud, session.actor.tenantId);
      return { person, isExact: confidence === "exact", ...(usersUrl !== undefined && { usersUrl }) };
    }),
  };
}

/** The first of each. */
function once(sessions: readonly EntrySession[], keyOf: (session: EntrySession) => string): readonly EntrySession[] {
  const found = new Map<string, EntrySession>();
  for (const session of sessions) {
    const key = keyOf(session);
    // What is certain of one session is worth more than what is probable of another.
    if (!found.has(key) || (session.session.confidence === "exact" && found.get(key)?.session.confidence !== "exact")) {
      found.set(key, session);
    }
  }
  return [...found.values()];
}

function machineKey({ session, hostId }: EntrySession): string {
  return targetKey({ ...session, via: armKey(hostId) });
}

/** Whether it is known who was connected, and not only that it was one of several connections. */
function isPersonKnown({ session: { person, confidence } }: EntrySession): boolean {
  return person !== undefined && (confidence === "exact" || confidence === "matched");
}
