import assert from "node:assert/strict";
import type { HostLinkOutcome } from "../../../src/core/links/linkOutcome.ts";
import type { Names } from "../../../src/core/inventory/names.ts";
import { chosen, hostLinks, link, vm } from "../core/links/testLinks.ts";
import { importWithStub } from "../extension/vscodeStub.ts";

const { changedLinks, goneText } = await importWithStub(() => import("../../../src/words/changedLinks.ts"));

const names = {
  machine: ({ targetResourceId = "" }) => targetResourceId.split("/").at(-1),
} as unknown as Names;
const [WEB, DB] = [vm("vm-web"), vm("vm-db")];
const on = hostLinks([link(WEB)]);
const other = hostLinks([link(DB)], { name: "bas-b" });
const gone: HostLinkOutcome = {
  host: on.host,
  results: [{ vmId: WEB, verdict: "notSent" }],
  changed: hostLinks([]),
};
const deleted: HostLinkOutcome = { host: other.host, results: [{ vmId: DB, verdict: "deleted" }] };

describe("What is said where the links are gone already", () => {
  const said = (outcomes: readonly HostLinkOutcome[]) => {
    const confirmed = { machines: [...chosen(on), ...chosen(other)] };
    const changed = changedLinks(confirmed, outcomes, names);
    assert.deepEqual(changed?.machines, []);
    return goneText(changed, outcomes);
  };

  it("is that nothing was sent, if nothing was", () => {
    assert.equal(said([gone]), "vm-web has no links any more. Nothing was sent to Azure.");
  });

  it("isn't that, if links on another host were deleted", () => {
    assert.equal(said([gone, deleted]), "vm-web has no links any more.");
  });
});
