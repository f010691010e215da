import { strict as assert } from "node:assert";
import { claimsChallenge } from "../../../../../src/core/azure/http/challenge.ts";

describe("a claims challenge", () => {
  const json = '{"access_token":{"acrs":{"value":"c1 >>>???"}}}';
  const claims = Buffer.from(json).toString("base64");
  const read = (header: string | undefined): unknown => {
    const challenge = claimsChallenge(header);
    const [, encoded] =
      /^Bearer error="(?:invalid_token|insufficient_claims)", claims="([\w+/]+=*)"$/.exec(challenge ?? "") ?? [];
    return encoded === undefined ? challenge : Buffer.from(encoded, "base64").toString();
  };

  for (const [name, header] of [
    [
      "ARM's form",
      `Bearer authorization_uri="https://login.example/", error="invalid_token", error_description="User session has been revoked", claims="${claims}"`,
    ],
    ["insufficient_claims", `Bearer realm="", client_id="x", error="insufficient_claims", claims="${claims}"`],
    ["base64url without padding", `Bearer claims="${Buffer.from(json).toString("base64url")}"`],
    ["a token without quotes", `bearer claims=${Buffer.from(json).toString("base64url")}`],
    ["another scheme after it", `Bearer claims="${claims}", PoP realm="", claims="x"`],
    ["another scheme before it", `PoP realm="a, Bearer b", nonce="n", Bearer error="x", CLAIMS="${claims}"`],
    ["a scheme without parameters before it", `Negotiate, Basic realm="x", Bearer claims="${claims}"`],
    ["a token68 before it", `Negotiate oYG2MIG=, Bearer claims="${claims}"`],
    ["two of the scheme, of which the second has claims", `Bearer realm="x", Bearer claims="${claims}"`],
    ["escapes", `Bearer error_description="say \\"yes\\", Bearer", claims="${claims}"`],
    ["odd spaces", `  Bearer   claims = "${claims}" ,  error = "x"`],
  ]) {
    it(`is read: ${name}`, () => assert.equal(read(header), json));
  }

  for (const [name, header] of [
    ["no header", undefined],
    ["an empty one", ""],
    ["no claims", 'Bearer error="invalid_token"'],
    ["claims of another scheme", `PoP claims="${claims}"`],
    ["claims that are no JSON", 'Bearer claims="AAAA"'],
    ["claims that are no object", `Bearer claims="${Buffer.from("1").toString("base64")}"`],
    ["claims inside a text", `Bearer error_description="claims=\\"${claims}\\""`],
  ]) {
    it(`is not there: ${name ?? ""}`, () => assert.equal(claimsChallenge(header), undefined));
  }

  it("cannot name the scope of the token that it is given", () => {
    assert.doesNotMatch(
      claimsChallenge(`Bearer scope="https://other.example/.default", claims="${claims}"`) ?? "",
      /scope/,
    );
  });
});
