import { strict as assert } from "node:assert";
import { getEventListeners, once } from "node:events";
import { RestError } from "@azure/core-rest-pipeline";
import { Arm } from "../../../../src/core/azure/arm.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { disconnectSessions, listSessions } from "../../../../src/core/azure/sessions.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import { patience } from "../../../support/patience.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt, cloudAt, HOST, json, memoryLog, quick, scriptedServer } from "./testArm.ts";

const SIGNED = "t=638573476727319022&c=CERTIFICATE&s=SIGNATURE&h=HASH";

describe("401", () => {
  const wants = (header: string) =>
    scriptedServer((request, response) => {
      const good = request.headers.authorization === "Bearer good";
      json(
        response,
        good ? 200 : 401,
        good ? [] : { error: { code: "InvalidAuthenticationToken" } },
        good ? {} : { "www-authenticate": header },
      );
    });

  it("a fresh token is fetched once", async () => {
    await using server = await wants("Bearer");
    const { arm, credential, options, tokenRequests } = clientAt(server.url, (_request, count) =>
      count === 0 ? "old" : "good",
    );
    await listSessions(arm, credential, HOST, options);
    assert.deepEqual(tokenRequests, [{}, { rejected: "old" }]);
    assert.equal(server.requests.length, 2);
  });

  it("and then it is an error, also for a disconnect, which was certainly not acted on", async () => {
    await using server = await wants("Bearer");
    const { arm, credential, options } = clientAt(server.url, (_request, count) => `old ${count}`);
    const { kind, facts } = await azureErrorOf(disconnectSessions(arm, credential, HOST, ["a"], options));
    assert.deepEqual(
      [kind, facts.code, facts.maybeReceived, server.requests.length],
      ["signInNeeded", "InvalidAuthenticationToken", false, 2],
    );
  });

  it("a token that comes again unchanged is not sent again", async () => {
    await using server = await wants("Bearer");
    const { arm, credential, options } = clientAt(server.url, () => "old");
    assert.equal((await azureErrorOf(listSessions(arm, credential, HOST, options))).kind, "signInNeeded");
    assert.equal(server.requests.length, 1);
  });

  it("a claims challenge is answered once, after the fresh token or before", async () => {
    const claims = Buffer.from('{"access_token":{"acrs":{"value":"c1"}}}').toString("base64");
    await using server = await wants(`Bearer error="invalid_token", claims="${claims}"`);
    const { arm, credential, options, tokenRequests } = clientAt(server.url, (_request, count) => `old ${count}`);
    const { kind, facts } = await azureErrorOf(listSessions(arm, credential, HOST, options));
    const challenge = `Bearer error="invalid_token", claims="${claims}"`;
    assert.deepEqual(tokenRequests, [{}, { rejected: "old 0", challenge }]);
    assert.deepEqual([kind, facts.challenge], ["signInNeeded", challenge]);
  });

  it("a credential's own error ends the call before anything is sent; another one's words stay with it", async () => {
    await using server = await wants("Bearer");
    const { arm, credential, options } = clientAt(server.url, () => {
      throw new Error("alice@example.com said no");
    });
    const error = await azureErrorOf(listSessions(arm, credential, HOST, options));
    assert.deepEqual([error.kind, error.facts.maybeReceived, server.requests.length], ["signInNeeded", false, 0]);
    assert.ok(!error.message.includes("alice"));
  });
});

describe("401 of the simulated Azure", () => {
  let azure: SimulatedAzure;
  before(async () => {
    azure = await startSimulatedAzure({ world: { hosts: [{ name: "bas", sessions: 1 }] } });
  });
  after(() => azure.close());

  it("an expired token is replaced", async () => {
    const expired = azure.token();
    azure.expireTokens();
    const { arm, credential, options } = clientAt(azure.url, ({ rejected }) =>
      rejected === undefined ? expired : azure.token(),
    );
    assert.equal((await listSessions(arm, credential, azure.world.host("bas").id, options)).sessions.length, 1);
  });

  for (const form of ["invalidToken", "insufficientClaims", "twoSchemes"] as const) {
    for (const encoding of ["base64", "base64url"] as const) {
      it(`the challenge is handed to the credential: ${form}, ${encoding}`, async () => {
        const behaviour = azure.behave("list", { fault: { kind: "claimsChallenge", form, encoding } });
        const { arm, credential, options, tokenRequests } = clientAt(azure.url, () => azure.token());
        const error = await azureErrorOf(listSessions(arm, credential, azure.world.host("bas").id, options));
        behaviour.remove();
        const [, claims = ""] = /^Bearer error="\w+", claims="([^"]+)"$/.exec(tokenRequests[1]?.challenge ?? "") ?? [];
        assert.ok("access_token" in (JSON.parse(Buffer.from(claims, "base64").toString()) as object));
        assert.equal(tokenRequests.length, 2);
        assert.equal(error.kind, "signInNeeded");
      });
    }
  }
});

