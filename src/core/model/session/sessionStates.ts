/** The states of a session, the one that a row is sorted by first, with their names in exports. */
export const STATES = {
  disconnecting: "disconnecting",
  checking: "checking",
  anonymous: "noSessionId",
  suspect: "suspectedLeftover",
  outdated: "outdated",
  active: "active",
};
export type StateId = keyof typeof STATES;
export const STATE_ORDER = Object.keys(STATES);

interface Stateful {
  readonly work?: "disconnecting" | "checking";
  readonly anonymous?: true;
  readonly suspect?: true;
  readonly on: { readonly asOf?: number };
}

/** As many as apply. A row from a list that may no longer be true must not look like a live one. */
export function statesOf({ work, anonymous, suspect, on }: Stateful): readonly StateId[] {
  const states: readonly StateId[] = [
    ...(work ? [work] : []),
    ...(anonymous ? (["anonymous"] as const) : []),
    ...(suspect ? (["suspect"] as const) : []),
    ...(on.asOf !== undefined ? (["outdated"] as const) : []),
  ];
  return states.length > 0 ? states : ["active"];
}
