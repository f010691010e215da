import type { PersonSpec } from "./logs/logTypes.ts";

/** The office of Contoso, whose people come from one address. */
const OFFICE = "203.0.113.10";

/**
 * Who connects in the demonstration world. Several share `azureuser` and `root`; for an account that nobody here has, such
 * as a service's, the log names nobody.
 */
export const demoPeople: readonly PersonSpec[] = [
  {
    email: "ana.lindqvist@contoso.com",
    accounts: ["ana.lindqvist", "azureuser"],
    clientAddresses: [OFFICE, "198.51.100.41"],
  },
  { email: "j.okafor@contoso.com", accounts: ["j.okafor", "azureuser", "root"], clientAddresses: [OFFICE] },
  {
    email: "mei.tanaka@contoso.com",
    accounts: ["mei.tanaka", "ubuntu"],
    clientAddresses: ["2001:db8:40::1a", OFFICE, "192.0.2.77"],
  },
  {
    email: "t.berg@contoso.com",
    accounts: ["CONTOSO\\t.berg", "azureuser"],
    clientAddresses: [OFFICE, "198.51.100.118"],
    userAgent: "AZURECLI/2.77.0 (DEB) azsdk-python-core/1.35.0 Python/3.12.10",
  },
  { email: "l.moreau@contoso.com", accounts: ["l.moreau", "root"], clientAddresses: ["198.51.100.203"] },
  { email: "s.haddad@contoso.com", accounts: ["s.haddad", "azureuser"], clientAddresses: [OFFICE, "192.0.2.14"] },
  { email: "n.petrova@contoso.com", accounts: ["n.petrova", "ubuntu"], clientAddresses: [OFFICE] },
  {
    email: "priya.raman@fabrikam.com",
    accounts: ["p.raman", "opsadmin"],
    clientAddresses: ["192.0.2.130", "198.51.100.9"],
  },
  { email: "r.iyer@fabrikam.com", accounts: ["r.iyer", "opsadmin"], clientAddresses: ["192.0.2.130"] },
  // The same name in another directory.
  { email: "j.okafor@fabrikam.com", accounts: ["opsadmin", "admin-kowalski"], clientAddresses: ["192.0.2.131"] },
];
