/** A WSDL 1.1 of the contract (document/literal), for a client that wants one: operations by name, contents left open. */
export function wsdlOf(
  operations: readonly string[],
  about: { readonly namespace: string; readonly endpoint: string; readonly version: '1.1' | '1.2' },
): string {
  const { namespace, endpoint, version } = about;
  const soap = version === '1.1' ? 'soap' : 'soap12';
  const each = (write: (name: string) => string) => operations.map(write).join('\n');
  const open =
    '<xs:complexType><xs:sequence><xs:any maxOccurs="unbounded" processContents="lax"/></xs:sequence></xs:complexType>';
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Tongban" targetNamespace="${namespace}" xmlns:tb="${namespace}"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
<wsdl:types><xs:schema targetNamespace="${namespace}" elementFormDefault="qualified">
${each((name) => `<xs:element name="${name}">${open}</xs:element><xs:element name="${name}Response">${open}</xs:element>`)}
</xs:schema></wsdl:types>
${each(
  (name) => `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tb:${name}"/></wsdl:message>
<wsdl:message name="${name}Response"><wsdl:part name="parameters" element="tb:${name}Response"/></wsdl:message>`,
)}
<wsdl:portType name="Region">
${each(
  (name) =>
    `<wsdl:operation name="${name}"><wsdl:input message="tb:${name}"/><wsdl:output message="tb:${name}Response"/></wsdl:operation>`,
)}
</wsdl:portType>
<wsdl:binding name="RegionSoap" type="tb:Region">
<${soap}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  (
    name,
  ) => `<wsdl:operation name="${name}"><${soap}:operation soapAction="${namespace}#${name}" style="document"/>
<wsdl:input><${soap}:body use="literal"/></wsdl:input><wsdl:output><${soap}:body use="literal"/></wsdl:output></wsdl:operation>`,
)}
</wsdl:binding>
<wsdl:service name="Region"><wsdl:port name="RegionSoap" binding="tb:RegionSoap"><${soap}:address location="${endpoint}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}
