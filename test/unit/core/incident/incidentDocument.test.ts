import { strict as assert } from "node:assert";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostActivity } from "../../../../src/core/history/activity.ts";
import type { Incident, IncidentLine, IncidentSubject } from "../../../../src/core/incident/incident.ts";
import { incidentCsv, incidentJson } from "../../../../src/core/incident/incidentExport.ts";
import type { IncidentInput } from "../../../../src/core/incident/incidentInput.ts";
import { incidentWithoutPeople } from "../../../../src/core/incident/incidentPeople.ts";
import { makeIncident } from "../../../../src/core/incident/makeIncident.ts";
import type { EntrySession, JournalEntry } from "../../../../src/core/journal/journalEntry.ts";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import { hostKeyOf } from "../../../support/history/auditWorld.ts";

const HOST = hostKeyOf(0);
const ANN = "ann@contoso.com";
const US = "ada@contoso.com";
const NOW = Date.UTC(2026, 7, 20, 18);
const MINUTE = 60_000;
const at = (minutes: number) => NOW - minutes * MINUTE;
const VM = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web";
const person: IncidentSubject = { kind: "person", person: ANN };
const host: IncidentSubject = { kind: "host", hostKey: HOST };

function connection(over: Partial<Connection> = {}): Connection {
  return {
    key: "c1",
    hostKey: HOST,
    tunnelId: "T1",
    person: ANN,
    userName: "azureuser",
    protocol: "ssh",
    clientAddress: "203.0.113.9",
    targetResourceId: VM.toUpperCase(),
    targetAddress: "10.0.0.4",
    resourceType: "VM",
    started: at(120),
    ended: at(60),
    hasEnded: true,
    ...over,
  };
}

function disconnect(over: Partial<HostActivity> = {}): HostActivity {
  return {
    key: `a${over.caller ?? ""}${over.started ?? ""}`,
    hostKey: HOST,
    kind: "disconnected",
    caller: "eve@contoso.com",
    started: at(60) - 30_000,
    isStartMissing: false,
    outcome: "succeeded",
    requestId: "r-eve",
    ...over,
  };
}

function entry(session: Partial<EntrySession> = {}, over: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id: "e1",
    at: new Date(at(60) - 10_000).toISOString(),
    by: "user",
    reason: "=left the company",
    ticket: "INC-7",
    warnings: [],
    sessions: [
      {
        hostId: HOST,
        hostName: "bas0",
        actor: { account: US, accountId: "1", tenantId: "t" },
        session: {
          sessionId: "t1",
          userName: "azureuser",
          protocol: "SSH",
          targetResourceId: VM,
          targetHostName: "vm-web",
        },
        verdict: "disconnected",
        answeredAt: new Date(at(60) - 5_000).toISOString(),
        requestId: "r-us",
        ...session,
      },
    ],
    ...over,
  };
}

interface Read {
  readonly history?: Partial<IncidentInput["history"]>;
  readonly entries?: readonly JournalEntry[];
  readonly input?: Partial<IncidentInput>;
}

function incident(subject: IncidentSubject, { history = {}, entries = [], input = {} }: Read = {}): Incident {
  return makeIncident({
    subject,
    from: at(24 * 60),
    to: NOW,
    history: {
      from: at(24 * 60),
      to: NOW,
      asOf: new Date(NOW),
      connections: [],
      failures: [],
      gaps: new Map(),
      activities: [],
      activityGaps: [],
      ...history,
    },
    journal: { entries, linkDeletions: [], torn: [] },
    journalSince: at(90 * 24 * 60),
    hosts: [{ key: HOST, id: HOST, name: "bas0", subscriptionId: "s1" }],
    unasked: [],
    subscriptionName: () => "Production",
    exportedAt: NOW,
    exportedBy: [US],
    notes: [],
    ...input,
  });
}

function lineOf({ lines }: Incident, what: IncidentLine["what"]): IncidentLine {
  const [line, ...others] = lines.filter((one) => one.what === what);
  assert.ok(line && others.length === 0, `${what}: ${others.length}`);
  return line;
}