describe("stopping", () => {
  it("closes the connection and says whether the request had gone out", async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<unknown>();
    await using server = await scriptedServer((_request, response) => {
      response.once("close", closed.resolve);
      stop.abort();
    });
    const { arm, credential } = clientAt(server.url, () => "token");
    const { kind, facts } = await azureErrorOf(
      disconnectSessions(arm, credential, HOST, ["a"], { signal: stop.signal }),
    );
    assert.deepEqual([kind, facts.maybeReceived], ["cancelled", true]);
    await closed.promise;
  });

  it("before the start sends nothing", async () => {
    await using server = await scriptedServer((_request, response) => json(response, 200, []));
    const { arm, credential } = clientAt(server.url, () => "token");
    const { kind, facts } = await azureErrorOf(
      disconnectSessions(arm, credential, HOST, ["a"], { signal: AbortSignal.abort() }),
    );
    assert.deepEqual([kind, facts.maybeReceived, server.requests.length], ["cancelled", false, 0]);
  });

  it("while a token is waited for, and while a refusal is waited out, leaves nothing sent", async () => {
    await using server = await scriptedServer((_request, response) =>
      json(response, 429, { error: { code: "Throttled" } }, { "retry-after": "50" }),
    );
    const stop = new AbortController();
    const log = memoryLog();
    const arm = new Arm({
      cloud: cloudAt(server.url),
      log,
      userAgent: "test",
      timing: {
        ...quick,
        clock: { ...systemClock, pause: (_ms, signal) => once(signal, "abort").then(() => undefined) },
      },
    });
    const never = azureErrorOf(
      disconnectSessions(
        arm,
        { principal: "user", getToken: () => Promise.withResolvers<string>().promise },
        HOST,
        ["a"],
        { signal: stop.signal },
      ),
    );
    const throttled = azureErrorOf(
      disconnectSessions(arm, { principal: "user", getToken: () => Promise.resolve("token") }, HOST, ["a"], {
        signal: stop.signal,
        onWait: () => setImmediate(() => stop.abort()),
      }),
    );
    for (const { kind, facts } of await Promise.all([never, throttled])) {
      assert.deepEqual([kind, facts.maybeReceived], ["cancelled", false]);
    }
    assert.equal(server.requests.length, 1);
  });

  it("is not waited for any more once a call has ended", async () => {
    await using server = await scriptedServer((_request, response, count) =>
      json(response, count === 0 ? 500 : 200, []),
    );
    const { arm, credential, options } = clientAt(server.url, () => "token");
    await listSessions(arm, credential, HOST, options);
    assert.deepEqual(getEventListeners(options.signal, "abort"), []);
  });

  it("while an operation runs leaves its outcome open", async () => {
    const stop = new AbortController();
    await using server = await scriptedServer((request, response, count) => {
      if (count === 2) {
        stop.abort();
      }
      json(
        response,
        request.method === "POST" ? 202 : 200,
        { status: "InProgress" },
        { "azure-asyncoperation": `/operations/1?${SIGNED}` },
      );
    });
    const { arm, credential } = clientAt(server.url, () => "token");
    const { kind, facts } = await azureErrorOf(
      disconnectSessions(arm, credential, HOST, ["a"], { signal: stop.signal }),
    );
    assert.deepEqual([kind, facts.maybeReceived], ["cancelled", true]);
  });
});

