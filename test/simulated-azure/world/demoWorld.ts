import { SimulatedClock } from "./clock.ts";
import { demoPeople } from "./demoPeople.ts";
import { rightRules } from "./networks.ts";
import { World } from "./world.ts";

/**
 * The world of `npm start`: two accounts, three tenants, and of everything that a user may meet one. The same for the
 * same seed.
 *
 * Contoso is Ana's home and Fabrikam is Priya's; Ana is a guest in Fabrikam, and in Northwind, which wants a sign-in of
 * its own. "Fabrikam Operations" is managed by Contoso too (Azure Lighthouse), so it is seen through two tenants.
 */
export function demoWorld(seed = 1, clock: SimulatedClock = SimulatedClock.real()): World {
  const world = new World({ seed, clock, log: { lost: 0.01 } });
  const contoso = world.addTenant({ displayName: "Contoso", defaultDomain: "contoso.onmicrosoft.com" });
  const fabrikam = world.addTenant({ displayName: "Fabrikam", defaultDomain: "fabrikam.onmicrosoft.com" });
  const northwind = world.addTenant({
    displayName: "Northwind Traders",
    defaultDomain: "northwindtraders.onmicrosoft.com",
    needsOwnSignIn: true,
  });

  const ana = world.addAccount({ label: "ana.lindqvist@contoso.com", home: contoso, guestOf: [fabrikam, northwind] });
  const priya = world.addAccount({ label: "priya.raman@fabrikam.com", home: fabrikam });

  const production = world.addSubscription({ displayName: "Contoso Production", tenant: contoso });
  const development = world.addSubscription({ displayName: "Contoso Development", tenant: contoso });
  world.addSubscription({ displayName: "Contoso Billing", tenant: contoso });
  const operations = world.addSubscription({
    displayName: "Fabrikam Operations",
    tenant: fabrikam,
    managedBy: [contoso],
  });
  const finance = world.addSubscription({ displayName: "Fabrikam Finance", tenant: fabrikam });
  const shops = world.addSubscription({ displayName: "Northwind Shops", tenant: northwind });

  demoPeople.forEach((person) => world.addPerson(person));

  const west = world.addHost({
    name: "bas-prod-westeurope",
    subscription: production,
    resourceGroup: "rg-hub-westeurope",
    sku: "Standard",
    scaleUnits: 4,
    sessions: 9,
    tags: { environment: "production" },
    history: { days: 30, perDay: 40, isAttacked: true },
    // On VMs with sessions, and on one without.
    links: [
      { machine: "vm-build-02", minutesAgo: 9 * 24 * 60, createdBy: "ana.lindqvist@contoso.com" },
      {
        machine: "vm-build-02",
        minutesAgo: 45,
        createdBy: "priya.raman@fabrikam.com",
        expiry: { inMinutes: 3 * 24 * 60 },
      },
      { machine: "vm-jump-01", minutesAgo: 400 * 24 * 60, form: "american" },
    ],
  });
  world.addSession(west, {
    userName: "azureuser",
    protocol: "SSH",
    targetIpAddress: "10.20.0.12",
    byAddress: true,
    ageMinutes: 41.25,
  });
  // One of those that a tunnel leaves behind, and one of which Azure says little.
  world.addSession(west, { userName: "deploy", protocol: "SSH", targetHostName: "vm-build-02", ageMinutes: 1_503.4 });
  world.addSession(west, {
    protocol: "RDP",
    omit: ["userName", "startTime", "sessionDurationInMins", "targetResourceId"],
  });
  world.addHost({
    name: "bas-prod-northeurope",
    subscription: production,
    resourceGroup: "rg-hub-northeurope",
    location: "northeurope",
    sku: "Premium",
    sessions: 6,
    list: "both",
    disconnect: "both",
    operation: { polls: 1, retryAfterSeconds: 1 },
    history: { days: 30, perDay: 25 },
  });
  world.addHost({
    name: "bas-dev",
    subscription: development,
    resourceGroup: "rg-dev-network",
    sku: "Basic",
    sessions: 3,
    history: { days: 30, perDay: 12 },
  });
  world.addHost({
    name: "bas-sandbox",
    subscription: development,
    resourceGroup: "rg-sandbox",
    sku: "Developer",
    sessions: 1,
  });
  // Nobody is connected, and nobody could be: somebody has closed the port by which Azure manages the host.
  world.addHost({
    name: "bas-empty",
    subscription: development,
    resourceGroup: "rg-dev-network",
    sku: "Standard",
    networks: [
      {
        group: {
          rules: [
            { name: "DenyManagementInbound", priority: 110, access: "Deny", sourceAddressPrefix: "GatewayManager" },
            ...rightRules,
          ],
        },
      },
    ],
    diagnostics: [],
  });

  const fabrikamHub = world.addHost({
    name: "bas-operations",
    subscription: operations,
    resourceGroup: "rg-operations",
    location: "eastus",
    sku: "Standard",
    sessions: 4,
    history: { days: 30, perDay: 15, isAttacked: true },
    links: [{ machine: "vm-dc-01", minutesAgo: 2 * 24 * 60, createdBy: "priya.raman@fabrikam.com" }],
  });
  world.addSession(fabrikamHub, {
    userName: "opsadmin",
    protocol: "RDP",
    targetHostName: "vm-dc-01",
    undisconnectable: "The session is being recorded and could not be disconnected.",
  });
  world.addHost({
    name: "bas-recovery",
    subscription: operations,
    resourceGroup: "rg-recovery",
    location: "westus",
    sku: "Standard",
    provisioningState: "Updating",
  });

  const forbidden = world.addHost({
    name: "bas-finance",
    subscription: finance,
    resourceGroup: "rg-finance",
    location: "eastus",
    sku: "Premium",
    sessions: 5,
    history: { days: 30, perDay: 10 },
  });
  world.setRole(ana, forbidden, "reader");
  world.setRole(priya, forbidden, "reader");

  world.addHost({
    name: "bas-stores",
    subscription: shops,
    resourceGroup: "rg-stores",
    location: "koreacentral",
    sku: "Basic",
    sessions: 4,
    diagnostics: [],
  });
  return world;
}
