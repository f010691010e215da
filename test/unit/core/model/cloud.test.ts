import { strict as assert } from "node:assert";
import { cloudFromSettings, CloudSettingError } from "../../../../src/core/model/cloud.ts";

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

  it("where a custom cloud signs in, if it is set", () => {
    const signIn = (activeDirectoryEndpointUrl: string) =>
      cloudFromSettings("custom", { ...settings, activeDirectoryEndpointUrl }).signInUrl?.href;
    assert.equal(signIn("https://login.example/adfs"), "https://login.example/adfs");
    assert.equal(cloudFromSettings("custom", settings).signInUrl, undefined);
    assert.throws(() => signIn("http://login.example"), /activeDirectoryEndpointUrl: insecure/);
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
