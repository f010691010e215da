import assert from "node:assert/strict";
import fc from "fast-check";
import { attributeSessions, type AttributionInput } from "../../../../src/core/history/attribution.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import type { Attribution } from "../../../../src/core/model/session/connection.ts";
import {
  auditWorld,
  HARSH,
  hostKeyOf,
  randomFrom,
  type AuditWorld,
  type AuditWorldOptions,
} from "../../../support/history/auditWorld.ts";
import { patience } from "../../../support/patience.ts";

const seeds = fc.integer({ min: 0, max: 1_000_000 });
/** Worlds in which much more goes wrong than in real ones. */
const worlds = fc
  .record({
    seed: seeds,
    ids: fc.constantFrom("same" as const, "others" as const, "none" as const),
    lost: fc.constantFrom(0, 0.01, 0.3),
    nameless: fc.constantFrom(0, 0.05, 0.5),
    people: fc.integer({ min: 1, max: 5 }),
    accounts: fc.integer({ min: 1, max: 3 }),
    together: fc.constantFrom(0, 0.5, 0.9),
  })
  .map(({ seed, ...own }) => ({ seed, options: { ...HARSH, hosts: 2, ...own } }));

interface WorldOf {
  readonly seed: number;
  readonly options: AuditWorldOptions;
}

function inputFor(world: AuditWorld, records = world.records, hostKey = hostKeyOf(0)): AttributionInput {
  const { now, from, live } = world;
  const log = { state: "read", from, to: now, readAt: now } as const;
  return { hostKey, sessions: live.get(hostKey) ?? [], listedAt: now, ...foldRecords(records), log };
}

/** The attribution of each session, with the real person. */
function saidIn(world: AuditWorld): readonly { said: Attribution; person: string | undefined }[] {
  const said = attributeSessions(inputFor(world));
  return (world.live.get(hostKeyOf(0)) ?? []).map(({ key, person }) => ({ said: said.get(key)!, person }));
}

describe("In random worlds", () => {
  const holds = (rule: (world: AuditWorld, of: WorldOf) => void) =>
    fc.assert(fc.property(worlds, (of) => rule(auditWorld(of.seed, of.options), of)));

  it("exact is never wrong, and every session whose row has arrived is exact", () => {
    holds((world, { options }) => {
      const ids = new Set(
        world.records.map((row) => (row.message === "Login Failed" ? "" : row.tunnelId?.toLowerCase())),
      );
      for (const { said, person } of saidIn(world)) {
        assert.ok(said.confidence !== "exact" || said.candidates[0].person === person);
      }
      const said = attributeSessions(inputFor(world));
      for (const { key } of options.ids === "same" ? (world.live.get(hostKeyOf(0)) ?? []) : []) {
        assert.equal(said.get(key)?.confidence === "exact", ids.has(key.slice("id:".length)));
      }
    });
  });

  it("only people with a row on the host are named, and only one person for a session", () => {
    holds((world) => {
      const people = new Set(
        world.records.filter(({ hostKey }) => hostKey === hostKeyOf(0)).map(({ person }) => person),
      );
      for (const { said } of saidIn(world)) {
        if (said.confidence !== "none") {
          const named = new Set(said.candidates.map(({ person }) => person));
          assert.ok([...named].every((person) => people.has(person)));
          assert.ok(said.confidence === "possible" || named.size === 1);
          assert.ok(["exact", "matched"].includes(said.confidence) <= (said.candidates.length === 1));
          assert.equal(said.confidence === "possible", said.doubt !== undefined);
          assert.ok(
            said.confidence === "exact" ||
              said.candidates.every(({ hasEnded, ended = Infinity }) => !hasEnded || ended > world.now - 300_001),
          );
        }
      }
    });
  });

  it("no connection is matched to two sessions", () => {
    holds((world) => {
      const matched = saidIn(world).flatMap(({ said }) =>
        said.confidence === "exact" || said.confidence === "matched" ? [said.candidates[0]] : [],
      );
      assert.equal(new Set(matched).size, matched.length);
    });
  });

  it("the order of the rows and of the sessions changes nothing", () => {
    holds((world, { seed }) => {
      const { shuffled } = randomFrom(seed);
      const input = inputFor(world);
      const again = inputFor(world, shuffled(world.records));
      const said = attributeSessions({
        ...again,
        connections: shuffled(again.connections),
        sessions: shuffled(input.sessions),
      });
      assert.deepEqual(new Map([...said].toSorted(byKey)), new Map([...attributeSessions(input)].toSorted(byKey)));
    });
  });

  it("connections and failed sign-ins of another host change nothing", () => {
    holds((world) => {
      const input = inputFor(world);
      const own = foldRecords(world.records.filter(({ hostKey }) => hostKey === hostKeyOf(0)));
      assert.deepEqual(attributeSessions({ ...input, ...own }), attributeSessions(input));
    });
  });

  it("an additional row never changes a match to another person", () => {
    holds((world, { seed }) => {
      const rest = world.records.toSpliced(seed % world.records.length, 1);
      const [before, after] = [attributeSessions(inputFor(world, rest)), attributeSessions(inputFor(world))];
      for (const [key, said] of after) {
        const earlier = before.get(key);
        if (said.confidence === "matched" && earlier?.confidence === "matched") {
          assert.equal(said.candidates[0].person, earlier.candidates[0].person);
        }
      }
    });
  });
});

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

describe("The wrong person", () => {
  it("is hardly ever named without exact IDs, though people share accounts, machines and seconds", () => {
    const named = { matched: 0, samePerson: 0 };
    const wrong = { matched: 0, samePerson: 0 };
    for (let seed = 1; seed <= 200; seed++) {
      for (const { said, person } of saidIn(auditWorld(seed, HARSH))) {
        if (said.confidence === "matched" || said.confidence === "samePerson") {
          named[said.confidence]++;
          wrong[said.confidence] += said.candidates[0].person === person ? 0 : 1;
        }
      }
    }
    assert.ok(named.matched > 500 && named.samePerson > 10, JSON.stringify(named));
    assert.ok(wrong.matched <= named.matched / 250 && wrong.samePerson === 0, JSON.stringify(wrong));
  });
});

describe("Ten thousand rows and three thousand sessions", () => {
  const MANY = { ...HARSH, machines: 300, accounts: 10, people: 500, connections: 5_400, together: 0.05, short: 0 };

  /** Milliseconds for folding and joining: the best of a few tries. */
  function timed(options: AuditWorldOptions): number {
    const world = auditWorld(1, options);
    const tries = Array.from({ length: 5 }, () => {
      const began = performance.now();
      const said = attributeSessions(inputFor(world));
      assert.ok(
        world.records.length > 8_000 && said.size > 2_000,
        `${world.records.length} rows, ${said.size} sessions`,
      );
      return performance.now() - began;
    });
    return Math.min(...tries);
  }

  // The limits are far above what it takes, and far below what comparing all pairs would take.
  it("are joined quickly", () => {
    const ms = timed(MANY);
    assert.ok(ms < patience(250), `${ms} ms`);
  });

  it("are joined quickly if all people have accounts of their own", () => {
    const ms = timed({ ...MANY, machines: 3, accounts: 500 });
    assert.ok(ms < patience(250), `${ms} ms`);
  });

  it("are joined quickly if all connect to one account in one minute", () => {
    const ms = timed({ ...MANY, machines: 1, accounts: 1, connections: 9_000, span: 60_000, together: 0, late: 0 });
    assert.ok(ms < patience(500), `${ms} ms`);
  });
});
