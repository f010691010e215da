/** Where a session is, or where a connection was made to: target, account and protocol, and whether two of them agree. */
import { armKey, resourceKey, type ArmKey } from "../model/armId.ts";
import type { Connection, LoggedClient } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetAddress } from "../model/session/target.ts";
import { isLookAlike, isSameUser, userGroup } from "../model/session/userName.ts";
import { present } from "../text/json.ts";

/** Whether a connection was made to a session's place; `vague` means that it can't be said for certain. */
export type Fit = "yes" | "vague" | "no";

interface Account {
  readonly userName?: string | undefined;
  readonly protocol: string | undefined;
}

/** Target, account and protocol, as far as Azure names them. */
export interface Spot extends Account {
  readonly id: ArmKey | undefined;
  /** The scale set that the target is an instance of, or that is named in its place. */
  readonly set: ArmKey | undefined;
  readonly address: string | undefined;
}

/** The spot of a live session. */
export function spotOfSession(session: BastionSession): Spot {
  const { targetResourceId, userName, protocol } = session;
  const id = resourceKey(targetResourceId);
  return { id, set: scaleSetOf(id), address: targetAddress(session), userName, protocol };
}

/** The spot of a connection. @param ids what is known of target IDs, to read each only once */
export function spotOfClient(client: LoggedClient, ids: Map<string | undefined, ArmKey | undefined>): Spot {
  const { targetResourceId, targetAddress: address, userName, protocol } = client;
  const id = ids.get(targetResourceId) ?? resourceKey(targetResourceId);
  ids.set(targetResourceId, id);
  const known = targetAddress(present({ targetResourceId, targetIpAddress: address }));
  return { id, set: scaleSetOf(id), address: known, userName, protocol };
}

const SCALE_SET = /^.*\/microsoft\.compute\/virtualmachinescalesets\/[^/]+/u;

function scaleSetOf(id: ArmKey | undefined): ArmKey | undefined {
  const [set] = SCALE_SET.exec(id ?? "") ?? [];
  return set === undefined ? undefined : armKey(set);
}

/** Whether target, protocol and account agree, as far as both sides name them. */
export function fitOf(session: Spot, logged: Spot): Fit {
  const target = targetFit(session, logged);
  const account = target === "no" ? "no" : accountFit(session, logged);
  return target === "yes" || account === "no" ? account : "vague";
}

type Target = Pick<Spot, "id" | "set" | "address">;

/** Whether two targets are the same, as far as both sides name them. */
export function targetFit(a: Target, b: Target): Fit {
  const isSameAddress = a.address === undefined || b.address === undefined ? undefined : a.address === b.address;
  if (a.id === undefined || b.id === undefined) {
    return fitOfAddress(isSameAddress);
  }
  const isSet = a.set !== undefined && (a.id === a.set || b.id === a.set);
  if (isSet && a.set === b.set) {
    // The log may name a scale set in place of the instance, and only the address tells its instances apart.
    return isSameAddress === true && a.id !== b.id ? "vague" : fitOfAddress(isSameAddress);
  }
  if (a.id === b.id) {
    return "yes";
  }
  // Overlapping networks have equal addresses.
  return isSameAddress === true ? "vague" : "no";
}

function fitOfAddress(isSame: boolean | undefined): Fit {
  if (isSame === undefined) {
    return "vague";
  }
  return isSame ? "yes" : "no";
}

function accountFit(a: Account, b: Account): Fit {
  const [protocolA, protocolB] = [a.protocol ?? b.protocol ?? "", b.protocol ?? a.protocol ?? ""];
  if (protocolA.trim().toLowerCase() !== protocolB.trim().toLowerCase()) {
    return "no";
  }
  if (a.userName === undefined || b.userName === undefined) {
    return "yes";
  }
  const named = [
    { userName: a.userName, protocol: protocolA },
    { userName: b.userName, protocol: protocolB },
  ] as const;
  if (isSameUser(...named)) {
    return "yes";
  }
  return isLookAlike(...named) ? "vague" : "no";
}

/**
 * Whether an account is a sign-in name of Microsoft Entra, but not that person's as far as names tell: a row without an
 * account may then be anyone's.
 */
export function isSignInNameOfOther(userName: string | undefined, person: string | undefined): boolean {
  const name = userName?.trim().toLowerCase() ?? "";
  const isSignInName = name.includes("@") || name.startsWith("azuread\\");
  return isSignInName && userGroup(userName) !== userGroup(person);
}

/** Whether a session and a connection have different targets or protocols, so that they can't be the same. */
export function isElsewhere(session: BastionSession, connection: Connection): boolean {
  const { targetResourceId: id, targetIpAddress: address, protocol } = session;
  const isSameId = id !== undefined && id.toLowerCase() === connection.targetResourceId?.toLowerCase();
  if (isSameId && address === connection.targetAddress) {
    return accountFit({ protocol }, { protocol: connection.protocol }) === "no";
  }
  return fitOf({ ...spotOfSession(session), userName: undefined }, spotOfClient(connection, new Map())) === "no";
}
