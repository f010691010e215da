const extension = { id: "bastion-sessions.bastion-sessions", name: "Bastion Sessions" };

/** The sign-in that VS Code's setting for a custom cloud selects. */
const PROVIDER = "microsoft-sovereign-cloud";

/**
 * What VS Code's storage holds after the user has said yes to everything: that this endpoint is the one to use, and that
 * the extension may use these accounts. For tests that are about something else.
 */
export function consent(endpoint: string, accountLabels: readonly string[]): Record<string, unknown> {
  return {
    [extension.id]: { confirmedEndpoints: [new URL(endpoint).origin] },
    ...Object.fromEntries(accountLabels.map((label) => [`${PROVIDER}-${label}`, [{ ...extension, allowed: true }]])),
  };
}
