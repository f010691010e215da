import { strict as assert } from "node:assert";
import fc from "fast-check";
import { deleteShareableLinks, listShareableLinks, MOST_MACHINES } from "../../../../src/core/azure/shareableLinks.ts";
import { secretsIn } from "../../../leaks/search.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import type { Variant } from "../../../simulated-azure/faults/variants.ts";
import {
  disconnectVariants,
  listVariants,
  variantOutcome,
  variantPlan,
} from "../../../simulated-azure/faults/variants.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { patience } from "../../../support/patience.ts";
import { azureErrorOf, clientAt, HOST, json, scriptedServer } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const MACHINES = ["vm-1", "vm-2", "vm-3"];
const GET = "Microsoft.Network/bastionHosts/getShareableLinks/action";
const DELETE = "Microsoft.Network/bastionHosts/deleteShareableLinks/action";

const world = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ana@contoso.example" }],
  hosts: [
    { name: "bas", links: MACHINES.map((machine) => ({ machine })) },
    { name: "bas-off", links: [{ machine: "vm-1" }], switches: { enableShareableLink: false } },
    { name: "bas-none", links: [] },
  ],
} satisfies WorldSpec;

const nameOf = (vmId: string): string => vmId.split("/").at(-1) ?? "";

/** The code with which an action of this shape fails. */
function failureCode(variant: Variant): string {
  const { atOnce, atStatus, atLocation, ending } = variantPlan(variant);
  if ([atOnce, atStatus, atLocation].includes("error")) {
    return "BastionHostInTransition";
  }
  return ending === "canceled" ? "Canceled" : "BastionHostSessionOperationFailed";
}