describe("the api-version", () => {
  it("falls back to the newest that both know, once for all, and says so", async () => {
    await using azure = await startSimulatedAzure({ world: { hosts: [{ name: "bas", sessions: 1 }] } });
    azure.apiVersions.network = ["2018-01-01", "2020-11-01", "2021-08-01", "2030-01-01"];
    const { arm, credential, options, log } = clientAt(azure.url, () => azure.token());
    const { id } = azure.world.host("bas");
    assert.equal((await listSessions(arm, credential, id, options)).sessions.length, 1);
    assert.equal((await listSessions(arm, credential, id, options)).sessions.length, 1);
    assert.deepEqual(
      (await disconnectSessions(arm, credential, id, ["x"], options)).verdicts.map(({ verdict }) => verdict),
      ["alreadyEnded"],
    );
    assert.deepEqual(
      azure.requests.map(({ apiVersion }) => apiVersion),
      ["2024-05-01", "2021-08-01", "2021-08-01", "2021-08-01"],
    );
    assert.equal(
      log.lines.filter((line) =>
        line.includes("api-version 2024-05-01 isn't supported by this cloud; using 2021-08-01"),
      ).length,
      1,
    );
  });

  it("stays an error if there is none in common", async () => {
    await using azure = await startSimulatedAzure({ world: { hosts: [{ name: "bas", sessions: 1 }] } });
    azure.apiVersions.network = ["2018-01-01"];
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    assert.equal(
      (await azureErrorOf(listSessions(arm, credential, azure.world.host("bas").id, options))).facts.status,
      400,
    );
    assert.equal(azure.requests.length, 1);
  });
});

describe("where a token goes", () => {
  const host = (server: { url: string }): string => new URL(server.url).host;
  const links: readonly (readonly [string, (own: { url: string }, sink: { url: string }) => string])[] = [
    ["another port", (_own, sink) => `${sink.url}/x`],
    ["another name of this machine", (own) => `${own.url.replace("127.0.0.1", "localhost")}/x`],
    ["another scheme", (own) => `${own.url.replace("http:", "https:")}/x`],
    ["no network scheme", () => "file:///etc/passwd"],
    ["a user before the host", (own) => `http://user:password@${host(own)}/x`],
    ["a user without password", (own) => `http://user@${host(own)}/x`],
    ["our host as the user", (own, sink) => `http://${host(own)}@${host(sink)}/x`],
    ["a look-alike", (own) => `http://${host(own)}.example.com/x`],
    ["IPv6", (_own, sink) => `http://[::ffff:127.0.0.1]:${new URL(sink.url).port}/x`],
    ["no scheme", (_own, sink) => `//${host(sink)}/x`],
    ["backslashes", (_own, sink) => `\\\\${host(sink)}\\x`],
    ["nonsense", () => "http://:"],
  ];

  for (const [name, link] of links) {
    for (const way of ["nextLink", "Location", "Azure-AsyncOperation"]) {
      it(`not to ${name}, by ${way}`, async () => {
        await using sink = await scriptedServer((_request, response) => json(response, 200, []));
        await using server = await scriptedServer((_request, response) => {
          const to = link(server, sink);
          json(
            response,
            way === "nextLink" ? 200 : 202,
            way === "nextLink" ? { value: [], nextLink: to } : null,
            way === "nextLink" ? {} : { [way]: to },
          );
        });
        const { arm, credential, options, log } = clientAt(server.url, () => "token");
        const { facts } = await azureErrorOf(listSessions(arm, credential, HOST, options));
        assert.deepEqual([facts.kind, facts.code, facts.maybeReceived], ["unreadable", "ForeignUrl", true]);
        // Refused where the link is read, not only where a token would be added.
        assert.match(facts.detail, /^the answer refers to (another origin|something that is no URL)/);
        assert.ok(log.lines.some((line) => line.startsWith("not followed: the answer refers to ")));
        assert.deepEqual([sink.requests.length, server.requests.length], [0, 1]);
      });
    }
  }

  it("not by a redirect", async () => {
    await using sink = await scriptedServer((_request, response) => json(response, 200, []));
    for (const status of [301, 302, 303, 307, 308]) {
      await using server = await scriptedServer((_request, response) =>
        json(response, status, null, { location: `${sink.url}/x` }),
      );
      const { arm, credential, options } = clientAt(server.url, () => "token");
      assert.equal((await azureErrorOf(listSessions(arm, credential, HOST, options))).facts.code, "Redirected");
    }
    assert.equal(sink.requests.length, 0);
  });

  it("to a relative URL of the same origin", async () => {
    await using server = await scriptedServer((_request, response, count) =>
      json(response, 200, count === 0 ? { value: [{ sessionId: "a" }], nextLink: "?page=2" } : [{ sessionId: "b" }]),
    );
    const { arm, credential, options } = clientAt(server.url, () => "token");
    assert.equal((await listSessions(arm, credential, HOST, options)).sessions.length, 2);
    assert.ok(server.requests[1]?.url.endsWith("/getActiveSessions?page=2"));
  });
});

