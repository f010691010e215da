import assert from "node:assert/strict";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { knownTexts, reachOf } from "../../../../src/core/watch/knownMatches.ts";
import { parseRules } from "../../../../src/core/watch/parseRules.ts";
import { momentAt } from "../../../support/momentAt.ts";

function hostOf(name: string, subscriptionId: string, sessions?: readonly BastionSession[]): HostState {
  const id = `/subscriptions/${subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/${name}`;
  return {
    host: { id, key: armKey(id), name, subscriptionId, resourceGroup: "rg-hub" },
    identities: [],
    listing: false,
    ...(sessions && {
      list: {
        sessions: sessions.map((session, at) => ({ key: String(at), session })),
        unreadable: 0,
        receivedAt: 0,
        receivedAtWall: new Date(0),
      },
    }),
  };
}

const prod = hostOf("bas-prod", "s-1", [
  { userName: "ann", targetHostName: "vm-web", durationMinutes: 230 },
  { userName: "ben", targetHostName: "vm-db", durationMinutes: 10 },
]);
const hosts = [prod, hostOf("bas-dev", "s-2", [{ userName: "ann" }]), hostOf("bas-new", "s-2")];
const subscriptions = [
  {
    subscriptionId: "s-1",
    hosts: [prod.host],
    subscription: { subscriptionId: "s-1", displayName: "Contoso" },
    identities: [],
  },
  { subscriptionId: "s-2", hosts: [] },
];

function reach(fields: object, minutes = 0): string {
  const [parsed] = parseRules([{ name: "A rule", ...fields }]);
  assert.ok(parsed?.rule);
  const { what, matching, known } = reachOf(
    parsed.rule,
    knownTexts({ hosts, subscriptions }, momentAt(minutes * 60_000)),
  );
  return `${matching} of ${known} ${what}`;
}

describe("What a watch rule would concern", () => {
  const table: readonly (readonly [fields: object, found: string])[] = [
    [{ connects: true }, "3 of 3 sessions"],
    [{ connects: true, match: "user:ann" }, "2 of 3 sessions"],
    [{ connects: true, match: "user:ann host:bas-prod" }, "1 of 3 sessions"],
    [{ connects: true, match: "subscription:contoso" }, "2 of 3 sessions"],
    [{ connects: true, match: "subscription:s-2" }, "1 of 3 sessions"],
    [{ connects: true, match: `id:${prod.host.id}` }, "2 of 3 sessions"],
    [{ connects: true, match: "nobody" }, "0 of 3 sessions"],
    [{ more: true }, "3 of 3 hosts"],
    [{ more: true, match: "host:bas-prod" }, "1 of 3 hosts"],
    [{ fuller: 80, match: "group:rg-hub" }, "3 of 3 hosts"],
    [{ fuller: 80, match: "contoso" }, "1 of 3 hosts"],
    [{ fuller: 80, match: `id:${prod.host.id}` }, "1 of 3 hosts"],
  ];
  for (const [fields, found] of table) {
    it(`${JSON.stringify(fields)} is ${found}`, () => assert.equal(reach(fields), found));
  }

  it("looks at ages as they are now", () => {
    assert.equal(reach({ longerThan: "8h", match: ">4h" }, 9), "0 of 3 sessions");
    assert.equal(reach({ longerThan: "8h", match: ">4h" }, 11), "1 of 3 sessions");
  });
});
