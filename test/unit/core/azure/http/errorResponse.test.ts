import { strict as assert } from "node:assert";
import { missingPermission } from "../../../../../src/core/azure/http/errorResponse.ts";

describe("what a 403 names", () => {
  const host = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
  for (const [message, action, scope] of [
    [
      `The client 'alice@example.com' with object id 'x' does not have authorization to perform action 'Microsoft.Network/bastionHosts/getActiveSessions/action' over scope '${host}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      "Microsoft.Network/bastionHosts/getActiveSessions/action",
      host,
    ],
    [
      `The client 'alice' with object id 'x' has permission to perform action 'A/write' on scope '${host}'; however, it does not have permission to perform action(s) 'B/join/action' on the linked scope(s) '/subscriptions/t' (respectively) or the linked scope(s) are invalid.`,
      "B/join/action",
      "/subscriptions/t",
    ],
    [`does not have authorization to perform action 'A/read' over scope '${host}''.`, "A/read", `${host}'`],
  ] as const) {
    it(message.slice(0, 60), () => assert.deepEqual(missingPermission(message), { action, scope }));
  }
  for (const message of [undefined, "", "Forbidden", "perform action 'A", "perform action '' over scope ''"]) {
    it(`nothing: ${message ?? "no message"}`, () => assert.deepEqual(missingPermission(message), {}));
  }
});
