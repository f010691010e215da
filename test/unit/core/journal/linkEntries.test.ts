import assert from "node:assert/strict";
import * as nodeFs from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { Journal } from "../../../../src/core/journal/journal.ts";
import { isOpen } from "../../../../src/core/journal/journalEntry.ts";
import {
  hasPeople,
  journalCsv,
  journalJson,
  withoutFreeText,
  withoutPeople,
} from "../../../../src/core/journal/journalExport.ts";
import { parseLine } from "../../../../src/core/journal/journalFormat.ts";
import { LinkRecord } from "../../../../src/core/journal/journalRecord.ts";
import { linkDeletionsOf } from "../../../../src/core/journal/linkEntries.ts";
import type { LinkDeletion, LinkVerdict } from "../../../../src/core/journal/linkDeletion.ts";
import type {
  LinkLine,
  LinksAnsweredLine,
  LinksConfirmedLine,
  LinksListedLine,
} from "../../../../src/core/journal/linkLines.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { confirmed, HOST_ID, scratch } from "./testJournal.ts";

const WEB = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-web";
const DB = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-db";
const MADE = "2026-02-27T09:00:00.1234567Z";

function linksConfirmed(entry: string, vmIds = [WEB], at = "2026-03-01T10:00:00.000Z"): LinksConfirmedLine {
  const { by, hosts } = confirmed(entry);
  return {
    kind: "linksConfirmed",
    entry,
    at,
    by,
    hosts: hosts.map(({ sessions: _none, ...host }) => ({
      ...host,
      machines: vmIds.map((vmId) => ({ vmId, links: [{ createdAt: MADE }, {}] })),
    })),
  };
}

const answered = (vmId: string, verdict: LinkVerdict, more: Partial<LinksAnsweredLine> = {}): LinksAnsweredLine => ({
  kind: "linksAnswered",
  entry: "e1",
  at: "2026-03-01T10:00:01.000Z",
  hostId: HOST_ID,
  results: [{ vmId, verdict }],
  ...more,
});

const listed = (vmId: string, isListed: boolean, more: Partial<LinksListedLine> = {}): LinksListedLine => ({
  kind: "linksListed",
  entry: "e1",
  at: "2026-03-01T10:00:05.000Z",
  hostId: HOST_ID,
  results: [{ vmId, listed: isListed }],
  ...more,
});

const machinesIn = (lines: readonly LinkLine[]) => linkDeletionsOf(lines)[0]?.machines ?? [];

