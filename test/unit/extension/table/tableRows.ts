import { sessionStates, type HostState } from "../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import type { HostRow, SessionRow } from "../../../../src/extension/table/protocol.ts";
import { RowStore, type PageRow } from "../../../../src/extension/table/page/model/rowStore.ts";

export function host(id: number, more: Partial<HostRow> = {}): HostRow {
  return {
    id,
    name: `bas-${id}`,
    subscription: "Production",
    subscriptionNumber: 1,
    resourceGroup: "rg",
    reading: "known",
    ...more,
  };
}

/** A page that knows these sessions, at a clock that a test moves. */
export function store(
  rows: readonly Omit<SessionRow, "host">[],
  hosts: readonly HostRow[] = [host(1)],
): { readonly store: RowStore; readonly clock: { ms: number } } {
  const clock = { ms: 10_000_000 };
  const made = new RowStore(() => clock.ms);
  made.apply({ hosts, goneHosts: [], rows: rows.map((row) => ({ host: hosts[0]?.id ?? 1, ...row })), goneRows: [] });
  return { store: made, clock };
}

export function ids(rows: readonly PageRow[]): number[] {
  return rows.map(({ id }) => id);
}

/** A host of the inventory; `at`: when its list came, in milliseconds of the monotonic clock. */
export function hostState(
  name: string,
  sessions: readonly BastionSession[] | undefined,
  more: Partial<HostState> & { readonly at?: number } = {},
): HostState {
  const id = `/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/${name}`;
  const { at = 0, ...rest } = more;
  return {
    host: { id, key: armKey(id), name, subscriptionId: "s-1", resourceGroup: "rg", sku: "Standard", scaleUnits: 2 },
    identities: [],
    listing: false,
    ...(sessions && {
      list: {
        sessions: sessionStates(sessions, new Map()),
        unreadable: 0,
        receivedAt: at,
        receivedAtWall: new Date(0),
      },
    }),
    ...rest,
  };
}
