import assert from "node:assert/strict";
import { attributeSessions, type AttributionInput } from "../../../../src/core/history/attribution.ts";
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { at, connection, connectRow, HOST_KEY, inputOf, MINUTE, session } from "./testRows.ts";

const tunnelId = "0D4C2A5E-1111-2222-3333-444455556666";
const bob = "bob@contoso.com";
const { person: _person, ...nameless } = connection();
const { startTime: _start, ...startless } = session({ durationMinutes: 119.99 });
const { durationMinutes: _duration, ...timeless } = startless;
const byAddress = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/bh-hostConnect/10.0.0.9";

/** The attribution of the first session, in a few words. */
function said(
  sessions: readonly BastionSession[],
  connections: readonly Connection[],
  own: Partial<AttributionInput> = {},
): string {
  const [one] = attributeSessions(inputOf(sessions, connections, own)).values();
  if (one === undefined || one.confidence === "none") {
    return `none, ${one?.blank ?? ""}`;
  }
  const people = one.candidates.map(({ person = "?" }) => person.split("@", 1).join(""));
  return [one.confidence, ...(one.doubt === undefined ? [] : [one.doubt]), people.join(" or ")].join(", ");
}

type Case = readonly [
  name: string,
  sessions: readonly BastionSession[],
  connections: readonly Connection[],
  said: string,
  own?: Partial<AttributionInput>,
];

function check(cases: readonly Case[]): void {
  for (const [name, sessions, connections, expected, own] of cases) {
    it(name, () => {
      assert.equal(said(sessions, connections, own), expected);
      assert.equal(said(sessions, connections.toReversed(), own), expected);
    });
  }
}

const log = inputOf([], []).log;

describe("A session with a connection's ID", () => {
  const withId = session({ sessionId: tunnelId.toLowerCase() });
  check([
    ["is exact", [withId], [connection({ tunnelId })], "exact, ann"],
    [
      "is exact whatever the log's times are",
      [withId],
      [connection({ tunnelId, started: at("03:00:00") })],
      "exact, ann",
    ],
    [
      "is exact in a partial log",
      [withId],
      [connection({ tunnelId })],
      "exact, ann",
      { log: { ...log, state: "partial" } },
    ],
    ["is exact after its end", [withId], [connection({ tunnelId, hasEnded: true })], "exact, ann"],
    ["is exact without a person", [withId], [{ ...nameless, tunnelId, resourceType: "BSL" }], "exact, ?"],
    [
      "is exact beside other people",
      [withId, session()],
      [connection({ tunnelId }), connection({ person: bob, started: at("10:00:02") })],
      "exact, ann",
    ],
    [
      "is ambiguous if two people have the ID",
      [withId],
      [connection({ tunnelId, key: "1" }), connection({ tunnelId, key: "2", person: bob })],
      "possible, ambiguous, ann or bob",
    ],
    [
      "is ambiguous if the connection was to another machine",
      [
        session({
          sessionId: tunnelId,
          targetResourceId: `${session().targetResourceId}2`,
          targetIpAddress: "10.0.0.5",
        }),
      ],
      [connection({ tunnelId })],
      "possible, ambiguous, ann",
    ],
    [
      "is ambiguous if another session's ID differs only by case",
      [withId, session({ sessionId: tunnelId })],
      [connection({ tunnelId: tunnelId.replace("D", "d") })],
      "possible, ambiguous, ann",
    ],
    [
      "is exact if the log has the ID in the same case",
      [session({ sessionId: tunnelId }), withId],
      [connection({ tunnelId })],
      "exact, ann",
    ],
  ]);

  it("rules out other connections with an ID for the sessions beside it", () => {
    const connections = [connection({ tunnelId: "other", person: bob })];
    assert.equal(said([session()], connections), "matched, bob");
    assert.equal(
      said([session(), withId], [...connections, connection({ tunnelId, started: at("03:00:00") })]),
      "none, noRecord",
    );
    assert.equal(said([session()], connections, { idsAgree: true }), "none, noRecord");
    assert.equal(said([session()], [connection()], { idsAgree: true }), "matched, ann");
    const { sessionId: _id, ...withoutId } = session();
    assert.equal(said([withoutId, withId], [connection({ tunnelId })]), "none, noRecord");
  });
});

