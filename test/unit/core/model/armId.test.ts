import assert from "node:assert/strict";
import {
  armKey,
  isMachineId,
  parseBastionHostId,
  parseResourceId,
  parseTargetId,
  resourcePath,
} from "../../../../src/core/model/armId.ts";

const HOST =
  "/subscriptions/0a0b0c0d-0000-0000-0000-000000000001/resourceGroups/rg-Hub/providers/Microsoft.Network/bastionHosts/bas-hub";

describe("parseResourceId", () => {
  it("reads an id and writes it again", () => {
    const id = parseResourceId(HOST);
    assert.deepEqual(id, {
      subscriptionId: "0a0b0c0d-0000-0000-0000-000000000001",
      resourceGroup: "rg-Hub",
      type: "Microsoft.Network/bastionHosts",
      name: "bas-hub",
    });
    assert.equal(resourcePath(id), HOST);
  });

  it("encodes what a name may hold and a URL may not", () => {
    const id = parseResourceId("/subscriptions/s/resourceGroups/그룹(1)/providers/Microsoft.Network/bastionHosts/it's");
    assert.ok(id);
    assert.equal(
      resourcePath(id),
      `/subscriptions/s/resourceGroups/${encodeURIComponent("그룹(1)")}/providers/Microsoft.Network/bastionHosts/it's`,
    );
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ["no string", 7],
    ["nothing", undefined],
    ["an empty string", ""],
    ["a name that climbs", HOST.replace("bas-hub", "..")],
    ["a group that climbs", HOST.replace("rg-Hub", "..")],
    ["one more segment", `${HOST}/x`],
    ["a query", `${HOST}?api-version=1`],
    ["a fragment", `${HOST}#x`],
    ["an encoded slash", HOST.replace("bas-hub", "a%2fb")],
    ["a backslash", HOST.replace("bas-hub", "a\\b")],
    ["a line break", `${HOST}\n`],
    ["a host before it", `https://evil.example${HOST}`],
    ["an authority before it", `//evil.example${HOST}`],
    ["a space", HOST.replace("bas-hub", "bas hub")],
    ["too much", HOST.replace("bas-hub", "x".repeat(2000))],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${name}`, () => assert.equal(parseResourceId(value), undefined));
  }
});

describe("parseBastionHostId", () => {
  it("takes any case and no other type", () => {
    assert.ok(parseBastionHostId(HOST.toUpperCase()));
    assert.equal(parseBastionHostId(HOST.replace("bastionHosts", "virtualNetworks")), undefined);
  });

  it("gives one key to all spellings", () => assert.equal(armKey(HOST), armKey(HOST.toUpperCase())));
});

describe("parseTargetId", () => {
  it("refuses the pseudo id of a session by IP address", () => {
    assert.equal(
      parseTargetId("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bh-hostConnect/10.0.0.4"),
      undefined,
    );
    assert.ok(parseTargetId("/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm"));
  });
});

describe("isMachineId", () => {
  const group = "/subscriptions/s/resourceGroups/g/providers";
  const vm = `${group}/Microsoft.Compute/virtualMachines/vm-1`;
  const instance = `${group}/Microsoft.Compute/virtualMachineScaleSets/vmss/virtualMachines/0`;

  it("takes virtual machines and instances of scale sets, in any case", () => {
    for (const id of [vm, instance]) {
      assert.deepEqual([id, id.toUpperCase(), id.toLowerCase()].map(isMachineId), [true, true, true]);
    }
  });

  const refused = [
    "",
    HOST,
    `${group}/Microsoft.Compute/virtualMachineScaleSets/vmss`,
    `${group}/Microsoft.Network/virtualMachines/vm-1`,
    `${group}/Microsoft.Network/bh-hostConnect/10.0.0.4`,
    `${vm}/extensions/e`,
    `${vm}/`,
    `${vm}?x`,
    `https://evil.example${vm}`,
    vm.replace("vm-1", ".."),
    vm.replace("/g/", "/../"),
    vm.replace("vm-1", "a%2fb"),
    vm.replace("vm-1", "x".repeat(2000)),
    `${vm}\n`,
  ];
  for (const id of refused) {
    it(`refuses ${JSON.stringify(id.slice(0, 90))}`, () => assert.equal(isMachineId(id), false));
  }
});