describe("pages", () => {
  const pages: readonly (readonly [string, (count: number) => unknown])[] = [
    ["that lead back", (count) => ({ value: [{ sessionId: `s${count}` }], nextLink: `?page=${count % 3}` })],
    ["that come twice", (count) => ({ value: [{ sessionId: "s" }], nextLink: `?page=${count}` })],
    ["without a list", (count) => (count === 0 ? { value: [{ sessionId: "s" }], nextLink: "?page=1" } : {})],
    ["whose link is no text", () => ({ value: [], nextLink: { href: "?page=1" } })],
    ["without end", (count) => ({ value: [], nextLink: `?page=${count}` })],
  ];
  for (const [name, page] of pages) {
    it(`${name} are an error, and half a list none`, async function () {
      // A thousand pages: seconds of computing, and no matter of a deadline.
      const patienceMs = patience(60_000);
      this.timeout(patienceMs);
      await using server = await scriptedServer((_request, response, count) => json(response, 200, page(count)));
      const { arm, credential, options } = clientAt(server.url, () => "token", { operationDeadlineMs: patienceMs });
      assert.equal((await azureErrorOf(listSessions(arm, credential, HOST, options))).kind, "unreadable");
      assert.ok(server.requests.length <= 1_001);
    });
  }
});

describe("the log", () => {
  it("has methods, paths, statuses and request ids, and neither tokens nor queries", async () => {
    await using server = await scriptedServer((request, response, count) => {
      const headers = { "azure-asyncoperation": `/operations/1?${SIGNED}`, "x-ms-request-id": `request-${count}` };
      const later = count < 4 ? 500 : 200;
      json(
        response,
        request.method === "POST" ? 202 : later,
        { status: "Succeeded", properties: { output: [] } },
        headers,
      );
    });
    const { arm, credential, options, log } = clientAt(server.url, () => "SECRET-TOKEN");
    await listSessions(arm, credential, HOST, options);
    const text = log.lines.join("\n");
    assert.match(text, /POST \/subscriptions\/[^ ?]*\/getActiveSessions: 202 in \d+ ms, request request-0/);
    assert.match(text, /GET \/operations\/1: 500/);
    assert.doesNotMatch(text, /SECRET-TOKEN|SIGNATURE|CERTIFICATE|\?/);
  });
});

describe("another HttpClient", () => {
  const failing = (code: string) => {
    const arm = new Arm({
      cloud: cloudAt("https://management.example"),
      log: memoryLog(),
      userAgent: "test",
      timing: quick,
      httpClient: { sendRequest: (request) => Promise.reject(new RestError("no", { code, request })) },
    });
    return azureErrorOf(
      disconnectSessions(arm, { principal: "user", getToken: () => Promise.resolve("token") }, HOST, ["a"], {
        signal: new AbortController().signal,
      }),
    );
  };
  for (const code of [
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  ]) {
    it(`${code}: certainly not received`, async () =>
      assert.deepEqual((await failing(code)).facts.maybeReceived, false));
  }
  for (const code of [
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "EPROTO",
    "ERR_STREAM_PREMATURE_CLOSE",
    "REQUEST_SEND_ERROR",
    "ERR_SSL_TLSV1_ALERT_ACCESS_DENIED",
  ]) {
    it(`${code}: unknown`, async () => assert.deepEqual((await failing(code)).facts.maybeReceived, true));
  }
});
