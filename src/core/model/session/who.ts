/** What may be said of who is behind a session, given how certain it is. */
import type { Attribution, Connection, LogBlank } from "./connection.ts";

/** The person behind a session, where the log tells it well enough to be shown. Texts are as the log has them. */
export interface Who {
  readonly person?: string;
  readonly clientAddress?: string;
  readonly userAgent?: string;
  /** Why there is no person. */
  readonly blank?: LogBlank;
}

const NOBODY: Who = {};

/** A person who is only possible is nobody: the name must neither be shown as a label nor lead to a disconnect. */
export function whoOf(attribution: Attribution | undefined): Who {
  if (!attribution) {
    return NOBODY;
  }
  if (attribution.confidence === "none") {
    return { blank: attribution.blank };
  }
  if (attribution.confidence === "possible") {
    return { blank: "noRecord" };
  }
  const { candidates } = attribution;
  const isThroughLink = candidates.some(isLink);
  const blank = isThroughLink ? "shareableLink" : undefined;
  return {
    // A link needs no sign-in: a name beside it would be its creator's.
    ...(isThroughLink ? {} : only(candidates, "person")),
    ...only(candidates, "clientAddress"),
    ...only(candidates, "userAgent"),
    ...(blank && { blank }),
  };
}

/** Whether a person is certain or at least probable, so that sessions may be chosen by it. */
export function isPerson(attribution: Attribution | undefined, person: string): boolean {
  return personKey(person) !== "" && personKey(whoOf(attribution).person) === personKey(person);
}

/** Equal for the sign-in names of one person. Empty where there is none. */
export function personKey(person: string | undefined): string {
  return person?.trim().toLowerCase() ?? "";
}

/** Whether a connection came through a shareable link, as far as that is known. */
export function isLink({ resourceType }: Pick<Connection, "resourceType">): boolean {
  return resourceType?.toUpperCase() === "BSL";
}

type Told = "person" | "clientAddress" | "userAgent";

/** What all candidates say alike, whichever of them it is. */
function onlyOne(candidates: readonly Connection[], name: Told): string | undefined {
  const [first] = candidates;
  const value = first?.[name];
  return candidates.every((one) => one[name]?.toLowerCase() === value?.toLowerCase()) ? value : undefined;
}

function only(candidates: readonly Connection[], name: Told): Who {
  const value = onlyOne(candidates, name);
  return value === undefined ? {} : { [name]: value };
}
