import { strict as assert } from "node:assert";
import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { Arm } from "../../../../../src/core/azure/arm.ts";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { disconnectSessions, listSessions } from "../../../../../src/core/azure/sessions.ts";
import { startSimulatedAzure } from "../../../../simulated-azure/server.ts";
import { selfSigned } from "./selfSignedCertificate.ts";
import {
  azureErrorOf,
  clientAt,
  cloudAt,
  HOST,
  httpClientNames,
  httpClients,
  json,
  memoryLog,
  quick,
  scriptedServer,
} from "../testArm.ts";

const text = JSON.stringify({ value: [{ sessionId: "a", userName: "Zoë 🛡" }] });

/** A server that sends these bytes to whoever connects, and ends the connection. */
async function rawServer(bytes: string): Promise<AsyncDisposable & { readonly url: string }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.once("data", () => socket.end(bytes));
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await once(server, "close");
    },
  };
}

for (const over of httpClientNames) {
  describe(`${over} as the HttpClient`, () => {
    for (const [encoding, body] of [
      ["gzip", gzipSync(text)],
      ["deflate", deflateSync(text)],
      ["deflate", deflateRawSync(text)],
      ["br", brotliCompressSync(text)],
    ] as const) {
      it(`reads ${encoding}`, async () => {
        await using server = await scriptedServer((_request, response) =>
          response.writeHead(200, { "content-encoding": encoding }).end(body),
        );
        const { arm, credential, options } = clientAt(server.url, () => "token", {}, over);
        assert.equal((await listSessions(arm, credential, HOST, options)).sessions[0]?.userName, "Zoë 🛡");
      });
    }

    it("reads a byte order mark, and characters that chunks tear apart", async () => {
      const bytes = Buffer.from(`\uFEFF${text}`);
      await using server = await scriptedServer((_request, response) => {
        bytes.forEach((_byte, at) => response.write(bytes.subarray(at, at + 1)));
        response.end();
      });
      const { arm, credential, options } = clientAt(server.url, () => "token", {}, over);
      assert.equal((await listSessions(arm, credential, HOST, options)).sessions[0]?.userName, "Zoë 🛡");
    });

    for (const [name, bytes, code] of [
      [
        "compression that is broken",
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n{"value":`,
        "NOT_HTTP",
      ],
      ["what is not HTTP", "SSH-2.0-OpenSSH_9.6\r\n", "NOT_HTTP"],
      [
        "Brotli that is broken",
        `HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\n\xff\xff\xff\xff`,
        "NOT_HTTP",
      ],
    ] as const) {
      it(`tells ${name}`, async () => {
        await using server = await rawServer(bytes);
        const { arm, credential, options } = clientAt(server.url, () => "token", {}, over);
        const { facts } = await azureErrorOf(disconnectSessions(arm, credential, HOST, ["a"], options));
        assert.deepEqual([facts.kind, facts.code, facts.maybeReceived], ["unreadable", code, true]);
      });
    }

    it("counts the bytes after decompression, and stops reading", async () => {
      const bomb = gzipSync(Buffer.alloc(4_000_000, 32));
      const closed = Promise.withResolvers<unknown>();
      await using server = await scriptedServer((_request, response) => {
        response.once("close", closed.resolve);
        // The rest never comes: only a client that has had enough ends this.
        response.writeHead(200, { "content-encoding": "gzip", "content-length": bomb.length + 1 }).write(bomb);
      });
      const arm = new Arm({
        cloud: cloudAt(server.url),
        log: memoryLog(),
        userAgent: "test",
        timing: quick,
        httpClient: httpClients[over](1_000_000),
      });
      const { facts } = await azureErrorOf(
        listSessions(arm, { principal: "user", getToken: () => Promise.resolve("token") }, HOST, {
          signal: new AbortController().signal,
        }),
      );
      assert.equal(facts.code, "BODY_TOO_LARGE");
      await closed.promise;
    });

    it("keeps a connection for reads, and gives a disconnect one of its own", async () => {
      const ports: (number | undefined)[] = [];
      await using server = await scriptedServer((request, response) => {
        ports.push(request.socket.remotePort);
        json(response, 200, []);
      });
      const { arm, credential, options } = clientAt(server.url, () => "token", {}, over);
      await listSessions(arm, credential, HOST, options);
      await disconnectSessions(arm, credential, HOST, ["a"], options);
      await listSessions(arm, credential, HOST, options);
      assert.equal(ports[0], ports[2]);
      assert.notEqual(ports[0], ports[1]);
    });

    it("sends what Azure wants to see", async () => {
      const seen: NodeJS.Dict<string | string[]>[] = [];
      await using server = await scriptedServer((request, response) => {
        seen.push(request.headers);
        json(response, 200, []);
      });
      const { arm, credential, options } = clientAt(server.url, () => "token", {}, over);
      await listSessions(arm, credential, HOST, options);
      await disconnectSessions(arm, credential, HOST, ["a"], options);
      const [list = {}, disconnect = {}] = seen;
      assert.equal(list["authorization"], "Bearer token");
      assert.match(String(list["user-agent"]), /^bastion-sessions\/test /);
      assert.match(String(list["x-ms-client-request-id"]), /^[0-9a-f-]{36}$/);
      assert.deepEqual(
        [list["accept"], list["content-length"], list["content-type"]],
        ["application/json", "0", undefined],
      );
      assert.deepEqual([disconnect["content-type"], disconnect["content-length"]], ["application/json", "20"]);
    });

    it("sends nothing to a server whose certificate is not to be trusted", async () => {
      await using azure = await startSimulatedAzure({
        world: { hosts: [{ name: "bas", sessions: 1 }] },
        tls: selfSigned,
      });
      const { arm, credential, options } = clientAt(azure.url, () => azure.token(), {}, over);
      const { facts } = await azureErrorOf(
        disconnectSessions(arm, credential, azure.world.host("bas").id, ["a"], options),
      );
      assert.deepEqual(
        [facts.kind, facts.code, facts.maybeReceived],
        ["unreachable", "DEPTH_ZERO_SELF_SIGNED_CERT", false],
      );
      assert.equal(azure.requests.length, 0);
    });
  });
}

describe("the global fetch", () => {
  const original = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = original;
  });

  /** Two lists over a fetch that fails in this way. */
  async function listTwice(
    code: string,
  ): Promise<{ readonly fetched: number; readonly received: number; readonly outcomes: readonly unknown[] }> {
    let fetched = 0;
    globalThis.fetch = () => {
      fetched++;
      return Promise.reject(
        new TypeError("fetch failed", { cause: new AggregateError([Object.assign(new Error("no"), { code })]) }),
      );
    };
    await using server = await scriptedServer((_request, response) => json(response, 200, []));
    const { arm, credential, options } = clientAt(server.url, () => "token", { maxAttempts: 1 }, "the global fetch");
    const list = () =>
      listSessions(arm, credential, HOST, options).then(
        () => "listed",
        (error: unknown) => error instanceof AzureError && error.facts.code,
      );
    return { outcomes: [await list(), await list()], fetched, received: server.requests.length };
  }

  it("is left for node-fetch, for good, where it does not know the authority that node-fetch knows", async () => {
    assert.deepEqual(await listTwice("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), {
      outcomes: ["listed", "listed"],
      fetched: 1,
      received: 2,
    });
  });

  it("is not left for any other failure, whose reason is found wherever it hides", async () => {
    assert.deepEqual(await listTwice("ECONNREFUSED"), {
      outcomes: ["ECONNREFUSED", "ECONNREFUSED"],
      fetched: 2,
      received: 0,
    });
  });
});

describe("an operation whose status cannot be read", () => {
  const LINKS = {
    "azure-asyncoperation": "/operations/1?s=1",
    location: "/operationResults/1?s=1",
    "retry-after": "1",
  };
  const verdicts = [{ sessionId: "a", state: "Disconnected" }];

  const follow = async (
    status: (count: number) => [number, unknown],
    location: readonly [number, unknown],
    links: Readonly<Record<string, string>> = LINKS,
  ) => {
    let looks = 0;
    await using server = await scriptedServer((request, response) => {
      const [code, body] = request.url?.startsWith("/operations/") === true ? status(looks++) : location;
      json(
        response,
        request.method === "POST" ? 202 : code,
        request.method === "POST" ? null : body,
        request.method === "POST" ? links : {},
      );
    });
    const { arm, credential, options } = clientAt(server.url, () => "token");
    const outcome = await disconnectSessions(arm, credential, HOST, ["a"], options).then(
      ({ verdicts: [verdict] }) => verdict?.verdict,
      (error: unknown) => error,
    );
    return { outcome, looks, posts: server.requests.filter(({ method }) => method === "POST").length };
  };

  for (const [name, code, looks] of [
    ["404", 404, 5],
    ["500", 500, 5],
    ["403", 403, 1],
  ] as const) {
    it(`${name}: the result is taken from the Location`, async () => {
      const seen = await follow(() => [code, { error: { code: "Odd" } }], [200, verdicts]);
      assert.deepEqual(seen, { outcome: "disconnected", looks, posts: 1 });
    });
  }

  it("for a while: it is asked again", async () => {
    const seen = await follow(
      (count) =>
        count < 3
          ? [404, { message: "Operation … not found." }]
          : [200, { status: "Succeeded", properties: { output: verdicts } }],
      [500, null],
    );
    assert.deepEqual(seen, { outcome: "disconnected", looks: 4, posts: 1 });
  });

  it("says nothing, or something new: it is asked again", async () => {
    const words = [
      {},
      { status: 7 },
      { status: "Accepted" },
      { status: "Unheard" },
      { status: "SUCCEEDED", properties: { output: verdicts } },
    ];
    const seen = await follow((count) => [200, words[count]], [500, null]);
    assert.deepEqual(seen, { outcome: "disconnected", looks: 5, posts: 1 });
  });

  for (const [name, code, kind, azureCode] of [
    ["404 for ever is no deleted host", 404, "failed", "Odd"],
    ["500 for ever", 500, "failed", "Odd"],
    ["401 for ever", 401, "signInNeeded", "Odd"],
  ] as const) {
    it(name, async () => {
      const { outcome, posts } = await follow(() => [code, { error: { code: "Odd" } }], [500, null], {
        "azure-asyncoperation": LINKS["azure-asyncoperation"],
      });
      assert.ok(outcome instanceof AzureError);
      const { facts } = outcome;
      assert.deepEqual([facts.kind, facts.code, facts.maybeReceived, posts], [kind, azureCode, true, 1]);
    });
  }
});

describe("a call that completed without a list", () => {
  const list = [{ sessionId: "a" }];
  const gone: readonly [number, unknown] = [404, { message: "Operation … not found." }];
  const rows: readonly (readonly [
    string,
    readonly string[],
    readonly [number, unknown],
    readonly [number, unknown],
    "found" | "NoList",
    number,
  ])[] = [
    ["the Location has it", ["location"], gone, [200, list], "found", 1],
    [
      "the status has it",
      ["azure-asyncoperation"],
      [200, { status: "Succeeded", properties: { output: { value: list } } }],
      gone,
      "found",
      1,
    ],
    [
      "the status is gone and the Location has it",
      ["azure-asyncoperation", "location"],
      gone,
      [200, { value: list }],
      "found",
      2,
    ],
    ["both are gone", ["azure-asyncoperation", "location"], gone, gone, "NoList", 2],
    ["the Location is not ready, and its body is no result", ["location"], gone, [202, { value: [] }], "NoList", 1],
    ["there is nothing else", [], gone, gone, "NoList", 0],
  ];
  for (const [name, links, status, location, expected, looks] of rows) {
    for (const body of [null, {}, { value: null }]) {
      it(`${JSON.stringify(body)}: ${name}`, async () => {
        await using server = await scriptedServer((request, response) => {
          const later = request.url === "/azure-asyncoperation" ? status : location;
          const [code, answer] = request.method === "POST" ? [200, body] : later;
          json(
            response,
            code,
            answer,
            request.method === "POST" ? Object.fromEntries(links.map((link) => [link, `/${link}`])) : {},
          );
        });
        const { arm, credential, options } = clientAt(server.url, () => "token");
        const outcome = await listSessions(arm, credential, HOST, options).then(
          ({ sessions }) => (assert.deepEqual(sessions, list), "found"),
          (error: unknown) => error instanceof AzureError && error.facts.code,
        );
        assert.equal(outcome, expected);
        assert.equal(server.requests.length, 1 + looks, "each is asked once");
      });
    }
  }

  it("a 202 holds no result, whatever its body says", async () => {
    await using server = await scriptedServer((request, response) =>
      request.method === "POST"
        ? json(response, 202, { value: [] }, { location: "/location" })
        : json(response, 200, list),
    );
    const { arm, credential, options } = clientAt(server.url, () => "token");
    assert.deepEqual((await listSessions(arm, credential, HOST, options)).sessions, list);
  });
});
