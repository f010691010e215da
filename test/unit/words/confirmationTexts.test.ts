import assert from "node:assert/strict";
import { confirmationOf, reviewOf } from "../../../src/core/disconnect/confirmation.ts";
import type { HostState } from "../../../src/core/inventory/hostState.ts";
import { Names } from "../../../src/core/inventory/names.ts";
import { armKey } from "../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../src/core/model/session/session.ts";
import { importWithStub } from "../extension/vscodeStub.ts";
import { momentAt } from "../../support/momentAt.ts";

const { confirmationTexts } = await importWithStub(() => import("../../../src/words/confirmationTexts.ts"));

const noneKnown = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });
const words = confirmationTexts(noneKnown);
const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host: HostState = {
  host: { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" },
  identities: [],
  listing: false,
  list: { sessions: [], unreadable: 0, receivedAt: 0, receivedAtWall: new Date(0) },
};
const alice: BastionSession = { userName: "alice", targetHostName: "vm-web", protocol: "SSH", durationMinutes: 72 };
const ada: BastionSession = { userName: "ada@contoso.com", targetIpAddress: "10.0.0.4", protocol: "RDP" };
const maybeAda: BastionSession = { userName: "ada", targetHostName: "vm-web" };

const context = { accounts: ["ada@contoso.com"], now: momentAt(0), typeAbove: 10 };
const on = (sessions: readonly BastionSession[]) =>
  sessions.map((session, index) => ({ host, state: { key: String(index), session } }));

function saidOf(sessions: readonly BastionSession[], typeAbove = 10) {
  const request = { sessions: on(sessions), wholeHost: host };
  const {
    sessions: _,
    wholeHost: __,
    ...said
  } = confirmationOf(request, request.sessions, { ...context, typeAbove }, words);
  return said;
}

describe("What the user reads before a disconnect", () => {
  it("of one session", () => {
    assert.deepEqual(saidOf([alice]), {
      title: "Disconnect alice from vm-web?",
      list: ["User: alice", "Target VM: vm-web", "Bastion host: bas-a", "Protocol: SSH", "Duration: 1 h 12 min"],
      own: [],
      notes: [],
      consequence: "The user will see Azure's “disconnected” notice and can reconnect.",
      answer: { kind: "button", label: "Disconnect" },
    });
    assert.deepEqual(saidOf([ada]).own, ["This session is yours."]);
    assert.deepEqual(saidOf([maybeAda]).own, ["This session might be yours."]);
  });

  it("of several sessions", () => {
    assert.deepEqual(saidOf([alice, ada]), {
      title: "Disconnect 2 sessions?",
      list: ["alice on vm-web · SSH · 1 h 12 min · bas-a", "ada@contoso.com on 10.0.0.4 · RDP · unknown · bas-a"],
      summary: "2 sessions · 2 users · 2 target VMs · 1 bastion host · longest: 1 h 12 min",
      own: ["One of these sessions is yours."],
      notes: [],
      consequence: "The users will see Azure's “disconnected” notice and can reconnect.",
      answer: { kind: "button", label: "Disconnect" },
    });
    assert.deepEqual(saidOf([ada, ada, maybeAda]).own, [
      "2 of these sessions are yours.",
      "One of these sessions might be yours.",
    ]);
    assert.deepEqual(saidOf([maybeAda, maybeAda]).own, ["2 of these sessions might be yours."]);
  });

  it("of what may no longer be true", () => {
    const morning = { ...context, now: momentAt(0, 190 * 60_000) };
    const linesOf = (sessions: readonly BastionSession[], typeAbove = 10) => {
      const request = { sessions: on(sessions) };
      const { list, notes } = confirmationOf(request, request.sessions, { ...morning, typeAbove }, words);
      // The time of day depends on the machine's zone.
      return [...list, ...notes].map((text) => text.replace(/as of .*? \(/u, "as of then ("));
    };
    assert.deepEqual(linesOf([alice]).slice(-2), [
      "Duration: 4 h 22 min",
      "Listed: as of then (3 h 10 min ago). The session might have ended.",
    ]);
    assert.deepEqual(linesOf([alice, ada]), [
      "alice on vm-web · SSH · 4 h 22 min · bas-a · as of then (3 h 10 min ago)",
      "ada@contoso.com on 10.0.0.4 · RDP · unknown · bas-a · as of then (3 h 10 min ago)",
    ]);
    assert.deepEqual(linesOf([alice, ada], 1).slice(-1), [
      "Sessions might have ended. Listed: bas-a as of then (3 h 10 min ago).",
    ]);
  });

  it("of one session where even one is confirmed by typing", () => {
    const { title, consequence, answer } = saidOf([alice], 0);
    assert.equal(title, "Disconnect alice from vm-web?");
    assert.equal(consequence, "The user will see Azure's “disconnected” notice and can reconnect.");
    assert.deepEqual(answer, { kind: "typed", expected: "bas-a", prompt: "Type bas-a to disconnect this session" });
  });

  it("of all sessions of a host, above the number from which on it is typed", () => {
    const { title, summary, answer } = saidOf([alice, alice], 1);
    assert.equal(title, "Disconnect 2 sessions?");
    assert.equal(summary, "2 sessions · 1 user · 1 target VM · 1 bastion host · longest: 1 h 12 min");
    assert.deepEqual(answer, { kind: "typed", expected: "bas-a", prompt: "Type bas-a to disconnect these sessions" });
  });

  it("in the review", () => {
    const request = { sessions: on([alice, ada, maybeAda]), checked: () => false, notes: ["A note."] };
    const review = reviewOf(request, context, words);
    assert.equal(review?.title, "Review 3 Sessions to Disconnect");
    assert.deepEqual(review.hints, [
      "Only selected sessions will be disconnected; you'll be asked to confirm",
      "A note.",
    ]);
    assert.deepEqual(
      review.rows.map(({ remark }) => remark),
      [undefined, "yours", "might be yours"],
    );
  });
});
