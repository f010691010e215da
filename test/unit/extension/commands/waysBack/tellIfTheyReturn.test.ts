import assert from "node:assert/strict";
import type { EntrySession, JournalEntry } from "../../../../../src/core/journal/journalEntry.ts";
import type { JournalVerdict } from "../../../../../src/core/journal/journalFormat.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { configured, importWithStub, messages, window } from "../../vscodeStub.ts";

const { tellIfTheyReturn } = await importWithStub(
  () => import("../../../../../src/extension/commands/waysBack/tellIfTheyReturn.ts"),
);

const RULES = "bastionSessions.watch.rules";
const VM = "/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web-01";
const app = {
  inventory: { names: { machine: ({ targetHostName }: { targetHostName?: string }) => targetHostName } },
  log: { error: () => undefined },
} as unknown as App;

function session(
  userName: string,
  more: Partial<EntrySession["session"]> = {},
  verdict: JournalVerdict = "disconnected",
): EntrySession {
  return {
    hostId: "/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas-prod",
    hostName: "bas-prod",
    actor: { account: "ops", accountId: "a", tenantId: "t-1" },
    session: { sessionId: userName, userName, targetHostName: "vm-web-01", targetResourceId: VM, ...more },
    verdict,
  };
}

function entry(...sessions: readonly EntrySession[]): JournalEntry {
  return { id: "1", at: "2026-11-28T21:25:22.000Z", by: "user", sessions, warnings: [] };
}

interface Item {
  readonly label: string;
}

/** Answers each question in turn: by labels where several can be chosen, else by one. */
function answering(...answers: readonly (string | readonly string[] | undefined)[]): void {
  const left = [...answers];
  Object.assign(window, {
    showQuickPick: async (items: readonly Item[], { canPickMany }: { readonly canPickMany?: boolean }) => {
      const answer = left.shift();
      if (canPickMany === true) {
        return answer && items.filter(({ label }) => answer.includes(label));
      }
      return items.find(({ label }) => label === answer);
    },
    showInputBox: async ({ validateInput }: { validateInput: (text: string) => Promise<string | undefined> }) => {
      const typed = String(left.shift());
      assert.equal(await validateInput("soon"), "Enter a length of time such as 8h, 90m, or 2d.");
      return typed;
    },
  });
}

const written = () => configured.get(RULES)?.effective;

describe("Tell Me If They Return", () => {
  beforeEach(() => {
    messages.length = 0;
    configured.clear();
  });
  after(() => configured.clear());

  const ann = session("azureuser", { person: "ann@contoso.com", confidence: "exact" });

  it("writes a rule about the person for the time that is chosen, and says what it can't see", async () => {
    answering("24 h");
    await tellIfTheyReturn(app, entry(ann, ann));
    assert.deepEqual(written(), [
      { name: "ann@contoso.com: returns within 24h", match: 'person:"ann@contoso.com"', returns: "24h" },
    ]);
    assert.deepEqual(messages, [
      "You'll be notified if ann@contoso.com returns within 24 h. Audit logs are minutes late.",
    ]);
  });

  it("writes no second rule that says the same", async () => {
    answering("7 d");
    await tellIfTheyReturn(app, entry(ann));
    const first = written();
    answering("7 d");
    await tellIfTheyReturn(app, entry(ann));
    assert.deepEqual(written(), first);
    assert.match(messages.at(-1) ?? "", /^Already watched by a rule\./u);
  });

  it("takes a time that is typed, and of several users those that are chosen", async () => {
    answering(["bob on vm-web-01", "cas on vm-web-01"], "Other time…", " 90m ");
    await tellIfTheyReturn(app, entry(ann, session("bob"), session("cas")));
    assert.deepEqual(written(), [
      { name: "bob on vm-web-01: returns within 90m", match: `user:"bob" id:${VM}`, returns: "90m" },
      { name: "cas on vm-web-01: returns within 90m", match: `user:"cas" id:${VM}`, returns: "90m" },
    ]);
    assert.match(messages.at(-1) ?? "", /^You'll be notified if any of 2 users returns within 1 h 30 min\./u);
  });

  for (const [name, answers] of [
    ["whom to watch is cancelled", [undefined]],
    ["none is chosen", [[]]],
    ["the time is cancelled", [["bob on vm-web-01"], undefined]],
  ] as const) {
    it(`writes nothing if ${name}`, async () => {
      answering(...answers);
      await tellIfTheyReturn(app, entry(ann, session("bob")));
      assert.deepEqual([written(), messages], [undefined, []]);
    });
  }

  for (const [name, of, said] of [
    [
      "nothing was disconnected",
      entry(session("bob", {}, "failed"), session("cas", {}, "unknown")),
      /^Nothing to watch/u,
    ],
    ["the journal has no disconnect", undefined, /^The journal has no disconnect/u],
  ] as const) {
    it(`asks nothing if ${name}`, async () => {
      answering();
      await tellIfTheyReturn(app, of);
      assert.equal(written(), undefined);
      assert.match(messages.join("\n"), said);
    });
  }
});
