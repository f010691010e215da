import assert from "node:assert/strict";
import type { App } from "../../../../src/extension/commands/app.ts";
import { configured, importWithStub, window } from "../vscodeStub.ts";

const { CloudSettings } = await importWithStub(() => import("../../../../src/extension/account/cloudSetting.ts"));
const { signIn } = await importWithStub(() => import("../../../../src/extension/commands/account/signIn.ts"));

const environment = {
  portalUrl: "https://portal.example/",
  managementEndpointUrl: "https://audience.example/",
  resourceManagerEndpointUrl: "https://management.example/",
  activeDirectoryEndpointUrl: "https://login.example/",
};

function configure(customEnvironment: unknown): void {
  for (const [key, value] of Object.entries({ environment: "custom", customEnvironment })) {
    configured.set(`microsoft-sovereign-cloud.${key}`, { inspected: { globalValue: value }, effective: value });
  }
}

/** What was confirmed, kept as VS Code's own memory keeps it. */
function memory(values: Record<string, unknown> = {}) {
  return {
    keys: () => Object.keys(values),
    get: (key: string, value?: unknown) => values[key] ?? value,
    update: async (key: string, value: unknown) => void (values[key] = value),
  } as never;
}

describe("The consent to a custom cloud", () => {
  afterEach(() => configured.clear());

  for (const [name, changed, state] of [
    ["holds for the same cloud", environment, "ready"],
    ["holds for another portal, which gets no token", { ...environment, portalUrl: "https://other.example" }, "ready"],
    [
      "does not cover another origin",
      { ...environment, resourceManagerEndpointUrl: "https://other.example" },
      "endpoint",
    ],
    [
      "does not cover another port",
      { ...environment, resourceManagerEndpointUrl: "https://management.example:1" },
      "endpoint",
    ],
    ["does not cover another audience", { ...environment, managementEndpointUrl: "https://other.example" }, "endpoint"],
    [
      "does not cover another sign-in",
      { ...environment, activeDirectoryEndpointUrl: "https://evil.example" },
      "endpoint",
    ],
    [
      "does not cover another path of the sign-in",
      { ...environment, activeDirectoryEndpointUrl: "https://login.example/x" },
      "endpoint",
    ],
    [
      "does not cover a sign-in that is left out",
      { ...environment, activeDirectoryEndpointUrl: undefined },
      "endpoint",
    ],
  ] as const) {
    it(name, async () => {
      configure(environment);
      const settings = new CloudSettings(memory());
      const before = settings.read();
      assert.equal(before.state, "endpoint");
      await settings.confirm(before.cloud);
      configure(changed);
      assert.equal(settings.read().state, state);
    });
  }

  it("that an earlier version kept for the origin only is asked for again", () => {
    configure(environment);
    const old = memory({ confirmedEndpoints: ["https://management.example"] });
    assert.equal(new CloudSettings(old).read().state, "endpoint");
  });

  it("shows all that it covers", async () => {
    configure(environment);
    const setting = new CloudSettings(memory()).read();
    const shown: string[] = [];
    const show = window.showWarningMessage;
    window.showWarningMessage = async (...args: unknown[]) => {
      shown.push(String(args[0]), (args[1] as { detail: string }).detail);
      return undefined;
    };
    await signIn({ connection: { setting, ensureReady: () => false } } as unknown as App);
    window.showWarningMessage = show;
    for (const part of ["https://management.example", "https://audience.example/.default", "https://login.example/"]) {
      assert.ok(shown.join("\n").includes(part), part);
    }
  });
});
