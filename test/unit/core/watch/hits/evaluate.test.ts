import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { Connection, FailedSignIn } from "../../../../../src/core/model/session/connection.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { targetKey } from "../../../../../src/core/model/session/target.ts";
import { evaluate } from "../../../../../src/core/watch/hits/evaluate.ts";
import type { WatchFacts, HostFacts } from "../../../../../src/core/watch/hits/watchFacts.ts";
import type { Trigger } from "../../../../../src/core/watch/watchRule.ts";
import { ruleOf } from "../../../../support/watch/watchScene.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 29, 12);
const id =
  "/subscriptions/aa1883c4-ffd0-40f5-bd14-dcc312684e4e/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
const hostKey = armKey(id);

function factsWith(log: HostFacts["log"], others: Partial<WatchFacts> = {}): WatchFacts {
  const host = { id, key: hostKey, name: "bas", resourceGroup: "rg", subscriptionId: "aa1883c4" };
  const state = { host, identities: [], listing: false } as unknown as HostFacts["state"];
  const facts: HostFacts = {
    state,
    subscriptionName: "Production",
    countChanges: [],
    newcomers: new Map(),
    ...(log && { log }),
  };
  const now = { monotonic: 0, wall: new Date(NOW) };
  return { now, hosts: [facts], disconnected: [], isKnownAddress: () => undefined, ...others };
}

const text = <T extends string>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const time = fc.option(
  fc.integer({ min: -2 * DAY, max: 0 }).map((ago) => NOW + ago),
  { nil: undefined },
);
const present = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const client = {
  hostKey: fc.constant(hostKey),
  userName: text("root", "azureuser"),
  person: text("ann@contoso.example", "bob@contoso.example"),
  clientAddress: text("10.1.2.3", "203.0.113.5", "unknown", "2001:db8::1"),
  resourceType: text("VM", "BSL"),
};
const connections = fc
  .array(fc.record({ ...client, started: time, hasEnded: fc.boolean() }), { maxLength: 20 })
  .map((all) => all.map((one, index) => present({ ...one, key: `tunnel:${index}` }) as Connection));
const failures = fc
  .array(fc.record({ ...client, time: fc.integer({ min: 0, max: 90 }).map((ago) => NOW - ago * MINUTE) }), {
    maxLength: 30,
  })
  .map((all) => all.map((one, index) => present({ ...one, key: `failure ${index}` }) as FailedSignIn));

const starts: readonly { readonly trigger: Trigger; readonly isHit: (one: Connection) => boolean }[] = [
  { trigger: { kind: "connects" }, isHit: () => true },
  { trigger: { kind: "linkUsed" }, isHit: ({ resourceType }) => resourceType === "BSL" },
  {
    trigger: { kind: "clientNotIn", blocks: ["10.0.0.0/8"] },
    isHit: ({ clientAddress }) => clientAddress === "203.0.113.5" || clientAddress === "2001:db8::1",
  },
];

