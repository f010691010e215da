import { connectedAddress, resourceKey } from "../model/armId.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetAddress } from "../model/session/target.ts";

/** What a command connects to, as its option takes it: read strictly, since it comes from Azure or from the keyboard. */
export interface ConnectTarget {
  readonly by: "resourceId" | "address";
  readonly value: string;
}

/** The target of a resource ID or an IP address; `undefined` for any other text. */
export function parseConnectTarget(value: string): ConnectTarget | undefined {
  if (resourceKey(value) !== undefined) {
    return { by: "resourceId", value };
  }
  return isAddress(value) ? { by: "address", value } : undefined;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** As `isIP` of Node.js, which would load its network modules at start; without zones, which mean something on one machine only. */
function isAddress(text: string): boolean {
  return IPV4.test(text) || (/^[\da-f:.]*:[\da-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]`));
}

/**
 * The target VM of a session: by its resource ID, else by its address. `missing`: Azure named neither; `unreadable`: what it
 * named is neither, and nothing else is tried in its place.
 */
export function connectTargetOf(session: BastionSession): ConnectTarget | "missing" | "unreadable" {
  const { targetResourceId: id } = session;
  const named = id !== undefined && connectedAddress(id) === undefined ? id : targetAddress(session);
  return named === undefined ? "missing" : (parseConnectTarget(named) ?? "unreadable");
}
