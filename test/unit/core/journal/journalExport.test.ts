import assert from "node:assert/strict";
import fc from "fast-check";
import { entriesOf, type JournalEntry } from "../../../../src/core/journal/journalEntry.ts";
import {
  hasPeople,
  journalCsv,
  journalJson,
  withDeepLinks,
  withoutFreeText,
  withoutPeople,
} from "../../../../src/core/journal/journalExport.ts";
import { plainText } from "../../../../src/core/text/plainText.ts";
import type { ConfirmedLine } from "../../../../src/core/journal/journalFormat.ts";
import { confirmed, HOST_ID } from "./testJournal.ts";

/** A disconnect of one session by these names. */
function named(userName: string, reason = "because", startTime?: string): ConfirmedLine {
  const { hosts, ...line } = confirmed("e1");
  return {
    ...line,
    reason,
    hosts: hosts.map((host) => ({
      ...host,
      sessions: [{ sessionId: "s1", userName, durationMinutes: 1.5, ...(startTime !== undefined && { startTime }) }],
    })),
  };
}

/** The cells of a CSV file by RFC 4180, in which every text is quoted. */
function cells(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [whole, quoted, plain] of csv.replace(/^\uFEFF/u, "").matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)|,|\r\n/gu)) {
    if (whole === ",") {
      rows.at(-1)?.push("");
    } else if (whole === "\r\n") {
      rows.push([]);
    } else {
      const row = rows.at(-1)!;
      row[Math.max(0, row.length - 1)] = quoted?.replaceAll('""', '"') ?? plain!;
    }
  }
  return rows.filter((row) => row.length > 0);
}

function cell(csv: string, column: string): string | undefined {
  const [head = [], first = []] = cells(csv);
  return first[head.indexOf(column)];
}

