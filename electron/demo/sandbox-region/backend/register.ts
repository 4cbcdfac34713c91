import { ownerOf } from './office.ts';

export interface RegisterData {
  readonly people: readonly {
    readonly name: string;
    readonly number: string;
    /** Of a passport; the day is YYYYMMDD. */
    readonly nationality?: string;
    readonly birthDate?: string;
  }[];
  readonly organisations?: readonly SandboxOrganisation[] | undefined;
  readonly authorities?: readonly SandboxAuthority[] | undefined;
  readonly licences?: readonly SandboxLicence[] | undefined;
  /** Citizen numbers of a minor and of who is the guardian (监护人). */
  readonly guardians?: readonly { readonly ward: string; readonly guardian: string }[] | undefined;
}

export interface SandboxOrganisation {
  readonly name: string;
  readonly creditCode: string;
  /** Citizen number of the legal representative (法定代表人). */
  readonly legalRepresentative?: string;
  /** No longer living (注销). */
  readonly closed?: boolean;
}

/** An authority (委托) that the region has on its register. */
export interface SandboxAuthority {
  readonly proofNumber: string;
  readonly agent: string;
  /** Citizen number or unified social credit code. */
  readonly principal: string;
  /** Null: every matter. */
  readonly matters: readonly string[] | null;
  /** Milliseconds since 1970, or null. */
  readonly until: number | null;
}

export interface SandboxLicence {
  /** Citizen number or unified social credit code. */
  readonly holder: string;
  readonly type: string;
  readonly identifier: string;
  readonly name: string;
  readonly mediaType: 'application/pdf' | 'application/ofd';
  readonly bytes: Uint8Array;
  readonly validUntil: number | null;
  /** Of an organisation's: only to its legal representative, or an agent with a registered authority in this matter. */
  readonly entitledBy?: { readonly matter: string };
  /** Copies that may still be printed, where the region says so. */
  readonly copiesLeft?: number;
}

export interface SandboxSession {
  readonly holder: '1' | '2';
  readonly number: string;
  /** Who stands at the kiosk. */
  readonly operator: string;
  readonly endsAt: number;
}

/** Who is who in the region, and who is logged in. */
export class Register {
  readonly #data: RegisterData;
  readonly #issued: SandboxLicence[] = [];
  readonly #sessions = new Map<string, SandboxSession>();

  constructor(data: RegisterData) {
    this.#data = data;
  }

  /** With a passport, nationality and birth date have to be right as well: numbers repeat from state to state. */
  knowsPerson(asked: {
    readonly name: string;
    readonly certificateNumber: string;
    readonly nationality?: string | undefined;
    readonly birthDate?: string | undefined;
  }): boolean {
    return this.#data.people.some(
      (person) =>
        person.name === asked.name &&
        person.number === asked.certificateNumber &&
        person.nationality === asked.nationality &&
        (person.nationality === undefined || person.birthDate === asked.birthDate?.replaceAll('-', '')),
    );
  }

  organisation(name: string, creditCode: string): SandboxOrganisation | null {
    const found = this.#data.organisations?.find(
      (one) => one.name === name && one.creditCode === creditCode && one.closed !== true,
    );
    return found ?? null;
  }

  /** Until when (ms, null: no end) the agent may act, or undefined: not at all. */
  authority(asked: {
    readonly agent: string;
    readonly principal: string;
    readonly principalName: string;
    readonly holder: '1' | '2';
    readonly matter: string;
    readonly kind: string;
    readonly proofNumber: string | null;
    readonly paper: string | null;
    readonly now: number;
  }): number | null | undefined {
    switch (asked.kind) {
      case '3':
        return asked.holder === '2' &&
          this.organisation(asked.principalName, asked.principal)?.legalRepresentative === asked.agent
          ? null
          : undefined;
      case '4':
        return asked.holder === '1' &&
          this.knowsPerson({ name: asked.principalName, certificateNumber: asked.principal }) &&
          (this.#data.guardians ?? []).some(
            ({ ward, guardian }) => ward === asked.principal && guardian === asked.agent,
          )
          ? null
          : undefined;
      // A photographed paper is taken as it is and looked at by a person later.
      case '2':
        return asked.paper === null ? undefined : null;
      default: {
        const found = this.#data.authorities?.find(
          (one) =>
            one.proofNumber === asked.proofNumber &&
            one.agent === asked.agent &&
            one.principal === asked.principal &&
            (one.matters === null || one.matters.includes(asked.matter)) &&
            (one.until === null || asked.now <= one.until),
        );
        return found ? found.until : undefined;
      }
    }
  }

  licence(holder: string, type: string): SandboxLicence | null {
    const all = [...(this.#data.licences ?? []), ...this.#issued];
    return all.find((one) => one.holder === holder && one.type === type) ?? null;
  }

  issue(licences: readonly SandboxLicence[]): void {
    this.#issued.push(...licences);
  }

  /** Whether somebody may have a licence of an organisation that is not for everybody who acts for it. */
  entitled(operator: string, holder: string, matter: string, now: number): boolean {
    const company = this.#data.organisations?.find(({ creditCode }) => creditCode === holder);
    if (company?.legalRepresentative === operator) return true;
    return (this.#data.authorities ?? []).some(
      (one) =>
        one.agent === operator &&
        one.principal === holder &&
        (one.matters === null || one.matters.includes(matter)) &&
        (one.until === null || now <= one.until),
    );
  }

  logIn(token: string, session: SandboxSession): void {
    this.#sessions.set(token, session);
  }

  logOut(token: string): void {
    this.#sessions.delete(token);
  }

  /** Null for an unknown or ended log-in. */
  session(token: string | null, now: number): (SandboxSession & { readonly owner: string }) | null {
    const session = token === null ? undefined : this.#sessions.get(token);
    return session && now < session.endsAt ? { ...session, owner: ownerOf(session.number) } : null;
  }
}