describe("the timeline of an incident", () => {
  it("is certain of a disconnect only by the session's ID and Azure's answer", () => {
    const made = incident(person, { history: { connections: [connection()] }, entries: [entry()] });
    assert.deepEqual(
      made.lines.map(({ what, sure, outcome }) => [what, sure, outcome]),
      [
        ["connected", "certain", undefined],
        ["disconnectConfirmed", "certain", undefined],
        ["verdict", "certain", "disconnected"],
        ["disconnected", "certain", undefined],
      ],
    );
    const { reason, ticket, actors } = lineOf(made, "disconnectConfirmed");
    assert.deepEqual([reason, ticket, actors], ["=left the company", "INC-7", [US]]);
    assert.deepEqual(lineOf(made, "disconnected").actors, [US]);
  });

  it("says that Azure was asked, and not more, where its answer isn't known", () => {
    const open = entry();
    const { verdict: _verdict, answeredAt: _at, requestId: _id, ...session } = open.sessions[0]!;
    const made = incident(person, {
      history: { connections: [connection()] },
      entries: [{ ...open, sessions: [session] }],
    });
    assert.equal(lineOf(made, "verdict").outcome, "noResponse");
    const { sure, rules } = lineOf(made, "disconnected");
    assert.deepEqual([sure, rules], ["probable", [{ kind: "askedUnknown", actors: [US] }]]);
    // Azure refused: that ended nothing.
    const failed = incident(person, {
      history: { connections: [connection()] },
      entries: [entry({ verdict: "failed" })],
    });
    assert.equal(lineOf(failed, "ended").sure, "certain");
  });

  it("names every one who may have ended a connection, and none whom Azure refused", () => {
    const activities = [
      disconnect(),
      disconnect({ caller: "mallory@contoso.com", started: at(60) - 80_000, requestId: "r-m" }),
      disconnect({ caller: "refused@contoso.com", outcome: "rejected", requestId: "r-r" }),
      disconnect({ caller: "early@contoso.com", started: at(60) - 95_000, requestId: "r-e" }),
    ];
    const made = incident(person, { history: { connections: [connection()], activities } });
    const { sure, actors, rules } = lineOf(made, "disconnected");
    assert.deepEqual([sure, actors], ["probable", ["eve@contoso.com", "mallory@contoso.com"]]);
    assert.deepEqual(rules, [{ kind: "endedSoonAfter", actors, hasUnnamed: false }]);
    assert.equal(made.lines.filter(({ what, isHostWide }) => what === "sessionsDisconnected" && isHostWide).length, 4);
  });

  it("attributes an end to no disconnect of which the journal knows whom it concerned", () => {
    const activities = [disconnect({ caller: US, requestId: "R-US" })];
    const others = [connection(), connection({ key: "c2", tunnelId: "t2", person: "bob@contoso.com" })];
    const made = incident(host, { history: { connections: others, activities }, entries: [entry()] });
    assert.equal(lineOf(made, "ended").person, "bob@contoso.com");
    assert.deepEqual(lineOf(made, "sessionsDisconnected").remarks, [{ kind: "ours" }]);
  });

  it("finds a disconnect of ours by place where the log has other IDs, and says that it's only probable", () => {
    const made = incident(person, {
      history: { connections: [connection({ tunnelId: "other" })] },
      entries: [entry()],
    });
    const { sure, rules } = lineOf(made, "disconnected");
    assert.deepEqual([sure, rules], ["probable", [{ kind: "samePlace", actors: [US] }]]);
  });

  it("names the person whom the session's ID tells, if the journal had matched another", () => {
    const { session } = entry().sessions[0]!;
    const bob = { ...session, person: "bob@contoso.com", confidence: "matched", clientAddress: "192.0.2.1" };
    const made = incident(person, { history: { connections: [connection()] }, entries: [entry({ session: bob })] });
    const { sure, person: named, isPersonProbable, clientAddress } = lineOf(made, "verdict");
    assert.deepEqual([sure, named, isPersonProbable, clientAddress], ["certain", ANN, undefined, undefined]);
  });

  it("counts only sessions of which it's as sure as it says", () => {
    const [own] = entry().sessions;
    const other = { ...own!, session: { ...own!.session, sessionId: "t9" } };
    const made = incident(person, {
      history: { connections: [connection()] },
      entries: [entry({}, { sessions: [own!, other] })],
    });
    assert.deepEqual(
      made.lines.filter(({ what }) => what === "disconnectConfirmed").map(({ sure, count }) => [sure, count]),
      [
        ["certain", 1],
        ["possible", 1],
      ],
    );
  });

  it("asserts no person of a connection through a link, whatever name stands beside it", () => {
    const made = incident(person, { history: { connections: [connection({ resourceType: "BSL" })] } });
    const { sure, person: named, rules } = lineOf(made, "connected");
    assert.deepEqual([sure, named], ["possible", undefined]);
    assert.deepEqual(rules, [{ kind: "shareableLink" }, { kind: "namedBesideLink", person: ANN }]);
  });

  it("names all who used an account where the log names no person", () => {
    const { person: _person, ...nameless } = connection({ key: "c3", tunnelId: "t3", started: at(50), ended: at(40) });
    const bob = connection({ key: "c2", tunnelId: "t2", person: "bob@contoso.com" });
    const made = incident(person, { history: { connections: [nameless, connection(), bob] } });
    const possible = made.lines.filter(({ sure }) => sure === "possible");
    assert.deepEqual(
      possible.map(({ what, rules }) => [what, rules]),
      ["connected", "ended"].map((what) => [what, [{ kind: "accountUsedBy", people: [ANN, "bob@contoso.com"] }]]),
    );
  });

  it("takes a machine of the same address for possible only", () => {
    const { targetResourceId: _id, ...byAddress } = connection({ key: "c2", tunnelId: "t2" });
    const other = connection({ key: "c3", tunnelId: "t3", targetResourceId: `${VM}2`, targetAddress: "10.0.0.4" });
    const machine = { kind: "machine", name: "vm-web", resourceId: VM, hostKeys: [HOST] } as const;
    const made = incident(machine, { history: { connections: [connection(), byAddress, other] } });
    assert.deepEqual(made.lines.map(({ sessionId, sure }) => `${sessionId} ${sure}`).toSorted(), [
      "T1 certain",
      "T1 certain",
      "t2 possible",
      "t2 possible",
    ]);
  });

  it("has what the logs have no time of, and no end of, without inventing one", () => {
    const { ended: _ended, ...open } = connection({ hasEnded: false });
    const { started: _started, ...endless } = connection({ key: "c2", tunnelId: "t2", endOnly: true });
    const { ended: _end, ...undated } = endless;
    const made = incident(person, { history: { connections: [open, { ...undated, key: "c3", tunnelId: "t3" }] } });
    assert.deepEqual(
      made.lines.map(({ what, time, remarks }) => [what, time, remarks.map(({ kind }) => kind)]),
      [
        ["connected", at(120), ["noEndLogged"]],
        ["ended", undefined, ["startNotLogged", "endWithoutTime"]],
      ],
    );
  });

  it("has deletions of links, of the subject's machines or else as a matter of the host", () => {
    const actor = { account: US, accountId: "1", tenantId: "t" };
    const machines = [VM, `${VM}2`].map((vmId) => ({ hostId: HOST, hostName: "bas0", actor, vmId, links: [{}, {}] }));
    const linkDeletions = [{ id: "d", at: new Date(at(30)).toISOString(), by: "user", reason: "x", machines }];
    const journal = { entries: [], linkDeletions, torn: [] };
    const made = incident(person, { history: { connections: [connection()] }, input: { journal } });
    assert.deepEqual(
      made.lines
        .filter(({ what }) => what === "linkVerdict")
        .map(({ machine, outcome, isHostWide, count }) => [machine, outcome, isHostWide, count]),
      [
        ["vm-web", "noResponse", undefined, 2],
        ["vm-web2", "noResponse", true, 2],
      ],
    );
    const ofMachine = incident(
      { kind: "machine", name: "vm-web", resourceId: VM, hostKeys: [HOST] },
      { input: { journal } },
    );
    assert.deepEqual(
      ofMachine.lines.map(({ what }) => what),
      ["linkDeletionConfirmed", "linkVerdict"],
    );
  });
});

