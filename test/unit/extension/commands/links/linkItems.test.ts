import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { HostLinksAnswer } from "../../../../../src/core/links/hostLinks.ts";
import type { LinkFacts, LinkMakers } from "../../../../../src/core/links/linkFacts.ts";
import type { Names } from "../../../../../src/core/inventory/names.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { HOST_ID, hostLinks, link, vm } from "../../../core/links/testLinks.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { linkItems, nothingText } = await importWithStub(
  () => import("../../../../../src/extension/commands/links/linkItems.ts"),
);

const KEY = armKey(HOST_ID);
const WEB = vm("vm-web");
const names = {
  host: ({ name }: { name: string }) => name,
  machine: ({ targetResourceId = "" }) => targetResourceId.split("/").at(-1),
  subscription: (id: string) => id,
} as unknown as Names;

const maker = (callers: readonly string[], more: Partial<LinkMakers> = {}): LinkMakers => ({
  callers,
  hasUnnamed: false,
  isIncomplete: false,
  ...more,
});

const itemsOf = (answer: HostLinksAnswer, machines?: readonly string[], facts?: LinkFacts) =>
  linkItems(
    {
      read: [{ answer, scope: { hostKey: KEY, ...(machines && { machines: machines.map(armKey) }) } }],
      now: new Date(0),
      ...(facts && { facts: new Map([[KEY, facts]]) }),
    },
    names,
  );

/** The row of a VM with as many links as there are makers. */
function detailOf(makers: readonly (LinkMakers | undefined)[]): string {
  const links = makers.map((_, index) => link(WEB, `2026-03-0${index + 1}T10:00:00Z`));
  const facts: LinkFacts = {
    from: 0,
    to: 1,
    machines: new Map([[armKey(WEB), { makers, connections: { count: 0 } }]]),
    unnamed: { count: 0 },
    gaps: [],
    activityGaps: [],
  };
  return itemsOf(hostLinks(links), undefined, facts)[0]?.detail ?? "";
}

describe("Who made links, in the review", () => {
  it("is probable if exactly one caller fits each link", () => {
    assert.match(detailOf([maker(["ann"])]), /probably made by ann/);
    assert.match(detailOf([maker(["ann"]), maker(["bob"])]), /probably made by ann, bob/);
  });

  const doubts: readonly (readonly [what: string, makers: readonly (LinkMakers | undefined)[]])[] = [
    ["two callers fit one link", [maker(["ann", "bob"])]],
    ["a caller without a name fits too", [maker(["ann"], { hasUnnamed: true })]],
    ["the log is incomplete", [maker(["ann"], { isIncomplete: true })]],
    ["nothing fits another link of the VM", [maker(["ann"]), maker([])]],
    ["another link of the VM has no time", [maker(["ann"]), undefined]],
  ];
  for (const [what, makers] of doubts) {
    it(`is only possible if ${what}`, () => assert.match(detailOf(makers), /possibly made by ann/));
  }
});

describe("That there are no links, in the review", () => {
  const labels = (answer: HostLinksAnswer, machines?: readonly string[]) =>
    itemsOf(answer, machines).map(({ label }) => label);

  it("is said of a host, or of the VMs that are meant, that was read completely", () => {
    assert.deepEqual(labels(hostLinks([])), ["bas-a has no shareable links"]);
    assert.deepEqual(labels(hostLinks([]), [WEB]), ["vm-web has no shareable links on bas-a"]);
  });

  it("isn't said while entries couldn't be read", () => {
    assert.deepEqual(labels(hostLinks([], { unreadable: 2 })), ["bas-a: there may be more links"]);
    assert.deepEqual(labels(hostLinks([], { unreadable: 2 }), [WEB]), ["bas-a: there may be more links"]);
  });

  it("isn't said above the rows either", () => {
    const failed = {
      host: hostLinks([]).host,
      error: new AzureError({ kind: "failed", detail: "", maybeReceived: false }),
    };
    const scope = { hostKey: KEY };
    const text = (answer: HostLinksAnswer, scopes = [scope]) => nothingText([{ answer, scope }], scopes);
    assert.equal(text(hostLinks([])), "No links to delete");
    const partly = "No links to delete in what could be read";
    assert.equal(text(hostLinks([], { unreadable: 1 })), partly);
    assert.equal(text(failed), partly);
    assert.equal(nothingText([], [scope]), partly, "a host that is no longer known");
  });
});
