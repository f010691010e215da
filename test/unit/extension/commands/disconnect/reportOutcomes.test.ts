import assert from "node:assert/strict";
import type { SessionResult } from "../../../../../src/core/disconnect/disconnects.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const { reportOutcomes } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/disconnect/reportOutcomes.ts"),
);

const host = hostState("bas-a", [{ sessionId: "a", userName: "ann", targetHostName: "vm" }]);
const names = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });

describe("What happened? A result that is no verdict", () => {
  const rows: readonly (readonly [string, Partial<SessionResult>, string])[] = [
    ["none", {}, "Azure returned no result"],
    ["a state that isn't known", { message: "Draining: wait." }, "Azure says: Draining: wait."],
  ];
  for (const [name, result, why] of rows) {
    it(`is reported as what Azure said: ${name}`, async () => {
      stub.messages.length = 0;
      const results = [{ sessionId: "a", verdict: "unknown", listedAfter: true, ...result }] as const;
      await reportOutcomes(
        { inventory: { names } as never, log: {} as never, journalDocuments: {} as never },
        (host.list?.sessions ?? []).map((state) => ({ host, state })),
        [{ host, results }],
        { id: "00000000-0000-4000-8000-000000000000", failure: undefined },
      );
      assert.deepEqual(stub.messages, [
        `Unknown whether ann on vm was disconnected (${why}); the session is still listed.`,
      ]);
    });
  }
});