describe("what an incident's sources don't have", () => {
  const error = new AzureError({ kind: "notAllowed", detail: "x", code: "AuthorizationFailed", maybeReceived: true });
  const kinds = ({ missing }: Incident) =>
    missing.map((gap) => ("gap" in gap ? `${gap.kind} ${gap.gap.kind}` : gap.kind));
  const ALWAYS = ["lag", "beforeRange", "otherJournals", "otherHosts"];

  it("is only what always holds where everything was read", () => {
    const made = incident(person, { history: { connections: [connection()] } });
    const silent = incident(person);
    assert.deepEqual(silent.missing[0], { kind: "noEntries", hosts: ["bas0"] });
    assert.deepEqual([kinds(made), made.sources], [ALWAYS, { auditLog: "read", activityLog: "read", journal: "read" }]);
  });

  it("is named for each host and subscription, and for the journal", () => {
    const gaps = new Map([[HOST, [{ kind: "notLogged" } as const]]]);
    const activityGaps = [{ subscriptionId: "s1", hostKey: HOST, kind: "failed", error } as const];
    const made = incident(person, { history: { gaps, activityGaps }, input: { journal: { code: "EACCES" } } });
    assert.deepEqual(kinds(made), ["auditLog notLogged", "activityLog failed", "journalUnread", ...ALWAYS]);
    assert.deepEqual(made.sources, { auditLog: "notRead", activityLog: "notRead", journal: "notRead" });
    assert.deepEqual(made.lines, []);
  });

  it("is the whole log of a host that no account sees any more", () => {
    const made = incident(host, { input: { hosts: [] } });
    assert.deepEqual(made.missing[0], { kind: "notAsked", hostKey: HOST, host: made.name });
    assert.deepEqual(made.sources, { auditLog: "notRead", activityLog: "notRead", journal: "read" });
  });

  it("is said of logs that are cut or partly read, of torn lines, hosts that can't be asked, and old ranges", () => {
    const gaps = new Map([[HOST, [{ kind: "cut", since: at(100) } as const, { kind: "partial" } as const]]]);
    const activityGaps = [{ subscriptionId: "s1", hostKey: HOST, kind: "cut", since: at(100) } as const];
    const other = hostKeyOf(1);
    const made = incident(person, {
      history: { gaps, activityGaps, connections: [connection()] },
      input: {
        from: at(100 * 24 * 60),
        unasked: [other],
        hosts: [HOST, other].map((key) => ({ key, id: key, name: "bas", subscriptionId: "s1" })),
        journal: { entries: [], linkDeletions: [], torn: [{}, {}] },
        notes: ["1 tenant is hidden."],
      },
    });
    assert.deepEqual(kinds(made), [
      "note",
      "notAsked",
      "auditLog cut",
      "auditLog partial",
      "activityLog cut",
      "journalTorn",
      "journalKept",
      "lag",
      "activityKept",
      "auditKept",
      "beforeRange",
      "otherJournals",
      "otherHosts",
    ]);
    assert.deepEqual(made.sources, { auditLog: "incomplete", activityLog: "incomplete", journal: "incomplete" });
  });
});

