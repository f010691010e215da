import { strict as assert } from "node:assert";
import { diagnose } from "../../../../src/core/doctor/diagnose.ts";
import { examine } from "../../../../src/core/doctor/examine.ts";
import { checkOf, type Finding } from "../../../../src/core/doctor/finding.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import type { RouteName } from "../../../simulated-azure/http/requestLog.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import type { HostSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { clientAt } from "../azure/testArm.ts";

const LIST = "Microsoft.Network/bastionHosts/getActiveSessions/action";
const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-bas`;
const ABOUT: ReadonlySet<string> = new Set([
  "locks",
  "lock",
  "denyAssignments",
  "denyAssignment",
  "eligibleRoles",
  "eligibleRole",
]);

let azure: SimulatedAzure;
before(async () => void (azure = await startSimulatedAzure({ world: {} })));
after(() => azure.close());

type Misbehave = () => void;

/** What is said of locks, deny assignments and eligible roles. */
async function findings(host: HostSpec, misbehave: Misbehave = () => undefined): Promise<readonly Finding[]> {
  azure.reset({
    subscriptions: [{ subscriptionId: SUBSCRIPTION }],
    accounts: [{ label: "ada" }],
    hosts: [{ name: "bas", ...host }],
  });
  misbehave();
  const { arm, credential, options } = clientAt(azure.url, () => azure.token());
  const facts = await examine({ arm, credential }, azure.world.host("bas").id, options, systemClock);
  return diagnose(facts).findings.filter((finding) => ABOUT.has(checkOf(finding)));
}

/** Azure refuses the list call with this code and sentence. */
const refuse =
  (code: string, message: string, status = 403): Misbehave =>
  () =>
    void azure.behave("list", { fault: { kind: "status", status, code, message } });

const ALL = "00000000-0000-0000-0000-000000000000";

/** A deny assignment as Azure writes it. */
function denial(more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    name: "d1",
    type: "Microsoft.Authorization/denyAssignments",
    properties: {
      denyAssignmentName: "managed app",
      permissions: [{ actions: ["*/action"], notActions: [], dataActions: [], notDataActions: [] }],
      scope: GROUP,
      doNotApplyToChildScopes: false,
      principals: [{ id: ALL, type: "SystemDefined" }],
      excludePrincipals: [],
      ...more,
    },
  };
}

const READER = [{ actions: ["*/read"], notActions: [] }];
const CONTRIBUTOR = { name: "Contributor", actions: ["*"] };
const denied = refuse("AuthorizationFailed", "The client does not have authorization.");
const someUsers = { excludePrincipals: [{ id: "1", type: "User" }] };

const table: readonly (readonly [
  what: string,
  host: HostSpec,
  found: Readonly<Record<string, string>>,
  misbehave?: Misbehave,
])[] = [
  ["locks: none", {}, {}],
  [
    "locks: read-only, and the list is refused",
    { locks: [{ name: "keep", level: "ReadOnly" }] },
    { lock: "error" },
    refuse("ScopeLocked", "The scope is locked.", 409),
  ],
  ["locks: read-only, and the list came", { locks: [{ name: "keep", level: "ReadOnly" }] }, { lock: "warning" }],
  [
    "locks: read-only, of the resource group",
    { locks: [{ name: "keep", level: "readonly", ofGroup: true }] },
    { lock: "error" },
    refuse("ScopeLocked", "The scope is locked.", 409),
  ],
  ["locks: against deletion", { locks: [{ name: "keep", level: "CanNotDelete" }] }, {}],
  ["locks: of a level that nobody knows", { locks: [{ name: "keep", level: "Odd" }] }, { lock: "unchecked" }],
  ["deny assignment: for everyone", { denyAssignments: [denial()] }, { denyAssignment: "error" }, denied],
  [
    "deny assignment: for all but some",
    { denyAssignments: [denial(someUsers)] },
    { denyAssignment: "unchecked" },
    denied,
  ],
  [
    "deny assignment: for all but some, and Azure names it",
    { denyAssignments: [denial(someUsers)] },
    { denyAssignment: "error" },
    refuse(
      "DenyAssignmentAuthorizationFailed",
      "… however, the access is denied because of the deny assignment with name 'managed app' and Id 'd1' at scope '/s'.",
    ),
  ],
  [
    "deny assignment: for a group",
    { denyAssignments: [denial({ principals: [{ id: "g" }] })] },
    { denyAssignment: "unchecked" },
    denied,
  ],
  [
    "deny assignment: with a condition",
    { denyAssignments: [denial({ condition: "x" })] },
    { denyAssignment: "unchecked" },
    denied,
  ],
  ["deny assignment: blocks listing, and the list came", { denyAssignments: [denial()] }, { denyAssignment: "note" }],
  [
    "deny assignment: blocks disconnecting alone",
    {
      denyAssignments: [
        denial({ permissions: [{ actions: ["Microsoft.Network/bastionHosts/disconnectActiveSessions/action"] }] }),
      ],
    },
    { denyAssignment: "warning" },
  ],
  [
    "deny assignment: blocks all but what is wanted",
    { denyAssignments: [denial({ permissions: [{ actions: ["*"], notActions: ["Microsoft.Network/*", "*/read"] }] })] },
    {},
  ],
  [
    "deny assignment: not for what is below its scope",
    { denyAssignments: [denial({ doNotApplyToChildScopes: true })] },
    {},
  ],
  ["deny assignment: one that can't be read", { denyAssignments: ["x"] }, { denyAssignments: "unchecked" }],
  [
    "eligible role: has what is missing",
    { permissions: READER, eligibleRoles: [CONTRIBUTOR] },
    { eligibleRole: "warning" },
  ],
  [
    "eligible role: is active, and the actions are still missing",
    { permissions: READER, eligibleRoles: [{ ...CONTRIBUTOR, active: true }] },
    { eligibleRole: "warning" },
  ],
  [
    "eligible role: has nothing that is missing",
    { permissions: READER, eligibleRoles: [{ name: "R", actions: ["*/read"] }] },
    {},
  ],
  ["eligible role: nothing is missing", { eligibleRoles: [CONTRIBUTOR] }, {}],
  [
    "eligible role: its definition can't be read",
    { permissions: READER, eligibleRoles: [CONTRIBUTOR] },
    { eligibleRole: "unchecked" },
    () => void azure.behave({ route: "roleDefinition" }, { fault: { kind: "status", status: 403 } }),
  ],
  [
    "eligible role: a tenant without a licence has none",
    { permissions: READER },
    {},
    () =>
      void azure.behave(
        { route: "eligibleRoles" },
        { fault: { kind: "status", status: 400, code: "AadPremiumLicenseRequired", message: "needs a licence" } },
      ),
  ],
];

describe("what decides about access beside the roles in force", () => {
  for (const [what, host, expected, misbehave] of table) {
    it(what, async () => {
      const wrong = (await findings(host, misbehave)).filter(({ verdict }) => verdict !== "ok");
      assert.deepEqual(Object.fromEntries(wrong.map((finding) => [checkOf(finding), finding.verdict])), expected);
    });
  }

  it("each that is well is said to be", async () => {
    assert.deepEqual(
      (await findings({})).map((finding) => [checkOf(finding), finding.verdict]),
      [
        ["locks", "ok"],
        ["denyAssignments", "ok"],
        ["eligibleRoles", "ok"],
      ],
    );
  });

  it("an eligible role is named with its scope, what it would grant, and what to do", async () => {
    const eligible = { permissions: READER, eligibleRoles: [CONTRIBUTOR] };
    const [role] = (await findings(eligible)).filter((finding) => checkOf(finding) === "eligibleRole");
    assert.deepEqual(role?.evidence, [
      { what: "role", value: "Contributor" },
      { what: "scope", value: GROUP },
      { what: "action", value: "Microsoft.Network/bastionHosts/getactivesessions/action" },
      { what: "action", value: "Microsoft.Network/bastionHosts/disconnectactivesessions/action" },
    ]);
    assert.deepEqual(role.remedies, [{ kind: "activateRole", commands: [] }]);
  });

  it("a lock is named with the scope that it is on", async () => {
    const [lock] = await findings({ locks: [{ name: "keep", level: "ReadOnly", ofGroup: true }] });
    assert.deepEqual(lock?.evidence, [
      { what: "lock", value: "keep" },
      { what: "state", value: "ReadOnly" },
      { what: "scope", value: GROUP },
    ]);
  });

  const sources: readonly (readonly [route: RouteName, about: string])[] = [
    ["locks", "locks"],
    ["denyAssignments", "denyAssignments"],
    ["eligibleRoles", "eligibleRoles"],
    ["activeRoles", "eligibleRoles"],
  ];
  const faults = {
    "403": { kind: "status", status: 403, code: "AuthorizationFailed", message: `may not perform action '${LIST}'` },
    "500": { kind: "status", status: 500, code: "InternalServerError", message: "oops" },
    "a login page": { kind: "html" },
    "a text": { kind: "json", body: "nothing" },
  } as const;
  for (const [route, about] of sources) {
    for (const [name, fault] of Object.entries(faults)) {
      it(`what can't be read is not taken for well: ${route}, ${name}`, async () => {
        const found = await findings({ permissions: READER }, () => void azure.behave({ route }, { fault }));
        const verdicts = found.filter((finding) => checkOf(finding) === about).map(({ verdict }) => verdict);
        assert.deepEqual(verdicts, ["unchecked"]);
      });
    }
  }
});
