import assert from "node:assert/strict";
import type { HostActivity } from "../../../../../src/core/history/activity.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import {
  HISTORY_COLUMNS,
  historyText,
  historyValue,
  type EndId,
} from "../../../../../src/core/model/history/historyFields.ts";
import type { Connection } from "../../../../../src/core/model/session/connection.ts";
import { entryKey, historyRow, type RowContext } from "../../../../../src/extension/table/history/historyRows.ts";

const hostKey = armKey("/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas-a");
const MINUTE = 60_000;

const context = (more: Partial<RowContext> = {}): RowContext => {
  const numbers = new Map<string, number>();
  return {
    hostName: () => "bas-a",
    subscriptionName: () => "Production",
    numberOf: (key) => {
      const known = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, known);
      return known;
    },
    isLive: () => false,
    disconnector: () => undefined,
    now: 100 * MINUTE,
    ...more,
  };
};

const row = (logged: Partial<Connection>, more?: Partial<RowContext>) =>
  historyRow({ kind: "connection", logged: { hostKey, key: "k", hasEnded: false, ...logged } }, context(more));

describe("a row of the history", () => {
  it("says how a connection ended only as far as that is known", () => {
    const us = { disconnector: () => ({ kind: "us", reason: "patching" }) as const };
    const probably = { disconnector: () => ({ kind: "probably", by: "bob@contoso.example" }) as const };
    const how = ({ end, because }: ReturnType<typeof row>) => [end, because];
    assert.deepEqual(how(row({})), ["open", undefined]);
    assert.deepEqual(how(row({}, { isLive: () => true })), ["live", undefined]);
    assert.deepEqual(how(row({ hasEnded: true }, { isLive: () => true })), ["ended", undefined]);
    assert.deepEqual(how(row({ hasEnded: true }, us)), ["byUs", "patching"]);
    assert.deepEqual(how(row({ hasEnded: true }, probably)), ["probablyBy", "bob@contoso.example"]);
  });

  it("lasts as long as the log says, from its start to its end, or to now while it is live", () => {
    const started = 40 * MINUTE;
    assert.equal(row({ started, ended: 70 * MINUTE, hasEnded: true }).minutes, 30);
    assert.equal(row({ started, durationMs: 5 * MINUTE, hasEnded: true }).minutes, 5);
    assert.equal(row({ started }, { isLive: () => true }).minutes, 60);
    assert.equal(row({ started }).minutes, undefined);
  });

  it("makes text of what strangers wrote, and names the browser and the machine", () => {
    const made = historyRow(
      {
        kind: "failure",
        logged: {
          hostKey,
          key: "f",
          time: 7,
          userName: "root\u202E\n<b>",
          userAgent: "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0",
          targetResourceId: "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM-WEB",
        },
      },
      context(),
    );
    assert.deepEqual(
      [made.end, made.user, made.client, made.vm, made.started],
      ["failed", "root\uFFFD\uFFFD<b>", "Edge", "VM-WEB", 7],
    );
  });

  it("is what was done to a host: no connection, and with its outcome", () => {
    const logged: HostActivity = {
      ...{ key: "a", hostKey, kind: "disconnected", started: 7, isStartMissing: false, outcome: "succeeded" },
      ...{ caller: "bob@contoso.example\n", clientAddress: "198.51.100.7", correlationId: "c-1" },
    };
    const made = (more: Partial<HostActivity>) =>
      historyRow({ kind: "activity", logged: { ...logged, ...more } }, context());
    const { id: _id, ids, ...rest } = made({});
    assert.deepEqual(rest, {
      ...{ host: "bas-a", hostNumber: 2, subscription: "Production", person: "bob@contoso.example\uFFFD" },
      ...{ from: "198.51.100.7", started: 7, end: "disconnected" },
    });
    assert.equal(ids?.length, 2);
    assert.deepEqual(
      (["succeeded", "unknown", "failed", "rejected"] as const).map((outcome) => made({ outcome }).outcome),
      [undefined, undefined, "failed", "rejected"],
    );
  });

  it("shows blanks, not unknowns, where what was done to a host has nothing to say", () => {
    const format = { end: ({ end }: { end: string }) => end, time: String, duration: () => "unknown" };
    const blanks = (end: EndId) =>
      HISTORY_COLUMNS.filter((column) => historyText(column, { host: "bas-a", end }, format) === "");
    assert.deepEqual(blanks("listed"), ["user", "vm", "client", "protocol", "ended", "duration", "ip"]);
    assert.deepEqual(blanks("ended"), ["ended"]);
    assert.equal(historyValue("end", { host: "bas-a", end: "listed", outcome: "rejected" }), "listedSessionsRejected");
  });

  it("has a number of its own, also beside a connection of the same key", () => {
    const logged = { hostKey, key: "k" };
    assert.notEqual(
      entryKey({ kind: "failure", logged }),
      entryKey({ kind: "connection", logged: { ...logged, hasEnded: true } }),
    );
  });
});