describe("Shareable links", () => {
  let azure: SimulatedAzure;
  let client: Client;

  before(async () => {
    azure = await startSimulatedAzure({ world });
  });
  beforeEach(() => begin());
  afterEach(() => {
    assert.deepEqual(
      client.log.lines.flatMap((text) => secretsIn({ path: "log", text })),
      [],
    );
  });
  after(() => azure.close());

  /** A fresh world and client. What never ends gets little patience. */
  const begin = (timing: Parameters<typeof clientAt>[2] = {}): void => {
    azure.reset(world);
    client = clientAt(azure.url, () => azure.token(), timing);
  };
  const impatient = { operationDeadlineMs: patience(200), requestDeadlineMs: patience(200), maxAttempts: 2 };
  const vm = (name: string, host = "bas"): string =>
    azure.world
      .host(host)
      .id.replace("Microsoft.Network/bastionHosts", "Microsoft.Compute/virtualMachines")
      .replace(/[^/]+$/, name);
  const list = (host = "bas") =>
    listShareableLinks(client.arm, client.credential, azure.world.host(host).id, client.options);
  const remove = (names: readonly string[], host = "bas") =>
    deleteShareableLinks(
      client.arm,
      client.credential,
      azure.world.host(host).id,
      names.map((name) => vm(name, host)),
      client.options,
    );
  const left = (host = "bas") => azure.world.links.of(azure.world.host(host)).map(({ vmId }) => nameOf(vmId));
  const posts = (route: "listLinks" | "deleteLinks", from: number) =>
    azure.requests.slice(from).filter((request) => request.route === route && request.method === "POST");

  describe("in every shape of an answer", () => {
    for (const variant of listVariants) {
      const outcome = variantOutcome(variant, "list");
      it(`are listed, ${variant}: ${outcome}`, async () => {
        begin(outcome === "neverEnds" ? impatient : {});
        azure.behave("bas", { listLinks: variant });
        const from = azure.requests.length;
        if (outcome === "complete") {
          const { links, unreadable, requestId } = await list();
          assert.deepEqual(
            links.map(({ vmId }) => nameOf(vmId)),
            MACHINES,
          );
          assert.equal(unreadable, 0);
          assert.ok(requestId);
          assert.deepEqual(secretsIn({ path: "", text: JSON.stringify(links) }), []);
        } else {
          const { facts } = await azureErrorOf(list());
          assert.deepEqual(
            { kind: facts.kind, code: facts.code },
            {
              noList: { kind: "unreadable", code: "NoList" },
              failed: { kind: "failed", code: failureCode(variant) },
              neverEnds: { kind: "timedOut", code: "OperationDeadline" },
            }[outcome],
          );
        }
        const asked = posts("listLinks", from);
        assert.ok(variantPlan(variant).links === "neither" ? asked.length > 1 : asked.length === 1);
        assert.deepEqual(
          asked.map(({ vmIds }) => vmIds),
          asked.map(() => undefined),
          "without a body, for all VMs",
        );
      });
    }

    for (const variant of disconnectVariants) {
      const isUnlinked = variantPlan(variant).links === "neither";
      const outcome = variantOutcome(variant, "disconnect");
      it(`are deleted, ${variant}: ${isUnlinked ? "unknown" : outcome}`, async () => {
        begin(outcome === "neverEnds" ? impatient : {});
        azure.behave("bas", { deleteLinks: variant });
        const from = azure.requests.length;
        const deleting = remove(["vm-3", "vm-1"]);
        if (isUnlinked) {
          const { facts } = await azureErrorOf(deleting);
          assert.deepEqual([facts.kind, facts.code, facts.maybeReceived], ["failed", "StatusUnreadable", true]);
        } else if (outcome === "complete" || outcome === "noList") {
          assert.ok((await deleting).requestId);
        } else {
          const { facts } = await azureErrorOf(deleting);
          assert.equal(facts.kind, outcome === "failed" ? "failed" : "timedOut");
          assert.equal(facts.code, outcome === "failed" ? failureCode(variant) : "OperationDeadline");
          assert.equal(facts.maybeReceived, true, "an operation that was accepted may have been carried out");
        }
        assert.deepEqual(left(), outcome === "failed" ? MACHINES : ["vm-2"]);
        assert.deepEqual(
          posts("deleteLinks", from).map(({ vmIds }) => vmIds),
          [[vm("vm-3"), vm("vm-1")]],
          "it is sent once",
        );
      });
    }
  });

  it("of a host without any are an empty list", async () => {
    assert.deepEqual((await list("bas-none")).links, []);
  });

  it("of a host that has the feature switched off are Azure's refusal, and nothing is deleted", async () => {
    for (const call of [list("bas-off"), remove(["vm-1"], "bas-off")]) {
      const { facts } = await azureErrorOf(call);
      assert.deepEqual([facts.kind, facts.status, facts.maybeReceived], ["failed", 400, false]);
    }
    assert.deepEqual(left("bas-off"), ["vm-1"]);
  });

  it("need actions that a 403 names", async () => {
    for (const role of ["reader", "lister", "operatorWithoutLinks"] as const) {
      azure.world.setRole("ana@contoso.example", "bas", role);
      for (const [call, action] of [
        [list(), GET],
        [remove(["vm-1"]), DELETE],
      ] as const) {
        const { facts } = await azureErrorOf(call);
        assert.deepEqual([facts.kind, facts.action, facts.maybeReceived], ["notAllowed", action, false]);
        assert.equal(facts.scope, azure.world.host("bas").id);
      }
    }
    assert.deepEqual(left(), MACHINES);
  });

  it("are deleted for the confirmed VMs and no other, whatever case they are written in", async () => {
    await deleteShareableLinks(
      client.arm,
      client.credential,
      azure.world.host("bas").id.toUpperCase(),
      [vm("vm-1").toUpperCase(), vm("vm-1"), vm("vm-3")],
      client.options,
    );
    assert.deepEqual(left(), ["vm-2"]);
  });

  it("that stay are listed after they were deleted", async () => {
    azure.world.links.add(azure.world.host("bas"), { machine: "vm-4", ghost: true });
    await remove(["vm-4", "vm-1"]);
    assert.deepEqual(
      (await list()).links.map(({ vmId }) => nameOf(vmId)),
      ["vm-2", "vm-3", "vm-4"],
    );
  });

  describe("whose request or answer goes wrong", () => {
    /** What goes wrong, whether a deletion may have been done then, and whether it is told to the caller. */
    const faults: readonly (readonly [name: string, fault: Fault, maybeDeleted: boolean, kind: string | undefined])[] =
      [
        ["reset before an answer", { kind: "reset", when: "beforeHeaders" }, true, "unreachable"],
        ["reset after it was done", { kind: "reset", when: "beforeHeaders", acted: true }, true, "unreachable"],
        ["reset in the headers", { kind: "reset", when: "duringHeaders" }, true, "unreachable"],
        ["reset in the body", { kind: "reset", when: "afterHeaders" }, true, "unreachable"],
        ["a cut body", { kind: "cutBody" }, true, "unreachable"],
        ["no answer", { kind: "neverAnswers", acted: true }, true, "timedOut"],
        ["a login page", { kind: "html" }, true, "unreadable"],
        ["a redirect", { kind: "redirect", to: "http://127.0.0.1:9/" }, true, "unreadable"],
        ["400", { kind: "status", status: 400 }, false, "failed"],
        ["403", { kind: "status", status: 403 }, false, "notAllowed"],
        ["404", { kind: "status", status: 404 }, false, "notFound"],
        ["408", { kind: "status", status: 408 }, true, "failed"],
        ["409", { kind: "status", status: 409 }, false, "failed"],
        ["500", { kind: "status", status: 500 }, true, "failed"],
        ["503", { kind: "status", status: 503 }, true, "failed"],
        ["504", { kind: "status", status: 504, acted: true }, true, "failed"],
        ["an error in a 200", { kind: "json", body: { error: { code: "Busy", message: "Busy." } } }, true, "failed"],
      ];
    for (const [name, fault, maybeDeleted, kind] of faults) {
      it(`${name}: a list is asked again if that may help, a deletion is not sent again`, async () => {
        begin(fault.kind === "neverAnswers" ? impatient : { maxAttempts: 2 });
        azure.behave({ route: ["listLinks", "deleteLinks"] }, { fault });
        const { facts: listing } = await azureErrorOf(list());
        assert.equal(listing.kind, kind);
        const from = azure.requests.length;
        const { facts } = await azureErrorOf(remove(["vm-1"]));
        assert.deepEqual([facts.kind, facts.maybeReceived], [kind, maybeDeleted]);
        assert.equal(posts("deleteLinks", from).length, 1);
      });
    }

    it("once: a list comes on the second try", async () => {
      azure.behave("listLinks", { fault: { kind: "reset", when: "beforeHeaders" }, times: 1 });
      assert.equal((await list()).links.length, 3);
    });

    it("a 429 and an old token are refusals, after which a deletion is sent again", async () => {
      for (const status of [429, 401]) {
        azure.reset(world);
        azure.behave("deleteLinks", { fault: { kind: "status", status, retryAfter: 1 }, times: 1 });
        await remove(["vm-1"]);
        assert.deepEqual(left(), ["vm-2", "vm-3"]);
      }
    });

    it("the status of a deletion can't be read for good: it may be done", async () => {
      azure.behave("operationStatus", { fault: { kind: "status", status: 500 } });
      azure.behave("operationResult", { fault: { kind: "status", status: 404 } });
      const { facts } = await azureErrorOf(remove(["vm-1"]));
      assert.equal(facts.maybeReceived, true);
      assert.deepEqual(left(), ["vm-2", "vm-3"]);
    });

    it("a deletion leads to another origin: it may be done, and nothing is asked there", async () => {
      azure.behave("deleteLinks", { fault: { kind: "foreignLinks", to: "https://azure.example" } });
      const { facts } = await azureErrorOf(remove(["vm-1"]));
      assert.deepEqual([facts.code, facts.maybeReceived], ["ForeignUrl", true]);
    });

    it("a cancelled deletion that was accepted may be done", async () => {
      azure.behave("deleteLinks", { deleteLinks: "operationNeverEnds" });
      const cancel = new AbortController();
      const options = { ...client.options, signal: cancel.signal };
      const from = azure.requests.length;
      const hostId = azure.world.host("bas").id;
      const deleting = azureErrorOf(deleteShareableLinks(client.arm, client.credential, hostId, [vm("vm-1")], options));
      await azure.waitForRequest(({ id, route, ended }) => id > from && route === "operationStatus" && ended);
      cancel.abort();
      const { facts } = await deleting;
      assert.deepEqual([facts.kind, facts.maybeReceived], ["cancelled", true]);
    });
  });
});

