/** What a language model hands to a tool, read strictly: neither VS Code nor the MCP server checks it against the schema. */
import type { ArmKey } from "../model/armId.ts";
import { parseHostArgument } from "../model/hostArgument.ts";
import { FILTER_FIELDS, type FilterField } from "../model/session/sessionFields.ts";
import { parseFilter, type SessionFilter } from "../model/session/sessionFilter.ts";
import { readStrictly } from "../model/session/strictFilter.ts";
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
  /** Whether the people behind sessions are asked for. */
  readonly people: boolean;
}

/** The properties of an input; `undefined` for what isn't an object. No input is an empty one. */
export function inputObject(input: unknown): JsonObject | undefined {
  return input === undefined || input === null ? {} : asObject(input);
}

/** @param personal the fields of the filter that name people: they may only be used where people are asked for */
export function readWantedEntries(
  input: unknown,
  personal: (field: FilterField) => boolean,
): WantedEntries | ToolAnswer {
  const { hostId, filter = "", people = false } = inputObject(input) ?? { people: "no object" };
  if (typeof people !== "boolean") {
    return wrongInput("The input must be an object, and people in it true or false.");
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
  return problem ?? { people, ...(host && { hostKey: host.hostKey }), ...(parsed && { filter: parsed }) };
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
      `This term of the filter isn't understood: ${JSON.stringify(wrong.text)}. Terms are separated by spaces and must all match: a word, "a text in quotes", a length such as >4h or <30m, or a text behind one of ${fields}.`,
    );
  }
  const named = people
    ? undefined
    : FILTER_FIELDS.find((field) => terms.some(({ scope }) => scope === field && isPersonal(field)));
  return named && wrongInput(`A filter by ${named}: needs people: true.`);
}
