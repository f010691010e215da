import assert from "node:assert/strict";
import { OpenQuestions } from "../../../../../src/core/disconnect/openQuestions.ts";
import { InFlight } from "../../../../../src/core/disconnect/inFlight.ts";
import { entriesOf } from "../../../../../src/core/journal/journalEntry.ts";
import type { EntryLine } from "../../../../../src/core/journal/journalFormat.ts";
import { systemClock } from "../../../../../src/core/model/clock.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { inventoryBench } from "../../../../support/inventoryBench.ts";
import { silent } from "../../../../support/silentLog.ts";
import * as stub from "../../vscodeStub.ts";

const { confirmAndDisconnect, entryMarkdown } = await stub.importWithStub(async () => ({
  ...(await import("../../../../../src/extension/commands/disconnect/disconnect.ts")),
  ...(await import("../../../../../src/extension/commands/journal/entryMarkdown.ts")),
}));

const note = "Sessions may be missing: 1 host couldn't be read completely: bas-b.";

describe("All of whom? What a confirmation notes", () => {
  let before: object;
  beforeEach(() => (before = { ...stub.window }));
  afterEach(() => Object.assign(stub.window, before));

  it("is written to the journal before anything is sent, and is in the details", async () => {
    await using bench = await inventoryBench({
      tenants: [{ displayName: "Contoso" }],
      accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
      subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
      hosts: [{ name: "bas-a", sessions: [{ sessionId: "s1" }] }],
    });
    await bench.inventory.refresh();
    const lines: EntryLine[] = [];
    const asked: string[] = [];
    const token = { isCancellationRequested: false, onCancellationRequested: () => undefined };
    Object.assign(stub.window, {
      withProgress: (_options: unknown, task: (progress: object, token: object) => unknown) =>
        task({ report: () => undefined }, token),
      showWarningMessage: async (_title: string, { detail }: { readonly detail: string }, button: string) => {
        asked.push(detail);
        return button;
      },
    });
    const end = new AbortController();
    const app = {
      inventory: bench.inventory,
      disconnects: bench.disconnects,
      clock: systemClock,
      log: silent,
      end: end.signal,
      inFlight: new InFlight(),
      questions: new OpenQuestions(),
      journal: { append: async (line: EntryLine) => void lines.push(line) },
      journalDocuments: { update: () => undefined, add: () => undefined },
    } as unknown as App;
    const host = bench.host("bas-a");
    const sessions = (host.list?.sessions ?? []).map((state) => ({ host, state }));
    const entry = await confirmAndDisconnect(app, { sessions, notes: [note] });
    end.abort();
    assert.ok(entry);
    assert.ok(asked[0]?.includes(note), "the question has the note");
    assert.deepEqual(lines[0]?.kind === "confirmed" && lines[0].notes, [note]);
    assert.deepEqual(entriesOf(lines)[0]?.notes, [note]);
    assert.ok(entryMarkdown(entry).includes(`- Note in the confirmation: ${note}\n`), entryMarkdown(entry));
  });
});
