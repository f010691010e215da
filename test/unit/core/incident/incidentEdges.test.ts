import assert from "node:assert/strict";
import type { HostActivity } from "../../../../src/core/history/activity.ts";
import type { IncidentInput } from "../../../../src/core/incident/incidentInput.ts";
import { logRange } from "../../../../src/core/incident/incidentInput.ts";
import { makeIncident } from "../../../../src/core/incident/makeIncident.ts";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import { hostKeyOf } from "../../../support/history/auditWorld.ts";

const HOST = hostKeyOf(0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FROM = Date.UTC(2026, 7, 20, 12);
const TO = FROM + 60 * MINUTE;
const NOW = TO + 600 * MINUTE;

const connection = (started: number, ended?: number): Connection => ({
  key: `${started}`,
  hostKey: HOST,
  tunnelId: `${started}`,
  person: "ann@contoso.com",
  userName: "azureuser",
  started,
  hasEnded: ended !== undefined,
  ...(ended !== undefined && { ended }),
});

const disconnect = (started: number, isStartMissing = false): HostActivity => ({
  key: `${started}`,
  hostKey: HOST,
  kind: "disconnected",
  caller: "eve@contoso.com",
  started,
  isStartMissing,
  outcome: "succeeded",
});

/** The incident of a host, of logs that hold these and are read as far as an export reads them. */
function linesOf(connections: readonly Connection[], activities: readonly HostActivity[] = []) {
  const read = logRange({ from: FROM, to: TO }, NOW);
  const isRead = (time: number | undefined) => time !== undefined && time >= read.from && time < read.to;
  const input: IncidentInput = {
    subject: { kind: "host", hostKey: HOST },
    from: FROM,
    to: TO,
    history: {
      ...read,
      asOf: new Date(NOW),
      connections: connections.filter(({ started, ended }) => isRead(started) || isRead(ended)),
      failures: [],
      gaps: new Map(),
      activities: activities.filter(({ started }) => isRead(started)),
      activityGaps: [],
    },
    journal: { entries: [], linkDeletions: [], torn: [] },
    journalSince: 0,
    hosts: [{ key: HOST, id: HOST, name: "bas0", subscriptionId: "s1" }],
    unasked: [],
    subscriptionName: () => "Production",
    exportedAt: NOW,
    exportedBy: [],
    notes: [],
  };
  return makeIncident(input).lines.map(({ what, actors = [], remarks }) =>
    [what, ...actors, ...remarks.map(({ kind }) => kind)].join(" "),
  );
}

describe("The edges of an incident's range", () => {
  it("hide no disconnect shortly before the range that ended a connection in it", () => {
    const lines = linesOf([connection(FROM - MINUTE, FROM + 10 * SECOND)], [disconnect(FROM - 20 * SECOND)]);
    assert.deepEqual(lines, ["disconnected eve@contoso.com startedAt"]);
  });

  it("hide no disconnect of which the log has only the end, after the range", () => {
    const ended = TO - 10 * SECOND;
    const lines = linesOf([connection(TO - MINUTE, ended)], [disconnect(TO + 30 * SECOND, true)]);
    assert.deepEqual(lines, ["connected", "disconnected eve@contoso.com startedAt"]);
  });

  it("leave an end after the range out, and say so", () => {
    assert.deepEqual(linesOf([connection(FROM, TO)]), ["connected noEndLogged"]);
    assert.deepEqual(linesOf([connection(FROM, TO - 1)]), ["connected", "ended startedAt"]);
    assert.deepEqual(linesOf([connection(FROM)]), ["connected noEndLogged"]);
  });

  it("aren't read beyond what there is", () => {
    assert.equal(logRange({ from: FROM, to: TO }, TO).to, TO);
  });
});