describe("The request that deletes links", () => {
  const group = "/subscriptions/s/resourceGroups/rg/providers";
  const vm = `${group}/Microsoft.Compute/virtualMachines/vm`;

  /** The bodies that are sent for these IDs. */
  const sent = async (vmIds: readonly string[]): Promise<readonly string[]> => {
    await using server = await scriptedServer((_request, response) => json(response, 200, null));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    await deleteShareableLinks(arm, credential, HOST, vmIds, options).catch(() => undefined);
    return server.requests.map(({ body }) => body);
  };

  it("has exactly the VMs, in Azure's form", async () => {
    const instance = `${group}/Microsoft.Compute/virtualMachineScaleSets/vmss/virtualMachines/3`;
    assert.deepEqual(await sent([vm, instance]), [`{"vms":[{"vm":{"id":"${vm}"}},{"vm":{"id":"${instance}"}}]}`]);
  });

  for (const [name, vmIds] of [
    ["no VM", []],
    ["more than 50", Array.from({ length: MOST_MACHINES + 1 }, (_, index) => `${vm}${index}`)],
    ["an ID that is none", [vm, "vm"]],
    ["a host", [HOST]],
    ["a scale set", [`${group}/Microsoft.Compute/virtualMachineScaleSets/vmss`]],
    ["a session's pseudo ID", [`${group}/Microsoft.Network/bh-hostConnect/10.0.0.4`]],
    ["a URL", ["https://bst-1.bastion.azure.com/api/shareable-url/x"]],
  ] as const) {
    it(`isn't sent for ${name}`, async () => {
      assert.deepEqual(await sent(vmIds), []);
      const { arm, credential, options } = clientAt("http://127.0.0.1:9", () => "token");
      const { facts } = await azureErrorOf(deleteShareableLinks(arm, credential, HOST, vmIds, options));
      assert.deepEqual([facts.code, facts.maybeReceived], ["InvalidVirtualMachineId", false]);
    });
  }

  it("isn't sent to anything but a bastion host", async () => {
    await using server = await scriptedServer((_request, response) => json(response, 200, null));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    for (const hostId of [vm, `${HOST}/../x`, "https://evil.example"]) {
      for (const call of [
        listShareableLinks(arm, credential, hostId, options),
        deleteShareableLinks(arm, credential, hostId, [vm], options),
      ]) {
        assert.equal((await azureErrorOf(call)).facts.code, "InvalidHostId");
      }
    }
    assert.equal(server.requests.length, 0);
  });

  it("names nothing but VMs that were given, for any IDs", async () => {
    await using server = await scriptedServer((_request, response) => json(response, 200, null));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    const id = fc.oneof(
      {
        weight: 9,
        arbitrary: fc
          .stringMatching(/^[\w.-]{1,8}$/)
          .map((name) => `${group}/Microsoft.Compute/virtualMachines/${name}`),
      },
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(id, { maxLength: 60 }), async (vmIds) => {
        const before = server.requests.length;
        await deleteShareableLinks(arm, credential, HOST, vmIds, options).catch(() => undefined);
        const bodies = server.requests
          .slice(before)
          .map(({ body }) => JSON.parse(body) as { vms: { vm: { id: string } }[] });
        assert.ok(bodies.length <= 1);
        const named = bodies.flatMap(({ vms }) => vms.map((entry) => entry.vm.id));
        assert.ok(named.every((one) => vmIds.includes(one)));
        const lower = (ids: readonly string[]) => new Set(ids.map((one) => one.toLowerCase()));
        assert.ok(bodies.length === 0 || named.length === lower(vmIds).size, "all of them, each once");
      }),
      { numRuns: 60 },
    );
  });
});

