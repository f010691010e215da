/** Where a session is, or where a connection was made to: target, account and protocol, and whether two of them agree. */
import { resourceKey, type ArmKey } from "../model/armId.ts";
import type { Connection, LoggedClient } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetAddress } from "../model/session/target.ts";
import { isLookAlike, isSameUser } from "../model/session/userName.ts";
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
  readonly address: string | undefined;
}

/** The spot of a live session. */
export function spotOfSession(session: BastionSession): Spot {
  const { targetResourceId, userName, protocol } = session;
  return { id: resourceKey(targetResourceId), address: targetAddress(session), userName, protocol };
}

/** The spot of a connection. @param ids what is known of target IDs, to read each only once */
export function spotOfClient(client: LoggedClient, ids: Map<string | undefined, ArmKey | undefined>): Spot {
  const { targetResourceId, targetAddress: address, userName, protocol } = client;
  const id = ids.get(targetResourceId) ?? resourceKey(targetResourceId);
  ids.set(targetResourceId, id);
  return { id, address: targetAddress(present({ targetResourceId, targetIpAddress: address })), userName, protocol };
}

/** Whether target, protocol and account agree, as far as both sides name them. */
export function fitOf(session: Spot, logged: Spot): Fit {
  const target = targetFit(session, logged);
  const account = target === "no" ? "no" : accountFit(session, logged);
  return target === "yes" || account === "no" ? account : "vague";
}

function targetFit(a: Pick<Spot, "id" | "address">, b: Pick<Spot, "id" | "address">): Fit {
  const isSameAddress = a.address === undefined || b.address === undefined ? undefined : a.address === b.address;
  if (a.id !== undefined && b.id !== undefined) {
    // A scale set and its instances have different IDs; overlapping networks have equal addresses.
    const otherwise = isSameAddress === true ? "vague" : "no";
    return a.id === b.id ? "yes" : otherwise;
  }
  if (isSameAddress === undefined) {
    return "vague";
  }
  return isSameAddress ? "yes" : "no";
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

/** Whether a session and a connection have different targets or protocols, so that they can't be the same. */
export function isElsewhere(session: BastionSession, connection: Connection): boolean {
  const { targetResourceId: id, protocol } = session;
  if (id !== undefined && id.toLowerCase() === connection.targetResourceId?.toLowerCase()) {
    return accountFit({ protocol }, { protocol: connection.protocol }) === "no";
  }
  return fitOf({ ...spotOfSession(session), userName: undefined }, spotOfClient(connection, new Map())) === "no";
}