describe("A session that began with a connection", () => {
  const { targetResourceId: _id, ...addressed } = connection({ targetAddress: "10.0.0.9" });
  const { userName: _user, ...anonymous } = connection();
  const early = connection({ person: bob, started: at("09:46:00"), ended: at("09:47:00"), hasEnded: true });
  check([
    ["is matched", [session()], [connection()], "matched, ann"],
    ["is matched five seconds apart", [session({ startTime: "2026-08-20T10:00:05Z" })], [connection()], "matched, ann"],
    [
      "is matched by its address",
      [session({ targetResourceId: byAddress, targetIpAddress: "10.0.0.9" })],
      [addressed],
      "matched, ann",
    ],
    [
      "is matched by the pseudo ID of both",
      [session({ targetResourceId: byAddress, targetIpAddress: "10.0.0.9" })],
      [connection({ targetResourceId: byAddress.toUpperCase(), targetAddress: "10.0.0.9" })],
      "matched, ann",
    ],
    ["is matched if the log names no account", [session()], [anonymous], "matched, ann"],
    ["is matched without a person", [session()], [nameless], "matched, ?"],
    [
      "is matched beside other connections of the same person",
      [session()],
      [connection(), { ...early, person: "ANN@contoso.com" }],
      "matched, ann",
    ],
    ["is attributed to a shareable link", [session()], [{ ...nameless, resourceType: "BSL" }], "none, shareableLink"],
    [
      "is matched by a name in another case over RDP",
      [session({ protocol: "RDP", userName: "AzureUser" })],
      [connection({ protocol: "rdp" })],
      "matched, ann",
    ],
    [
      "is possible by a name in another case over SSH",
      [session({ userName: "AzureUser" })],
      [connection()],
      "possible, ambiguous, ann",
    ],
    ["isn't matched by another account", [session({ userName: "root" })], [connection()], "none, noRecord"],
    ["isn't matched by another protocol", [session({ protocol: "RDP" })], [connection()], "none, noRecord"],
    [
      "isn't matched on another machine",
      [session()],
      [connection({ targetResourceId: `${byAddress}9`, targetAddress: "10.0.0.5" })],
      "none, noRecord",
    ],
    ["isn't matched on another host", [session()], [connection({ hostKey: armKey(`${HOST_KEY}2`) })], "none, noRecord"],
    [
      "is ambiguous if two machines may share an address",
      [session()],
      [connection({ targetResourceId: `${connection().targetResourceId}2` })],
      "possible, ambiguous, ann",
    ],
    [
      "is possible if another person used the account within 15 minutes",
      [session()],
      [connection(), early],
      "possible, otherPerson, ann",
    ],
    [
      "is possible if an unnamed person used the account within 15 minutes",
      [session()],
      [connection(), { ...nameless, key: "2", started: at("10:14:00") }],
      "possible, otherPerson, ann",
    ],
    [
      "is matched if another person used the account earlier and later",
      [session()],
      [connection(), { ...early, started: at("09:44:00") }, { ...early, key: "3", started: at("10:16:00") }],
      "matched, ann",
    ],
    [
      "is possible if another person failed to sign in",
      [session()],
      [connection()],
      "possible, otherPerson, ann",
      { failures: [{ ...nameless, person: bob, time: at("09:50:00") }] },
    ],
    [
      "is matched if an unnamed client failed to sign in",
      [session()],
      [connection()],
      "matched, ann",
      { failures: [{ ...nameless, time: at("09:50:00") }] },
    ],
    [
      "is ambiguous between two people",
      [session()],
      [connection({ key: "1" }), connection({ key: "2", person: bob })],
      "possible, ambiguous, ann or bob",
    ],
    [
      "is ambiguous if another session fits as well",
      [session(), session({ sessionId: "s-2" })],
      [connection()],
      "possible, ambiguous, ann",
    ],
    [
      "is ambiguous if a session with an unknown start fits as well",
      [session(), { ...startless, sessionId: "s-2" }],
      [connection()],
      "possible, ambiguous, ann",
    ],
    [
      "is ambiguous if a session that has left fits as well",
      [session()],
      [connection()],
      "possible, ambiguous, ann",
      { gone: [{ key: "gone", session: session({ sessionId: "s-2" }) }] },
    ],
    [
      "is possible in a partial log",
      [session()],
      [connection()],
      "possible, incomplete, ann",
      { log: { ...log, state: "partial" } },
    ],
    [
      "is possible if the log before it wasn't read",
      [session()],
      [connection()],
      "possible, incomplete, ann",
      { log: { ...log, from: at("09:50:00") } },
    ],
    [
      "is possible until late rows have arrived",
      [session({ durationMinutes: 14 })],
      [connection()],
      "possible, tooSoon, ann",
    ],
    [
      "is possible if the log was read too early",
      [session()],
      [connection()],
      "possible, tooSoon, ann",
      { log: { ...log, to: at("10:14:00") } },
    ],
  ]);

  it("is judged by Azure's clock, not by this machine's", () => {
    const hour = 60 * MINUTE;
    const wrong = { listedAt: at("12:00:00") + hour, log: { ...log, to: log.to + hour, readAt: log.readAt + hour } };
    assert.equal(said([session({ durationMinutes: 5 })], [], wrong), "none, notLoggedYet");
    assert.equal(said([session({ durationMinutes: 5 })], []), "none, notLoggedYet");
  });
});