describe("The journal for a spreadsheet", () => {
  for (const dangerous of ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1"]) {
    it(`makes no formula of ${JSON.stringify(dangerous)}`, () => {
      const csv = journalCsv(entriesOf([named(dangerous, dangerous)]));
      assert.equal(cell(csv, "userName"), `'${dangerous}`);
      assert.equal(cell(csv, "reason"), `'${dangerous}`);
    });
  }

  it("keeps every text in its cell, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => text !== ""),
        (text) => {
          const found = cell(journalCsv(entriesOf([named(text)])), "userName") ?? "";
          const shown = plainText(text, Infinity);
          assert.equal(found.replaceAll("'", ""), shown.replaceAll("'", ""));
          assert.ok(!/^[=+\-@\t\r]/u.test(found));
        },
      ),
    );
  });

  it("ends with the deep link to the entry, if its ID is one of ours", () => {
    const entry = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
    const [ours, foreign] = [{ ...named("ann"), entry }, named("ben")];
    const linked = withDeepLinks(
      { entries: entriesOf([ours, foreign]), linkDeletions: [], torn: [] },
      "vscode-insiders",
    );
    const [head = [], ...rows] = cells(journalCsv(linked.entries));
    assert.equal(head.at(-1), "deepLink");
    const deepLink = `vscode-insiders://bastion-sessions.bastion-sessions/journal?entry=${entry}`;
    assert.deepEqual(rows.map((row) => row.at(-1)).sort(), ["", deepLink]);
    const { entries } = JSON.parse(journalJson(linked)) as { entries: readonly { id: string; deepLink?: string }[] };
    assert.deepEqual(
      entries.map(({ id, deepLink: found }) => [id, found]),
      [
        [entry, deepLink],
        ["e1", undefined],
      ],
    );
  });

  it("has a row for every session, with all that is known", () => {
    const csv = journalCsv(
      entriesOf([
        confirmed("e1", ["s1", "s2"]),
        {
          kind: "answered",
          entry: "e1",
          at: "2026-03-01T10:00:01.000Z",
          hostId: HOST_ID,
          requestId: "r1",
          results: [{ sessionId: "s1", verdict: "disconnected" }],
        },
        {
          kind: "listed",
          entry: "e1",
          at: "2026-03-01T10:00:02.000Z",
          hostId: HOST_ID,
          results: [{ sessionId: "s1", listed: true }],
        },
        {
          kind: "reconnected",
          entry: "e1",
          at: "2026-03-01T10:01:00.000Z",
          hostId: HOST_ID,
          sessionId: "s1",
          through: { hostId: "/other", sessionId: "s9" },
        },
      ]),
    );
    const [head = [], ...rows] = cells(csv);
    const shown = rows.map((row) =>
      ["hostId", "sessionId", "account", "verdict", "requestId", "stillListed", "listedAt", "reconnectedHostId"].map(
        (column) => row[head.indexOf(column)],
      ),
    );
    assert.deepEqual(shown, [
      [HOST_ID, "s1", "ops@contoso.example", "disconnected", "r1", "true", "2026-03-01T10:00:02.000Z", "/other"],
      [HOST_ID, "s2", "ops@contoso.example", "", "", "", "", ""],
    ]);
  });

  it("has when the sessions were listed, if they might have ended, in both", () => {
    const asOf = "2026-03-01T07:00:00.000Z";
    const line = confirmed("e1");
    const entries = entriesOf([{ ...line, hosts: line.hosts.map((host) => ({ ...host, asOf })) }]);
    assert.equal(cell(journalCsv(entries), "asOf"), asOf);
    assert.ok(journalJson({ entries, linkDeletions: [], torn: [] }).includes(`"asOf": "${asOf}"`));
  });

  it("has the notes of the question, in both", () => {
    const notes = ["Sessions may be missing.", "1 session is skipped."];
    const entries = entriesOf([{ ...confirmed("e1"), notes }]);
    assert.equal(cell(journalCsv(entries), "notes"), notes.join(" "));
    const json = JSON.parse(journalJson({ entries, linkDeletions: [], torn: [] })) as { entries: JournalEntry[] };
    assert.deepEqual(json.entries[0]?.notes, notes);
    assert.equal(cell(journalCsv(entriesOf([confirmed("e1")])), "notes"), "");
  });

  it("names only accounts without people and free text", () => {
    const { hosts, ...line } = named("azureuser", "ann called");
    const session = { sessionId: "s1", userName: "azureuser", person: "ann@contoso.com", clientAddress: "203.0.113.5" };
    const entries = entriesOf([
      {
        ...line,
        ticket: "INC-ann",
        notes: ["ann too"],
        hosts: hosts.map((host) => ({ ...host, sessions: [session] })),
      },
    ]);
    const contents = { entries, linkDeletions: [], torn: [] };
    assert.equal(hasPeople(contents), true);
    const { entries: left } = withoutFreeText(withoutPeople(contents));
    const texts = [journalCsv(left), journalJson({ ...contents, entries: left })];
    for (const text of texts) {
      assert.doesNotMatch(text, /\bann\b|203\.0\.113\.5/u);
      assert.match(text, /azureuser/u);
    }
  });

  it("has start times in UTC with their zone, and Azure's own text for what is no time", () => {
    const startOf = (startTime: string) => {
      const entries = entriesOf([named("ann", "", startTime)]);
      const json = JSON.parse(journalJson({ entries, linkDeletions: [], torn: [] })) as { entries: JournalEntry[] };
      assert.equal(json.entries[0]?.sessions[0]?.session.startTime, cell(journalCsv(entries), "startTime"));
      return json.entries[0]?.sessions[0]?.session.startTime;
    };
    assert.equal(startOf("2026-1-1T12:00:00.0000"), "2026-01-01T12:00:00.000Z");
    assert.equal(startOf("2026-01-01T12:00:00+09:00"), "2026-01-01T03:00:00.000Z");
    assert.equal(startOf("yesterday"), "yesterday");
  });

  it("says in which code page it is", () => assert.ok(journalCsv([]).startsWith("\uFEFF")));
});

describe("The journal for programs", () => {
  it("is JSON of the entries as they are", () => {
    const entries = entriesOf([named('"\u2028')]);
    assert.deepEqual(JSON.parse(journalJson({ entries, linkDeletions: [], torn: [{ file: "f", line: 3 }] })), {
      version: 1,
      entries: JSON.parse(JSON.stringify(entries)) as unknown,
      linkDeletions: [],
      unreadableLines: [{ file: "f", line: 3 }],
    });
  });
});
