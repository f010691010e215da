/** What a language model hands to a tool, read strictly: neither VS Code nor the MCP server checks it against the schema. */
import type { ArmKey } from "../model/armId.ts";
import { parseHostArgument } from "../model/hostArgument.ts";
import { FILTER_FIELDS, type FilterField } from "../model/session/sessionFields.ts";
import { plainText } from "../text/plainText.ts";
import { parseFilter, type SessionFilter } from "../model/session/sessionFilter.ts";
import { readStrictly, type StrictTerm } from "../model/session/strictFilter.ts";
import { asObject, type JsonObject } from "../text/json.ts";
import { wrongInput, type ToolAnswer } from "./toolAnswer.ts";

const LONGEST_FILTER = 500;

export const HOST_ID_NOTE =
  "hostId must be the whole Azure resource ID of a bastion host, as the tool that lists hosts returns it.";

/** Which entries are meant. */
export interface WantedEntries {
  /** Left out: all hosts. */
  readonly hostKey?: ArmKey;
  /** Left out: all of them. */
  readonly filter?: SessionFilter;
  /** The terms of the filter. */
  readonly terms: readonly StrictTerm[];
  /** Whether the people behind sessions are asked for. */
  readonly people: boolean;
  /** Whether the filter may look for a person, so that it can't find one who isn't known. */
  readonly looksForPerson: boolean;
}

/** The properties of an input; `undefined` for what isn't an object. No input is an empty one. */
export function inputObject(input: unknown): JsonObject | undefined {
  return input === undefined || input === null ? {} : asObject(input);
}

/** The answer to an input with a property that a tool doesn't have: a misspelt `hostId` would mean all hosts. */
export function unknownProperty(input: unknown, known: readonly string[]): ToolAnswer | undefined {
  const unknown = Object.keys(inputObject(input) ?? {}).find((name) => !known.includes(name));
  return unknown === undefined
    ? undefined
    : wrongInput(`There is no property ${quoted(unknown)}: this tool has ${known.join(", ")}.`);
}

/** What the model wrote, as one line. */
function quoted(text: string): string {
  return JSON.stringify(plainText(text, 100));
}

/**
 * @param personal the fields of the filter that name people: they may only be used where people are asked for
 * @param others properties that the tool has besides
 */
export function readWantedEntries(
  input: unknown,
  personal: (field: FilterField) => boolean,
  others: readonly string[] = [],
): WantedEntries | ToolAnswer {
  const { hostId, filter = "", people = false } = inputObject(input) ?? { people: "no object" };
  if (typeof people !== "boolean") {
    return wrongInput("The input must be an object, and people in it true or false.");
  }
  const unknown = unknownProperty(input, [...others, "hostId", "filter", "people"]);
  if (unknown) {
    return unknown;
  }
  const host = hostId === undefined ? undefined : parseHostArgument({ hostId });
  if (hostId !== undefined && !host) {
    return wrongInput(HOST_ID_NOTE);
  }
  if (typeof filter !== "string" || filter.length > LONGEST_FILTER) {
    return wrongInput(`filter must be a text of at most ${LONGEST_FILTER} characters.`);
  }
  const problem = filterProblem(filter, people, personal);
  const parsed = parseFilter(filter);
  const isPersonal = ({ scope }: StrictTerm) => scope === "anywhere" || (scope !== "length" && personal(scope));
  const { terms } = readStrictly(filter);
  const looksForPerson = people && terms.some(isPersonal);
  return (
    problem ?? {
      people,
      looksForPerson,
      terms,
      ...(host && { hostKey: host.hostKey }),
      ...(parsed && { filter: parsed }),
    }
  );
}

function filterProblem(
  text: string,
  people: boolean,
  isPersonal: (field: FilterField) => boolean,
): ToolAnswer | undefined {
  const { terms, problems } = readStrictly(text);
  const [wrong] = problems;
  if (wrong) {
    const fields = FILTER_FIELDS.map((field) => `${field}:`).join(", ");
    return wrongInput(
      `This term of the filter isn't understood: ${quoted(wrong.text)}. Terms are separated by spaces and must all match: a word, "a text in quotes", a length such as >4h or <30m, or a text behind one of ${fields}.`,
    );
  }
  const named = people
    ? undefined
    : FILTER_FIELDS.find((field) => terms.some(({ scope }) => scope === field && isPersonal(field)));
  return named && wrongInput(`A filter by ${named}: needs people: true.`);
}