describe("A session that began with several connections of one person", () => {
  const two = [connection({ key: "1" }), connection({ key: "2", started: at("10:00:03") })];
  check([
    ["is that person's", [session()], two, "samePerson, ann or ann"],
    [
      "is that person's if there are as many sessions",
      [session(), session({ sessionId: "s-2" })],
      two,
      "samePerson, ann or ann",
    ],
    [
      "is ambiguous if there are more sessions",
      ["1", "2", "3"].map((sessionId) => session({ sessionId })),
      two,
      "possible, ambiguous, ann or ann",
    ],
    [
      "is possible if another person used the account",
      [session()],
      [...two, connection({ person: bob, started: at("10:10:00") })],
      "possible, otherPerson, ann or ann",
    ],
    [
      "is ambiguous without a person",
      [session()],
      two.map(({ person: _, ...one }) => one),
      "possible, ambiguous, ? or ?",
    ],
    [
      "is that person's even if only one of them fits",
      [session({ startTime: "2026-08-20T09:59:56Z" }), session({ sessionId: "s-2" })],
      [...two, connection({ key: "3", started: at("09:59:58") })],
      "samePerson, ann or ann",
    ],
  ]);
});

describe("Sessions and connections that began one after the other", () => {
  const chain = [0, 4, 8].map((second) => connection({ key: `${second}`, started: at("10:00:00") + second * 1_000 }));
  const sessions = ["12", "00", "04"].map((second) =>
    session({ sessionId: `s-${second}`, startTime: `2026-08-20T10:00:${second}Z` }),
  );
  check([
    ["are all candidates for each other", sessions, chain, "samePerson, ann"],
    ["are only some of them if one doesn't fit", [sessions[0]!, sessions[1]!], chain, "matched, ann"],
    [
      "are ambiguous if one belongs to another person",
      sessions,
      [...chain.slice(0, 2), { ...chain[2]!, person: bob }],
      "possible, ambiguous, bob",
    ],
    [
      "are that person's even if the start of one is unknown",
      [sessions[2]!, { ...timeless, sessionId: "s-2" }],
      chain,
      "samePerson, ann or ann or ann",
    ],
  ]);
});

