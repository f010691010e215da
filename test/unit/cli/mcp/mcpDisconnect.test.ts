import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn, setTimeout as reading } from "node:timers/promises";
import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { Journal } from "../../../../src/core/journal/journal.ts";
import { BY_MODEL_CONTEXT } from "../../../../src/core/journal/requesters.ts";
import { systemClock, type Clock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { TOKEN_MARKER } from "../../../simulated-azure/signIn/tokens.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { CommandLine } from "../../../support/commandLine.ts";
import { accessTo, runHere } from "../../../support/commandLineHere.ts";
import { McpSession, type FillForm, type ShownForm } from "../../../support/mcpClient.ts";
import { patience } from "../../../support/patience.ts";

const ALLOWED = ["--allow-disconnect", "--max", "2"];

describe("bastion-sessions mcp --allow-disconnect", () => {
  let azure: SimulatedAzure;
  let world: World;
  let hostId: string;
  let folder: string;
  /** Milliseconds that the user has taken to read. */
  let read: number;
  let forms: ShownForm[];
  /** Whether what is waited for is over at once. */
  let isImpatient: boolean;
  const clock: Clock = {
    ...systemClock,
    monotonic: () => systemClock.monotonic() + read,
    pause: (ms, signal) => {
      read += isImpatient ? ms : 0;
      return isImpatient ? Promise.resolve() : systemClock.pause(ms, signal);
    },
  };

  beforeEach(async () => {
    [read, forms, isImpatient] = [0, [], false];
    folder = await mkdtemp(join(tmpdir(), "bastion-mcp-"));
    world = new World();
    const prod = world.addHost({ name: "bas-prod", sku: "Standard", sessions: [] });
    hostId = prod.id;
    ["s1", "s2", "s3"].forEach((sessionId) => world.addSession(prod, { userName: `user-${sessionId}`, sessionId }));
    azure = await startSimulatedAzure({ world });
  });

  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  function access(userName?: string) {
    const { env, trust } = accessTo(azure, undefined, userName);
    return { env: { ...env, XDG_STATE_HOME: folder, BASTION_SESSIONS_JOURNAL: folder }, trust };
  }

  /** A server in this process, whose user takes ten seconds. */
  async function withUser(answer: ElicitResult | FillForm, userName?: string): Promise<McpSession> {
    const { env, trust } = access(userName);
    return McpSession.startHere([...ALLOWED, ...trust], env, clock, (form) => {
      forms.push(form);
      read += 10_000;
      return typeof answer === "function" ? answer(form) : Promise.resolve(answer);
    });
  }

  const typing = (confirm: string): ElicitResult => ({ action: "accept", content: { confirm } });

  function sent(): readonly string[] {
    return azure.requests
      .filter(({ route, method }) => route === "disconnect" && method === "POST")
      .flatMap((request) => [...JSON.stringify(request).matchAll(/"(s\d)\W/gu)].map(([, id]) => id ?? ""));
  }

  async function journaled() {
    await using journal = new Journal(folder, systemClock);
    return (await journal.read()).entries;
  }

  async function assertRefused(session: McpSession, outcome: string, note: RegExp, sessionIds = ["s1"]): Promise<void> {
    const answer = await session.call("disconnect", { hostId, sessionIds });
    assert.equal(answer.outcome, outcome);
    assert.match(answer.note ?? "", note);
    assert.deepEqual([sent(), await journaled()], [[], []]);
    const written = await session.end();
    assert.ok(!written.includes(TOKEN_MARKER), "a token was printed");
  }

  it("has the tool only with the flag, and only for a client that has forms", async () => {
    const { env, trust } = access();
    const fill: FillForm = () => Promise.resolve(typing("1"));
    for (const [args, forming] of [
      [[], fill],
      [ALLOWED, undefined],
    ] as const) {
      await using session = await McpSession.startHere([...args, ...trust], env, clock, forming);
      const { tools } = await session.client.listTools();
      assert.ok(!tools.some(({ name }) => name === "disconnect"));
      await assert.rejects(session.call("disconnect", { hostId, sessionIds: ["s1"] }), /no such tool/u);
    }
    await using session = await withUser(fill);
    const { tools } = await session.client.listTools();
    const { annotations } = tools.find(({ name }) => name === "disconnect") ?? {};
    assert.deepEqual([annotations?.readOnlyHint, annotations?.destructiveHint], [false, true]);
    assert.deepEqual(azure.requests, []);
  });

  it("refuses a wrong command line", async () => {
    for (const args of [
      ["--max", "2"],
      ["--allow-disconnect", "--max", "0"],
      ["--allow-disconnect", "--max", "many"],
      ["--allow-disconnect", "--max", "1e1"],
      ["--allow-disconnect", "--max", "0x10"],
    ]) {
      assert.equal((await runHere(["mcp", ...args], {})).code, 64, args.join(" "));
    }
  });

  it("asks in a form without defaults, with what is shown in the dialog of the extension", async () => {
    await using session = await withUser({ action: "decline" });
    await session.call("disconnect", { hostId, sessionIds: ["s1", "s2"] });
    const [form] = forms;
    assert.match(form?.message ?? "", /^Disconnect 2 sessions\?\n.*user-s1.*\n.*user-s2/u);
    assert.match(form?.message ?? "", /Requested by a language model tool\./u);
    assert.doesNotMatch(form?.message ?? "", /user-s3/u);
    assert.doesNotMatch(JSON.stringify(form?.requestedSchema), /default/u);
    assert.match(JSON.stringify(form?.requestedSchema), /Type 2 to disconnect these sessions/u);
  });

  it("sends nothing when the user declines or closes the form", async () => {
    await assertRefused(await withUser({ action: "decline" }), "notConfirmed", /said no/u);
    await assertRefused(await withUser({ action: "cancel" }), "notConfirmed", /said no/u);
  });

  it("sends nothing for the wrong word, or a form that isn't filled in", async () => {
    await assertRefused(await withUser(typing("yes")), "notConfirmed", /didn't type/u);
    await assertRefused(await withUser(typing("2")), "notConfirmed", /didn't type/u);
    await assertRefused(await withUser({ action: "accept", content: {} }), "notConfirmed", /Nothing was sent/u);
  });

  it("sends nothing for an answer that comes faster than a person reads", async () => {
    const hasty = await withUser(() => {
      read -= 10_000 - 2_400;
      return Promise.resolve(typing("1"));
    });
    await assertRefused(hasty, "notConfirmed", /faster than a person/u);
  });

  it("asks nothing about more sessions than the user allowed", async () => {
    await assertRefused(await withUser(typing("3")), "wrongInput", /at most 2/u, ["s1", "s2", "s3"]);
    assert.deepEqual(forms, []);
  });

  it("asks nothing if the host can't be listed", async () => {
    world.setRole(world.account(), world.host(hostId), "reader");
    await assertRefused(await withUser(typing("1")), "failed", /wasn't asked/u);
    assert.deepEqual(forms, []);
  });

  it("sends nothing when the call is cancelled while the form is open, whatever is answered then", async () => {
    const shown = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<ElicitResult>();
    await using session = await withUser(() => {
      shown.resolve(undefined);
      return answer.promise;
    });
    const stop = new AbortController();
    const call = session.call("disconnect", { hostId, sessionIds: ["s1"] }, stop.signal);
    await shown.promise;
    assert.equal((await session.call("disconnect", { hostId, sessionIds: ["s2"] })).outcome, "busy");
    stop.abort();
    await assert.rejects(call);
    answer.resolve(typing("1"));
    // The next answer comes after that of the form.
    assert.equal((await session.call("list_hosts")).outcome, "ok");
    assert.deepEqual([sent(), await journaled(), forms.length], [[], [], 1]);
  });

  it("leaves out what has ended since it was shown", async () => {
    await using session = await withUser(() => {
      world.endSession(hostId, "s1");
      return Promise.resolve(typing("2"));
    });
    const { outcome, data } = await session.call("disconnect", { hostId, sessionIds: ["s1", "s2"] });
    assert.equal(outcome, "ok");
    assert.deepEqual(sent(), ["s2"]);
    assert.deepEqual(data?.["sessions"], [
      { sessionId: "s1", outcome: "notListed" },
      { sessionId: "s2", outcome: "disconnected", message: "session s2 invalidated!", stillListed: false },
    ]);
  });

  it("leaves out what has come since it was shown, and wants the host's name for all that is on it", async () => {
    world.endSession(hostId, "s3");
    await using session = await withUser(() => {
      world.addSession(hostId, { userName: "late", sessionId: "s4" });
      return Promise.resolve(typing("bas-prod"));
    });
    assert.equal((await session.call("disconnect", { hostId, sessionIds: ["s1", "s2"] })).outcome, "ok");
    assert.match(JSON.stringify(forms[0]?.requestedSchema), /Type bas-prod to/u);
    assert.deepEqual(sent().toSorted(), ["s1", "s2"]);
  });

  it("says which sessions aren't listed, without a question", async () => {
    await using session = await withUser(typing("1"));
    const { data } = await session.call("disconnect", { hostId, sessionIds: ["gone"] });
    assert.deepEqual([data?.["sessions"], forms], [[{ sessionId: "gone", outcome: "notListed" }], []]);
  });

  it("says that sessions are still listed, whatever Azure said of them", async () => {
    isImpatient = true;
    azure.behave("disconnect", { fault: { kind: "sessionsNotFound" } });
    await using session = await withUser(typing("1"));
    const { data } = await session.call("disconnect", { hostId, sessionIds: ["s1", "s1", "gone", "gone"] });
    const [first, ...others] = (data?.["sessions"] ?? []) as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual([first?.["outcome"], first?.["stillListed"]], ["alreadyEnded", true]);
    assert.deepEqual(others, [{ sessionId: "gone", outcome: "notListed" }]);
  });

  it("doesn't call a session gone whose disconnect is under way", async () => {
    azure.behave({ route: "disconnect" }, { fault: { kind: "neverAnswers" } });
    await using session = await withUser(typing("1"));
    const stop = new AbortController();
    const first = session.call("disconnect", { hostId, sessionIds: ["s1"] }, stop.signal);
    await azure.waitForRequest(({ route }) => route === "disconnect", AbortSignal.timeout(patience(20_000)));
    stop.abort();
    await assert.rejects(first);
    let second = await session.call("disconnect", { hostId, sessionIds: ["s1"] });
    while (second.outcome === "busy") {
      await turn();
      second = await session.call("disconnect", { hostId, sessionIds: ["s1"] });
    }
    assert.deepEqual(second.data?.["sessions"], [{ sessionId: "s1", outcome: "notSent" }]);
    assert.equal(forms.length, 1);
  });

  it("says that sessions might be the user's own where the token doesn't name the user", async () => {
    await using session = await withUser({ action: "decline" }, "");
    await session.call("disconnect", { hostId, sessionIds: ["s1"] });
    await session.call("disconnect", { hostId, sessionIds: ["s1", "s2"] });
    assert.match(forms[0]?.message ?? "", /^This session might be yours\.$/mu);
    assert.match(forms[1]?.message ?? "", /^2 of these sessions might be yours\.$/mu);
  });

  describe("as a process", () => {
    let line: CommandLine;

    before(async function () {
      this.timeout(patience(60_000));
      line = await CommandLine.build();
    });
    after(() => line[Symbol.asyncDispose]());

    it("sends exactly what was shown, once, and the journal says who asked", async () => {
      const { env, trust } = access();
      const session = await McpSession.start(line, [...ALLOWED, ...trust], env, async () => {
        // A person who reads.
        await reading(3_000);
        return typing("1");
      });
      const { outcome, data } = await session.call("disconnect", { hostId, sessionIds: ["s2"] });
      assert.equal(outcome, "ok");
      assert.deepEqual(data?.["sessions"], [
        { sessionId: "s2", outcome: "disconnected", message: "session s2 invalidated!", stillListed: false },
      ]);
      assert.deepEqual(sent(), ["s2"]);
      const [entry, ...others] = await journaled();
      assert.deepEqual(others, []);
      assert.deepEqual([entry?.by, entry?.sessions.length], [BY_MODEL_CONTEXT, 1]);
      const written = await session.end();
      assert.ok(!written.includes(TOKEN_MARKER), "a token was printed");
      assert.deepEqual(session.errors, []);
    });
  });
});
