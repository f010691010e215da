import { suspectedLeftovers } from "../model/session/leftovers.ts";
import { personKey, whoOf } from "../model/session/who.ts";
import type { HostState, SessionState } from "./hostState.ts";
import { attributionsOf, type Attributions } from "./people/sessionPeople.ts";

type Listed = Pick<HostState, "host" | "list" | "log">;

interface Leftovers {
  /** In groups of those that began together. */
  readonly groups: readonly (readonly SessionState[])[];
  readonly keys: ReadonlySet<string>;
}

/** By list and people, worked out when first asked for: VS Code asks for every row on its own, and a host may have thousands. */
const known = new WeakMap<readonly SessionState[], WeakMap<Attributions, Leftovers>>();

/** The sessions of a host that may be leftovers, in groups of those that began together. */
export function leftoversOf(host: Listed): Leftovers["groups"] {
  return leftovers(host).groups;
}

/** Whether a session may be a leftover. */
export function isSuspect(host: Listed, key: string): boolean {
  return leftovers(host).keys.has(key);
}

function leftovers(host: Listed): Leftovers {
  const sessions = host.list?.sessions ?? NONE;
  const attributions = attributionsOf(host);
  const ofList = known.get(sessions) ?? new WeakMap<Attributions, Leftovers>();
  known.set(sessions, ofList);
  let found = ofList.get(attributions);
  if (!found) {
    const groups = suspectedLeftovers(
      sessions,
      ({ session }) => session,
      ({ key }) => personKey(whoOf(attributions.get(key)).person),
    );
    found = { groups, keys: new Set(groups.flat().map(({ key }) => key)) };
    ofList.set(attributions, found);
  }
  return found;
}

const NONE: readonly SessionState[] = [];
