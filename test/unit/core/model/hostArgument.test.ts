import assert from "node:assert/strict";
import fc from "fast-check";
import { armKey } from "../../../../src/core/model/armId.ts";
import { isHostArgument, parseHostArgument } from "../../../../src/core/model/hostArgument.ts";

const hostId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b";

describe("An argument from outside", () => {
  it("names a host, and sessions of it", () => {
    assert.deepEqual(parseHostArgument({ hostId }), { hostKey: armKey(hostId) });
    assert.deepEqual(parseHostArgument({ hostId, sessionIds: ["a", "b"], extensionId: "x.y" }), {
      hostKey: armKey(hostId),
      sessionIds: ["a", "b"],
    });
  });

  const bad: readonly unknown[] = [
    undefined,
    null,
    7,
    hostId,
    [],
    {},
    { hostId: 7 },
    { hostId: "" },
    { hostId: `${hostId}/x` },
    { hostId: `${hostId}?x` },
    { hostId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/.." },
    { hostId, sessionIds: "a" },
    { hostId, sessionIds: [] },
    { hostId, sessionIds: [""] },
    { hostId, sessionIds: ["a", 7] },
    { hostId, sessionIds: ["x".repeat(2_000)] },
    { hostId, sessionIds: new Array(10_001).fill("a") },
  ];
  for (const argument of bad) {
    it(`is refused whole where it is ${[JSON.stringify(argument)].join().slice(0, 80)}`, () =>
      assert.equal(parseHostArgument(argument), undefined));
  }

  it("never throws, and what it lets pass is a bastion host's id", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ hostId: fc.anything(), sessionIds: fc.anything() }, { requiredKeys: [] })),
        (value) => {
          const parsed = parseHostArgument(value);
          assert.ok(parsed === undefined || isHostArgument(value));
        },
      ),
    );
  });
});