describe("the files of an incident", () => {
  const HOSTILE = "=cmd|' /C calc'!A0";
  const made = () =>
    incident(person, {
      history: {
        connections: [connection()],
        failures: [{ key: "f", hostKey: HOST, person: ANN, userName: HOSTILE, time: at(130) }],
        activities: [disconnect()],
        gaps: new Map([[HOST, [{ kind: "cut", since: at(100) }]]]),
      },
      entries: [entry()],
    });

  it("are JSON with everything, what is missing first", () => {
    const read = JSON.parse(incidentJson(made())) as Record<string, unknown>;
    const names = Object.keys(read);
    assert.ok(names.indexOf("missing") < names.indexOf("lines"));
    const [first] = read["missing"] as readonly Record<string, unknown>[];
    assert.deepEqual(first, {
      kind: "auditLog.cut",
      host: "bas0",
      hostId: HOST,
      since: new Date(at(100)).toISOString(),
    });
    const lines = read["lines"] as readonly Record<string, unknown>[];
    assert.deepEqual(
      lines.map(({ what }) => what),
      ["failedSignIn", "connected", "sessionsDisconnected", "disconnectConfirmed", "verdict", "disconnected"],
    );
    assert.deepEqual([lines[2]?.["hostWide"], lines[1]?.["time"]], [true, new Date(at(120)).toISOString()]);
  });

  it("are CSV in which a spreadsheet takes nothing for a formula", () => {
    const [head = "", ...rows] = incidentCsv(made()).replace("\uFEFF", "").trimEnd().split("\r\n");
    assert.match(head, /^"row","time","what","sure","rules","hostWide","source","person",/u);
    assert.match(rows[0] ?? "", /^"missing","","auditLog\.cut",/u);
    const failed = rows.find((row) => row.includes("failedSignIn")) ?? "";
    assert.ok(failed.includes(`"'${HOSTILE}"`), failed);
    assert.ok(rows.some((row) => row.includes(`"'=left the company"`)));
  });

  it("can be without people: each is a number wherever they stand, and free texts are left out", () => {
    const words = {
      person: (n: number) => `person ${n}`,
      account: (n: number) => `account ${n}`,
      address: (n: number) => `address ${n}`,
    };
    const anonymous = incidentWithoutPeople(made(), words);
    for (const text of [incidentJson(anonymous), incidentCsv(anonymous)]) {
      // A ticket is free text too, and may name a person.
      assert.doesNotMatch(text, /@contoso|azureuser|203\.0\.113|calc|left the company|INC-7/u);
    }
    assert.deepEqual([anonymous.name, lineOf(anonymous, "connected").person], ["person 1", "person 1"]);
  });
});
