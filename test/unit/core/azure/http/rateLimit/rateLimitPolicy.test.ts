import { strict as assert } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { providerPath } from "../../../../../../src/core/azure/apiVersions.ts";
import { Arm } from "../../../../../../src/core/azure/arm.ts";
import type { Wait } from "../../../../../../src/core/azure/arm.ts";
import { quotaOf, newRateLimit, remainingOf } from "../../../../../../src/core/azure/http/rateLimit/quota.ts";
import type { Quota } from "../../../../../../src/core/azure/http/rateLimit/quota.ts";
import { listSessions } from "../../../../../../src/core/azure/sessions.ts";
import { sharedThrottleOf } from "../../../../../../src/core/azure/http/rateLimit/throttling.ts";
import { SimulatedClock } from "../../../../../simulated-azure/world/clock.ts";
import { startSimulatedAzure } from "../../../../../simulated-azure/server.ts";
import { World } from "../../../../../simulated-azure/world/world.ts";
import { VirtualTime } from "../../../../../support/virtualTime.ts";
import { azureErrorOf, cloudAt, HOST, memoryLog } from "../../testArm.ts";

const ORIGIN = "https://management.example";
const GRAPH = providerPath("", "Microsoft.ResourceGraph", "/resources");
const NO_SIGNAL = new AbortController().signal;

interface Sent {
  readonly at: number;
  readonly path: string;
  readonly principal: string;
}

interface Answer {
  readonly status?: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until it comes. */
  readonly afterMs?: number;
}

/** A client whose time passes only when it is told to, and what it sends. */
class Bench implements Disposable {
  readonly time = new VirtualTime();
  readonly sent: Sent[] = [];
  readonly waits: Wait[] = [];
  readonly arm: Arm;
  /** The kinds of the errors in which calls ended, or "ok". */
  readonly ends: string[] = [];
  readonly #installed: Disposable;

  constructor(answer: (sent: Sent, count: number) => Answer = () => ({})) {
    const { time } = this;
    this.#installed = time.install();
    const httpClient: HttpClient = {
      sendRequest: async (request) => {
        const sent = {
          at: time.now,
          path: new URL(request.url).pathname,
          principal: request.headers.get("authorization")?.slice("Bearer ".length) ?? "",
        };
        this.sent.push(sent);
        const { status = 200, code, headers = {}, afterMs = 0 } = answer(sent, this.sent.length);
        await time.sleep(afterMs, NO_SIGNAL);
        return {
          request,
          status,
          headers: createHttpHeaders(headers),
          bodyAsText: JSON.stringify(code === undefined ? { value: [], data: [] } : { error: { code } }),
        };
      },
    };
    const timing = {
      clock: {
        pause: (ms: number, signal: AbortSignal) => time.sleep(ms, signal).catch(() => undefined),
        wall: () => new Date(time.now),
        monotonic: () => time.now,
      },
      random: () => 0,
    };
    this.arm = new Arm({ cloud: cloudAt(ORIGIN), log: memoryLog(), userAgent: "test", httpClient, timing });
  }

