import { strict as assert } from "node:assert";
import { AzureError, type AzureErrorFacts } from "../../src/core/azure/http/azureError.ts";
import { errorText } from "../../src/extension/ui/errorText.ts";

function text(facts: Partial<AzureErrorFacts>): string {
  const { what, why } = errorText(
    new AzureError({ kind: "failed", detail: "for the log", maybeReceived: false, ...facts }),
  );
  return `${what}. ${why}`;
}

describe("a failure in words", () => {
  const own: readonly [facts: Partial<AzureErrorFacts>, what: RegExp][] = [
    [{ code: "SignInFailed" }, /^VS Code's sign-in failed\. /],
    [{ code: "InvalidHostId" }, /^The resource ID is not that of a bastion host\. Nothing was sent to Azure\./],
    [{ code: "Internal" }, /^Something unexpected went wrong\. It is a fault of this extension\./],
    [{ code: "StatusUnreadable", maybeReceived: true }, /^The outcome could not be read\. /],
    [
      { code: "Truncated", status: 200, requestId: "request-1", maybeReceived: true },
      /^Azure's answer is not complete\. /,
    ],
  ];
  for (const [facts, what] of own) {
    it(`is not called Azure's refusal where it is not: ${facts.code}`, () => {
      assert.match(text(facts), what);
      assert.doesNotMatch(text(facts), /refused|gave no reason|request ID/);
    });
  }

  it("is Azure's refusal where Azure has a code of that name", () => {
    assert.equal(
      text({ code: "Internal", status: 500, requestId: "request-1" }),
      "Azure refused: Internal. Azure gave no reason. The log has the request ID.",
    );
    assert.equal(
      text({ code: "SignInFailed", status: 400, azureMessage: "No." }),
      "Azure refused: SignInFailed. Azure says: No.",
    );
    assert.equal(
      text({ code: "Internal", requestId: "request-1" }),
      "Azure refused: Internal. Azure gave no reason. The log has the request ID.",
    );
  });

  it("promises no request ID where none came", () => {
    assert.equal(text({ status: 500 }), "Azure refused. Azure gave no reason.");
  });

  it("does not say who cancelled, nor that anybody did where the host has gone", () => {
    const gone = text({ kind: "cancelled" });
    assert.match(
      gone,
      /^Not done\. It was cancelled, or what it concerns is no longer known\. Nothing has changed in Azure\.$/,
    );
  });
});
