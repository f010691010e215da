import type { Memento } from "vscode";
import { cloudFromSettings, CloudSettingError, consentKey, type Cloud } from "../../core/model/cloud.ts";
import { ownSetting } from "./ownSetting.ts";

/** The section that VS Code's own Microsoft sign-in reads. */
export const CLOUD_SECTION = "microsoft-sovereign-cloud";

/** Which cloud VS Code is set to, or why that is not to be acted on. */
export type CloudSetting =
  | { readonly state: "ready"; readonly cloud: Cloud }
  /** A custom cloud whose endpoints the user has not confirmed yet. */
  | { readonly state: "endpoint"; readonly cloud: Cloud }
  /**
   * The open workspace or the remote machine sets another cloud than the user: no token is asked for, since VS Code's
   * sign-in would follow it.
   */
  | { readonly state: "workspaceCloud" }
  | { readonly state: "invalidCloud"; readonly error: CloudSettingError };

/** Where consents are kept, each a {@link consentKey}. Those of versions that kept only an origin are not among them. */
const CONFIRMED_CLOUDS = "confirmedClouds";

/** Reads which cloud to talk to, and remembers which custom clouds the user has confirmed. */
export class CloudSettings {
  readonly #memory: Memento;

  /** @param memory not to be synchronised: a confirmation holds for this machine */
  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Only the user's own setting counts: a repository or a dev container must not choose who receives a token. */
  read(): CloudSetting {
    const environment = ownSetting(CLOUD_SECTION, "environment");
    const customEnvironment = ownSetting(CLOUD_SECTION, "customEnvironment");
    if (environment.overridden || (environment.value === "custom" && customEnvironment.overridden)) {
      return { state: "workspaceCloud" };
    }
    try {
      const cloud = cloudFromSettings(environment.value, customEnvironment.value);
      const isConfirmed = cloud.name !== "custom" || this.#confirmed.includes(consentKey(cloud));
      return { state: isConfirmed ? "ready" : "endpoint", cloud };
    } catch (error) {
      if (error instanceof CloudSettingError) {
        return { state: "invalidCloud", error };
      }
      throw error;
    }
  }

  /** Remembers that the user lets this custom cloud's endpoints have their sign-in and tokens. */
  async confirm(cloud: Cloud): Promise<void> {
    await this.#memory.update(CONFIRMED_CLOUDS, [...new Set([...this.#confirmed, consentKey(cloud)])]);
  }

  get #confirmed(): readonly string[] {
    return this.#memory.get<string[]>(CONFIRMED_CLOUDS, []);
  }
}