describe("A deletion of links in the journal", () => {
  it("reads back beside the disconnects, each with its own lines only", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append({ ...linksConfirmed("e1", [WEB, DB]), reason: "leaving", ticket: "INC-1", notes: ["a note"] });
    await journal.append(confirmed("e2"));
    await journal.append(answered(WEB, "deleted", { requestId: "r1" }));
    await journal.append(answered(DB, "failed", { failure: "notAllowed AuthorizationFailed" }));
    await journal.append(listed(WEB, false));
    const { entries, linkDeletions, torn } = await journal.read();
    assert.deepEqual([entries.map(({ id }) => id), torn], [["e2"], []]);
    const host = { hostId: HOST_ID, hostName: "bas-a", actor: confirmed("e1").hosts[0]?.actor };
    const links = [{ createdAt: MADE }, {}];
    const answeredAt = "2026-03-01T10:00:01.000Z";
    assert.deepEqual(linkDeletions, [
      {
        id: "e1",
        at: "2026-03-01T10:00:00.000Z",
        by: "user",
        reason: "leaving",
        ticket: "INC-1",
        notes: ["a note"],
        machines: [
          {
            ...host,
            vmId: WEB,
            links,
            verdict: "deleted",
            answeredAt,
            requestId: "r1",
            listed: { listed: false, at: "2026-03-01T10:00:05.000Z", afterwards: false },
          },
          { ...host, vmId: DB, links, verdict: "failed", answeredAt, failure: "notAllowed AuthorizationFailed" },
        ],
      },
    ]);
  });

  it("knows hosts and VMs by their IDs in any case", () => {
    const lines = [linksConfirmed("e1"), answered(WEB.toUpperCase(), "deleted", { hostId: HOST_ID.toLowerCase() })];
    assert.equal(machinesIn(lines)[0]?.verdict, "deleted");
  });

  it("keeps what the process that asked has seen, whatever a later one adds", () => {
    const later = listed(WEB, true, { at: "2026-03-02T10:00:00.000Z", afterwards: true });
    const first = listed(WEB, false);
    assert.equal(machinesIn([linksConfirmed("e1"), first, later])[0]?.listed?.listed, false);
    assert.deepEqual(machinesIn([linksConfirmed("e1"), later])[0]?.listed, {
      listed: true,
      at: "2026-03-02T10:00:00.000Z",
      afterwards: true,
    });
  });

  it("leaves out whatever else a link has, which may be its URL", () => {
    const url = "https://bst-1.bastion.azure.com/api/shareable-url/secret";
    const line = linksConfirmed("e1");
    const hosts = line.hosts.map((host) => ({
      ...host,
      machines: [{ vmId: WEB, links: [{ createdAt: MADE, bsl: url }] }],
    }));
    const parsed = parseLine(JSON.stringify({ ...line, hosts, bsl: url }));
    assert.equal(parsed?.kind, "linksConfirmed");
    const linkDeletions = linkDeletionsOf([parsed]);
    assert.equal(linkDeletions[0]?.machines.length, 1);
    const whole = [
      JSON.stringify(linkDeletions),
      journalCsv([], linkDeletions),
      journalJson({ entries: [], linkDeletions, torn: [] }),
    ];
    assert.ok(whole.every((text) => !text.includes("shareable-url")));
  });

  const bad: readonly (readonly [what: string, line: object])[] = [
    ["no machines", { ...linksConfirmed("e1"), hosts: [{ hostId: HOST_ID, hostName: "b", actor: {} }] }],
    ["a machine without an ID", withMachine({ links: [] })],
    ["a machine without links", withMachine({ vmId: WEB })],
    ["links that aren't a list", withMachine({ vmId: WEB, links: {} })],
    ["a link that is a text", withMachine({ vmId: WEB, links: [MADE] })],
    ["a time that is a number", withMachine({ vmId: WEB, links: [{ createdAt: 7 }] })],
    ["an expiry that is null", withMachine({ vmId: WEB, links: [{ expiresAt: null }] })],
    ["no one who asked", { ...linksConfirmed("e1"), by: undefined }],
    ["no entry", { ...linksConfirmed("e1"), entry: "" }],
    ["a verdict of sessions", answered(WEB, "disconnected" as LinkVerdict)],
    ["an answer without a host", { ...answered(WEB, "deleted"), hostId: undefined }],
    ["an answer about no VM", { ...answered(WEB, "deleted"), results: [{ verdict: "deleted" }] }],
    [
      "a message that is no text",
      { ...answered(WEB, "deleted"), results: [{ vmId: WEB, verdict: "failed", message: {} }] },
    ],
    ["a list that says neither", { ...listed(WEB, true), results: [{ vmId: WEB }] }],
    ["a list about sessions", { ...listed(WEB, true), results: [{ sessionId: "s1", listed: true }] }],
  ];
  for (const [what, line] of bad) {
    it(`can't be read: ${what}`, () => assert.equal(parseLine(JSON.stringify(line)), undefined));
  }

  function withMachine(machine: object): object {
    const { hosts, ...line } = linksConfirmed("e1");
    return { ...line, hosts: hosts.map((host) => ({ ...host, machines: [machine] })) };
  }

  it("can be read with fields that a later version added", () => {
    const later = { ...linksConfirmed("e1"), ofLater: 7 };
    assert.equal(parseLine(JSON.stringify(later))?.kind, "linksConfirmed");
  });

  it("reads back any text", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\n", "\u2028", '{"kind":"file"}', "\ud800"));
    const ids = fc.uniqueArray(text, { selector: (one) => one.toLowerCase(), maxLength: 4 });
    fc.assert(
      fc.property(ids, text, (vmIds, reason) => {
        const raw = JSON.stringify({ ...linksConfirmed("e1", vmIds), reason });
        assert.ok(!raw.includes("\n"));
        const line = parseLine(raw);
        assert.equal(line?.kind, "linksConfirmed");
        const [entry] = linkDeletionsOf([line]);
        assert.equal(entry?.reason, reason);
        assert.deepEqual(
          entry.machines.map(({ vmId }) => vmId),
          vmIds,
        );
      }),
    );
  });
});

describe("The record of a deletion of links", () => {
  const { by, hosts } = linksConfirmed("any");
  const now = () => new Date("2026-03-01T10:00:00Z");

  it("is on the disk when it has begun, and in the journal as it is in memory", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    const record = new LinkRecord(journal, now, () => undefined);
    await record.begin({ by, hosts, ticket: "INC-1" });
    assert.deepEqual((await journal.read()).linkDeletions, [record.entry]);
    record.add({ kind: "linksAnswered", hostId: HOST_ID, results: [{ vmId: WEB, verdict: "unknown" }] });
    record.add({ kind: "linksListed", hostId: HOST_ID, results: [{ vmId: WEB, listed: false }] });
    await record.whenWritten();
    assert.deepEqual((await journal.read()).linkDeletions, [record.entry]);
    assert.deepEqual(
      record.entry?.machines.map(({ verdict, listed: seen }) => [verdict, seen?.listed]),
      [["unknown", false]],
    );
  });

  it("throws where its beginning can't be written, and writes nothing more", async () => {
    const written: string[] = [];
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const append = async ({ kind }: { readonly kind: string }) => {
      written.push(kind);
      throw full;
    };
    const record = new LinkRecord({ append }, now, () => undefined);
    await assert.rejects(record.begin({ by, hosts }), full);
    record.add({ kind: "linksListed", hostId: HOST_ID, results: [{ vmId: WEB, listed: false }] });
    await record.whenWritten();
    assert.deepEqual([written, record.failure], [["linksConfirmed"], full]);
  });
});

