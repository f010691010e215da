import { workspace } from "vscode";

/** The local user's value of a setting, whatever a workspace or a remote machine says. */
export interface OwnSetting {
  readonly value: unknown;
  /** Whether another value than that is in effect, by a workspace's or a remote machine's settings. */
  readonly overridden: boolean;
}

/**
 * What VS Code's `inspect()` gives at run time. In a remote window, `globalValue` is the user's value overlaid with that of
 * the remote machine's settings, which a dev container's definition fills; VS Code has both apart, though its published
 * types have neither (extHostConfiguration.ts).
 */
interface Inspected {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
}

/** Reads a setting of which only the local user's own value counts, such as which cloud receives their tokens. */
export function ownSetting(section: string, key: string): OwnSetting {
  const configuration = workspace.getConfiguration(section);
  const inspected: Inspected = configuration.inspect<unknown>(key) ?? {};
  const { defaultValue, globalLocalValue, globalRemoteValue } = inspected;
  const isRemote = globalRemoteValue !== undefined;
  const own = globalLocalValue ?? (isRemote ? undefined : inspected.globalValue);
  const value = own ?? defaultValue;
  const effective = configuration.get<unknown>(key);
  // A user without a value of their own gets the remote machine's, even one that happens to be the default.
  const isGiven = isRemote && own === undefined;
  return { value, overridden: isGiven || JSON.stringify(effective) !== JSON.stringify(value) };
}
