import assert from "node:assert/strict";
import type { FieldRecord } from "../../../../../src/core/model/session/sessionField.ts";
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
  isLoggedField,
  rowTexts,
  sortValueOf,
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

const who = { person: "ann@contoso.com", clientAddress: "203.0.113.9" };

function cell(column: (typeof COLUMNS)[number], more: Partial<FieldRecord> = {}) {
  return cellText(column, { ...rowTexts(session, who, (text) => text), on, ...more }, 61.5, format);
}

describe("the fields of a session", () => {
  it("cover everything that Azure gives", () => {
    const shown = DETAIL_FIELDS.flatMap((id) => azureText(id, session) ?? []);
    assert.deepEqual(shown.sort(), SESSION_KEYS.map((key) => String(session[key])).sort());
  });

  it("have the order that the user knows", () => {
    assert.deepEqual(COLUMNS, [
      "user",
      "person",
      "vm",
      "host",
      "protocol",
      "started",
      "duration",
      "ip",
      "from",
      "resourceGroup",
      "subscription",
      "state",
      "sku",
      "location",
    ]);
    assert.deepEqual(FILTER_FIELDS, [
      "user",
      "person",
      "vm",
      "ip",
      "from",
      "host",
      "subscription",
      "protocol",
      "group",
      "id",
    ]);
    assert.deepEqual(DETAIL_FIELDS, [
      "user",
      "person",
      "from",
      "client",
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
    type Listed = Omit<ApiSession, "person" | "isPersonCertain" | "clientAddress">;
    const isSame: Equal<ReturnType<typeof apiFields>, Listed> = true;
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
    assert.deepEqual([cell("person"), cell("from")], ["ann@contoso.com", "203.0.113.9"]);
  });

  it("say why the log names no person", () => {
    const nobody = { ...rowTexts(session, {}, (text) => text), on };
    assert.equal(cellText("person", { ...nobody, blank: "notLogged" }, undefined, format), "<notLogged>");
    assert.equal(cellText("from", { ...nobody, blank: "noRecord" }, undefined, format), "<noRecord>");
    assert.equal(cellText("person", nobody, undefined, format), undefined);
    assert.deepEqual(["person", "from", "client", "user"].filter(isLoggedField), ["person", "from", "client"]);
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
