import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { systemClock } from '../../../electron/core/index.ts';
import type { SandboxRegion } from '../../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter } from '../../../electron/regions/index.ts';
import { countingRandom } from '../../support/memory-store.ts';
import { known, SANDBOX_ACCOUNT } from '../../support/sandbox.ts';

/** What another machine learns of a citizen from the region. */
export interface SecondEye {
  /** Receipt numbers of the cases that the region lists for who lays down the card. */
  knows(): Promise<(string | null)[]>;
}

/** The line of a second machine to the same region. */
export function roamingEye(catalogue: Catalogue, sandbox: SandboxRegion): SecondEye {
  const regions = createRegions({
    // The way on paper is the first machine's affair.
    catalogueRegions: catalogue.regions().map(({ code, adapter: { otherWays: _, ...adapter } }) => ({
      code,
      adapter: adapter as { kind: string },
    })),
    profileRegions: {
      [sandbox.region]: {
        endpoint: sandbox.endpoint,
        tokenEndpoint: sandbox.tokenEndpoint,
        clientId: SANDBOX_ACCOUNT.clientId,
      },
    },
    secrets: async () => SANDBOX_ACCOUNT.clientSecret,
    fetch,
    clock: systemClock,
    random: countingRandom('second eye'),
    log: { info() {}, warn() {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  const line = regions.value.get(sandbox.region) as RegionAdapter;
  return {
    async knows() {
      const signal = AbortSignal.timeout(10_000);
      const { name, number } = known;
      const session = await line.authenticate(
        { holder: 'person', person: { name, number }, by: 'card' },
        signal,
      );
      if (!session.ok) throw new Error(session.error.technicianCode);
      const listed = await line.casesOf(session.value, null, signal);
      await line.endSession(session.value, signal);
      if (!listed.ok) throw new Error(listed.error.technicianCode);
      return listed.value.cases.map(({ receiptNumber }) => receiptNumber);
    },
  };
}
