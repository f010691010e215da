/** Which tenants and subscriptions are meant. */
import * as l10n from "@vscode/l10n";
import type { IsSelected } from "../../core/inventory/directoryState.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import type { SubscriptionNames } from "./subscriptionNames.ts";

/** The tenant of `--tenant`, in lower case. @throws CommandError if it isn't an ID */
export function tenantOption(text: string | undefined): string | undefined {
  const tenantId = text?.trim().toLowerCase();
  if (tenantId !== undefined && !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(tenantId)) {
    throw new CommandError(EXIT.usage, l10n.t("--tenant needs a tenant ID, such as {0}.", EXAMPLE_ID));
  }
  return tenantId;
}

const EXAMPLE_ID = "11111111-2222-4333-8444-555555555555";

/** The subscriptions that the user named, by ID or name. */
export class SubscriptionScope {
  readonly #names: SubscriptionNames;
  readonly #wanted: readonly string[];

  constructor(names: SubscriptionNames, named: readonly string[]) {
    this.#names = names;
    this.#wanted = named.map((text) => text.trim().toLowerCase());
  }

  /** Whether a subscription is meant; asked again whenever more is known. */
  readonly isSelected: IsSelected = (_identity, subscriptionId) =>
    this.#wanted.length === 0 ||
    this.#wanted.includes(subscriptionId) ||
    this.#wanted.includes(this.#names.of(subscriptionId).toLowerCase());

  /** What the user named, and no account sees. */
  get notFound(): readonly string[] {
    return this.#wanted.filter((wanted) => !this.#names.has(wanted));
  }
}