describe("a watch rule", () => {
  for (const { trigger, isHit } of starts) {
    it(`has a hit for each connection of the last day that satisfies it, and no other (${trigger.kind})`, () => {
      fc.assert(
        fc.property(
          connections,
          fc.constantFrom(undefined, "person:ann@contoso.example", "user:root"),
          (all, match) => {
            const isMeant = ({ person, userName }: Connection) =>
              match === undefined ||
              // A name beside a link is that of who made it.
              (match === "user:root" ? userName === "root" : person === "ann@contoso.example");
            const expected = all.filter(
              (one) =>
                (one.started ?? 0) >= NOW - DAY &&
                isMeant(one) &&
                !(match?.startsWith("person:") === true && one.resourceType === "BSL") &&
                isHit(one),
            );
            const { rule } = ruleOf(trigger, match);
            const { hits } = evaluate(rule!, factsWith({ connections: all, failures: [] }));
            const found = hits.flatMap(({ subject }) => (subject.kind === "connection" ? subject.connection.key : []));
            assert.deepEqual(found.toSorted(), expected.map(({ key }) => key).toSorted());
            assert.equal(new Set(hits.map(({ key }) => key)).size, hits.length);
          },
        ),
      );
    });
  }

  it("has a hit for failed sign-ins exactly where so many are from one address within the time", () => {
    fc.assert(
      fc.property(
        failures,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (all, count, withinMinutes) => {
          const { rule } = ruleOf({ kind: "failedSignIns", count, withinMinutes });
          const { hits } = evaluate(rule!, factsWith({ connections: [], failures: all }));
          const inBurst = all.filter((one) =>
            all.some((first) => {
              const near = all.filter(
                ({ clientAddress, time: at = 0 }) =>
                  clientAddress === first.clientAddress &&
                  at >= (first.time ?? 0) &&
                  at <= (first.time ?? 0) + withinMinutes * MINUTE,
              );
              return near.length >= count && near.includes(one);
            }),
          );
          const parts = hits.flatMap((hit) => hit.parts ?? []);
          const keys = inBurst.map(({ key }) => `${rule!.key} ${hostKey} failure:${key}`);
          assert.deepEqual(parts.toSorted(), keys.toSorted());
        },
      ),
    );
  });

  it("says of a host whose log wasn't read that it can't tell, and has no hit", () => {
    const { rule } = ruleOf({ kind: "connects" });
    const { hits, blind } = evaluate(rule!, factsWith(undefined));
    assert.deepEqual([hits, blind], [[], [{ hostKey, reason: "unread" }]]);
  });

  it("takes no end without a start for a connection: a wrong password leaves one", () => {
    const { rule } = ruleOf({ kind: "connects" });
    const one: Connection = { key: "a", hostKey, started: NOW, ended: NOW, hasEnded: true, endOnly: true };
    assert.equal(evaluate(rule!, factsWith({ connections: [one], failures: [] })).hits.length, 0);
  });

  it("has a hit for a user who returns in the second of the disconnect: starts have no milliseconds", () => {
    const { rule } = ruleOf({ kind: "returns", withinMinutes: 60 });
    const gone = { hostKey, sessionId: "before", at: NOW + 600, person: "ann@contoso.example", target: "" };
    const one = (started: number): Connection => ({
      key: "a",
      hostKey,
      person: "ann@contoso.example",
      tunnelId: "after",
      started,
      hasEnded: false,
    });
    const hits = (started: number) =>
      evaluate(rule!, factsWith({ connections: [one(started)], failures: [] }, { disconnected: [gone] })).hits.length;
    assert.deepEqual([hits(NOW), hits(NOW - 1_000)], [1, 0]);
  });

  it("doesn't call an address new before it is known which were used", () => {
    const { rule } = ruleOf({ kind: "newAddress" });
    const one: Connection = {
      key: "a",
      hostKey,
      person: "ann@contoso.example",
      clientAddress: "10.1.2.3",
      started: NOW,
      hasEnded: false,
    };
    const log = { connections: [one], failures: [] };
    assert.equal(evaluate(rule!, factsWith(log)).hits.length, 0);
    assert.equal(evaluate(rule!, factsWith(log, { isKnownAddress: () => false })).hits.length, 1);
    assert.equal(evaluate(rule!, factsWith(log, { isKnownAddress: () => true })).hits.length, 0);
  });

  it("tells once of a session of a list and its connection in the log, whichever comes first", () => {
    const { rule } = ruleOf({ kind: "connects" });
    const connection: Connection = { key: "tunnel:aa", tunnelId: "AA", hostKey, started: NOW, hasEnded: false };
    const at = { unreadable: 0, receivedAt: 0, receivedAtWall: new Date(NOW) };
    const list = { ...at, sessions: [{ key: "id:aa", session: { sessionId: "aa" } }] };
    const parts = (log: HostFacts["log"]) => {
      const facts = factsWith(log);
      const [host] = facts.hosts;
      const state = { ...host!.state, list } as unknown as HostFacts["state"];
      const { hits } = evaluate(rule!, {
        ...facts,
        hosts: [{ ...host!, state, newcomers: new Map([["id:aa", NOW]]) }],
      });
      assert.equal(hits.length, 1);
      return [...(hits[0]?.parts ?? [])].toSorted();
    };
    const failed = { reason: "logFailed" } as const;
    const listed = parts({ connections: [], failures: [], blind: failed });
    assert.deepEqual(parts({ connections: [connection], failures: [] }), listed);
    assert.deepEqual(parts({ connections: [connection], failures: [], blind: failed }), listed);
  });

  it("knows a burst of failed sign-ins again, however many there are since", () => {
    const { rule } = ruleOf({ kind: "failedSignIns", count: 5, withinMinutes: 15 });
    const all = Array.from({ length: 400 }, (_, index): FailedSignIn => ({
      key: `failure ${index}`,
      hostKey,
      time: NOW - HOUR + index * 1_000,
    }));
    const hitOf = (count: number) =>
      evaluate(rule!, factsWith({ connections: [], failures: all.slice(0, count) })).hits[0];
    const [before, now] = [hitOf(150), hitOf(400)];
    assert.ok(now?.parts?.some((part) => before?.parts?.includes(part)));
    assert.equal(now?.key, before?.key);
    assert.ok((now?.parts?.length ?? 0) <= 100);
  });

  it("doesn't take the time of a list for that of a session's start", () => {
    const gone = { hostKey, sessionId: "old", at: NOW - HOUR, userName: "root" };
    const list = { unreadable: 0, receivedAt: 0, receivedAtWall: new Date(NOW) };
    const targetResourceId = id.replace("Network/bastionHosts/bas", "Compute/virtualMachines/vm");
    const session = { sessionId: "aa", userName: "root", targetResourceId };
    const found = (trigger: Trigger, startTime?: string) => {
      const facts = factsWith(undefined, { disconnected: [{ ...gone, target: targetKey(session) }] });
      const [host] = facts.hosts;
      const sessions = [{ key: "id:aa", session: { ...session, ...(startTime !== undefined && { startTime }) } }];
      const state = { ...host!.state, list: { ...list, sessions } } as unknown as HostFacts["state"];
      const hosts = [{ ...host!, state, newcomers: new Map([["id:aa", NOW]]) }];
      return evaluate(ruleOf(trigger).rule!, { ...facts, hosts }).hits.length;
    };
    const hours = { text: "", ranges: [] };
    assert.deepEqual([found({ kind: "connects" }), found({ kind: "outside", hours })], [1, 0]);
    assert.equal(found({ kind: "returns", withinMinutes: 90 }), 0);
    const started = new Date(NOW - 1_000).toISOString();
    assert.equal(found({ kind: "outside", hours }, started), 1);
    assert.equal(found({ kind: "returns", withinMinutes: 90 }, started), 1);
  });
});
