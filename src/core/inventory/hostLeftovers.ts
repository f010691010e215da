import { suspectedLeftovers } from "../model/session/leftovers.ts";
import type { SessionList, SessionState } from "./hostState.ts";

/** By list, worked out when first asked for: VS Code asks for every row on its own, and a host may have thousands. */
const known = new WeakMap<SessionList, readonly (readonly SessionState[])[]>();
const keys = new WeakMap<SessionList, ReadonlySet<string>>();

/** The sessions of a list that may be leftovers, in groups of those that began together. */
export function leftoversOf(list: SessionList): readonly (readonly SessionState[])[] {
  const groups = known.get(list) ?? suspectedLeftovers(list.sessions, ({ session }) => session);
  known.set(list, groups);
  return groups;
}

/** Whether a session may be a leftover. */
export function isSuspect(list: SessionList, key: string): boolean {
  const suspects = keys.get(list) ?? new Set(leftoversOf(list).flatMap((group) => group.map((state) => state.key)));
  keys.set(list, suspects);
  return suspects.has(key);
}
