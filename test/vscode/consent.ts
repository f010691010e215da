import { cloudFromSettings, consentKey } from "../../src/core/model/cloud.ts";

/** An extension, as VS Code remembers who may use an account. */
export interface Allowed {
  readonly id: string;
  readonly name: string;
}

export const extension: Allowed = { id: "bastion-sessions.bastion-sessions", name: "Bastion Sessions" };

/** The sign-in that VS Code's setting for a custom cloud selects. */
const PROVIDER = "microsoft-sovereign-cloud";

/**
 * What VS Code's storage holds after the user has said yes to everything: that the cloud of these settings is the one to use, and that
 * the extension may use these accounts. For tests that are about something else.
 */
export function consent(
  settings: Readonly<Record<string, unknown>>,
  accountLabels: readonly string[],
  extensions: readonly Allowed[] = [extension],
): Record<string, unknown> {
  const cloud = cloudFromSettings(settings[`${PROVIDER}.environment`], settings[`${PROVIDER}.customEnvironment`]);
  return {
    [extension.id]: { confirmedClouds: [consentKey(cloud)] },
    ...Object.fromEntries(
      accountLabels.map((label) => [`${PROVIDER}-${label}`, extensions.map((one) => ({ ...one, allowed: true }))]),
    ),
  };
}
