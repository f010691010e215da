import assert from "node:assert/strict";
import type { EntrySession } from "../../../../../src/core/journal/journalEntry.ts";
import { importWithStub } from "../../vscodeStub.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";

const noneKnown = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });
const { stillListedTexts, outcomesMarkdown } = await importWithStub(async () => {
  const { entryMarkdown } = await import("../../../../../src/extension/commands/journal/entryMarkdown.ts");
  return {
    ...(await import("../../../../../src/extension/commands/disconnect/reportLater.ts")),
    outcomesMarkdown: (sessions: readonly EntrySession[]) =>
      entryMarkdown({ id: "1", at: "2026-03-01T10:00:00.000Z", by: "user", sessions, warnings: [] }),
  };
});

const at = "2026-03-01T10:01:00.000Z";

function session(name: string, verdict: EntrySession["verdict"], listed?: boolean): EntrySession {
  return {
    hostId: "/h",
    hostName: "bas-a",
    actor: { account: "ops@contoso.example", accountId: "a", tenantId: "t" },
    session: { sessionId: name, userName: name, targetHostName: "vm" },
    ...(verdict && { verdict }),
    ...(listed !== undefined && { listed: { listed, at, afterwards: false } }),
  };
}

describe("A verdict that the lists contradict", () => {
  const rows: readonly (readonly [string, readonly EntrySession[], readonly string[]])[] = [
    [
      "disconnected, and listed",
      [session("ann", "disconnected", true)],
      ["Azure reported ann on vm as disconnected, but the session is still listed."],
    ],
    [
      "not found, and listed",
      [session("ann", "alreadyEnded", true)],
      ["Azure couldn't find the session of ann on vm to disconnect it, but it's still listed."],
    ],
    [
      "several of each",
      [
        session("ann", "alreadyEnded", true),
        session("ben", "alreadyEnded", true),
        session("cid", "disconnected", true),
        session("dan", "disconnected", true),
      ],
      [
        "Azure reported 2 sessions as disconnected, but they're still listed: cid on vm, dan on vm.",
        "Azure couldn't find 2 sessions to disconnect them, but they're still listed: ann on vm, ben on vm.",
      ],
    ],
    [
      "none: gone, not looked at, or said before",
      [
        session("ann", "alreadyEnded", false),
        session("ben", "disconnected"),
        session("cid", "failed", true),
        session("dan", "unknown", true),
      ],
      [],
    ],
  ];
  for (const [name, sessions, texts] of rows) {
    it(`is said afterwards: ${name}`, () => assert.deepEqual(stillListedTexts(sessions, noneKnown), texts));
  }

  for (const verdict of ["disconnected", "alreadyEnded", "unknown"] as const) {
    it(`stands in the details and the journal: ${verdict}`, () => {
      assert.match(outcomesMarkdown([session("ann", verdict, true)]), /\| still listed at 2026-03-01 10:01:00 UTC \|/);
      assert.match(outcomesMarkdown([session("ann", verdict)]), /\| unknown \|/);
    });
  }
});
