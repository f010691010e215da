import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  hasRequests,
  isExtensionLog,
  linesAtDefaultLevel,
  peopleIn,
  personalIn,
  secretsIn,
  writtenBelow,
} from "../../leaks/search.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import { createScratch } from "../../vscode/scratch.ts";

const HOST = { hosts: [{ name: "bas", list: "locationBareArray" as const, sessions: 1, links: [{}] }] };
const line = (level: string, text: string) => `2026-01-02 10:20:30.400 [${level}] ${text}`;

describe("the search for leaks", () => {
  it("finds a token that was really handed out, wherever it stands", async () => {
    await using azure = await startSimulatedAzure({ world: HOST });
    const url = encodeURIComponent(`https://azure.example/?token=${azure.token()}`);
    const found = secretsIn({
      path: "ui/output.txt",
      text: `first\n  Authorization: Bearer ${azure.token()}\n${JSON.stringify({ url })}`,
    });
    assert.deepEqual(
      found.map((place) => place.split(":")[1]),
      ["2", "3"],
    );
    assert.match(found[0] ?? "", /^ui\/output\.txt:2: {3}Authorization: Bearer \S+…$/);
  });

  it("finds a signed URL that Azure really sent: whole, cut off, or only its signature", async () => {
    await using azure = await startSimulatedAzure({ world: HOST });
    const answer = await fetch(
      new URL(`${azure.world.host("bas").id}/getActiveSessions?api-version=2024-05-01`, azure.url),
      {
        method: "POST",
        headers: { authorization: `Bearer ${azure.token()}` },
      },
    );
    const location = answer.headers.get("location") ?? "";
    for (const text of [location, location.slice(0, 300), new URL(location).searchParams.get("s") ?? ""]) {
      assert.notDeepEqual(secretsIn({ path: "a.log", text }), [], text.slice(0, 100));
    }
    assert.deepEqual(secretsIn({ path: "a.log", text: new URL(location).pathname }), []);
  });

  it("finds the URL of a shareable link that Azure really sent, and one of the same form: whole, encoded, or only its end", async () => {
    await using azure = await startSimulatedAzure({ world: HOST });
    const answer = await fetch(
      new URL(`${azure.world.host("bas").id}/getShareableLinks?api-version=2024-05-01`, azure.url),
      { method: "POST", headers: { authorization: `Bearer ${azure.token()}` } },
    );
    const { value } = (await answer.json()) as { readonly value: readonly { readonly bsl: string }[] };
    const url = value[0]?.bsl ?? "";
    for (const text of [
      url,
      `"${url.slice(0, -10)}`,
      encodeURIComponent(url),
      url.split("/").at(-1) ?? "",
      "https://bst-1.bastion.azure.com/api/shareable-url/5b1f0c3e",
    ]) {
      assert.notDeepEqual(secretsIn({ path: "a.log", text }), [], text);
    }
    assert.deepEqual(secretsIn({ path: "a.log", text: new URL(url).host }), []);
  });

  it("reads every file, however deep", async () => {
    const { folder, dispose } = await createScratch("bastion-sessions-leaks");
    const log = join("ui", "vscode", "logs-1", "bastion-sessions.bastion-sessions");
    mkdirSync(join(folder, log), { recursive: true });
    writeFileSync(join(folder, "ui", "output.txt"), "out");
    writeFileSync(join(folder, log, "Bastion Sessions.log"), "log");
    const written = writtenBelow(folder);
    await dispose();
    assert.deepEqual(Object.fromEntries(written.map(({ path, text }) => [path, text])), {
      [join("ui", "output.txt")]: "out",
      [join(log, "Bastion Sessions.log")]: "log",
    });
    assert.deepEqual(
      written.filter(isExtensionLog).map(({ text }) => text),
      ["log"],
    );
  });

  it("tells a log with requests from one of the default level", () => {
    assert.ok(hasRequests({ path: "", text: line("debug", "GET /tenants: 200 in 19 ms, request 1") }));
    assert.ok(!hasRequests({ path: "", text: line("info", "attempt 2 follows in 1000 ms") }));
  });

  it("finds personal data at the default level, also in continuation lines, and ignores lower levels", () => {
    const text = [
      line("debug", "ana@contoso.com"),
      "10.0.0.4",
      line("warning", "failed for ana@contoso.com"),
      line("error", "broken"),
      "  at 10.0.0.4",
      line("info", "127.0.0.1 and 1.2.3"),
    ].join("\n");
    assert.equal(linesAtDefaultLevel(text).length, 4);
    assert.deepEqual(personalIn({ path: "a.log", text }), [
      `a.log: ${line("warning", "failed for ana@contoso.com")}`,
      "a.log:   at 10.0.0.4",
    ]);
  });

  it("finds people and client addresses of the audit log in VS Code's storage, and only there", () => {
    const found = (path: string, text: string) => peopleIn({ path, text }).length;
    assert.deepEqual(
      [
        found("ui/vscode/storage-1-2.txt", '{"filter":"person:Ann@contoso.example"}'),
        found("ui/vscode/storage-1-2.txt", '{"filter":"from:203.0.113.9"}'),
        found("ui/vscode/storage-1-2.txt", "2001:db8:5::17"),
        found("ui/vscode/storage-1-2.txt", "ada@contoso.example 10.1.2.3 joann@contoso.example"),
        found("ui/output.txt", "ann@contoso.example 203.0.113.9"),
      ],
      [1, 1, 1, 0, 0],
    );
  });
});
