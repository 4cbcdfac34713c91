import PDFDocument from 'pdfkit';
import { srgbProfile } from './srgb-profile.ts';

const PROFILE = srgbProfile();

/**
 * Says that the file is PDF/UA-1 too (ISO 14289-1, clause 5). PDF/A allows properties beyond its own only with their
 * schema beside them (ISO 19005-2, 6.6.2.3.3).
 */
const ACCESSIBLE = `
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

/** An empty tagged PDF/A-2a file for pdfkit to write into, and its bytes. The same calls give the same bytes. */
export class PdfFile {
  readonly doc: PDFKit.PDFDocument;
  readonly #chunks: Uint8Array[] = [];

  /** `title` goes into the metadata and must hold nothing personal; `madeAt` in ms is the only time in the file. */
  constructor(title: string, madeAt: number) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      // No standard font: its metrics are a file that is not beside the bundle, and PDF/A forbids it.
      font: null,
      // What was measured is not kept: it is a name or an address.
      fontLayoutCache: false,
      pdfVersion: '1.7',
      subset: 'PDF/A-2a',
      tagged: true,
      lang: 'zh-CN',
      displayTitle: true,
      info: {
        // pdfkit writes the title into XML as it is.
        Title: title.replace(/[&<>]/g, ' '),
        Creator: 'Tongban',
        Producer: 'Tongban',
        CreationDate: new Date(madeAt),
      },
    } as unknown as PDFKit.PDFDocumentOptions);
    bringColourProfile(this.doc);
    this.doc.appendXML(ACCESSIBLE);
    this.doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
  }

  /** Ends the file and returns its bytes. Once. */
  finish(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.doc.on('end', () => resolve(Buffer.concat(this.#chunks)));
      this.doc.on('error', reject);
      this.doc.end();
    });
  }
}

/** PDF/A wants a colour profile; pdfkit reads its own from a file beside its code, which a bundle does not have. */
function bringColourProfile(doc: PDFKit.PDFDocument): void {
  const inside = doc as unknown as {
    _addColorOutputIntent(): void;
    _root: { data: Record<string, unknown> };
    ref(data: object): { write(bytes: Uint8Array): void; end(): void };
  };
  inside._addColorOutputIntent = () => {
    const profile = inside.ref({ N: 3 });
    profile.write(PROFILE);
    profile.end();
    const name = new String('sRGB IEC61966-2.1');
    const intent = inside.ref({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      Info: name,
      OutputConditionIdentifier: name,
      DestOutputProfile: profile,
    });
    intent.end();
    inside._root.data.OutputIntents = [intent];
  };
}
