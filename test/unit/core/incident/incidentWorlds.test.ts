import { strict as assert } from "node:assert";
import { DISCONNECT_WINDOW_MS } from "../../../../src/core/history/activity.ts";
import type { IncidentLine, IncidentSubject } from "../../../../src/core/incident/incident.ts";
import { makeIncident } from "../../../../src/core/incident/makeIncident.ts";
import {
  FROM,
  incidentWorld,
  NOW,
  US,
  type IncidentWorld,
  type TrueConnection,
} from "../../../support/history/incidentWorld.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const CLOCKS_MS = 5_000;

/** Each kind of subject of a world. */
function subjectsOf({ people, machines, hosts }: IncidentWorld): readonly IncidentSubject[] {
  return [
    { kind: "person", person: (people[0] ?? "").toUpperCase() },
    { kind: "machine", name: "vm-0", resourceId: machines[0] ?? "", hostKeys: hosts },
    { kind: "host", hostKey: hosts[0]! },
  ];
}

function isOf(subject: IncidentSubject, one: TrueConnection): boolean {
  switch (subject.kind) {
    case "person":
      return one.person?.toLowerCase() === subject.person.toLowerCase();
    case "machine":
      return one.machine === subject.resourceId;
    case "host":
      return one.host === subject.hostKey;
  }
}

/** The connection that a line of the audit log is about. */
function connectionOf(world: IncidentWorld, { sessionId = "" }: IncidentLine): TrueConnection {
  const found = world.connections.find(({ id }) => id === sessionId.toLowerCase());
  assert.ok(found, `no such connection: ${sessionId}`);
  return found;
}

function checkLine(world: IncidentWorld, subject: IncidentSubject, line: IncidentLine): void {
  const { what, source, time = NaN, sure, rules } = line;
  assert.ok(time >= FROM && time < NOW, `${what} is outside of the range`);
  assert.equal(sure === "certain" || rules.length > 0, true, `${what} is ${sure} without a rule`);
  if (source === "auditLog") {
    const truth = connectionOf(world, line);
    assert.deepEqual(
      [line.hostKey, line.account, line.machineId?.toLowerCase(), line.person],
      [truth.host, truth.account, truth.machine.toLowerCase(), truth.person],
    );
    assert.equal(time, what === "connected" ? truth.start : truth.end);
    if (sure === "certain") {
      assert.ok(isOf(subject, truth), "certain, but of another subject");
    } else if (!isOf(subject, truth)) {
      assert.equal(truth.person, undefined, "another person's");
    }
    if (what === "disconnected") {
      checkEnding(world, truth, line);
    }
  }
  if (source === "activityLog") {
    const truth = world.activities.find(({ requestId }) => requestId === line.requestId);
    assert.deepEqual([line.hostKey, line.actors, line.time], [truth?.host, [truth?.caller ?? ""], truth?.time]);
    assert.equal(line.outcome, truth?.isRefused ? "rejected" : "succeeded");
    const isOwn = subject.kind === "person" && line.actors?.includes(world.people[0] ?? "") === true;
    assert.equal(line.isHostWide === true, subject.kind !== "host" && !isOwn);
  }
}

/** Who ended a connection is certain only if it was so, and everyone who is named did disconnect then. */
function checkEnding(world: IncidentWorld, truth: TrueConnection, { sure, actors = [], rules }: IncidentLine): void {
  if (sure === "certain") {
    assert.deepEqual([truth.endedBy, actors], [US, [US]]);
    return;
  }
  assert.ok(
    rules.some(({ kind }) => kind === "endedSoonAfter" || kind === "samePlace" || kind === "askedUnknown") ||
      truth.endedBy === US,
  );
  for (const actor of actors) {
    const did = world.activities.some(
      ({ host, kind, caller, time, isRefused }) =>
        host === truth.host &&
        kind === "disconnected" &&
        caller === actor &&
        !isRefused &&
        truth.end - time <= DISCONNECT_WINDOW_MS + CLOCKS_MS &&
        truth.end - time >= -CLOCKS_MS,
    );
    assert.ok(did, `${actor} disconnected nothing there`);
  }
}

