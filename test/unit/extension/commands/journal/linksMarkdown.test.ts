import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import type { LinkMachine, LinkVerdict } from "../../../../../src/core/journal/linkDeletion.ts";
import { HOST_ID, vm } from "../../../core/links/testLinks.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { linksMarkdown } = await importWithStub(
  () => import("../../../../../src/extension/commands/journal/linksMarkdown.ts"),
);

function textOf(machines: readonly Partial<LinkMachine>[]): string {
  return linksMarkdown({
    id: "1",
    at: "2026-11-28T21:25:22.000Z",
    by: "user",
    machines: machines.map((machine) => ({
      hostId: HOST_ID,
      hostName: "bas-a",
      actor: { account: "ops", accountId: "a", tenantId: "t" },
      vmId: vm("web"),
      links: [{}],
      ...machine,
    })),
  });
}

describe("The document of a deletion of links", () => {
  for (const verdict of ["failed", "unknown", "notSent"] satisfies readonly LinkVerdict[]) {
    it(`doesn't say that links were deleted if the outcome is ${verdict}`, () => {
      const text = textOf([{ verdict }]);
      assert.match(text, /^# Deletion of shareable links on /);
      assert.doesNotMatch(text, /deleted/i);
    });
  }

  it("says why links weren't sent", () => {
    assert.match(textOf([{ verdict: "notSent", failure: "changed" }]), /Not sent: the links had changed/);
    const refused = { verdict: "notSent", failure: "notAllowed AuthorizationFailed", message: "No." } as const;
    assert.match(textOf([refused]), /Not sent: notAllowed AuthorizationFailed: No\\?\./);
  });

  it("of thousands of VMs is there in a moment", () => {
    const machines = Array.from({ length: 3_000 }, (_, index) => ({ vmId: vm("web", `group-${index}`) }));
    const before = performance.now();
    assert.ok(textOf(machines).includes("group-2999"));
    assert.ok(performance.now() - before < 5_000);
  });
});
