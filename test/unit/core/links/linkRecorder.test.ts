import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { EntryLine } from "../../../../src/core/journal/journalFormat.ts";
import { LinkRecord } from "../../../../src/core/journal/journalRecord.ts";
import { journalLinkHosts, LinkRecorder } from "../../../../src/core/links/linkRecorder.ts";
import type { LinkRunEvent } from "../../../../src/core/links/linkOutcome.ts";
import { chosen, hostLinks, HOST_ID, link, ops, vm } from "./testLinks.ts";

const MADE = "2026-03-01T10:00:00Z";
const on = hostLinks([link(vm("web"), MADE), { ...link(vm("db")), expiresAt: MADE }]);
const { host } = on;
const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t", tenant: "Contoso" };

/** What these events write, without what the record adds. */
async function written(...events: readonly LinkRunEvent[]) {
  const lines: EntryLine[] = [];
  const record = new LinkRecord(
    { append: async (line) => void lines.push(line) },
    () => new Date(0),
    () => undefined,
  );
  await record.begin({ by: "user", hosts: journalLinkHosts(chosen(on)) });
  const recorder = new LinkRecorder(record);
  events.forEach((event) => recorder.record(event));
  await record.whenWritten();
  return lines.map(({ entry: _id, ...line }) => line);
}

const listed = (seen: Readonly<Record<string, boolean>>, at: number): LinkRunEvent => ({
  kind: "listed",
  host,
  listed: new Map(Object.entries(seen)),
  at: new Date(at),
});

describe("What is written down of a deletion of links", () => {
  it("is each VM with its links as they were confirmed, and on whose behalf", async () => {
    const [begin] = await written();
    assert.deepEqual(begin, {
      kind: "linksConfirmed",
      at: "1970-01-01T00:00:00.000Z",
      by: "user",
      hosts: [
        {
          hostId: HOST_ID,
          hostName: "bas-a",
          actor,
          machines: [
            { vmId: vm("web"), links: [{ createdAt: MADE }] },
            { vmId: vm("db"), links: [{ expiresAt: MADE }] },
          ],
        },
      ],
    });
  });

  it("has a line for each response, with who asked if anything was sent", async () => {
    const error = new AzureError({
      kind: "notAllowed",
      detail: "",
      code: "AuthorizationFailed",
      azureMessage: "No.",
      maybeReceived: false,
    });
    const results = [
      { vmId: vm("web"), verdict: "deleted", requestId: "r1" },
      { vmId: vm("db"), verdict: "failed", error },
    ] as const;
    const unsent = [{ vmId: vm("db"), verdict: "notSent" }] as const;
    const [, ...lines] = await written(
      { kind: "answered", host, actor: ops, results },
      { kind: "answered", host, actor: ops, results: unsent },
      { kind: "answered", host, results: unsent, isChanged: true },
    );
    const line = { kind: "linksAnswered", at: "1970-01-01T00:00:00.000Z", hostId: HOST_ID };
    assert.deepEqual(lines, [
      { ...line, actor, requestId: "r1", results: [{ vmId: vm("web"), verdict: "deleted" }] },
      {
        ...line,
        actor,
        failure: "notAllowed AuthorizationFailed",
        results: [{ vmId: vm("db"), verdict: "failed", message: "No." }],
      },
      { ...line, results: unsent },
      { ...line, failure: "changed", results: unsent },
    ]);
  });

  it("has what is gone at once, and what is still listed in the end, each when it was seen", async () => {
    const [web, db] = [vm("web"), vm("db")];
    const [, ...lines] = await written(
      listed({ [web]: true, [db]: true }, 1_000),
      listed({ [web]: false, [db]: true }, 3_000),
      listed({ [web]: false, [db]: true }, 7_000),
      { kind: "verified", host },
    );
    const line = (at: number) => ({ kind: "linksListed", at: new Date(at).toISOString(), hostId: HOST_ID });
    assert.deepEqual(lines, [
      { ...line(3_000), results: [{ vmId: web, listed: false }] },
      { ...line(7_000), results: [{ vmId: db, listed: true }] },
    ]);
  });
});
