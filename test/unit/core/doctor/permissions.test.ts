import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
  matches,
  parsePermissions,
  permits,
  roleDefinition,
  WANTED_ACTIONS,
  withActions,
} from "../../../../src/core/doctor/permissions.ts";
import type { ResourceId } from "../../../../src/core/model/armId.ts";
import type { ActionPurpose, PermissionEntry } from "../../../../src/core/doctor/permissions.ts";

const LIST = "Microsoft.Network/bastionHosts/getactivesessions/action";
const READ = "Microsoft.Network/bastionHosts/read";
const entry = (actions: readonly string[], notActions: readonly string[] = []): PermissionEntry => ({
  actions,
  notActions,
});

const HOST: ResourceId = {
  subscriptionId: "s",
  resourceGroup: "g",
  type: "Microsoft.Network/bastionHosts",
  name: "bas",
};
const wanted = (purpose: ActionPurpose) => WANTED_ACTIONS.find((one) => one.purpose === purpose)!;

const table: readonly (readonly [
  what: string,
  entries: readonly PermissionEntry[],
  action: string,
  permitted: boolean,
])[] = [
  ["nothing", [], LIST, false],
  ["no actions", [entry([])], LIST, false],
  ["everything", [entry(["*"])], LIST, true],
  [
    "the action itself, in Azure's other case",
    [entry(["Microsoft.Network/bastionHosts/getActiveSessions/action"])],
    LIST,
    true,
  ],
  ["all of the provider", [entry(["Microsoft.Network/*"])], LIST, true],
  ["all of the type", [entry(["MICROSOFT.NETWORK/BASTIONHOSTS/*"])], LIST, true],
  ["all actions", [entry(["*/action"])], LIST, true],
  ["Reader", [entry(["*/read"])], LIST, false],
  ["Reader reads", [entry(["*/read"])], READ, true],
  ["a star in the middle", [entry(["Microsoft.Network/*/read"])], READ, true],
  ["a star in the middle, another end", [entry(["Microsoft.Network/*/read"])], LIST, false],
  ["another type", [entry(["Microsoft.Network/virtualNetworks/*"])], LIST, false],
  ["a name that only begins like it", [entry(["Microsoft.Network/bastionHosts"])], READ, false],
  ["a dot is a dot", [entry(["MicrosoftXNetwork/*"])], READ, false],
  ["everything but this", [entry(["*"], [LIST])], LIST, false],
  ["everything but the type", [entry(["*"], ["Microsoft.Network/bastionHosts/*"])], LIST, false],
  ["everything but actions", [entry(["*"], ["*/action"])], READ, true],
  ["left out by one role, granted by another", [entry(["*"], ["*/action"]), entry([LIST])], LIST, true],
  ["left out by both", [entry(["*"], ["*/action"]), entry([LIST], ["Microsoft.Network/*"])], LIST, false],
  ["a role that only leaves out", [entry([], []), entry([], ["*"])], READ, false],
];

describe("permissions, as Azure evaluates them", () => {
  for (const [what, entries, action, permitted] of table) {
    it(`${what}: ${permitted ? "permitted" : "not permitted"}`, () =>
      assert.equal(permits(entries, action), permitted));
  }

  it("a pattern matches what a regular expression made of it does", () => {
    const text = fc
      .array(fc.constantFrom("a", "B", "/", ".", "ab", "a/b"), { maxLength: 6 })
      .map((parts) => parts.join(""));
    const pattern = fc
      .array(fc.constantFrom("a", "b", "/", ".", "*", "*", "+", "("), { maxLength: 7 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(pattern, text, (wanted, action) => {
        const expression = new RegExp(
          `^${wanted
            .split("*")
            .map((part) => part.replace(/\W/g, "\\$&"))
            .join(".*")}$`,
          "i",
        );
        assert.equal(matches(wanted, action), expression.test(action));
      }),
      { numRuns: 3_000 },
    );
  });

  it("takes no time for a pattern that is made to take long", () => {
    assert.equal(matches(`${"*a".repeat(2_000)}b`, "a".repeat(5_000)), false);
  });

  it("what one role leaves out takes nothing from another, whatever the roles", () => {
    const some = fc.subarray([
      "*",
      "*/read",
      LIST,
      READ,
      "Microsoft.Network/*",
      "microsoft.network/bastionhosts/*",
      "*/action",
    ]);
    const entries = fc.array(fc.record({ actions: some, notActions: some }), { maxLength: 3 });
    fc.assert(
      fc.property(entries, entries, fc.constantFrom(LIST, READ), (first, second, action) => {
        assert.equal(permits([...first, ...second], action), permits(first, action) || permits(second, action));
      }),
    );
  });

  it("reads Azure's list; an entry that is none is counted and grants nothing", () => {
    const items = [
      { actions: ["*/read"], notActions: [], dataActions: ["x"] },
      { actions: [LIST] },
      {},
      null,
      "x",
      { actions: "*" },
      { actions: ["*"], notActions: [1] },
    ];
    assert.deepEqual(parsePermissions(items), {
      entries: [entry(["*/read"]), entry([LIST]), entry([])],
      unreadable: 4,
    });
  });

  it("a proposed role has exactly what it is given, in the form that the Azure CLI takes", () => {
    assert.deepEqual(roleDefinition([wanted("listSessions")], HOST), {
      Name: "Bastion Sessions listSessions on bas in g of s",
      IsCustom: true,
      Description: "What was missing to see and disconnect the sessions of an Azure Bastion host.",
      Actions: [LIST],
      NotActions: [],
      AssignableScopes: ["/subscriptions/s"],
    });
  });

  const others: readonly (readonly [what: string, host: ResourceId, purpose: ActionPurpose])[] = [
    ["a host of that name in another resource group", { ...HOST, resourceGroup: "g2" }, "listSessions"],
    ["a host of that name and group in another subscription", { ...HOST, subscriptionId: "s2" }, "listSessions"],
    ["what another account lacks on the same host", HOST, "disconnect"],
  ];
  for (const [what, host, purpose] of others) {
    it(`a role's name is its own: ${what}`, () => {
      const first = roleDefinition([wanted("listSessions")], HOST);
      assert.notEqual(roleDefinition([wanted(purpose)], host).Name, first.Name);
    });
  }

  it("a role's name is no longer than Azure takes, with the longest names", () => {
    const host = { ...HOST, name: "n".repeat(80), resourceGroup: "g".repeat(90), subscriptionId: "s".repeat(36) };
    assert.ok(roleDefinition(WANTED_ACTIONS, host).Name.length <= 512);
  });

  it("running commands on machines, and shareable links, are never proposed along with looking at sessions", () => {
    assert.deepEqual(
      WANTED_ACTIONS.filter(({ isProposed }) => !isProposed).map(({ purpose }) => purpose),
      ["runCommand", "readLinks", "deleteLinks"],
    );
  });

  it("a role has what the user adds to it under its old name, and a name of its own if it has nothing else", () => {
    const links = WANTED_ACTIONS.filter(({ isOfLinks }) => isOfLinks);
    const role = roleDefinition([wanted("listSessions")], HOST);
    const [read, remove] = links.map(({ action }) => action);
    assert.deepEqual(withActions(role, links.slice(1), HOST), { ...role, Actions: [...role.Actions, remove] });
    assert.deepEqual(withActions(undefined, links, HOST), {
      ...role,
      Name: role.Name.replace("listSessions", "readLinks deleteLinks"),
      Actions: [read, remove],
    });
  });
});
