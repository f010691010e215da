import type { HostRow, SessionRow } from "../../../src/table/protocol.ts";
import { RowStore, type PageRow } from "../../../src/table/page/rows.ts";

export function host(id: number, more: Partial<HostRow> = {}): HostRow {
  return { id, name: `bas-${id}`, subscription: "Production", resourceGroup: "rg", reading: "known", ...more };
}

/** A page that knows these sessions, at a clock that a test moves. */
export function store(rows: readonly Omit<SessionRow, "host">[], hosts: readonly HostRow[] = [host(1)]): { readonly store: RowStore; readonly clock: { ms: number } } {
  const clock = { ms: 10_000_000 };
  const made = new RowStore(() => clock.ms);
  made.apply({ hosts, goneHosts: [], rows: rows.map((row) => ({ host: hosts[0]?.id ?? 1, ...row })), goneRows: [] });
  return { store: made, clock };
}

export function ids(rows: readonly PageRow[]): number[] {
  return rows.map(({ id }) => id);
}
