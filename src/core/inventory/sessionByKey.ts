import type { SessionList, SessionState } from "./hostState.ts";

/** Each list by key, made when first asked for: VS Code asks for every row on its own, and a host may have thousands. */
const known = new WeakMap<SessionList, ReadonlyMap<string, SessionState>>();

/** The session of a row, where it is still listed. */
export function sessionByKey(list: SessionList | undefined, key: string): SessionState | undefined {
  if (!list) {
    return undefined;
  }
  let byKey = known.get(list);
  if (!byKey) {
    byKey = new Map(list.sessions.map((state) => [state.key, state]));
    known.set(list, byKey);
  }
  return byKey.get(key);
}
