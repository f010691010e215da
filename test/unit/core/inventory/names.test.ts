import assert from "node:assert/strict";
import fc from "fast-check";
import { confirmationOf } from "../../../../src/core/disconnect/confirmation.ts";
import { newAccount, newTenant, visibleSubscriptions } from "../../../../src/core/inventory/directoryState.ts";
import type { HostedSession, HostState } from "../../../../src/core/inventory/hostState.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { targetKey } from "../../../../src/core/model/session/target.ts";
import { userKey } from "../../../../src/core/model/session/userName.ts";
import { importWithStub } from "../../extension/vscodeStub.ts";

const { confirmationTexts, sessionItem, hostItem } = await importWithStub(async () => ({
  ...(await import("../../../../src/words/confirmationTexts.ts")),
  ...(await import("../../../../src/words/sessionText.ts")),
  ...(await import("../../../../src/extension/commands/pickHost.ts")),
}));

const NOW = { monotonic: 0, wall: new Date(0) };
const ada = { id: "a", label: "ada@contoso.com" };
const contoso = { tenantId: "t1", displayName: "Default Directory", defaultDomain: "contoso.com" };
const fabrikam = { tenantId: "t2", displayName: "Default Directory", defaultDomain: "fabrikam.com" };
const northwind = { tenantId: "t3", displayName: "Default Directory" };

const subscription = (subscriptionId: string, displayName: string) => ({ subscriptionId, displayName });
const tenantOf = (tenant: typeof northwind, ...known: readonly ReturnType<typeof subscription>[]) =>
  [tenant.tenantId, { ...newTenant(ada, tenant), subscriptions: { known, unreadable: 0 } }] as const;
const accounts = new Map([
  [
    "a",
    {
      ...newAccount(ada),
      tenants: new Map([
        tenantOf(contoso, subscription("s1", "Production"), subscription("s2", "Test")),
        tenantOf(fabrikam, subscription("s3", "Production")),
        tenantOf(northwind),
      ]),
    },
  ],
]);

function host(subscriptionId: string, name: string, sessions: readonly BastionSession[], group = "rg-hub"): HostState {
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/bastionHosts/${name}`;
  return {
    host: { id, key: armKey(id), name, subscriptionId, resourceGroup: group },
    identities: [],
    listing: false,
    list: {
      sessions: sessions.map((session, index) => ({ key: String(index), session })),
      unreadable: 0,
      receivedAt: 0,
      receivedAtWall: new Date(0),
    },
  };
}

const namesOf = (...hosts: readonly HostState[]) =>
  new Names({ hosts, accounts, allSubscriptions: visibleSubscriptions(accounts) });

const vm = (subscriptionId: string, name: string, group = "rg-app") => ({
  targetHostName: name,
  targetResourceId: `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
});

