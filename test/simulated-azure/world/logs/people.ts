import type { ClientSpec, PersonSpec, SimulatedPerson } from "./logTypes.ts";
import { SeededRandom } from "../random.ts";

const BROWSERS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
];

export function inventPerson(spec: PersonSpec): SimulatedPerson {
  const random = SeededRandom.of(`person ${spec.email}`);
  const invented = [inventAddress(random), inventAddress(random)] as const;
  const [usual = invented[0], ...others] = spec.clientAddresses ?? invented;
  return {
    email: spec.email,
    clientAddresses: [usual, ...others],
    userAgent: spec.userAgent ?? random.pick(BROWSERS),
    accounts: spec.accounts,
  };
}

/** An address of those that are kept for documentation. */
export function inventAddress(random: SeededRandom): string {
  const host = random.int(1, 254);
  return random.pick([
    `203.0.113.${host}`,
    `198.51.100.${host}`,
    `192.0.2.${host}`,
    `2001:db8:5::${host.toString(16)}`,
  ]);
}

/** Those who sign in to target VMs with an account. */
export function peopleOf(people: readonly SimulatedPerson[], account: string): readonly SimulatedPerson[] {
  const wanted = account.toLowerCase();
  return people.filter(({ accounts }) => accounts?.some((name) => name.toLowerCase() === wanted) ?? true);
}

/**
 * Who is behind a session: what the spec says, and of what it leaves out something that fits, the same for the same
 * session. In a world without people, or for an account that none of them uses, the log names nobody.
 */
export function clientOf(
  people: readonly SimulatedPerson[],
  session: { readonly sessionId: string; readonly userName: string },
  spec: ClientSpec,
): Required<ClientSpec> {
  const random = SeededRandom.of(`client ${session.sessionId}`);
  const users = peopleOf(people, session.userName);
  const picked = users.length === 0 ? undefined : random.pick(users);
  const named = people.find(({ email }) => email.toLowerCase() === spec.person?.toLowerCase());
  const person = spec.person === undefined ? picked : named;
  const isElsewhere = random.next() < 0.15;
  const address = isElsewhere && person ? random.pick(person.clientAddresses) : person?.clientAddresses[0];
  return {
    person: spec.person ?? person?.email ?? "",
    clientAddress: spec.clientAddress ?? address ?? inventAddress(random),
    userAgent: spec.userAgent ?? person?.userAgent ?? random.pick(BROWSERS),
    resourceType: spec.resourceType ?? "VM",
  };
}
