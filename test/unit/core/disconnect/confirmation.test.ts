import assert from "node:assert/strict";
import {
  confirmationOf,
  isExpected,
  reviewOf,
  type ConfirmationTexts,
  type DisconnectRequest,
} from "../../../../src/core/disconnect/confirmation.ts";
import type { HostedSession, HostState } from "../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { Count } from "../../../../src/core/model/count.ts";
import { momentAt } from "../../../support/momentAt.ts";

function host(name: string): HostState {
  const id = `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/${encodeURIComponent(name)}`;
  return {
    host: { id, key: armKey(id), name, subscriptionId: "s", resourceGroup: "g" },
    identities: [],
    listing: false,
  };
}

function on(state: HostState, ...users: readonly string[]): readonly HostedSession[] {
  return users.map((userName) => ({ host: state, state: { key: userName, session: { userName } } }));
}

const name = ({ state }: HostedSession) => state.session.userName ?? "";

const formatted = (count: Count) => String(count.kind === "exact" ? count.value : count.kind);

/** Words that say which text it is, and with what. */
const texts: ConfirmationTexts = {
  hostName: (state) => state.host.name,
  actingAs: (identities) => `acting: ${identities.map(({ account }) => account.label).join(", ")}`,
  lookAlikeRemark: (why) => `similar: ${why}`,
  lookAlikesLeftOut: (count) => `not included: ${count}`,
  titleOfOne: (session) => `title: ${name(session)}`,
  titleOfMany: (count) => `title: ${count}`,
  fields: (session, now) => [`user ${name(session)}`, `at ${now.monotonic}`],
  line: (session, now) => `${name(session)} at ${now.monotonic}`,
  outdated: (sessions, now) => (now.wall.getTime() > 0 ? [`${sessions.length} may have ended`] : []),
  summary: ({ sessions, users, hosts }) => `${sessions} sessions, ${formatted(users)} users, ${hosts} hosts`,
  onlyIsOwn: (own) => `own: ${own}`,
  someAreOwn: (count, own) => `own: ${count} ${own}`,
  consequence: (isSingle) => (isSingle ? "one can connect again" : "all can connect again"),
  button: () => "Disconnect",
  typingPrompt: (expected) => `type ${expected}`,
  reviewTitle: (count) => `review ${count}`,
  reviewHint: () => "check",
  ownRemark: (own) => `mine: ${own}`,
};

const bastion = host("bas-a");
const users = (count: number) => Array.from({ length: count }, (_, number) => `user-${number}`);
const context = { accounts: ["ada@contoso.com"], now: momentAt(7), typeAbove: 10 };
const button = { kind: "button", label: "Disconnect" } as const;
const typed = (expected: string) => ({ kind: "typed", expected, prompt: `type ${expected}` }) as const;

function confirmation(request: DisconnectRequest, sessions = request.sessions, typeAbove = 10) {
  return confirmationOf(request, sessions, { ...context, typeAbove }, texts);
}