describe("What things are called among all that are known (cases A)", () => {
  it("hosts of landing zones from one template, by their subscriptions", () => {
    const hosts = [host("s1", "bas-hub", []), host("s2", "bas-hub", []), host("s1", "bas-dev", [])];
    const names = namesOf(...hosts);
    assert.deepEqual(
      hosts.map((one) => names.host(one.host)),
      ["bas-hub (Production)", "bas-hub (Test)", "bas-dev"],
    );
  });

  it("hosts of two subscriptions of one name, by their ids", () => {
    const hosts = [host("s1", "bas-hub", []), host("s3", "bas-hub", [])];
    const names = namesOf(...hosts);
    assert.deepEqual(
      hosts.map((one) => names.host(one.host)),
      ["bas-hub (s1)", "bas-hub (s3)"],
    );
  });

  it("tenants by domain, else by id", () => {
    assert.deepEqual(
      [contoso, fabrikam, northwind].map((tenant) => namesOf().tenant(tenant)),
      ["Default Directory (contoso.com)", "Default Directory (fabrikam.com)", "Default Directory"],
    );
  });

  it("accounts of one e-mail address by their ids, also in the question", () => {
    const [work, own] = ["work.t1", "own.t9"].map((id) => ({ id, label: ada.label }));
    assert.ok(work && own);
    const two = new Map([work, own].map((account) => [account.id, newAccount(account)]));
    const names = new Names({ hosts: [], accounts: two, allSubscriptions: new Map() });
    assert.deepEqual(
      [work, own, { ...ada, id: "gone" }].map((account) => names.account(account)),
      ["ada@contoso.com (work.t1)", "ada@contoso.com (own.t9)", "ada@contoso.com"],
    );
    assert.equal(namesOf().account(ada), "ada@contoso.com");
    assert.equal(
      confirmationTexts(names).actingAs([{ account: own, tenant: northwind }]),
      "Acting as: ada@contoso.com (own.t9) in tenant Default Directory",
    );
  });

  it("subscriptions by tenant", () => {
    assert.deepEqual(
      ["s1", "s2", "s3", "unknown"].map((id) => namesOf().subscription(id)),
      [
        "Production (Default Directory (contoso.com))",
        "Test",
        "Production (Default Directory (fabrikam.com))",
        "unknown",
      ],
    );
  });

  it("target VMs by address, resource group or subscription", () => {
    const sessions = [
      vm("s1", "vm-web-01"),
      vm("s2", "vm-web-01"),
      vm("s1", "vm-db", "rg-a"),
      vm("s1", "vm-db", "rg-b"),
    ];
    const names = namesOf(host("s1", "bas-a", sessions));
    assert.deepEqual(
      sessions.map((session) => names.machine(session)),
      ["vm-web-01 (Production)", "vm-web-01 (Test)", "vm-db (rg-a)", "vm-db (rg-b)"],
    );
  });

  it("instances of a scale set that have neither name nor address, by their ids", () => {
    const set =
      "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines";
    const [zero, one] = [{ targetResourceId: `${set}/0` }, { targetResourceId: `${set}/1` }];
    const names = namesOf(host("s1", "bas-a", [zero, one]));
    assert.deepEqual([names.machine(zero), names.machine(one)], ["x/0", "x/1"]);
    assert.notEqual(targetKey(zero), targetKey(one));
  });

  it("target VMs of which Azure names only the address, by the host through which they are reached", () => {
    const [a, b] = ["bas-a", "bas-b"].map((name) => {
      const { host: made } = host("s1", name, []);
      return { targetIpAddress: "10.1.0.4", via: made.key };
    });
    assert.ok(a && b);
    const names = namesOf(host("s1", "bas-a", [a]), host("s1", "bas-b", [b]));
    assert.deepEqual([names.machine(a), names.machine(b)], ["10.1.0.4 (bas-a)", "10.1.0.4 (bas-b)"]);
  });

  it("a whole host is typed as its name among all hosts", () => {
    const sessions = ["ann", "ben"].map((userName, index) => ({ userName, sessionId: String(index) }));
    const hosts = [host("s1", "bas-hub", sessions), host("s2", "bas-hub", sessions)];
    const [first] = hosts;
    assert.ok(first?.list);
    const texts = confirmationTexts(namesOf(...hosts));
    const all = first.list.sessions.map((state) => ({ host: first, state }));
    const { answer } = confirmationOf(
      { sessions: all, wholeHost: first },
      all,
      { accounts: [], now: NOW, typeAbove: 1 },
      texts,
    );
    assert.equal(answer.kind === "typed" && answer.expected, "bas-hub (Production)");
  });

  it("says who acts where several accounts could, and nothing where only one can", () => {
    const seen = { ...host("s1", "bas-a", [{ userName: "ann" }]), identities: [{ account: ada, tenant: contoso }] };
    const sessions = (seen.list?.sessions ?? []).map((state) => ({ host: seen, state }));
    const actor = (...labels: readonly string[]) =>
      confirmationOf(
        { sessions },
        sessions,
        { accounts: labels, now: NOW, typeAbove: 10 },
        confirmationTexts(namesOf(seen)),
      ).actor;
    assert.equal(actor("ada@contoso.com"), undefined);
    assert.equal(
      actor("ada@contoso.com", "bo@contoso.com"),
      "Acting as: ada@contoso.com in tenant Default Directory (contoso.com)",
    );
  });

  it("no two different hosts, target VMs or users look alike in a question or a picker", () => {
    const from = fc.constantFrom;
    const session = fc.record({
      userName: from("azureuser", "Azureuser", "azureuser@contoso.com"),
      target: fc.tuple(from("s1", "s2", "s3"), from("vm-web", "VM-WEB", "vm-db"), from("rg-a", "rg-b")),
      targetIpAddress: from("10.0.0.4", "10.0.0.5"),
    });
    const hosts = fc.uniqueArray(
      fc.record({
        subscription: from("s1", "s2", "s3"),
        name: from("bas-hub", "BAS-hub", "bas-dev"),
        group: from("rg-hub", "rg-net"),
        sessions: fc.array(session, { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 2, maxLength: 4, selector: (one) => armKey(`${one.subscription}/${one.group}/${one.name}`) },
    );
    fc.assert(
      fc.property(hosts, (made) => {
        const states = made.map((one) =>
          host(
            one.subscription,
            one.name,
            one.sessions.map(({ userName, targetIpAddress, target: [id, name, group] }) => ({
              userName,
              targetIpAddress,
              protocol: "SSH",
              ...vm(id, name, group),
            })),
            one.group,
          ),
        );
        const names = namesOf(...states);
        const all = states.flatMap((one) => (one.list?.sessions ?? []).map((state) => ({ host: one, state })));
        const shown = new Map<string, string>();
        const look = (text: string, thing: string) => {
          assert.ok((shown.get(text) ?? thing) === thing, `${text}: ${thing}, ${String(shown.get(text))}`);
          shown.set(text, thing);
        };
        for (const state of states) {
          look(`host ${hostItem(state, names).label}`, state.host.key);
        }
        for (const hosted of all) {
          const thing = JSON.stringify([
            hosted.host.host.key,
            targetKey(hosted.state.session),
            userKey(hosted.state.session),
          ]);
          const { label, description, detail } = sessionItem(hosted, NOW, names);
          look(JSON.stringify(["picker", label, description, detail]), thing);
          const question = confirmationOf(
            { sessions: [hosted] satisfies readonly HostedSession[] },
            [hosted],
            { accounts: [], now: NOW, typeAbove: 10 },
            confirmationTexts(names),
          );
          look(JSON.stringify(["question", question.title, question.list]), thing);
        }
      }),
    );
  });
});
