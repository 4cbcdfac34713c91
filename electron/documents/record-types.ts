import type { Text } from '../contract/index.ts';
import type { Brand, MayBeDrawn } from './types.ts';

/** A person or an organisation as an authorisation names it. */
export interface Party {
  readonly name: string;
  /** What the number is: 公民身份号码, 护照号码, 统一社会信用代码. */
  readonly numberLabel: Text;
  readonly number: string;
  /** Of an organisation: its legal representative (法定代表人). */
  readonly representative: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** 授权委托书: the principal lets the agent act in one matter, so far and so long as it says. */
export interface Authorisation extends MayBeDrawn {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  /** Names the paper; nothing personal. */
  readonly number: string;
  readonly principal: Party;
  readonly agent: Party;
  /** What the agent is to the principal: 亲属, 监护人, 员工. */
  readonly relation: Text | null;
  readonly matter: Text;
  readonly region: Text;
  readonly authority: Text;
  /** What the agent may do, one sentence each; at least one. */
  readonly scope: readonly Text[];
  /** What the agent may not do beyond what no agent may (`AGENT_MAY_NOT`), one sentence each. */
  readonly limits: readonly Text[];
  /** YYYY-MM-DD, both days included. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** Milliseconds since 1970. */
  readonly preparedAt: number;
  readonly site: Text;
  readonly machineCode: string;
  readonly caution: Text | null;
}

/** One kind of personal information, and what the person decided about it alone (单独同意). */
export interface ConsentItem {
  /** Kind of information (个人信息种类). */
  readonly what: Text;
  readonly why: Text;
  /** What is done with it (处理方式). */
  readonly how: Text;
  /** Retention (保存期限). */
  readonly keep: Text;
  /** Sensitive personal information (敏感个人信息): why it is needed, and what it may mean for the person. */
  readonly sensitive: { readonly necessity: Text; readonly effect: Text } | null;
  /** Who else gets it; null: nobody but the handler. */
  readonly recipient: { readonly name: Text; readonly contact: string } | null;
  /** What refusing means, and the other way. */
  readonly refusing: Text;
  readonly decision: 'agreed' | 'refused';
}

/**
 * 个人信息处理同意记录: what was said before, and what the person decided. Its parts are those of the Personal
 * Information Protection Law (个人信息保护法): articles 14 to 17, 23, 29 to 31 and 44 to 47.
 */
export interface ConsentRecord extends MayBeDrawn {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  /** Names the record; nothing personal. */
  readonly number: string;
  readonly person: { readonly name: string; readonly number: string };
  /** Who decided for a child under fourteen (监护人). */
  readonly guardian: { readonly name: string; readonly number: string } | null;
  /** Who is responsible for the information (个人信息处理者), with a telephone number or an address. */
  readonly handler: { readonly name: Text; readonly contact: string };
  readonly matter: Text;
  readonly region: Text;
  readonly items: readonly ConsentItem[];
  /** Where and how it is withdrawn, no harder than it was given. */
  readonly withdrawing: Text;
  readonly given: 'signature' | 'touch';
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
  /** SHA-256 of the words as the screen showed them and of the signature's image, lower-case hex. */
  readonly noticeSha256: string;
  readonly signatureSha256: string | null;
  readonly site: Text;
  readonly machineCode: string;
  readonly caution: Text | null;
}

/** How to rate a case later (好差评). Nothing personal: whoever finds the slip learns nobody's name or number. */
export interface RatingSlip {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  /** Stands for the case where it is rated; not the receipt number. */
  readonly code: string;
  readonly matter: Text;
  readonly region: Text;
  /** What the QR code opens; null: there is no such page, and the code holds what the slip says. */
  readonly link: string | null;
  /** Where and how it can be rated, one sentence each. */
  readonly ways: readonly Text[];
  /** Last local day on which the region takes it, YYYY-MM-DD; null: the region has set none. */
  readonly until: string | null;
  /** It may be rated a second time, and that rating counts. */
  readonly again: boolean;
  /** Working days within which the region answers to 不满意 and 非常不满意; null: it has promised none. */
  readonly callBackDays: number | null;
  readonly phone: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly site: Text;
  readonly machineCode: string;
  readonly caution: Text | null;
}