  /** Begins a list; `host` is its name. */
  list(
    host: string,
    {
      subscription = "s1",
      principal = "user",
      ...options
    }: { subscription?: string; principal?: string; background?: true; signal?: AbortSignal } = {},
  ): void {
    const id = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/${host}`;
    const credential = { principal, getToken: () => Promise.resolve(principal) };
    this.#note(
      listSessions(this.arm, credential, id, {
        signal: NO_SIGNAL,
        onWait: (wait) => this.waits.push(wait),
        ...options,
      }),
    );
  }

  query(): void {
    const credential = { principal: "user", getToken: () => Promise.resolve("user") };
    this.#note(this.arm.post(credential, GRAPH, {}, { signal: NO_SIGNAL, onWait: (wait) => this.waits.push(wait) }));
  }

  #note(call: Promise<unknown>): void {
    void azureErrorOf(call).then(
      ({ kind }) => this.ends.push(kind),
      () => this.ends.push("ok"),
    );
  }

  /** Lets time pass, and all that happens in it. */
  async elapse(ms: number): Promise<void> {
    const until = this.time.now + ms;
    do {
      await turn();
      await turn();
    } while (this.time.step(until));
    this.time.pass(until - this.time.now);
    await turn();
  }

  [Symbol.dispose](): void {
    this.#installed[Symbol.dispose]();
  }

  /** How many were sent by now. */
  get count(): number {
    return this.sent.length;
  }
}

function times(count: number, act: (index: number) => void): void {
  Array.from({ length: count }, (_, index) => act(index));
}

describe("the bucket that a request draws on", () => {
  const rows: readonly (readonly [method: string, path: string, quota: Quota])[] = [
    ["POST", `${HOST}/getActiveSessions`, { kind: "writes", subscriptionId: "11111111-1111-1111-1111-111111111111" }],
    ["GET", HOST, { kind: "reads", subscriptionId: "11111111-1111-1111-1111-111111111111" }],
    [
      "GET",
      "/Subscriptions/ABC/providers/Microsoft.Network/locations/westeurope/operations/1",
      { kind: "reads", subscriptionId: "abc" },
    ],
    ["GET", "/arm/subscriptions/abc/providers/x", { kind: "reads", subscriptionId: "abc" }],
    ["GET", "/subscriptions", { kind: "reads" }],
    ["GET", "/tenants", { kind: "reads" }],
    ["POST", GRAPH.path.toLowerCase(), { kind: "graph" }],
    ["POST", "/subscriptions/abc/providers/Microsoft.Insights/logs", { kind: "logs" }],
    ["POST", `${HOST}/providers/microsoft.insights/Logs`, { kind: "logs" }],
    ["GET", "/subscriptions/abc/providers/Microsoft.Insights/eventtypes/management/values", { kind: "activityLog" }],
  ];
  for (const [method, path, quota] of rows) {
    it(`${method} ${path}`, () => assert.deepEqual(quotaOf(method, new URL(path, ORIGIN)), quota));
  }
});

describe("what an answer says is left", () => {
  const rows: readonly (readonly [
    kind: Quota["kind"],
    headers: Readonly<Record<string, string>>,
    left: number | undefined,
  ])[] = [
    ["writes", { "x-ms-ratelimit-remaining-subscription-writes": "199" }, 199],
    ["reads", { "X-MS-RateLimit-Remaining-Subscription-Reads": "11999" }, 11_999],
    ["reads", { "x-ms-ratelimit-remaining-subscription-writes": "3" }, undefined],
    [
      "reads",
      {
        "x-ms-ratelimit-remaining-subscription-global-reads": "3749",
        "x-ms-ratelimit-remaining-subscription-reads": "7",
      },
      7,
    ],
    ["reads", { "x-ms-ratelimit-remaining-tenant-reads": "5" }, 5],
    ["writes", { "x-ms-ratelimit-remaining-subscription-resource-requests": "8" }, 8],
    [
      "writes",
      { "x-ms-ratelimit-remaining-resource": "Microsoft.Network/Actions3Min;12,Microsoft.Network/Actions30Min;9" },
      9,
    ],
    ["writes", { "x-ms-ratelimit-remaining-subscription-writes": "many" }, undefined],
    ["writes", { "x-ms-ratelimit-remaining-subscription-writes": "-1" }, undefined],
    ["graph", { "x-ms-user-quota-remaining": "14", "x-ms-ratelimit-remaining-tenant-reads": "1" }, 14],
    ["graph", {}, undefined],
  ];
  for (const [kind, headers, left] of rows) {
    it(`${kind}: ${JSON.stringify(headers)}`, () =>
      assert.equal(remainingOf(createHttpHeaders(headers), { kind }), left));
  }
});

describe("how far a refusal reaches", () => {
  const request = {} as Parameters<HttpClient["sendRequest"]>[0];
  const rows: readonly (readonly [
    status: number,
    code: string,
    retryAfter: string | undefined,
    closes: readonly Quota["kind"][],
  ])[] = [
    [429, "SubscriptionRequestsThrottled", "7", ["reads", "writes", "graph"]],
    [503, "SubscriptionRequestsThrottled", "7", ["reads", "writes", "graph"]],
    [429, "TenantRequestsThrottled", "7", ["reads", "writes", "graph"]],
    [429, "ResourceRequestsThrottled", "7", ["writes"]],
    [429, "RetryableErrorDueToAnotherOperation", "7", []],
    [429, "RateLimiting", "7", ["graph"]],
    [503, "ServiceUnavailable", "7", []],
    [409, "SubscriptionRequestsThrottled", "7", []],
    [429, "SubscriptionRequestsThrottled", undefined, []],
    [429, "SubscriptionRequestsThrottled", "3600", ["reads", "writes", "graph"]],
    // Nothing of Resource Manager's lasts so long.
    [429, "SubscriptionRequestsThrottled", "86400", []],
  ];
  for (const [status, code, retryAfter, closes] of rows) {
    it(`${status} ${code}, Retry-After ${retryAfter ?? "absent"}: ${closes.join(", ") || "only the request"}`, () => {
      const response = {
        request,
        status,
        headers: createHttpHeaders(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
        bodyAsText: JSON.stringify({ error: { code } }),
      };
      const closed = (["reads", "writes", "graph"] as const).filter(
        (kind) => sharedThrottleOf(response, { kind }, 0) !== undefined,
      );
      assert.deepEqual(closed, closes);
    });
  }
});

describe("a budget", () => {
  for (const [kind, burst, afterOneSecond] of [
    ["writes", 195, 10],
    ["reads", 240, 25],
  ] as const) {
    it(`${kind}: ${burst} at once, then ${afterOneSecond} a second, and no more after a pause`, () => {
      const limit = newRateLimit({ kind });
      const takeAll = (now: number): number => {
        let taken = 0;
        for (; limit.waitMs(now, 1) === 0; taken++) {
          limit.take(now);
        }
        return taken;
      };
      assert.deepEqual([takeAll(0), takeAll(1_000), takeAll(1_000_000)], [burst, afterOneSecond, burst]);
    });
  }

  it("falls to what Azure says is left, and does not rise", () => {
    const limit = newRateLimit({ kind: "writes" });
    limit.take(0);
    limit.update({ remaining: 199, sentAt: 0 }, 0);
    assert.ok(limit.waitMs(0, 195) > 0);
    limit.update({ remaining: 20, sentAt: 0 }, 0);
    assert.deepEqual([limit.waitMs(0, 20), limit.waitMs(0, 21)], [0, 100]);
    limit.update({ remaining: 150, sentAt: 0 }, 0);
    assert.equal(limit.waitMs(0, 21), 100, "an older answer came later");
    // That was counted five seconds ago: 50 have come in since, which Azure's number does not have.
    limit.update({ remaining: 0, sentAt: 0 }, 5_000);
    assert.deepEqual([limit.waitMs(5_000, 50), limit.waitMs(5_000, 51)], [0, 100]);
  });

  it("graph: an answer about a window that is over says nothing of this one", () => {
    const limit = newRateLimit({ kind: "graph" });
    limit.take(0);
    limit.take(6_000);
    limit.update({ remaining: 0, resetsInMs: 5_000, sentAt: 0 }, 6_100);
    assert.equal(limit.waitMs(6_100, 14), 0);
    limit.update({ remaining: 2, resetsInMs: 9_000, sentAt: 6_000 }, 6_200);
    assert.deepEqual([limit.waitMs(6_200, 2), limit.waitMs(6_200, 3)], [0, 9_000]);
  });
});

describe("pacing", () => {
  it("sends the burst at once, and the rest as fast as the bucket fills, in order", async () => {
    using bench = new Bench();
    times(230, (index) => bench.list(`bas-${index}`));
    await bench.elapse(0);
    assert.equal(bench.count, 195);
    await bench.elapse(1_000);
    assert.equal(bench.count, 205);
    await bench.elapse(2_500);
    assert.equal(bench.count, 230);
    const order = bench.sent.map(({ path }) => Number(/bas-(\d+)/.exec(path)?.[1]));
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    assert.deepEqual(
      bench.ends,
      Array.from({ length: 230 }, () => "ok"),
    );
  });

  it("gives every subscription and every user a bucket of their own", async () => {
    using bench = new Bench();
    times(200, (index) => bench.list(`bas-${index}`));
    bench.list("bas", { subscription: "s2" });
    bench.list("bas", { principal: "other" });
    await bench.elapse(0);
    assert.equal(bench.count, 197);
  });

  it("reports only waits of a second or more", async () => {
    using bench = new Bench();
    times(195 + 12, (index) => bench.list(`bas-${index}`));
    await bench.elapse(0);
    assert.deepEqual(
      bench.waits.map(({ delayMs }) => delayMs),
      [1_000, 1_100, 1_200],
    );
    assert.deepEqual(bench.waits[0], { reason: "throttled", delayMs: 1_000, attempt: 1 });
  });

  it("holds everybody back until the second that Azure names, and then lets them out one after the other", async () => {
    using bench = new Bench((_sent, count) =>
      count <= 3 ? { status: 429, code: "SubscriptionRequestsThrottled", headers: { "retry-after": "17" } } : {},
    );
    times(3, (index) => bench.list(`bas-${index}`));
    await bench.elapse(2_000);
    times(3, (index) => bench.list(`bas-${index + 3}`));
    bench.list("elsewhere", { subscription: "s2" });
    await bench.elapse(14_999);
    assert.deepEqual(
      bench.sent.map(({ at }) => at),
      [0, 0, 0, 2_000],
      "another subscription is no matter of this one's",
    );
    await bench.elapse(1_000);
    assert.deepEqual(
      bench.sent.slice(4).map(({ at, path }) => [at, /bas-\d/.exec(path)?.[0]]),
      [
        [17_000, "bas-0"],
        [17_100, "bas-1"],
        [17_200, "bas-2"],
        [17_300, "bas-3"],
        [17_400, "bas-4"],
        [17_500, "bas-5"],
      ],
    );
    assert.deepEqual(
      bench.waits.map(({ delayMs, attempt }) => [delayMs, attempt]),
      [
        [17_000, 2],
        [17_000, 2],
        [17_000, 2],
        [15_300, 1],
        [15_400, 1],
        [15_500, 1],
      ],
    );
    assert.deepEqual(new Set(bench.ends), new Set(["ok"]));
  });

  it("a wait that is too long ends those that wait and those that come, unsent, until it is over", async () => {
    using bench = new Bench((_sent, count) =>
      count <= 196
        ? {
            status: count === 196 ? 429 : 200,
            ...(count === 196 && { code: "SubscriptionRequestsThrottled", headers: { "retry-after": "372" } }),
          }
        : {},
    );
    times(200, (index) => bench.list(`bas-${index}`));
    await bench.elapse(100);
    assert.deepEqual([bench.count, bench.ends.filter((end) => end === "throttled").length], [196, 5]);
    const credential = { principal: "user", getToken: () => Promise.resolve("user") };
    const late = azureErrorOf(
      listSessions(bench.arm, credential, HOST.replace(/1{8}-[1-]+/, "s1"), { signal: NO_SIGNAL }),
    );
    await bench.elapse(0);
    const { facts } = await late;
    assert.deepEqual(
      [facts.kind, facts.code, facts.retryAfterMs, facts.maybeReceived],
      ["throttled", "SubscriptionRequestsThrottled", 372_000, false],
    );
    await bench.elapse(372_000 - 60_000);
    bench.list("bas");
    await bench.elapse(60_000);
    assert.equal(bench.count, 197);
  });

  it("a locked resource holds back no other request", async () => {
    using bench = new Bench((_sent, count) =>
      count === 1 ? { status: 429, code: "RetryableErrorDueToAnotherOperation", headers: { "retry-after": "30" } } : {},
    );
    bench.list("bas-locked");
    await bench.elapse(1_000);
    bench.list("bas-other");
    await bench.elapse(0);
    assert.equal(bench.count, 2);
    await bench.elapse(29_000);
    assert.deepEqual(
      bench.sent.map(({ at }) => at),
      [0, 1_000, 30_000],
    );
  });

  it("leaves those that are in no hurry behind, and a quarter of the burst to the others", async () => {
    using bench = new Bench();
    times(200, (index) => bench.list(`slow-${index}`, { background: true }));
    await bench.elapse(0);
    assert.equal(bench.count, 195 - 49);
    times(49, (index) => bench.list(`quick-${index}`));
    await bench.elapse(0);
    assert.equal(bench.count, 195, "the reserve is there for those who need it");
    times(3, (index) => bench.list(`late-${index}`));
    await bench.elapse(5_000);
    assert.deepEqual(
      bench.sent
        .slice(195)
        .map(({ path }) => /(\w+)-\d+/.exec(path.slice(path.lastIndexOf("/", path.lastIndexOf("/") - 1)))?.[1]),
      ["late", "late", "late"],
    );
    await bench.elapse(400);
    assert.ok(bench.sent.at(-1)?.path.includes("slow-"));
  });

  it("a request that gives up in the queue was not sent and leaves no gap", async () => {
    using bench = new Bench();
    times(195, (index) => bench.list(`bas-${index}`));
    const stop = new AbortController();
    bench.list("stopped", { signal: stop.signal });
    bench.list("next");
    await bench.elapse(50);
    stop.abort();
    await bench.elapse(50);
    assert.deepEqual([bench.count, bench.sent.at(-1)?.path.includes("/next/")], [196, true]);
    assert.deepEqual(
      bench.ends.filter((end) => end !== "ok"),
      ["cancelled"],
    );
  });

  it("asks the graph 15 times in 5 s, as far as it says nothing else", async () => {
    using bench = new Bench();
    times(40, () => bench.query());
    await bench.elapse(4_999);
    assert.equal(bench.count, 15);
    await bench.elapse(1);
    assert.equal(bench.count, 30);
    await bench.elapse(5_000);
    assert.equal(bench.count, 40);
  });

  it("asks the graph no more than it says is left, until it says that the quota is new", async () => {
    using bench = new Bench((sent) =>
      sent.at === 0
        ? { headers: { "x-ms-user-quota-remaining": "2", "x-ms-user-quota-resets-after": "00:00:09" } }
        : {},
    );
    bench.query();
    await bench.elapse(0);
    times(4, () => bench.query());
    await bench.elapse(8_999);
    assert.equal(bench.count, 3);
    await bench.elapse(1);
    assert.equal(bench.count, 5);
  });
});

describe("rate limits against Azure's own counting", () => {
  for (const list of ["value", "both"] as const) {
    it(`300 lists in one subscription meet no refusal: ${list}`, async () => {
      const clock = SimulatedClock.driven();
      const world = new World({ clock });
      times(300, (index) => world.addHost({ name: `bas-${index}`, sessions: 1, list }));
      await using azure = await startSimulatedAzure({ world });
      azure.throttling = true;
      // A wait is over at once, and it is that much later.
      const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
        await turn();
        if (!signal.aborted) {
          clock.advance(ms);
        }
      };
      const arm = new Arm({
        cloud: cloudAt(azure.url),
        log: memoryLog(),
        userAgent: "test",
        timing: { clock: { pause, wall: () => new Date(clock.now()), monotonic: () => clock.now() } },
      });
      const credential = { principal: azure.world.account().id, getToken: () => Promise.resolve(azure.token()) };
      const answers = await Promise.all(
        azure.world.hosts.map(({ id }) => listSessions(arm, credential, id, { signal: NO_SIGNAL })),
      );
      assert.equal(answers.flatMap(({ sessions }) => sessions).length, 300);
      assert.deepEqual(
        azure.requests.filter(({ status }) => status === 429),
        [],
      );
      assert.equal(azure.requests.filter(({ route }) => route === "list").length, 300);
      assert.ok(azure.clock.now() - SimulatedClock.driven().now() >= 10_000, "as long as Azure's refill takes");
    });
  }
});
