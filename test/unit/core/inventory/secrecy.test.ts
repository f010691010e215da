import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { secretsIn } from "../../../leaks/search.ts";
import { azureFaults } from "../../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import type { RouteName } from "../../../simulated-azure/http/requestLog.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";
import { patience } from "../../../support/patience.ts";

/** Names that are found again wherever they are written, and nowhere by chance. */
const personal = ["zaphod.beeblebrox", "tricia.mcmillan", "ford.prefect", "vm-magrathea", "10.42.42.42"] as const;
const [account, user, otherUser, machine, address] = personal;

/** The URL of a shareable link, which is a credential, in whatever an error says. */
const LINK = `https://bst-5b1f0c3e-0f2a-4b7e-9a51-9d8c61f1a001.bastion.azure.com/api/shareable-url/${LINK_MARKER}`;

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: `${account}@contoso.example`, home: "Contoso" }],
  subscriptions: [{ displayName: "Production" }],
  hosts: [
    {
      name: "bas-a",
      // Both headers, and the result at the Location: every kind of signed URL is handed out and asked for.
      list: "bothOutputAbsent",
      disconnect: "bothOutputAbsent",
      sessions: [
        { sessionId: "a1", userName: user, targetHostName: machine, targetIpAddress: address },
        {
          sessionId: "a2",
          userName: otherUser,
          targetHostName: machine,
          targetIpAddress: address,
          undisconnectable: `${otherUser} is busy on ${machine}`,
        },
      ],
    },
  ],
} satisfies WorldSpec;

/** Every kind of fault that the simulated Azure knows: the compiler asks for a new one here. */
const faults: { readonly [Kind in Fault["kind"]]: readonly Extract<Fault, { kind: Kind }>[] } = {
  reset: [
    { kind: "reset", when: "beforeHeaders" },
    { kind: "reset", when: "duringHeaders" },
    { kind: "reset", when: "afterHeaders" },
  ],
  cutBody: [{ kind: "cutBody" }],
  html: [{ kind: "html" }, { kind: "html", status: 403 }, { kind: "html", status: 407 }],
  invalidJson: [{ kind: "invalidJson" }],
  json: [
    { kind: "json", body: `of ${user} on ${machine}` },
    { kind: "json", body: { status: "Failed", error: { code: "Broken", message: `${user} on ${machine}, ${LINK}` } } },
    { kind: "json", body: { Code: "Broken", Message: `${user} on ${machine}` }, status: 400 },
    { kind: "json", body: { error: `${user} on ${machine} by ${LINK}` }, status: 403 },
    { kind: "json", body: { error: { code: `${user} on ${machine}`, message: address } }, status: 400 },
  ],
  huge: [{ kind: "huge", bytes: 33 * 1024 * 1024 }],
  endless: [{ kind: "endless" }],
  neverAnswers: [{ kind: "neverAnswers" }, { kind: "neverAnswers", after: "headers" }],
  // Slower than any deadline, however patient.
  slowDrip: [{ kind: "slowDrip", msPerByte: patience(1_000) }],
  status: [
    azureFaults.throttled,
    azureFaults.tooManySubscriptions,
    ...[400, 401, 403, 404, 409, 500, 503].map(
      (status) =>
        ({
          kind: "status",
          status,
          code: "SomeError",
          message: `The client '${account}@contoso.example' of ${address}: ${LINK}`,
        }) as const,
    ),
  ],
  oldToken: [{ kind: "oldToken", action: "A/read", scope: `/subscriptions/${machine}` }],
  redirect: [{ kind: "redirect", to: `http://127.0.0.1:9/login?user=${user}&host=${machine}` }],
  foreignLinks: [{ kind: "foreignLinks", to: "https://azure.example" }],
  pageLoop: [
    { kind: "pageLoop", how: "loop" },
    { kind: "pageLoop", how: "repeat" },
  ],
  claimsChallenge: [{ kind: "claimsChallenge" }, { kind: "claimsChallenge", form: "twoSchemes" }],
  sessionsNotFound: [{ kind: "sessionsNotFound" }],
  lostHosts: [
    { kind: "lostHosts", named: "none" },
    { kind: "lostHosts", named: "some" },
  ],
  headers: [{ kind: "headers", headers: { "x-ms-request-id": `${user} ${machine}` } }],
};

/** Few attempts: what is written is the same. */
const hasty = { maxAttempts: 2, statusAttempts: 2 };

const routes: readonly (readonly RouteName[])[] = [
  ["tenants"],
  ["subscriptions", "graph", "hosts"],
  ["list", "disconnect"],
  ["operationStatus"],
  ["operationResult"],
];

/** Faults that take their time, and are the same to a client wherever they come. */
const slow: readonly string[] = ["huge", "endless", "neverAnswers", "slowDrip"] satisfies Fault["kind"][];
const slowRoutes: typeof routes = [["list"], ["disconnect"]];

/** Faults that no error comes of: Azure's answer is in order, and not true. */
const withoutError: readonly string[] = ["headers", "sessionsNotFound", "lostHosts"] satisfies Fault["kind"][];

function memoryLog() {
  const lines: { readonly level: string; readonly message: string }[] = [];
  const at = (level: string) => (message: string) => void lines.push({ level, message });
  return { lines, trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Everything that hangs on an error, hidden properties and causes too: what any way of printing it could show. */
function everythingIn(error: AzureError): string {
  return inspect(error, { depth: Infinity, showHidden: true, breakLength: Infinity, maxStringLength: Infinity });
}

describe("What is written, and what an error holds,", () => {
  for (const [kind, each] of Object.entries(faults)) {
    it(`has no secret at any level and no user's name at the default one: ${kind}`, async () => {
      const isSlow = slow.includes(kind);
      const log = memoryLog();
      await using bench = await inventoryBench(
        WORLD,
        isSlow ? { ...hasty, requestDeadlineMs: patience(200) } : hasty,
        log,
      );
      const { azure, inventory, disconnects } = bench;
      const errors: AzureError[] = [];
      await inventory.refresh();
      for (const fault of each) {
        for (const route of isSlow ? slowRoutes : routes) {
          azure.reset(WORLD);
          const behaviour = azure.behave({ route }, { fault });
          await inventory.refresh();
          const { host, problem } = bench.host("bas-a");
          const outcome = await disconnects.disconnect(host.key, ["a1", "a2"], new AbortController().signal);
          errors.push(
            ...inventory.searchProblems.flatMap((searchProblem) =>
              "error" in searchProblem ? [searchProblem.error] : [],
            ),
          );
          errors.push(
            ...[problem, ...(outcome?.results ?? []).map(({ error }) => error)].filter((error) => error !== undefined),
          );
          behaviour.remove();
        }
      }

      // What must not be found was there to be found.
      assert.ok(azure.issuedTokens.length > 0);
      assert.ok(azure.requests.some(({ route, status }) => route === "operationResult" && status === 200));
      assert.ok(log.lines.some(({ level }) => level === "debug"));
      assert.equal(errors.length > 0, !withoutError.includes(kind));

      const texts = [...errors.map(everythingIn), ...log.lines.map(({ message }) => message)];
      assert.deepEqual(
        texts.flatMap((text) => secretsIn({ path: "", text })),
        [],
      );
      assert.deepEqual(
        texts.filter((text) => /[?&][\w$-]+=/.test(text)),
        [],
      );

      const shown = log.lines.filter(({ level }) => !["trace", "debug"].includes(level));
      assert.ok(shown.length > 0);
      assert.deepEqual(
        shown.filter(({ message }) => personal.some((name) => message.includes(name))),
        [],
      );
    });
  }
});
