import assert from "node:assert/strict";
import { bodyError } from "../../../../src/core/azure/bodyError.ts";

const error = { code: "X", message: "Wait." };
const list = [{ sessionId: "s" }];

describe("What happened? A body behind a status that says success", () => {
  const rows: readonly (readonly [body: unknown, code: string | undefined, message: string | undefined])[] = [
    [{ error }, "X", "Wait."],
    [{ Error: { Code: "X", Message: "Wait." } }, "X", "Wait."],
    [{ error, value: list }, "X", "Wait."],
    [{ value: { error } }, "X", "Wait."],
    [{ value: null, error: [error] }, "X", "Wait."],
    [{ errors: [error] }, "X", "Wait."],
    [{ ...error, target: "bas" }, "X", "Wait."],
    [{ Message: "Wait." }, undefined, "Wait."],
    [{ statusCode: 500, message: "Wait." }, undefined, "Wait."],
    [{ error: "server_error", error_description: "Wait." }, "server_error", "Wait."],
    [{ error: "Wait a moment." }, undefined, "Wait a moment."],
    [JSON.stringify({ error }), "X", "Wait."],
    [{ error: { code: null, message: null } }, undefined, undefined],
  ];
  for (const [body, code, message] of rows) {
    it(`is an error with Azure's code and message: ${JSON.stringify(body)}`, () => {
      const facts = errorOf(body)?.facts;
      assert.deepEqual([facts?.code, facts?.azureMessage, facts?.maybeReceived], [code, message, true]);
    });
  }

  for (const body of [
    { value: [] },
    { value: list, error: null },
    { value: list, error: {} },
    { value: list, error: { code: null, message: "" } },
    { status: "Succeeded", message: "Done." },
    { id: "/subscriptions/s", message: "Hello." },
    { status: "InProgress" },
    [],
    {},
    "",
    "Done",
    null,
  ]) {
    it(`is no error: ${JSON.stringify(body)}`, () => assert.equal(errorOf(body), undefined));
  }
});

function errorOf(body: unknown): ReturnType<typeof bodyError> {
  const response = { status: 200, headers: new Map(), body: { type: "json", value: body } };
  return bodyError(response as unknown as Parameters<typeof bodyError>[0], body);
}
