import { strict as assert } from "node:assert";
import { readError } from "../../../../../src/core/azure/http/errorBody.ts";

describe("an error's body is read in every spelling", () => {
  const said = { code: "Nope", message: "Because." };
  for (const [name, body, expected] of [
    ["Resource Manager's", { error: { code: "Nope", message: "Because." } }, said],
    ["with capitals", { Error: { Code: "Nope", Message: "Because." } }, said],
    ["at the top", { code: "Nope", message: "Because." }, said],
    ["at the top with capitals", { Code: "Nope", Message: "Because." }, said],
    ["OData's", { "odata.error": { code: "Nope", message: { lang: "en", value: "Because." } } }, said],
    ["the sign-in's", { error: "Nope", error_description: "Because." }, said],
    ["RFC 9457", { type: "about:blank", title: "Bad", detail: "Because." }, { message: "Because." }],
    ["a sentence for the error", { error: "Access is denied." }, { message: "Access is denied." }],
    ["a message alone", { Message: "Because." }, { message: "Because." }],
    ["a text", "Because.", { message: "Because." }],
    ["a text that holds JSON", JSON.stringify({ error: said }), said],
    ["an array of errors", { errors: [said] }, said],
    [
      "several errors",
      { errors: ["In general.", { code: "Nope", message: "Because." }, { code: "Second", message: "See policy P." }] },
      { code: "Nope", message: "Because. In general. See policy P.", detailCodes: ["Second"] },
    ],
    ["several errors in place of the body", [said, { Code: "Second" }], { ...said, detailCodes: ["Second"] }],
    [
      "several sentences",
      { error: { code: "Nope", message: ["Because.", "So."] } },
      { code: "Nope", message: "Because. So." },
    ],
    [
      "sentences by field",
      { title: "Invalid.", errors: { timespan: ["Because."], top: ["So."] } },
      { message: "Invalid. Because. So." },
    ],
    ["texts alone", { errors: ["Because.", "So."] }, { message: "Because. So." }],
    ["a code beside an empty error", { error: null, code: "Nope", message: "Because." }, said],
    [
      "an error in another one's message",
      { error: { message: JSON.stringify({ Error: { Code: "Nope", Message: "Because." } }) } },
      { ...said, detailCodes: ["Nope"] },
    ],
    ["a number for the code", { error: { code: 403, message: "Because." } }, { code: "403", message: "Because." }],
    [
      "details",
      { error: { ...said, details: [{ code: "First" }, { Code: "Second", message: "See policy P." }] } },
      { code: "Nope", message: "Because. See policy P.", detailCodes: ["First", "Second"] },
    ],
    [
      "a reason that stands in the details alone",
      { error: { code: "Nope", message: "", details: [{ code: "First", message: "Because." }] } },
      { ...said, detailCodes: ["First"] },
    ],
    [
      "an inner error",
      { error: { code: "Nope", innererror: { code: "Inner", message: "Because." } } },
      { ...said, detailCodes: ["Inner"] },
    ],
    ["nothing", undefined, {}],
    ["ill-typed fields", { error: { code: {}, message: 7, details: "x" } }, {}],
    ["a code that is no word", { error: { code: "alice@contoso.com is bad" } }, {}],
  ] as const) {
    it(name, () => assert.deepEqual(readError(body), expected));
  }

  it("ends with a body that goes on for ever", () => {
    const endless: { error?: unknown; details?: unknown } = {};
    endless.error = endless;
    endless.details = [endless, endless];
    assert.deepEqual(readError(endless), {});
  });
});