describe("What is read of a link", () => {
  const vmId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM-1";
  const vmKey = vmId.toLowerCase();
  const bsl = "https://bst-5b1f0c3e-0f2a-4b7e-9a51-9d8c61f1a001.bastion.azure.com/api/shareable-url/TOKEN";

  const listOf = async (body: unknown) => {
    await using server = await scriptedServer((_request, response) => json(response, 200, body));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    return await listShareableLinks(arm, credential, HOST, options);
  };
  const link = async (fields: object) => (await listOf({ value: [{ vm: { id: vmId }, bsl, ...fields }] })).links[0];

  it("is Azure's own example, without its URL", async () => {
    const createdAt = "2024-07-23T16:07:52.6952576Z";
    assert.deepEqual(await link({ createdAt, message: null }), { vmId, vmKey, createdAt });
  });

  for (const createdAt of ["07/23/2024 16:07:52", "2019-1-1T12:00:00.0000Z", "yesterday"]) {
    it(`is the time as Azure writes it: ${createdAt}`, async () => {
      assert.equal((await link({ createdAt }))?.createdAt, createdAt);
    });
  }

  for (const name of ["expiresAt", "expiryTime", "ExpirationDate", "linkExpiresOn", "EXPIRY"]) {
    it(`is the expiry, as ${name}`, async () => {
      assert.equal((await link({ [name]: "2026-12-01T00:00:00Z" }))?.expiresAt, "2026-12-01T00:00:00Z");
    });
  }

  it("is the expiry that holds a time, before other texts", async () => {
    const fields = { isExpired: false, expiryStatus: "Active", expiryUrl: bsl, expiresAt: "2026-12-01T00:00:00Z" };
    assert.equal((await link(fields))?.expiresAt, "2026-12-01T00:00:00Z");
    assert.equal((await link({ ...fields, expiresAt: null }))?.expiresAt, "Active");
  });

  for (const value of [null, 7, "", " ", {}, ["2024-07-23T16:07:52Z"], bsl, "ftp://x", "x".repeat(200)]) {
    it(`is nothing of times like ${JSON.stringify(value).slice(0, 20)}`, async () => {
      assert.deepEqual(await link({ createdAt: value, expiresAt: value }), { vmId, vmKey });
    });
  }

  it("is each link once, and several of a VM are several", async () => {
    const entry = (createdAt: string, id = vmId) => ({ vm: { id }, bsl, createdAt });
    const { links, unreadable } = await listOf([entry("a"), entry("b"), entry("a", vmId.toUpperCase())]);
    assert.deepEqual([links.map(({ createdAt }) => createdAt), unreadable], [["a", "b"], 0]);
  });

  it("is counted as unreadable without a VM", async () => {
    const { links, unreadable } = await listOf({
      value: [
        null,
        "a",
        1,
        [],
        {},
        { bsl },
        { vm: { id: 7 } },
        { vm: vmId },
        { vm: { id: HOST } },
        { vm: { id: vmId } },
      ],
    });
    assert.deepEqual([links, unreadable], [[{ vmId, vmKey }], 9]);
  });

  it("is nothing only where Azure says so", async () => {
    assert.deepEqual((await listOf({ value: [] })).links, []);
    assert.deepEqual((await listOf([])).links, []);
    for (const body of [null, {}, "", { value: null }, { value: {} }, { values: [] }, true]) {
      const { facts } = await azureErrorOf(listOf(body));
      assert.deepEqual([facts.kind, facts.code], ["unreadable", "NoList"], JSON.stringify(body));
    }
  });
});
