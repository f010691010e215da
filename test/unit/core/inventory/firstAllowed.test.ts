import assert from "node:assert/strict";
import { AzureError, type AzureErrorKind } from "../../../../src/core/azure/http/azureError.ts";
import { askAsFirstAllowed } from "../../../../src/core/inventory/firstAllowed.ts";
import type { Identity } from "../../../../src/core/model/identity.ts";

const identity = (id: string): Identity => ({
  account: { id, label: `${id}@contoso.example` },
  tenant: { tenantId: "t" },
});
const [a, b] = [identity("a"), identity("b")];

/** Whether the failure of one identity is about who asks, so that the next one is asked. */
const kinds: Readonly<Record<AzureErrorKind, boolean>> = {
  notAllowed: true,
  signInNeeded: true,
  unreachable: false,
  timedOut: false,
  unreadable: false,
  throttled: false,
  notFound: false,
  failed: false,
  cancelled: false,
};

describe("Asking as the first identity that may", () => {
  for (const [kind, isAboutWhoAsks] of Object.entries(kinds) as [AzureErrorKind, boolean][]) {
    const error = new AzureError({ kind, detail: "", maybeReceived: false });

    it(`${kind}: the next one is ${isAboutWhoAsks ? "" : "not "}asked`, async () => {
      const failures: AzureError[] = [];
      const asked = await askAsFirstAllowed({
        identities: () => [a, b],
        ask: async (who) => (who === a ? Promise.reject(error) : Promise.resolve("list")),
        onFailure: (failure) => failures.push(failure),
      });
      assert.deepEqual(asked, isAboutWhoAsks ? { actor: b, value: "list" } : { actor: a, error });
      assert.deepEqual(failures, [error], "and no failure is dropped");
    });
  }

  it("gives the first refusal if every identity is refused", async () => {
    const errors = (["signInNeeded", "notAllowed"] as const).map(
      (kind) => new AzureError({ kind, detail: "", maybeReceived: false }),
    );
    const asked = await askAsFirstAllowed({
      identities: () => [a, b],
      ask: async (who) => Promise.reject(errors[who === a ? 0 : 1] ?? assert.fail()),
      onFailure: () => undefined,
    });
    assert.deepEqual(asked, { actor: a, error: errors[0] });
  });
});
