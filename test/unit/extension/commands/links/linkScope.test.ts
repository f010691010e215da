import assert from "node:assert/strict";
import type { HostedSession } from "../../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../../../src/core/model/session/session.ts";
import { HOST_ID, hostLinks, vm } from "../../../core/links/testLinks.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { scopesOfSessions } = await importWithStub(
  () => import("../../../../../src/extension/commands/links/linkScope.ts"),
);

const KEY = armKey(HOST_ID);
const SET = vm("set").replace("virtualMachines", "virtualMachineScaleSets");

function scopesOf(...targets: readonly (string | undefined)[]) {
  const { host } = hostLinks([]);
  return scopesOfSessions(
    targets.map((targetResourceId) => {
      const session: BastionSession = { sessionId: "1", ...(targetResourceId !== undefined && { targetResourceId }) };
      return { host, state: { session } } as unknown as HostedSession;
    }),
  );
}

describe("Whose links are meant by sessions", () => {
  it("is their VMs and instances of scale sets, each once", () => {
    const instance = `${SET}/virtualMachines/0`;
    assert.deepEqual(scopesOf(vm("web"), vm("WEB"), instance), [
      { hostKey: KEY, machines: [armKey(vm("web")), armKey(instance)] },
    ]);
  });

  const others: readonly (readonly [what: string, id: string | undefined])[] = [
    ["is of a machine without an ID", undefined],
    ["names a whole scale set", SET],
    [
      "names another resource",
      vm("web").replace("Microsoft.Compute/virtualMachines", "Microsoft.Network/networkInterfaces"),
    ],
  ];
  for (const [what, id] of others) {
    it(`is the whole host if one ${what}`, () => assert.deepEqual(scopesOf(vm("web"), id), [{ hostKey: KEY }]));
  }
});