describe("A deletion of links whose process has ended", () => {
  /** The journal of another process, whose lease is gone. */
  async function abandon(folder: string, lines: readonly LinkLine[]): Promise<void> {
    const other = new Journal(folder, systemClock);
    for (const line of lines) {
      await other.append(line);
    }
    await other[Symbol.asyncDispose]();
  }

  it("is found if it is open, and not among the disconnects", async () => {
    await using place = await scratch();
    await abandon(place.folder, [linksConfirmed("e1", [WEB, DB]), answered(WEB, "failed")]);
    await using journal = new Journal(place.folder, systemClock);
    const [found, ...others] = await journal.abandonedLinkDeletions();
    assert.deepEqual([found?.machines.filter(isOpen).map(({ vmId }) => vmId), others], [[DB], []]);
    assert.deepEqual(await journal.abandoned(), []);
  });

  it("is settled by another process in a file of its own", async () => {
    await using place = await scratch();
    await abandon(place.folder, [linksConfirmed("e1")]);
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(listed(WEB, false, { afterwards: true }));
    assert.deepEqual(await journal.abandonedLinkDeletions(), []);
    const files = (await nodeFs.readdir(place.folder)).filter((name) => name.endsWith(".jsonl"));
    assert.equal(files.length, 2);
    const first = await nodeFs.readFile(join(place.folder, files.sort()[0] ?? ""), "utf8");
    assert.equal(first.split("\n").length, 3, "the file of the other process stays as it was");
  });

  it("isn't found while its process lives", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(linksConfirmed("e1"));
    await using other = new Journal(place.folder, systemClock);
    assert.deepEqual(await other.abandonedLinkDeletions(), []);
  });

  it("goes with the old files", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(linksConfirmed("e1"));
    await journal.deleteOlderThan(new Date(Date.now() + 60_000));
    assert.deepEqual((await journal.read()).linkDeletions, []);
  });
});

describe("Exported deletions of links", () => {
  const deletions = linkDeletionsOf([
    { ...linksConfirmed("e1", [WEB, DB]), notes: ["=1+1"] },
    answered(WEB, "deleted", { requestId: "r1" }),
    listed(WEB, false),
  ]);
  const line = confirmed("e2", ["s1"], "2026-03-02T10:00:00.000Z");
  const before = confirmed("e0", ["s0"], "2026-02-01T10:00:00.000Z");

  it("are rows of their VMs between the sessions, in the order of time", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    for (const one of [line, before]) {
      await journal.append(one);
    }
    const { entries } = await journal.read();
    const [head = "", ...rows] = journalCsv(entries, deletions).trim().split("\r\n");
    const names = head.replaceAll(/["\uFEFF]/gu, "").split(",");
    const cells = (name: string) => rows.map((row) => row.split(",")[names.indexOf(name)]?.replaceAll('"', ""));
    assert.deepEqual(cells("action"), ["disconnect", "deleteLinks", "deleteLinks", "disconnect"]);
    assert.deepEqual(cells("entry"), ["e0", "e1", "e1", "e2"]);
    assert.deepEqual(cells("targetResourceId"), ["", WEB, DB, ""]);
    assert.deepEqual(cells("sessionId"), ["s0", "", "", "s1"]);
    assert.deepEqual(cells("links"), ["", "2", "2", ""]);
    assert.deepEqual(cells("linksCreatedAt"), ["", "2026-02-27T09:00:00.000Z", "2026-02-27T09:00:00.000Z", ""]);
    assert.deepEqual(cells("verdict"), ["", "deleted", "", ""]);
    assert.deepEqual(cells("stillListed"), ["", "false", "", ""]);
    assert.deepEqual(cells("notes"), ["", "'=1+1", "'=1+1", ""]);
  });

  it("are whole in JSON, with times in UTC where they can be read", () => {
    const american = "07/23/2024 16:07:52";
    const [one] = linkDeletionsOf([linksConfirmed("e1")]);
    assert.ok(one);
    const entry: LinkDeletion = {
      ...one,
      machines: one.machines.map((machine) => ({ ...machine, links: [{ createdAt: american, expiresAt: MADE }] })),
    };
    const json = JSON.parse(journalJson({ entries: [], linkDeletions: [entry], torn: [] })) as {
      linkDeletions: LinkDeletion[];
    };
    assert.deepEqual(json.linkDeletions[0]?.machines[0]?.links, [
      { createdAt: american, expiresAt: "2026-02-27T09:00:00.000Z" },
    ]);
  });

  it("have no people of the audit log, and stay where these are left out, without what the user typed", () => {
    const contents = { entries: [], linkDeletions: deletions, torn: [] };
    assert.equal(hasPeople(contents), false);
    assert.deepEqual(withoutPeople(contents), contents);
    const [bare] = withoutFreeText(contents).linkDeletions;
    assert.deepEqual(
      [bare?.id, bare?.reason, bare?.ticket, bare?.notes],
      [deletions[0]?.id, undefined, undefined, undefined],
    );
  });
});
