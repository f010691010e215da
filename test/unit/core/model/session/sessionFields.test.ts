import assert from "node:assert/strict";
import type { ApiSession } from "../../../../../src/api.ts";
import { SESSION_KEYS, type BastionSession } from "../../../../../src/core/model/session/session.ts";
import {
  apiFields,
  azureText,
  cellText,
  COLUMNS,
  DETAIL_FIELDS,
  exportValue,
  FILTER_FIELDS,
  rowTexts,
  sortValueOf,
  type FieldRecord,
} from "../../../../../src/core/model/session/sessionFields.ts";

type Equal<A, B> = [A, B, keyof A, keyof B] extends [B, A, keyof B, keyof A] ? true : false;

const session: Required<Omit<BastionSession, "via">> = {
  sessionId: "id-1",
  userName: "ann",
  protocol: "SSH",
  targetHostName: "vm-1",
  targetIpAddress: "10.0.0.4",
  targetResourceId: "/subscriptions/s/resourceGroups/rg-vm/providers/Microsoft.Compute/virtualMachines/vm-1",
  targetResourceGroup: "rg-vm",
  targetSubscriptionId: "s",
  resourceType: "vm",
  startTime: "2026-01-02T03:04:05Z",
  durationMinutes: 61.5,
};
const on = { name: "bas-1", subscription: "Production", reading: "known" } as const;
const format = { format: (key: string) => `<${key}>`, time: String, duration: (minutes = -1) => `${minutes} min` };

function cell(column: (typeof COLUMNS)[number], more: Partial<FieldRecord> = {}) {
  return cellText(column, { ...rowTexts(session, (text) => text), on, ...more }, 61.5, format);
}

describe("the fields of a session", () => {
  it("cover everything that Azure gives", () => {
    const shown = DETAIL_FIELDS.flatMap((id) => azureText(id, session) ?? []);
    assert.deepEqual(shown.sort(), SESSION_KEYS.map((key) => String(session[key])).sort());
  });

  it("have the order that the user knows", () => {
    assert.deepEqual(COLUMNS, [
      "user",
      "vm",
      "host",
      "protocol",
      "started",
      "duration",
      "ip",
      "resourceGroup",
      "subscription",
      "state",
      "sku",
      "location",
    ]);
    assert.deepEqual(FILTER_FIELDS, ["user", "vm", "ip", "host", "subscription", "protocol", "group", "id"]);
    assert.deepEqual(DETAIL_FIELDS, [
      "user",
      "vm",
      "ip",
      "protocol",
      "started",
      "duration",
      "resourceGroup",
      "targetSubscription",
      "resourceId",
      "resourceType",
      "sessionId",
      "host",
    ]);
  });

  it("are what the API says of a session, and no more", () => {
    const isSame: Equal<ReturnType<typeof apiFields>, ApiSession> = true;
    assert.ok(isSame);
    const { targetResourceGroup: _group, targetSubscriptionId: _subscription, resourceType: _type, ...rest } = session;
    assert.deepEqual(apiFields(session), rest);
    assert.deepEqual(apiFields({ userName: "ann" }), { userName: "ann" });
  });

  it("become cells", () => {
    assert.deepEqual(
      [
        cell("user"),
        cell("host"),
        cell("duration"),
        cell("started", { started: 7 }),
        cell("started", { started: "?" }),
      ],
      ["ann", "bas-1", "61.5 min", "7", "?"],
    );
    assert.deepEqual([cell("sku"), cell("location"), cell("started")], [undefined, undefined, undefined]);
  });

  it("tell every state that applies, and sort by the first", () => {
    const states: readonly (readonly [record: Partial<FieldRecord>, text: string, value: string])[] = [
      [{ work: "disconnecting", anonymous: true }, "<disconnecting> · <anonymous>", "disconnecting noSessionId"],
      [{ work: "checking" }, "<checking>", "checking"],
      [{ anonymous: true }, "<anonymous>", "noSessionId"],
      [{ suspect: true, on: { ...on, asOf: 0 } }, "<suspect> · <outdated>", "suspectedLeftover outdated"],
      [{ on: { ...on, asOf: 0 } }, "<outdated>", "outdated"],
      [{}, "<active>", "active"],
    ];
    states.forEach(([record, text, value], order) => {
      assert.equal(cell("state", record), text);
      assert.equal(exportValue("state", { on, ...record }, undefined), value);
      assert.equal(sortValueOf("state")({ on, ...record }), order);
    });
  });
});
