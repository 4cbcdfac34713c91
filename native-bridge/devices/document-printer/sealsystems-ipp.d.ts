/** What this room uses of the untyped package. */
declare module '@sealsystems/ipp' {
  import type { Agent } from 'node:http';

  type Attributes = Record<string, unknown>;

  interface Request {
    'operation-attributes-tag': Attributes;
    'job-attributes-tag'?: Attributes;
    data?: Buffer;
  }

  interface Response {
    version: string;
    /** Keyword such as `successful-ok`. */
    statusCode: string;
    'operation-attributes-tag'?: Attributes;
    'printer-attributes-tag'?: Attributes;
    'job-attributes-tag'?: Attributes | Attributes[];
  }

  class Printer {
    /** `timeout`: milliseconds without traffic. */
    constructor(
      url: string,
      options?: { uri?: string; timeout?: number; agent?: Agent | false; version?: string },
    );
    execute(
      operation: string,
      request: Request,
      done: (error: (Error & { code?: string; syscall?: string }) | null, response?: Response) => void,
    ): void;
  }

  const ipp: { Printer: typeof Printer };
  export = ipp;
}