describe("the timeline of an incident in random worlds", () => {
  for (const ids of ["same", "others"] as const) {
    it(`has only what was so, and is certain only where it is; IDs in the log: ${ids}`, () => {
      let [certain, probable] = [0, 0];
      for (const seed of SEEDS) {
        const world = incidentWorld(seed, ids);
        for (const subject of subjectsOf(world)) {
          const { lines } = makeIncident({ ...world.read, subject });
          lines.forEach((line) => checkLine(world, subject, line));
          assert.deepEqual(
            lines.map(({ time = 0 }) => time),
            lines.map(({ time = 0 }) => time).toSorted((a, b) => a - b),
          );
          const endings = lines.filter(({ what }) => what === "disconnected");
          certain += endings.filter(({ sure }) => sure === "certain").length;
          probable += endings.filter(({ sure }) => sure === "probable").length;
        }
      }
      assert.ok(probable > 20, `probable: ${probable}`);
      assert.ok(ids === "same" ? certain > 20 : certain === 0, `certain: ${certain}`);
    });

    it(`has everything once that the sources have; IDs in the log: ${ids}`, () => {
      for (const seed of SEEDS) {
        const world = incidentWorld(seed, ids);
        for (const subject of subjectsOf(world)) {
          const { lines, listsLeftOut } = makeIncident({ ...world.read, subject });
          checkConnections(world, subject, lines);
          checkActivities(world, subject, lines, listsLeftOut);
          checkJournal(world, subject, lines);
        }
      }
    });
  }

  it("without the journal or the Activity Log names only who the other one names", () => {
    for (const seed of SEEDS) {
      const world = incidentWorld(seed, "same");
      const subject = { kind: "host", hostKey: world.hosts[0]! } as const;
      const unjournaled = makeIncident({ ...world.read, subject, journal: { code: "EACCES" } });
      unjournaled.lines.forEach((line) => {
        checkLine(world, subject, line);
        assert.notEqual(line.source, "journal");
        assert.notEqual(`${line.what} ${line.sure}`, "disconnected certain");
      });
      assert.equal(unjournaled.sources.journal, "notRead");
      const history = { ...world.read.history, activities: [] };
      const unlogged = makeIncident({ ...world.read, subject, history });
      unlogged.lines.forEach((line) => {
        checkLine(world, subject, line);
        assert.deepEqual(new Set([US, ...(line.actors ?? [])]), new Set([US]));
      });
    }
  });
});

function checkConnections(world: IncidentWorld, subject: IncidentSubject, lines: readonly IncidentLine[]): void {
  const idsOf = (...events: readonly string[]) =>
    lines
      .filter(({ what, sure, isHostWide }) => events.includes(what) && sure !== "possible" && !isHostWide)
      .filter(({ source }) => source === "auditLog")
      .map(({ sessionId = "" }) => sessionId.toLowerCase())
      .sort();
  const own = world.connections.filter((one) => isOf(subject, one));
  const started = own.filter(({ start, hasStartRow, hasEndRow }) => start >= FROM && (hasStartRow || hasEndRow));
  assert.deepEqual(idsOf("connected"), started.map(({ id }) => id).sort());
  assert.deepEqual(
    idsOf("ended", "disconnected"),
    own
      .filter(({ hasEndRow }) => hasEndRow)
      .map(({ id }) => id)
      .sort(),
  );
}

function checkActivities(
  world: IncidentWorld,
  subject: IncidentSubject,
  lines: readonly IncidentLine[],
  lists: number,
): void {
  const concerned = new Set(
    lines.filter(({ source, isHostWide }) => source !== "activityLog" && !isHostWide).map(({ hostKey }) => hostKey),
  );
  const isMeant = ({ host, caller }: { host: string; caller: string }) =>
    subject.kind === "machine" ||
    (subject.kind === "host"
      ? host === subject.hostKey
      : caller === world.people[0] || [...concerned].includes(host as never));
  const logged = world.activities
    .filter(({ isLogged, time }) => isLogged && time >= FROM && time < NOW)
    .filter(isMeant);
  assert.deepEqual(
    lines
      .filter(({ source }) => source === "activityLog")
      .map(({ requestId }) => requestId)
      .sort(),
    logged
      .filter(({ kind }) => kind !== "listed")
      .map(({ requestId }) => requestId)
      .sort(),
  );
  assert.equal(lists, logged.filter(({ kind }) => kind === "listed").length);
}

function checkJournal(world: IncidentWorld, subject: IncidentSubject, lines: readonly IncidentLine[]): void {
  const told = lines.filter(({ what }) => what === "verdict");
  assert.equal(new Set(told.map(({ sessionId, time }) => `${sessionId} ${time}`)).size, told.length);
  const meant = world.entries
    .flatMap(({ sessions }) => sessions)
    .filter(({ session }) => world.connections.some((one) => one.sessionId === session.sessionId && isOf(subject, one)))
    .filter(({ session }) => subject.kind !== "person" || session.person !== undefined);
  for (const { session, verdict } of meant) {
    const own = told.filter(({ sessionId }) => sessionId === session.sessionId);
    assert.ok(
      own.some(({ outcome }) => outcome === (verdict ?? "noResponse")),
      `no line of ${session.sessionId}`,
    );
  }
  if (subject.kind === "machine") {
    const deleted = world.deletions.filter(({ machines }) => machines.some(({ vmId }) => vmId === subject.resourceId));
    assert.equal(lines.filter(({ what }) => what === "linkVerdict").length, deleted.length);
  }
}
