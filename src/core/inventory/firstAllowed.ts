import { AzureError, type AzureErrorKind } from "../azure/http/azureError.ts";
import { identityKey, type Identity } from "../model/identity.ts";

export interface FirstAllowed<T> {
  /** Who sees the host now, in the order in which they are to be asked. */
  readonly identities: () => readonly Identity[];
  readonly ask: (identity: Identity) => Promise<T>;
  /** Called with each failure. */
  readonly onFailure: (error: AzureError) => void;
}

/** The response, and for which account; or why every account failed, and the first that did. */
export type AskedAs<T> =
  { readonly actor: Identity; readonly value: T } | { readonly actor: Identity; readonly error: AzureError };

/** A missing permission (403), and a sign-in that Azure doesn't take (401): another identity's may do. */
const REFUSES_WHO_ASKS: ReadonlySet<AzureErrorKind> = new Set(["notAllowed", "signInNeeded"]);

/**
 * Asks as the first identity that may: after a refusal that is about who asks the next identity is tried, and after any
 * other failure none.
 * @returns `undefined` if no account sees the host any more
 * @throws whatever `ask` throws that is no AzureError
 */
export async function askAsFirstAllowed<T>({
  identities,
  ask,
  onFailure,
}: FirstAllowed<T>): Promise<AskedAs<T> | undefined> {
  const tried = new Set<string>();
  // Looked up again each time: while one identity is refused, the search may find another that sees the host.
  const next = () => identities().find((identity) => !tried.has(identityKey(identity)));
  let refused: AskedAs<T> | undefined;
  for (let actor = next(); actor; actor = next()) {
    tried.add(identityKey(actor));
    try {
      return { actor, value: await ask(actor) };
    } catch (error) {
      if (!(error instanceof AzureError)) {
        throw error;
      }
      onFailure(error);
      if (!REFUSES_WHO_ASKS.has(error.kind)) {
        return { actor, error };
      }
      refused ??= { actor, error };
    }
  }
  return refused;
}
