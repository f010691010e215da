import { personKey } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import type { Incident, IncidentLine, SureRule } from "./incident.ts";

/** The words for what stands in place of a name, such as `person 1`. */
export interface StandIns {
  person(number: number): string;
  account(number: number): string;
  address(number: number): string;
}

/**
 * The incident without names of people, accounts and addresses: each becomes a number, the same wherever it stands. Reasons,
 * tickets, Azure's messages and browsers are left out, since a name may be in them.
 */
export function incidentWithoutPeople(incident: Incident, words: StandIns): Incident {
  const person = numbering((number) => words.person(number));
  const account = numbering((number) => words.account(number));
  const address = numbering((number) => words.address(number));
  const name = incident.subject.kind === "person" ? person(incident.name) : incident.name;
  const ruleOf = (rule: SureRule): SureRule => ({
    ...rule,
    ...("actors" in rule && { actors: rule.actors.map(person) }),
    ...("people" in rule && { people: rule.people.map(person) }),
    ...("person" in rule && { person: person(rule.person) }),
  });
  const lineOf = (line: IncidentLine): IncidentLine => {
    const { userAgent: _agent, reason: _reason, ticket: _ticket, message: _message, ...kept } = line;
    return {
      ...kept,
      rules: line.rules.map(ruleOf),
      ...present({
        person: line.person === undefined ? undefined : person(line.person),
        account: line.account === undefined ? undefined : account(line.account),
        clientAddress: line.clientAddress === undefined ? undefined : address(line.clientAddress),
        actors: line.actors?.map(person),
      }),
    };
  };
  return {
    ...incident,
    subject: incident.subject.kind === "person" ? { kind: "person", person: name } : incident.subject,
    name,
    exportedBy: incident.exportedBy.map(person),
    lines: incident.lines.map(lineOf),
    isWithoutPeople: true,
  };
}

/** Numbers names in the order in which they come; those that differ only by case are one. */
function numbering(word: (number: number) => string): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    const key = personKey(name);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return word(number);
  };
}
