import { strict as assert } from "node:assert";
import { AzureError, type AzureErrorFacts } from "../../src/core/azure/http/azureError.ts";
import { errorText } from "../../src/words/errorText.ts";

function text(facts: Partial<AzureErrorFacts>): string {
  const { what, why } = errorText(
    new AzureError({ kind: "failed", detail: "for the log", maybeReceived: false, ...facts }),
  );
  return `${what}. ${why}`;
}

describe("a failure in words", () => {
  const own: readonly [facts: Partial<AzureErrorFacts>, what: RegExp][] = [
    [{ code: "SignInFailed" }, /^VS Code couldn't sign you in\. /],
    [{ code: "InvalidHostId" }, /^The resource ID doesn't belong to a bastion host\. Nothing was sent to Azure\./],
    [{ code: "Internal" }, /^An unexpected error occurred\. This is a bug in Bastion Sessions\./],
    [{ code: "StatusUnreadable", maybeReceived: true }, /^The outcome couldn't be read\. /],
    [
      { code: "Truncated", status: 200, requestId: "request-1", maybeReceived: true },
      /^Azure's response is incomplete\. /,
    ],
  ];
  for (const [facts, what] of own) {
    it(`is not called Azure's refusal where it is not: ${facts.code}`, () => {
      assert.match(text(facts), what);
      assert.doesNotMatch(text(facts), /returned an error|gave no reason|request ID/);
    });
  }

  it("is Azure's refusal where Azure has a code of that name", () => {
    assert.equal(
      text({ code: "Internal", status: 500, requestId: "request-1" }),
      "Azure returned an error: Internal. Azure gave no reason. The request ID is in the log.",
    );
    assert.equal(
      text({ code: "SignInFailed", status: 400, azureMessage: "No." }),
      "Azure returned an error: SignInFailed. Azure says: No.",
    );
    assert.equal(
      text({ code: "Internal", requestId: "request-1" }),
      "Azure returned an error: Internal. Azure gave no reason. The request ID is in the log.",
    );
  });

  it("promises no request ID where none came", () => {
    assert.equal(text({ status: 500 }), "Azure returned an error. Azure gave no reason.");
  });

  it("does not say who cancelled, nor that anybody did where the host has gone", () => {
    const gone = text({ kind: "cancelled" });
    assert.match(
      gone,
      /^Not done\. It was cancelled, or the bastion host is no longer known\. Nothing was changed in Azure\.$/,
    );
  });
});
