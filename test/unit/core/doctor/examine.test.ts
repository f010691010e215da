import { strict as assert } from "node:assert";
import { diagnose } from "../../../../src/core/doctor/diagnose.ts";
import { examine } from "../../../../src/core/doctor/examine.ts";
import { checkOf } from "../../../../src/core/doctor/finding.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { azureFaults, type Fault } from "../../../simulated-azure/faults/faults.ts";
import type { LogVariant } from "../../../simulated-azure/faults/logVariants.ts";
import { rightRules } from "../../../simulated-azure/world/networks.ts";
import type { RouteName } from "../../../simulated-azure/http/requestLog.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import type { HostSpec, SubscriptionSpec, WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { azureErrorOf, clientAt } from "../azure/testArm.ts";

const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";
const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-bas/providers/Microsoft.Network`;

let azure: SimulatedAzure;
before(async () => void (azure = await startSimulatedAzure({ world: {} })));
after(() => azure.close());

async function facts(
  host: HostSpec,
  more: WorldSpec = {},
  subscription: SubscriptionSpec = {},
  misbehave: () => void = () => undefined,
) {
  azure.reset({
    ...more,
    subscriptions: [{ subscriptionId: SUBSCRIPTION, ...subscription }, ...(more.subscriptions ?? [])],
    accounts: [{ label: "ada" }],
    hosts: [{ name: "bas", sessions: 2, ...host }, ...(more.hosts ?? [])],
  });
  misbehave();
  const { arm, credential, options } = clientAt(azure.url, () => azure.token());
  let now = 0;
  const clock = { monotonic: () => (now += 500), wall: () => new Date(azure.clock.now()) };
  return examine({ arm, credential }, azure.world.host("bas").id, options, clock);
}

/** Everything but what is well, by verdict; the right group's closed 4443 left out. */
async function found(...parts: Parameters<typeof facts>): Promise<Readonly<Record<string, string>>> {
  const { findings } = diagnose(await facts(...parts));
  const wrong = findings.filter(
    (finding) => finding.verdict !== "ok" && checkOf(finding) !== "traffic/gatewayManagerIn4443",
  );
  return Object.fromEntries(wrong.map((finding) => [checkOf(finding), finding.verdict]));
}

const group = (more: Partial<(typeof rightRules)[number]>) => ({
  rules: [{ name: "Extra", priority: 101, ...more }, ...rightRules],
});

const CONTAINER = "https://stor.blob.core.windows.net/recordings";
const SMALL = { addressPrefix: "10.20.1.0/27" };

describe("the doctor looks at a host, over HTTP", () => {
  const table: readonly (readonly [
    what: string,
    parts: Parameters<typeof facts>,
    found: Readonly<Record<string, string>>,
  ])[] = [
    ["a host that is well", [{}], {}],
    [
      "Developer: no subnet of its own",
      [{ sku: "Developer" }],
      { sku: "note", noSubnet: "note", auditRecords: "note" },
    ],
    ["Basic", [{ sku: "Basic" }], {}],
    ["without an IP configuration, and no Developer", [{ networks: [] }], { noSubnet: "unchecked" }],
    [
      "private-only: nobody comes from the Internet",
      [
        {
          sku: "Premium",
          privateOnly: true,
          networks: [{ group: { rules: rightRules.filter(({ name }) => name !== "AllowHttpsInbound") } }],
        },
      ],
      { privateOnly: "note" },
    ],
    ["session recording: into a container", [{ sku: "Premium", recording: { container: CONTAINER } }], {}],
    ["session recording: into none", [{ sku: "Premium", recording: {} }], { recording: "warning" }],
    [
      "session recording: in a cloud that can't say where to",
      [{ sku: "Premium", recording: {} }, {}, {}, () => void (azure.apiVersions.network = ["2024-05-01"])],
      { recording: "unchecked" },
    ],
    ["provisioning failed", [{ provisioningState: "Failed" }], { host: "error" }],
    ["being updated", [{ provisioningState: "Updating" }], { host: "warning" }],
    ["in a state that nobody knows", [{ provisioningState: "Odd" }], { host: "unchecked" }],
    ["subscription disabled", [{}, {}, { state: "Disabled" }], { subscription: "error" }],
    ["subscription past due", [{}, {}, { state: "PastDue" }], { subscription: "warning" }],
    ["provider not registered", [{}, {}, { networkProvider: "NotRegistered" }], { provider: "error" }],
    ["provider being registered", [{}, {}, { networkProvider: "Registering" }], { provider: "warning" }],
    ["no group on the subnet", [{ networks: [{ group: "none" }] }], {}],
    [
      "a group in another resource group, without default rules in the answer",
      [{ networks: [{ group: { resourceGroup: "rg-other", withoutDefaults: true } }] }],
      {},
    ],
    [
      "a group in another subscription",
      [{ networks: [{ group: { subscription: "Other" } }] }, { subscriptions: [{ displayName: "Other" }] }],
      {},
    ],
    [
      "a group that closes 443 to Gateway Manager",
      [{ networks: [{ group: group({ access: "Deny", sourceAddressPrefix: "GatewayManager" }) }] }],
      { "traffic/gatewayManagerIn443": "error" },
    ],
    [
      "several IP configurations, of which one is wrong",
      [{ networks: [{}, { subnetName: "default" }] }],
      { subnet: "error" },
    ],
    [
      "far more IP configurations than any host has",
      [{ networks: Array.from({ length: 12 }, () => ({})) }],
      { subnetsLeftOut: "unchecked" },
    ],
    ["/26 is enough", [{ networks: [{ addressPrefix: "10.20.1.0/26" }] }], {}],
    ["subnet size: a /27 of a host that works", [{ networks: [SMALL] }], { subnetSize: "note" }],
    [
      "subnet size: a /27 in which creating the host failed",
      [{ networks: [SMALL], provisioningState: "Failed" }],
      { subnetSize: "error", host: "error" },
    ],
    [
      "subnet size: a /27 of a host that is being updated",
      [{ networks: [SMALL], provisioningState: "Updating" }],
      { subnetSize: "note", host: "warning" },
    ],
    ["subnet size: /28 never was enough", [{ networks: [{ addressPrefix: "10.20.1.0/28" }] }], { subnetSize: "error" }],
    ["/25 in a list beside IPv6", [{ networks: [{ addressPrefixes: ["fd00::/64", "10.20.1.0/25"] }] }], {}],
    ["no IPv4 prefix at all", [{ networks: [{ addressPrefixes: ["fd00::/64"] }] }], { subnetSize: "unchecked" }],
    ["a subnet of another name", [{ networks: [{ subnetName: "Bastion" }] }], { subnet: "error" }],
    ["the name in another case", [{ networks: [{ subnetName: "azurebastionsubnet" }] }], {}],
    [
      "a route table",
      [{ networks: [{ routes: [{ name: "all", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance" }] }] }],
      { routeTable: "warning" },
    ],
    ["no diagnostic setting", [{ diagnostics: [] }], { auditLogs: "note", auditRecords: "note" }],
    [
      "logs to a storage account alone",
      [
        {
          diagnostics: [
            {
              name: "s",
              properties: { storageAccountId: "/x", logs: [{ category: "BastionAuditLogs", enabled: true }] },
            },
          ],
        },
      ],
      { auditLogs: "note", auditRecords: "note" },
    ],
    [
      "the category switched off",
      [
        {
          diagnostics: [
            { name: "s", properties: { workspaceId: "/x", logs: [{ category: "BastionAuditLogs", enabled: false }] } },
          ],
        },
      ],
      { auditLogs: "note", auditRecords: "note" },
    ],
    [
      "audit logs as a group",
      [
        {
          diagnostics: [
            { name: "s", properties: { workspaceId: "/x", logs: [{ categoryGroup: "audit", enabled: true }] } },
          ],
        },
      ],
      {},
    ],
    [
      "all logs as a group",
      [
        {
          diagnostics: [
            { name: "s", properties: { workspaceId: "/x", logs: [{ categoryGroup: "allLogs", enabled: true }] } },
          ],
        },
      ],
      {},
    ],
    [
      "a role that lists and does not disconnect",
      [
        {
          permissions: [
            { actions: ["*"], notActions: ["Microsoft.Network/bastionHosts/disconnectActiveSessions/action"] },
          ],
        },
      ],
      { "action/disconnect": "warning" },
    ],
    [
      "no permission that can be read",
      [{ permissions: ["x"] }],
      {
        "action/seeHosts": "unchecked",
        "action/listSessions": "unchecked",
        "action/disconnect": "unchecked",
        "action/metrics": "unchecked",
        "action/auditLog": "unchecked",
        "action/runCommand": "unchecked",
      },
    ],
    [
      "no right to shareable links, on a host that may have some",
      [{ links: [] }, { roles: [{ account: "ada", scope: "bas", role: "operatorWithoutLinks" }] }],
      { "action/readLinks": "note", "action/deleteLinks": "note", shareableLinks: "note" },
    ],
    [
      "no right to shareable links, on a host that has the feature off",
      [{}, { roles: [{ account: "ada", scope: "bas", role: "operatorWithoutLinks" }] }],
      {},
    ],
    ["a bare array, by Location", [{ list: "locationBareArray" }], {}],
    ["an answer without a list", [{ list: "emptyObject" }], { list: "error" }],
    ["an operation that failed", [{ list: "operationFailed" }], { list: "error" }],
  ];
  for (const [what, parts, expected] of table) {
    it(what, async () => assert.deepEqual(await found(...parts), expected));
  }

  it("asks for no shareable links, and has the actions for them only as an option", async () => {
    const roles = [{ account: "ada", scope: `/subscriptions/${SUBSCRIPTION}`, role: "reader" as const }];
    const from = azure.requests.length;
    const { role, optionalActions } = diagnose(await facts({ links: [{}] }, { roles }));
    const [withLinks, asked] = [role?.Actions, azure.requests.slice(from).map(({ route }) => route)];
    assert.deepEqual(
      optionalActions?.map(({ purpose }) => purpose),
      ["readLinks", "deleteLinks"],
    );
    const without = diagnose(await facts({}, { roles }));
    assert.deepEqual(withLinks, without.role?.Actions);
    assert.equal(without.optionalActions, undefined);
    assert.deepEqual(
      asked,
      azure.requests.slice(from + asked.length).map(({ route }) => route),
    );
    assert.ok(!asked.some((route) => route === "listLinks" || route === "deleteLinks"));
  });

  it("says once as a Reader what is missing, with what Azure answered to the list call", async () => {
    const roles = [{ account: "ada", scope: `/subscriptions/${SUBSCRIPTION}`, role: "reader" as const }];
    const { findings, role } = diagnose(await facts({}, { roles }));
    const missing = findings.filter(({ about, verdict }) => about === "action" && verdict !== "ok").map(checkOf);
    assert.deepEqual(missing, ["action/listSessions", "action/disconnect", "action/runCommand"]);
    assert.deepEqual(role?.Actions, [
      "Microsoft.Network/bastionHosts/getactivesessions/action",
      "Microsoft.Network/bastionHosts/disconnectactivesessions/action",
    ]);
    assert.ok(!findings.some(({ about }) => about === "list"));
    const [refused] = findings.filter((finding) => checkOf(finding) === "action/listSessions");
    assert.equal(refused?.error?.facts.action, "Microsoft.Network/bastionHosts/getActiveSessions/action");
    assert.deepEqual(
      refused.evidence.map(({ what }) => what),
      ["action", "scope", "httpStatus", "errorCode", "requestId", "elapsed", "apiVersion"],
    );
  });

  it("says so where the roles permit what Azure refuses all the same", async () => {
    const { findings } = diagnose(
      await facts(
        {},
        {},
        {},
        () =>
          void azure.behave("list", {
            fault: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
          }),
      ),
    );
    const list = findings.find(({ about }) => about === "list");
    assert.equal(list?.about === "list" && list.permitted, true);
  });

  it("reports how the list was answered, and how long it took", async () => {
    const { findings } = diagnose(await facts({ list: "asyncBareArray" }));
    const list = findings.find(({ about }) => about === "list")!;
    const values = Object.fromEntries(list.evidence.map(({ what, value }) => [what, value]));
    assert.equal(values["answeredBy"], "202, status, […]");
    assert.equal(values["httpStatus"], "202");
    assert.equal(values["apiVersion"], "2024-05-01");
    assert.match(values["elapsed"] ?? "", /^\d+ ms$/);
    assert.ok(azure.requests.some(({ requestId }) => requestId === values["requestId"]));
  });

  it("reports how it was answered, also where there was no list", async () => {
    const { findings } = diagnose(await facts({ list: "locationNull" }));
    const list = findings.find(({ about }) => about === "list")!;
    assert.deepEqual([list.verdict, list.error?.facts.code], ["error", "NoList"]);
    assert.ok(list.evidence.some(({ what, value }) => what === "answeredBy" && value === "202, location"));
  });

  it("session recording: gives the container without what signs its URL", async () => {
    const recording = { container: `${CONTAINER}?sig=secret` };
    const { findings } = diagnose(await facts({ sku: "Premium", recording }));
    const found = findings.find(({ about }) => about === "recording");
    assert.deepEqual(found?.evidence, [{ what: "container", value: CONTAINER }]);
  });

  it("a host that is gone is said to be", async () => {
    const world = { subscriptions: [{ subscriptionId: SUBSCRIPTION }], accounts: [{ label: "ada" }] };
    azure.reset(world);
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const { findings } = diagnose(
      await examine({ arm, credential }, `${NETWORK}/bastionHosts/gone`, options, systemClock),
    );
    assert.equal(findings.find(({ about }) => about === "hostMissing")?.verdict, "error");
    assert.equal(findings.find(({ about }) => about === "signIn")?.verdict, "ok");
  });

  it("an operation that does not end holds up nothing else for longer than a while", async () => {
    azure.reset({ hosts: [{ name: "bas", list: "operationNeverEnds" }] });
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const { findings } = diagnose(
      await examine({ arm, credential }, azure.world.host("bas").id, options, systemClock, 500),
    );
    const list = findings.find(({ about }) => about === "list");
    assert.deepEqual([list?.verdict, list?.error?.kind], ["error", "timedOut"]);
    assert.equal(findings.find(({ about }) => about === "permissions" || about === "action")?.verdict, "ok");
  });

  it("asks nothing of what is no host", async () => {
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const from = azure.requests.length;
    const { facts: error } = await azureErrorOf(
      examine({ arm, credential }, `${NETWORK}/virtualMachines/x`, options, systemClock),
    );
    assert.deepEqual([error.code, azure.requests.length], ["InvalidHostId", from]);
  });

  it("only reads: nothing but GET, the list of sessions, and one query of the log", async () => {
    const from = azure.requests.length;
    await facts({ networks: [{ routes: [] }, {}] });
    const asked = azure.requests.slice(from).filter(({ route }) => route !== "signIn");
    const posts = asked.filter(({ method }) => method !== "GET").map(({ route }) => route);
    assert.deepEqual(posts.sort(), ["auditLog", "list"]);
    assert.deepEqual(
      asked.filter(({ status = 0 }) => status >= 400),
      [],
    );
  });
});

describe("the doctor looks at the audit log, over HTTP", () => {
  const HOUR_AGO = [{ ageMinutes: 60, log: { lagMinutes: 0 } }];
  const operator = [{ actions: ["*"], notActions: [] }];
  const blind = (scope: string) => [{ account: "ada", scope, role: "operatorWithoutLogs" as const }];
  const another = { hosts: [{ name: "bas-logged", sessions: HOUR_AGO }] };
  const log = (auditLog: LogVariant) => () => void azure.behave("auditLog", { auditLog });
  const table: readonly (readonly [what: string, parts: Parameters<typeof facts>, found: string])[] = [
    ["the newest record", [{ sessions: HOUR_AGO }], "read ok 60 min"],
    ["columns in another order", [{ sessions: HOUR_AGO }, {}, {}, log("columnsReversed")], "read ok 60 min"],
    ["a table of before", [{ sessions: HOUR_AGO }, {}, {}, log("oldTable")], "read ok 60 min"],
    ["no session for 30 days", [{ sessions: 0 }], "none note"],
    ["204", [{}, {}, {}, log("noContent")], "none note"],
    ["200 without a body", [{}, {}, {}, log("emptyBody")], "none note"],
    ["a part", [{ sessions: HOUR_AGO }, {}, {}, log("partial")], "partial note 60 min"],
    ["a row that is none", [{ sessions: 0 }, {}, {}, log("oddRows")], "unreadable unchecked"],
    ["no table in the answer", [{}, {}, {}, log("noTable")], "failed unchecked"],
    ["nothing is sent to a workspace", [{ diagnostics: [] }], "notLogged note"],
    ["Developer", [{ sku: "Developer" }], "notLoggedBySku note"],
    [
      "throttled",
      [{}, {}, {}, () => void azure.behave("auditLog", { fault: { ...azureFaults.logsThrottled, retryAfter: 3_600 } })],
      "failed unchecked",
    ],
    ["504", [{}, {}, {}, () => void azure.behave("auditLog", { fault: azureFaults.logsTimedOut })], "failed unchecked"],
    ["a role without logs: the permission says it", [{}, { roles: blind(`/subscriptions/${SUBSCRIPTION}`) }], "-"],
    ["left out: the permission says it", [{}, { roles: blind("bas"), ...another }], "-"],
    ["nothing is sent, as far as the role may see", [{}, { roles: blind("bas") }], "-"],
    [
      "refused though permitted on the host",
      [{ permissions: operator }, { roles: blind(`/subscriptions/${SUBSCRIPTION}`) }],
      "refused note",
    ],
    [
      "left out though permitted on the host",
      [{ permissions: operator }, { roles: blind("bas"), ...another }],
      "leftOut note",
    ],
  ];
  for (const [what, parts, expected] of table) {
    it(what, async () => {
      const { findings } = diagnose(await facts(...parts));
      const records = findings.find((finding) => finding.about === "auditRecords");
      const age = records?.age === undefined ? [] : [`${Math.round(records.age)} min`];
      assert.equal(records ? [records.state, records.verdict, ...age].join(" ") : "-", expected);
    });
  }

  /** Verdict and scope of the Activity Log's permission, and the role that is proposed. */
  const activityLog = async (...parts: Parameters<typeof facts>) => {
    const { findings, role } = diagnose(await facts(...parts));
    const finding = findings.find((one) => checkOf(one) === "action/activityLog");
    return [finding?.verdict, finding?.evidence.find(({ what }) => what === "scope")?.value, role?.Actions];
  };

  it("looks for the Activity Log's permission on the subscription, whatever there is on the host", async () => {
    const onHost = [
      ...blind(`/subscriptions/${SUBSCRIPTION}`),
      { account: "ada", scope: "bas", role: "operator" as const },
    ];
    assert.deepEqual(await activityLog({}, { roles: onHost }), [
      "note",
      `/subscriptions/${SUBSCRIPTION}`,
      ["Microsoft.Insights/eventtypes/values/Read"],
    ]);
    const nothing = [
      { account: "ada", scope: `/subscriptions/${SUBSCRIPTION}`, role: "none" as const },
      { account: "ada", scope: "bas", role: "operator" as const },
    ];
    const [verdict, , actions] = await activityLog({}, { roles: nothing });
    assert.deepEqual([verdict, actions], ["unchecked", undefined]);
  });

  const grants: readonly (readonly [what: string, parts: Parameters<typeof facts>, kind: string, scope: string])[] = [
    ["logs alone", [{}, { roles: blind(`/subscriptions/${SUBSCRIPTION}`) }], "grantReadingRole", ""],
    [
      "metrics alone",
      [{ permissions: [{ actions: ["*"], notActions: ["Microsoft.Insights/metrics/*"] }] }],
      "grantReadingRole",
      "bas",
    ],
    [
      "listing and logs",
      [
        { permissions: [{ actions: ["Microsoft.Network/bastionHosts/read"], notActions: [] }] },
        { roles: blind(`/subscriptions/${SUBSCRIPTION}`) },
      ],
      "grantBothRoles",
      "bas",
    ],
    [
      "listing alone",
      [{}, { roles: [{ account: "ada", scope: `/subscriptions/${SUBSCRIPTION}`, role: "reader" as const }] }],
      "grantRole",
      "bas",
    ],
  ];
  for (const [what, parts, kind, host] of grants) {
    it(`a role for ${what} is proposed once, and for no more than it needs`, async () => {
      const { findings, hostId } = diagnose(await facts(...parts));
      const remedies = findings.flatMap((one) => one.remedies).filter((one) => one.kind.startsWith("grant"));
      const scopes = remedies.map(({ commands }) => commands[1]?.[commands[1].indexOf("--scope") + 1]);
      const scope = host === "" ? `/subscriptions/${SUBSCRIPTION}` : hostId;
      assert.deepEqual([remedies.map((one) => one.kind), scopes], [[kind], [scope]]);
    });
  }

  it("proposes what a role without logs lacks, as far as the extension reads it", async () => {
    const { findings, role } = diagnose(await facts({}, { roles: blind(`/subscriptions/${SUBSCRIPTION}`) }));
    const missing = findings.filter(({ about, verdict }) => about === "action" && verdict !== "ok");
    assert.deepEqual(
      missing.map((finding) => [checkOf(finding), finding.verdict]),
      [
        ["action/auditLog", "note"],
        ["action/activityLog", "note"],
      ],
    );
    assert.deepEqual(role?.Actions, [
      "Microsoft.Insights/Logs/MicrosoftAzureBastionAuditLogs/Read",
      "Microsoft.Insights/eventtypes/values/Read",
    ]);
  });

  it("asks once, for the newest row of this host in 30 days", async () => {
    const from = azure.requests.length;
    await facts({});
    const asked = azure.requests.slice(from).filter(({ route }) => route === "auditLog");
    const questions = asked.map(({ logQuestion }) => logQuestion);
    assert.deepEqual(
      questions.map((one) => one && [one.hostKeys, one.top, one.to - one.from]),
      [[[azure.world.host("bas").key], 1, 30 * 86_400_000]],
    );
  });
});

describe("what cannot be read is never taken for well", () => {
  const faults: Readonly<Record<string, Fault>> = {
    "403": {
      kind: "status",
      status: 403,
      code: "AuthorizationFailed",
      message:
        "The client 'x' does not have authorization to perform action 'a/read' over scope '/s' or the scope is invalid.",
    },
    "404": { kind: "status", status: 404, code: "ResourceNotFound", message: "not found" },
    "500": { kind: "status", status: 500, code: "InternalServerError", message: "oops" },
    "a login page": { kind: "html" },
    "a text": { kind: "json", body: "nothing" },
    "an empty list": { kind: "json", body: [] },
    "a lost connection": { kind: "reset", when: "beforeHeaders" },
  };
  /** The finding that each source is the base of. */
  const sources: readonly (readonly [route: RouteName, about: string])[] = [
    ["subscription", "subscription"],
    ["provider", "provider"],
    ["permissions", "permissions"],
    ["diagnosticSettings", "auditLogs"],
    ["auditLog", "auditRecords"],
    ["host", "host"],
    ["subnet", "subnet"],
    ["securityGroup", "securityGroup"],
    ["routeTable", "routeTable"],
    ["virtualNetwork", "networkSpace"],
    ["list", "list"],
  ];
  const host: HostSpec = { networks: [{ routes: [{ name: "r", addressPrefix: "10.0.0.0/8", nextHopType: "None" }] }] };
  for (const [route, about] of sources) {
    for (const [name, fault] of Object.entries(faults)) {
      // The log is not needed: that it can't be read is a note.
      const worst = route === "auditLog" && name === "403" ? "ok" : "note";
      it(`${route}: ${name}`, async () => {
        const wrong = await found(host, {}, {}, () => void azure.behave({ route }, { fault }));
        const verdicts = Object.entries(wrong).filter(([what]) => what !== "routeTable" || about === "routeTable");
        // A list of permissions, of settings or of sessions may be empty.
        const isList = name === "an empty list" && ["permissions", "diagnosticSettings", "list"].includes(route);
        assert.ok(
          isList ||
            verdicts.some(
              ([what, verdict]) =>
                (what === about || what.startsWith("traffic/") || what === "hostMissing") &&
                verdict !== "ok" &&
                verdict !== worst,
            ),
          JSON.stringify(wrong),
        );
      });
    }
  }

  it("a subnet that cannot be read leaves nothing known of its group", async () => {
    const { findings } = diagnose(
      await facts({}, {}, {}, () => void azure.behave("subnet", { fault: { kind: "status", status: 403 } })),
    );
    assert.deepEqual(
      findings.filter(({ about }) => about === "traffic" || about === "noSecurityGroup" || about === "securityGroup"),
      [],
    );
  });

  it("not signed in: every request says so, and that is the finding", async () => {
    const { findings } = diagnose(
      await facts(
        {},
        {},
        {},
        () =>
          void azure.behave("azure", { fault: { kind: "status", status: 401, code: "ExpiredAuthenticationToken" } }),
      ),
    );
    assert.equal(findings.find(({ about }) => about === "signIn")?.verdict, "error");
    assert.deepEqual(
      findings.filter(({ verdict }) => verdict === "ok"),
      [],
    );
  });

  it("stops with the caller's signal", async () => {
    azure.reset({ hosts: [{ name: "bas" }] });
    azure.behave("securityGroup", { fault: { kind: "neverAnswers" } });
    const { arm, credential } = clientAt(azure.url, () => azure.token());
    const stop = new AbortController();
    const examining = azureErrorOf(
      examine({ arm, credential }, azure.world.host("bas").id, { signal: stop.signal }, systemClock),
    );
    const from = azure.requests.length;
    await azure.waitForRequest(({ route, id }) => route === "securityGroup" && id > from);
    stop.abort();
    assert.equal((await examining).kind, "cancelled");
  });
});