describe("The confirmation of a disconnect", () => {
  it("has the fields of a single session, and no sum", () => {
    const sessions = on(bastion, "alice");
    assert.deepEqual(confirmation({ sessions, notes: ["a note"] }), {
      sessions,
      title: "title: alice",
      list: ["user alice", "at 7"],
      own: [],
      notes: ["a note"],
      consequence: "one can connect again",
      answer: button,
    });
  });

  it("has a line for each of a few, and their sum", () => {
    const sessions = on(bastion, "alice", "bob");
    assert.deepEqual(confirmation({ sessions }), {
      sessions,
      title: "title: 2",
      list: ["alice at 7", "bob at 7"],
      summary: "2 sessions, 2 users, 1 hosts",
      own: [],
      notes: [],
      consequence: "all can connect again",
      answer: button,
    });
  });

  it("lists ten, and of more only the sum", () => {
    assert.equal(confirmation({ sessions: on(bastion, ...users(10)) }, undefined, 100).list.length, 10);
    assert.deepEqual(confirmation({ sessions: on(bastion, ...users(11)) }, undefined, 100).list, []);
  });

  it("says as of when they are where no line does", () => {
    const later = { ...context, now: momentAt(7, 7) };
    const notes = (count: number, typeAbove: number) => {
      const request = { sessions: on(bastion, ...users(count)) };
      return confirmationOf(request, request.sessions, { ...later, typeAbove }, texts).notes;
    };
    assert.deepEqual(
      [notes(1, 100), notes(10, 100), notes(11, 100), notes(1, 0), notes(2, 1)],
      [[], [], ["11 may have ended"], ["1 may have ended"], ["2 may have ended"]],
    );
  });

  it("is typed above the number that the user has set: how many they are", () => {
    const sessions = on(bastion, ...users(3));
    assert.deepEqual(confirmation({ sessions }, sessions, 3).answer, button);
    assert.deepEqual(confirmation({ sessions }, sessions, 2).answer, typed("3"));
    // A single one is named in the title, and described by the line and the numbers that a list of many has.
    const one = confirmation({ sessions: on(bastion, "alice") }, undefined, 0);
    assert.deepEqual([one.title, one.summary], ["title: alice", "1 sessions, 1 users, 1 hosts"]);
    assert.deepEqual([one.consequence, one.answer], ["one can connect again", typed("1")]);
  });

  it("has the name of a host typed of which all is meant, unless something was taken out or it cannot be typed", () => {
    const request = (whole: HostState) => ({ sessions: on(whole, ...users(3)), wholeHost: whole });
    const whole = confirmation(request(bastion), undefined, 2);
    assert.deepEqual([whole.wholeHost, whole.answer], [bastion, typed("bas-a")]);
    const part = confirmation(request(bastion), on(bastion, "user-0", "user-1"), 1);
    assert.deepEqual(["wholeHost" in part, part.answer], [false, typed("2")]);
    assert.deepEqual(confirmation(request(host("bas\u202E-a")), undefined, 2).answer, typed("3"));
    // Up to the limit a button is enough for a whole host too.
    assert.deepEqual(confirmation(request(bastion), undefined, 3).answer, button);
  });

  it("says whether the user's own sessions are among them", () => {
    const own = (...names: readonly string[]) => confirmation({ sessions: on(bastion, ...names) }).own;
    assert.deepEqual(own("ada@contoso.com"), ["own: yes"]);
    assert.deepEqual(own("ada"), ["own: maybe"]);
    assert.deepEqual(own("ada@contoso.com", "bob"), ["own: 1 yes"]);
    assert.deepEqual(own("ada@contoso.com", "ada", "CONTOSO\\ada"), ["own: 1 yes", "own: 2 maybe"]);
    assert.deepEqual(own("bob", "carol"), []);
  });

  it("takes what is expected in any case of its letters, and nothing else", () => {
    assert.ok(isExpected(" BAS-A ", "bas-a"));
    assert.ok(!isExpected("bas-", "bas-a"));
    assert.ok(!isExpected("", "3"));
  });
});

describe("The review before it", () => {
  it("is skipped if the confirmation lists all sessions", () => {
    const review = (count: number, typeAbove: number) =>
      reviewOf({ sessions: on(bastion, ...users(count)) }, { ...context, typeAbove }, texts) !== undefined;
    assert.deepEqual([review(10, 10), review(11, 10), review(11, 100)], [false, true, true]);
    assert.deepEqual([review(2, 2), review(3, 2)], [false, true]);
  });

  it("comes in any case where the caller says what is checked, and marks the user's own sessions", () => {
    const sessions = on(bastion, "bob", "ada", "ada@contoso.com");
    const [bob, ada, mine] = sessions;
    const checked = (session: HostedSession) => session === bob;
    assert.deepEqual(reviewOf({ sessions, checked, notes: ["a note"] }, context, texts), {
      title: "review 3",
      hints: ["check", "a note"],
      rows: [
        { session: bob, isChecked: true },
        { session: ada, isChecked: false, remark: "mine: maybe" },
        { session: mine, isChecked: false, remark: "mine: yes" },
      ],
    });
  });

  it("has everything checked unless told otherwise", () => {
    const review = reviewOf({ sessions: on(bastion, ...users(11)) }, context, texts);
    assert.deepEqual(
      review?.rows.map(({ isChecked }) => isChecked),
      users(11).map(() => true),
    );
  });
});
