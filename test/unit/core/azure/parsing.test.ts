import { strict as assert } from "node:assert";
import { claimsChallenge } from "../../../../src/core/azure/http/challenge.ts";
import { cloudFromSettings, CloudSettingError } from "../../../../src/core/model/cloud.ts";
import { missingPermission } from "../../../../src/core/azure/http/errorResponse.ts";
import { retryAfterMs } from "../../../../src/core/azure/http/retryAfter.ts";

describe("the cloud that VS Code is set to", () => {
  const settings = {
    portalUrl: "https://portal.example/",
    managementEndpointUrl: "https://management.core.example/",
    resourceManagerEndpointUrl: "https://management.example/",
  };

  for (const [environment, name, provider, origin, portal, scope] of [
    [
      undefined,
      "public",
      "microsoft",
      "https://management.azure.com",
      "https://portal.azure.com",
      "https://management.core.windows.net/.default",
    ],
    [
      "",
      "public",
      "microsoft",
      "https://management.azure.com",
      "https://portal.azure.com",
      "https://management.core.windows.net/.default",
    ],
    [
      "ChinaCloud",
      "china",
      "microsoft-sovereign-cloud",
      "https://management.chinacloudapi.cn",
      "https://portal.azure.cn",
      "https://management.core.chinacloudapi.cn/.default",
    ],
    [
      "USGovernment",
      "usGovernment",
      "microsoft-sovereign-cloud",
      "https://management.usgovcloudapi.net",
      "https://portal.azure.us",
      "https://management.core.usgovcloudapi.net/.default",
    ],
    [
      "custom",
      "custom",
      "microsoft-sovereign-cloud",
      "https://management.example",
      "https://portal.example",
      "https://management.core.example/.default",
    ],
  ] as const) {
    it(`${environment ?? "nothing"}: ${name}`, () => {
      const cloud = cloudFromSettings(environment, settings);
      assert.deepEqual([cloud.name, cloud.authenticationProviderId, cloud.scope], [name, provider, scope]);
      assert.deepEqual([cloud.resourceManagerUrl.origin, cloud.portalUrl.origin], [origin, portal]);
    });
  }

  it("one slash before .default, however many are set", () => {
    for (const slashes of ["", "/", "//"]) {
      assert.equal(
        cloudFromSettings("custom", { ...settings, managementEndpointUrl: `https://m.example${slashes}` }).scope,
        "https://m.example/.default",
      );
    }
  });

  for (const url of ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"]) {
    it(`${url} may be plain http`, () =>
      assert.equal(
        cloudFromSettings("custom", { ...settings, resourceManagerEndpointUrl: url }).resourceManagerUrl.origin,
        url,
      ));
  }

  const wrong: readonly (readonly [string, unknown, unknown, string, string])[] = [
    ["another environment", "Mars", settings, "malformed", "environment"],
    ["an environment that is no text", 1, settings, "malformed", "environment"],
    ["no settings", "custom", undefined, "missing", "customEnvironment"],
    ["settings that are no object", "custom", "https://management.example", "malformed", "customEnvironment"],
    ["a list", "custom", [settings], "malformed", "customEnvironment"],
    [
      "no endpoint",
      "custom",
      { ...settings, resourceManagerEndpointUrl: undefined },
      "missing",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "no management endpoint",
      "custom",
      { ...settings, managementEndpointUrl: "" },
      "missing",
      "customEnvironment.managementEndpointUrl",
    ],
    ["no portal", "custom", { ...settings, portalUrl: null }, "missing", "customEnvironment.portalUrl"],
    [
      "an endpoint that is no text",
      "custom",
      { ...settings, resourceManagerEndpointUrl: {} },
      "malformed",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "an endpoint that is no URL",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "management.example" },
      "malformed",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "another scheme",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "ftp://management.example" },
      "malformed",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "a user",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "https://me@management.example" },
      "malformed",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "a query",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "https://management.example?x" },
      "malformed",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "plain http",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "http://management.example" },
      "insecure",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "plain http to a look-alike",
      "custom",
      { ...settings, resourceManagerEndpointUrl: "http://127.0.0.1.example" },
      "insecure",
      "customEnvironment.resourceManagerEndpointUrl",
    ],
    [
      "plain http to the portal",
      "custom",
      { ...settings, portalUrl: "http://portal.example" },
      "insecure",
      "customEnvironment.portalUrl",
    ],
  ];
  for (const [name, environment, customEnvironment, problem, setting] of wrong) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => cloudFromSettings(environment, customEnvironment),
        (error) => {
          assert.ok(error instanceof CloudSettingError);
          assert.deepEqual([error.problem, error.setting], [problem, setting]);
          return true;
        },
      );
    });
  }
});

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

describe("what a 403 names", () => {
  const host = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
  for (const [message, action, scope] of [
    [
      `The client 'alice@example.com' with object id 'x' does not have authorization to perform action 'Microsoft.Network/bastionHosts/getActiveSessions/action' over scope '${host}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      "Microsoft.Network/bastionHosts/getActiveSessions/action",
      host,
    ],
    [
      `The client 'alice' with object id 'x' has permission to perform action 'A/write' on scope '${host}'; however, it does not have permission to perform action(s) 'B/join/action' on the linked scope(s) '/subscriptions/t' (respectively) or the linked scope(s) are invalid.`,
      "B/join/action",
      "/subscriptions/t",
    ],
    [`does not have authorization to perform action 'A/read' over scope '${host}''.`, "A/read", `${host}'`],
  ] as const) {
    it(message.slice(0, 60), () => assert.deepEqual(missingPermission(message), { action, scope }));
  }
  for (const message of [undefined, "", "Forbidden", "perform action 'A", "perform action '' over scope ''"]) {
    it(`nothing: ${message ?? "no message"}`, () => assert.deepEqual(missingPermission(message), {}));
  }
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 1);
  const at = (ms: number): string => new Date(now + ms).toUTCString();
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined])[] = [
    ["seconds", { "retry-after": "17" }, 17_000],
    ["seconds with a fraction", { "retry-after": " 0.5 " }, 500],
    ["a date, by this clock", { "retry-after": at(9_000) }, 9_000],
    ["a date, by the answer's own clock, a day ahead", { "retry-after": at(86_409_000), date: at(86_400_000) }, 9_000],
    ["a date that has passed", { "retry-after": at(-1_000) }, 0],
    ["nothing", {}, undefined],
    ["nonsense", { "retry-after": "soon" }, undefined],
    ["a negative number", { "retry-after": "-5" }, undefined],
    ["the graph's quota", { "x-ms-user-quota-resets-after": "00:01:05" }, 65_000],
    ["both", { "retry-after": "2", "x-ms-user-quota-resets-after": "00:01:05" }, 2_000],
  ];
  for (const [name, headers, expected] of rows) {
    it(name, () => assert.equal(retryAfterMs({ get: (key) => headers[key] }, now), expected));
  }
});