describe("A session without a certain connection", () => {
  const later = { startTime: "2026-08-20T10:01:30Z" };
  const ended = connection({ hasEnded: true, ended: at("11:59:00") });
  check([
    ["possibly belongs to a connection within two minutes", [session(later)], [connection()], "possible, apart, ann"],
    [
      "doesn't belong to an earlier connection",
      [session({ startTime: "2026-08-20T10:02:01Z" })],
      [connection()],
      "none, noRecord",
    ],
    ["possibly belongs to a connection that has just ended", [session()], [ended], "possible, ended, ann"],
    [
      "doesn't belong to a connection that had ended",
      [session()],
      [{ ...ended, ended: at("11:50:00") }],
      "none, noRecord",
    ],
    ["is ambiguous if only its duration is known", [startless], [connection()], "possible, ambiguous, ann"],
    [
      "is ambiguous if its start is unknown",
      [timeless],
      [connection({ started: at("04:00:00") })],
      "possible, ambiguous, ann",
    ],
    [
      "names the nearest connection first",
      [session(later)],
      [connection(), connection({ person: bob, started: at("10:02:00") })],
      "possible, apart, bob or ann",
    ],
    [
      "names at most ten connections",
      [session(later)],
      Array.from({ length: 50 }, () => connection()),
      `possible, apart, ${Array.from({ length: 10 }, () => "ann").join(" or ")}`,
    ],
    ["isn't logged yet", [session({ startTime: "2026-08-20T11:51:00Z" })], [], "none, notLoggedYet"],
    [
      "isn't logged yet even if someone connected shortly before",
      [session({ startTime: "2026-08-20T11:51:00Z" })],
      [connection({ started: at("11:50:00") })],
      "none, notLoggedYet",
    ],
    ["has no record", [session()], [], "none, noRecord"],
    [
      "is unknown if it started before the range that was read",
      [session()],
      [],
      "none, incomplete",
      { log: { ...log, from: at("11:00:00") } },
    ],
    ["is unknown if the log is partial", [session()], [], "none, incomplete", { log: { ...log, state: "partial" } }],
    [
      "is unknown if the log couldn't be read",
      [session()],
      [],
      "none, incomplete",
      { log: { ...log, state: "failed" } },
    ],
    ["isn't logged", [session()], [], "none, notLogged", { log: { ...log, state: "notLogged" } }],
    [
      "isn't logged by a Developer host",
      [session()],
      [],
      "none, notLoggedBySku",
      { log: { ...log, state: "notLoggedBySku" } },
    ],
    ["is unknown without permission", [session()], [], "none, notAllowed", { log: { ...log, state: "notAllowed" } }],
  ]);

  it("is ambiguous if either side names no target", () => {
    const { targetResourceId: _id, targetAddress: _address, ...anywhere } = connection();
    assert.equal(said([session()], [anywhere]), "possible, ambiguous, ann");
    const { targetResourceId: _target, targetIpAddress: _ip, targetHostName: _name, ...nowhere } = session();
    assert.equal(said([nowhere], [connection()]), "possible, ambiguous, ann");
  });
});

describe("A session near another that no connection explains", () => {
  const bobs = session({ sessionId: "bob", startTime: "2026-08-20T10:00:01Z" });
  const anns = session({ sessionId: "ann", startTime: "2026-08-20T10:00:30Z" });

  it("is ambiguous, since the connection may be either's", () => {
    assert.equal(said([bobs, anns], [connection()]), "possible, ambiguous, ann");
    assert.equal(said([bobs], [connection()]), "matched, ann");
  });

  it("is ambiguous too if that one has left since", () => {
    assert.equal(
      said([bobs], [connection()], { gone: [{ key: "id:ann", session: anns }] }),
      "possible, ambiguous, ann",
    );
  });

  it("is matched if that one began at another time, or on another machine", () => {
    const later = session({ sessionId: "x", startTime: "2026-08-20T10:05:00Z" });
    const elsewhere = { ...anns, targetResourceId: `${anns.targetResourceId}2`, targetIpAddress: "10.0.0.5" };
    assert.equal(said([bobs, later], [connection()]), "matched, ann");
    assert.equal(said([bobs, elsewhere], [connection()]), "matched, ann");
  });
});

describe("A session through a shareable link", () => {
  it("has no person, even if the log names one: it may be the link's creator", () => {
    assert.equal(said([session()], [connection({ resourceType: "BSL" })]), "none, shareableLink");
  });
});

describe("A connection near one that the rows only hint at", () => {
  const bobs = session({ sessionId: "bob", startTime: "2026-08-20T10:00:02Z" });
  const saidOf = (rows: readonly AuditRecord[]) => {
    const { connections, failures, sightings } = foldRecords(rows);
    return said([bobs], connections, { failures: [...failures, ...sightings] });
  };
  const bobRow = (own: Partial<AuditRecord>) => connectRow({ person: bob, tunnelId: "b1", ...own });

  it("isn't named where another person's tunnel was used a second time", () => {
    const anns = connectRow({ tunnelId: "a1" });
    const first = bobRow({ started: at("08:00:00") });
    const second = bobRow({ started: at("10:00:02") });
    assert.equal(saidOf([anns]), "matched, ann");
    assert.match(saidOf([anns, first, second]), /^possible, otherPerson/u);
  });

  it("isn't named where another person has a row of an unknown kind", () => {
    const other = bobRow({ started: at("10:00:02"), operation: "tunnel", message: "Tunnel opened." });
    assert.match(saidOf([connectRow({ tunnelId: "a1" }), other]), /^possible, otherPerson/u);
  });
});
