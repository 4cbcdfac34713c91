/** What this room uses of the untyped package: its coder, not its client. */
declare module '@sealsystems/ipp' {
  type Attributes = Record<string, unknown>;

  interface Message {
    version: string;
    operation: string;
    id: number;
    'operation-attributes-tag': Attributes;
    'job-attributes-tag'?: Attributes;
    data?: Buffer;
  }

  interface Response {
    version: string;
    /** Keyword such as `successful-ok`; none for a number that no standard names. */
    statusCode?: string;
    'operation-attributes-tag'?: Attributes;
    'printer-attributes-tag'?: Attributes | Attributes[];
    'job-attributes-tag'?: Attributes | Attributes[];
  }

  const ipp: {
    serialize(message: Message): Buffer;
    /** Throws on what is no IPP. */
    parse(bytes: Buffer): Response;
    /** Syntax of each attribute, by group and name; what is not in it is left out of a message. */
    attributes: Record<string, Record<string, unknown>>;
  };
  export = ipp;
}
